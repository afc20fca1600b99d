//! What a case offers its reviewer: the acts that make sense today, what they confirm, and what the hospital wrote.
//!
//! It decides nothing; a decision is checked again when it is made.

use holdfast_core::decide::registration::review;
use holdfast_core::decide::settle::Left;
use holdfast_core::model::{CaseKind, Registration};

use super::{Act, CaseFile};

/// What a reviewer says of themselves with a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// That they called the number on file. Needed to approve.
    Called,
    /// That they have no tie to the applicant.
    NoTie,
}

impl Confirm {
    /// The key used in the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::NoTie => "no_tie",
        }
    }
}

impl CaseFile {
    /// The acts that make sense today, in the order offered; none once it is settled, or for a reviewer who is tied to it.
    pub fn acts(&self) -> &'static [Act] {
        if self.case.state.is_settled() || self.tie.is_some() {
            return &[];
        }
        match (&self.case.kind, self.offer.as_ref().map(|o| &o.left)) {
            (CaseKind::OfferReferral { .. }, Some(Left::Fact { .. })) => {
                &[Act::StateFact, Act::AskBack, Act::Refuse]
            }
            (CaseKind::OfferReferral { .. }, Some(Left::Holds)) => &[Act::Approve, Act::AskBack],
            (CaseKind::OfferReferral { .. }, Some(Left::Fails)) => &[Act::Refuse, Act::AskBack],
            (CaseKind::OfferReferral { .. }, Some(Left::Gone) | None) => &[Act::Approve, Act::Refuse],
            _ => &[Act::Approve, Act::Refuse, Act::AskBack],
        }
    }

    /// What a decision asks its reviewer to confirm.
    pub fn confirm(&self) -> Option<Confirm> {
        match self.case.kind {
            CaseKind::Belonging { .. }
            | CaseKind::FirstAdministrator { .. }
            | CaseKind::Join { .. }
            | CaseKind::NumberChanged { .. } => Some(Confirm::Called),
            CaseKind::Application { .. } => Some(Confirm::NoTie),
            CaseKind::OfferReferral { .. } => None,
        }
    }
}

/// What one registration says, question by question; empty where nobody has answered.
///
/// A phone number typed in a form must never be the one called back, so it is not among them.
pub fn said_in(registration: &Registration) -> Vec<(&'static str, String)> {
    let rows = review(&registration.answers).into_iter();
    rows.map(|row| match (row.asked, row.said) {
        ("Your phone", Some(_)) => {
            (row.asked, "Given. Not shown here: call only the number on file.".to_owned())
        }
        (asked, said) => (asked, said.unwrap_or_default()),
    })
    .collect()
}
