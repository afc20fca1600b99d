//! Applications to a program by its form: started, answered page by page, sent, asked back, decided. Found again by a
//! token, never by a guess.
//!
//! Questions and rules are in `holdfast-core`; what reviewers do with an application is with the other cases.

mod answer;
mod draft;
mod letters;
mod list;
mod resume;
mod send;
mod standing;

pub use answer::PageAnswered;
pub use draft::{ApplyError, Applying, StartedApplication};
pub use list::{ApplicationRow, OfficeApplications};
pub use send::{ApplicationSent, SendApplicationError};
pub use standing::{ApplicationStanding, Word};

/// Purpose of the token that holds an application. Another than a registration's, so that neither opens the other.
pub(super) const APPLICATION: &str = "application";
/// Purpose of a mailed link back to an application.
pub(super) const RESUME_APPLICATION: &str = "resume-application";
