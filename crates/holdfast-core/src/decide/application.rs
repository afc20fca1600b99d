//! Applying to a program by its form: what counts as an answer, what is still missing, and what follows from it.
//!
//! The questions are catalog data; nothing here knows one program's form from another's. It keeps and renders nothing.

mod answer;
mod conflict;
mod intake;
mod outline;
mod page;
mod prefill;
mod review;
mod verdict;

pub use answer::{Wrong, answer};
pub use conflict::merge;
pub use intake::{Intake, intake};
pub use outline::{KindOfApplicant, choices, judged, kinds};
pub use page::{FormPage, page, pages};
pub use prefill::prefill;
pub use review::{Missing, ReviewRow, contact, name, problems, review, said};
pub use verdict::{OfferVerdict, attestations, facts, hospital, verdicts};

#[cfg(test)]
mod tests;
