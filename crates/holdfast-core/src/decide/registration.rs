//! Registering a hospital: the questions one page at a time, what counts as an answer, and what is still missing.
//!
//! It keeps nothing and renders nothing; pages, the API and the command line ask the same questions from here.

mod answer;
mod conflict;
mod display_case;
mod fields;
mod many;
mod prefill;
mod review;
mod show;
mod step;

pub use answer::{Choice, answer, choices};
pub use conflict::{BothChanged, Merge, goes_with, labels, merge};
pub use display_case::display_case;
pub use fields::{FieldError, Fields};
pub use many::{BadLine, GoodLine, MOST_HOSPITALS, Many, many};
pub use prefill::{for_system, prefill};
pub use review::{Missing, ReviewRow, problems, review};
pub use show::show;
pub use step::{Status, Step};

#[cfg(test)]
mod tests;
