//! Security cases: which findings belong together, what to do first, whom to tell, and what a hunt proves.
//!
//! Pure: what came in and what is kept go in, where each finding belongs and what a case says come out. Nothing here is kept.

mod describe;
mod evidence;
mod machine;
mod rank;
mod story;
mod tell;
mod words;

#[cfg(test)]
pub(crate) mod made_up;

pub use describe::{CaseStory, Line, Machine, NextStep, describe, newest_of_each};
pub use evidence::{COLLECTOR, alarm_test, log_coverage, looked_in_time, none_open};
pub use machine::{MOST_MACHINES, care_machines, carries_in_words};
pub use rank::{Rank, rank};
pub use story::{Kept, Place, Sorted, WINDOW_HOURS, sort};
pub use tell::{Told, whom_to_tell};
pub use words::{happened, title};
