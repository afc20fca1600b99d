//! Badges: what a learner may show to others for lessons done, in the form of Open Badges 3.0.
//!
//! A badge is given for a role pack whose lessons are all in force and for each lab. Here is decided who earned which, what its
//! credential says, and whether one that somebody brings holds. Signing is not its business, and neither is where badges are kept.
//!
//! Source: 1EdTech, Open Badges Specification 3.0; W3C, Verifiable Credentials Data Model 2.0 and Bitstring Status List 1.0
//! (verified 2026-11-28).

mod achievement;
mod certificate;
mod credential;
mod earned;
mod issuer;
mod read;
mod verdict;

pub use achievement::{Achievement, Feat, achievement, achievements};
pub use certificate::{CertificateBody, CertificateLesson, code_of, code_typed};
pub use credential::{Credential, Place, Recipient, payload};
pub use earned::{Earned, earned};
pub use issuer::{
    BadgeKey, Issuer, PLACES, achievement_document, did_document, key_set, profile, status_list,
};
pub use read::{Claims, NoBadge, Shown, claims};
pub use verdict::{Signature, TakenBack, Verdict, judge};

#[cfg(test)]
mod tests;
