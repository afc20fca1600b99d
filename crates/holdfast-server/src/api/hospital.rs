//! Calls about one hospital, for people with a role there: this week, offers, facts, tasks, dated ends.

mod cliffs;
mod facts;
mod home;
mod offers;
mod tasks;

pub use cliffs::*;
pub use facts::*;
pub use home::*;
pub use offers::*;
pub use tasks::*;
