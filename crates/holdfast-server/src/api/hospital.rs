//! Calls about one hospital, for people with a role there: this week, offers, facts, tasks, dated ends, settings.

mod cliffs;
mod facts;
mod home;
mod offers;
mod settings;
mod tasks;

pub use cliffs::*;
pub use facts::*;
pub use home::*;
pub use offers::*;
pub use settings::*;
pub use tasks::*;
