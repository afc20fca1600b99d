//! Devices: what is known of one from all its sources, and what that comes to.
//!
//! Every answer carries its reason, and "cannot tell" is an answer. Nothing here asks a machine or a clock.

mod clean;
mod hear;
mod join;

pub use clean::{Cut, MOST_ITEMS, clean};
pub use hear::{Heard, hear};
pub use join::{Same, Telling, brief, join, same_machine};
