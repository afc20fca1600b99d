//! Registrations, from a typed number to a sent form: kept after every page, found again by a token, never by a guess.
//!
//! Questions and rules are in `holdfast-core`; what follows sending is in [`super::belong`].

use holdfast_core::model::{Ccn, HospitalScope};

mod answer;
mod draft;
mod join;
mod many;
mod resume;
mod send;

pub use answer::Answered;
pub(super) use answer::changed_meanwhile;
pub use draft::{Draft, StartError, Started};
pub(super) use draft::{body, parse_body};
pub use join::{JoinError, JoinWent};
pub use many::{ManyError, ManySent, OneOfMany};
pub use send::{SendError, Sent};

/// Purpose of the token in the cookie of a draft.
pub(super) const DRAFT: &str = "draft";
/// Purpose of a link back to a saved draft.
pub(super) const RESUME: &str = "resume-registration";
/// Purpose of a link that proves the contact's mailbox.
pub(super) const PROVE_MAILBOX: &str = "prove-mailbox";
/// Purpose of a link that proves the mailbox of someone who wants to join.
pub(super) const CONFIRM_JOIN: &str = "confirm-join";

/// The scope of a hospital someone registers or asks to join.
///
/// Nobody's role is checked here, because nobody has one yet: what may be read is what the holder of the draft's token
/// put in, and what the program itself needs to route a request. No finding is read through it.
pub(super) fn scope_of(ccn: Ccn) -> HospitalScope {
    HospitalScope::checked(ccn)
}

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;
/// Milliseconds of an hour.
pub(super) const HOUR_MS: i64 = 3_600_000;
