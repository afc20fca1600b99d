//! Colleges that teach and their classes: which is near, which still has seats, who sits in one, and what comes of it.
//!
//! What a class is and how it moves are types of [`crate::model`]. Nothing here opens a file: lines come as [`FileLine`]s.

mod close;
mod file;
mod form;
mod near;
mod offer;
mod seat;
#[cfg(test)]
mod tests;

pub use close::{completions, lessons_of, n_ungraded};
pub use file::{
    FileFault, FileLine, Graded, Joins, ReadColleges, ReadGrades, ReadRoster, read_colleges, read_grades,
    read_roster,
};
pub use form::{cohort_fields, college_fields, read_cohort, read_college};
pub use near::{
    Away, CollegeNear, HospitalNear, KnownBy, MOST_MILES, away, colleges_near, hospitals_near, place,
};
pub use offer::{NotOffered, offered};
pub use seat::{MOST_AT_ONCE, NewSeat, PutForward, put_forward};
