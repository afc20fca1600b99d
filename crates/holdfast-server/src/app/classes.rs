//! Colleges that teach, their classes, seats for hospitals, and an instructor's own page behind a mailed link.
//!
//! The office sees counts alone, an instructor the names of one class, a hospital its own people: each by use cases of its own.

mod cohort;
mod college;
mod file;
mod link;
mod seats;
mod teach;

use holdfast_core::model::{Cohort, CohortId, ListedCollege};
use holdfast_store::Cohorts;

pub use cohort::{ClassSaved, OfficeClass};
pub use college::{CollegeSaved, MOST_COLLEGES, OfficeCollege};
pub use file::{ClassFile, ListOutcome, ListStep, MOST_CLASS_LINES, ReadList, TakenList};
pub use seats::{JoinedClass, NearClass, NearCollege, OwnClass, OwnClasses};
pub use teach::TaughtClass;

use super::AppError;

/// How the log names a class.
fn subject(id: CohortId) -> String {
    format!("class:{id}")
}

/// A class and its college.
async fn class<R: Cohorts + Send>(read: &mut R, id: CohortId) -> Result<(Cohort, ListedCollege), AppError> {
    let cohort = read.cohort(id).await?.ok_or_else(|| AppError::not_found("There is no such class."))?;
    let college = read.college(cohort.college).await?;
    let college = college.ok_or_else(|| AppError::Broken { what: format!("class {id} is of no college") })?;
    Ok((cohort, college))
}
