//! Colleges that teach and their classes: which is near, which still has seats, who sits in one, and what comes of it.
//!
//! What a class is and how it moves are types of [`crate::model`]. Nothing here opens a file: lines come as [`FileLine`]s.

mod class_list;
mod close;
mod college_file;
mod columns;
mod file;
mod form;
mod grade_list;
mod grades;
mod near;
mod offer;
mod reason;
mod seat;
#[cfg(test)]
mod tests;

pub use class_list::{ClassList, Joins, read_class_list};
pub use close::{completions, lessons_of, n_ungraded};
pub use college_file::{COLLEGE_COLUMNS, CollegeFile, FileCollege, read_college_file};
pub use columns::{NoColumn, class_list_columns, college_columns, grade_columns};
pub use file::{FileFault, FileLine};
pub use form::{cohort_fields, college_fields, read_cohort, read_college};
pub use grade_list::{GradeList, Graded, read_grade_list};
pub use grades::{GradeCounts, grade_counts};
pub use near::{
    Away, CollegeNear, HospitalNear, KnownBy, MOST_MILES, away, colleges_near, hospitals_near, place,
};
pub use offer::{NotOffered, offered};
pub use reason::{Reader, reason};
pub use seat::{NewSeat, PutForward, put_forward};
