//! A case for a reviewer: what a machine could not settle, who asked, how long it has waited, and what was decided.

use serde::{Deserialize, Serialize};

use super::{AccountId, ApplicationId, CaseId, Ccn, RegistrationId};
use crate::Date;
use crate::catalog::{ClauseId, OfferId, ProgramId};
use crate::decide::eligibility::Because;
use crate::facts::{FactKind, FactValue};

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CaseKind {
    /// Does this registration come from the hospital? Call back on the number in the directory.
    Belonging {
        /// The registration.
        registration: RegistrationId,
    },
    /// May this hospital have this offer?
    OfferReferral {
        /// The offer.
        offer: OfferId,
        /// The clause that needs a person.
        clause: ClauseId,
        /// Why.
        because: Because,
    },
    /// Someone who validated first asks to be the hospital's first administrator.
    FirstAdministrator {
        /// Who.
        account: AccountId,
    },
    /// Someone wants to join a hospital that has no administrator yet.
    Join {
        /// Who.
        account: AccountId,
    },
    /// A hospital with records here has another number now, or is no longer listed: what becomes of its place in the program?
    NumberChanged {
        /// The number it seems to have now; `None` when the list just leaves it out.
        became: Option<Ccn>,
    },
    /// An application to a program that takes them.
    Application {
        /// Which.
        application: ApplicationId,
    },
}

impl CaseKind {
    /// The key used in tables and filters.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Belonging { .. } => "belonging",
            Self::OfferReferral { .. } => "offer_referral",
            Self::FirstAdministrator { .. } => "first_administrator",
            Self::Join { .. } => "join",
            Self::NumberChanged { .. } => "number_changed",
            Self::Application { .. } => "application",
        }
    }

    /// What a reviewer reads in the queue.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Belonging { .. } => "Does this registration come from the hospital?",
            Self::OfferReferral { .. } => "May the hospital have this offer?",
            Self::FirstAdministrator { .. } => "First administrator of a hospital",
            Self::Join { .. } => "Someone wants to join a hospital",
            Self::NumberChanged { .. } => "A hospital's number changed, or is no longer listed",
            Self::Application { .. } => "Application to a program",
        }
    }
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CaseState {
    /// Waiting for a reviewer.
    Open,
    /// Waiting for the hospital's answer.
    AskedBack {
        /// When it was asked.
        on: Date,
        /// The question the hospital reads.
        question: String,
    },
    /// Approved.
    Approved {
        /// When.
        on: Date,
        /// The reason the hospital reads.
        reason: String,
    },
    /// Refused.
    Refused {
        /// When.
        on: Date,
        /// The reason the hospital reads.
        reason: String,
    },
}

/// A move a reviewer, or the hospital's answer, makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum CaseMove {
    /// Yes.
    Approve {
        /// Why.
        reason: String,
    },
    /// No.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Ask the hospital.
    AskBack {
        /// What.
        question: String,
    },
    /// The hospital answered; the reviewer's turn again.
    Answer {
        /// What it said.
        text: String,
    },
    /// The first of two reviewers says what they would decide; another one decides.
    Recommend {
        /// Approve, or refuse.
        approve: bool,
        /// Why; reviewers read it, the applicant does not.
        reason: String,
    },
    /// A reviewer stated the fact that was missing or disputed. The case goes on until its clause is settled.
    StateFact {
        /// Which fact.
        fact: FactKind,
        /// Its value.
        value: FactValue,
        /// How the reviewer knows; the hospital reads it.
        reason: String,
    },
}

/// A move that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseMoveError {
    /// Settled before.
    #[error("this case was settled on {on}; open it to read the decision")]
    Settled {
        /// When.
        on: Date,
    },
    /// No words given.
    #[error("write a reason: the hospital reads it")]
    NoReason,
    /// An answer to no question.
    #[error("nobody has asked anything in this case")]
    NotAsked,
}

impl CaseState {
    /// Makes one move on a day.
    pub fn apply(&self, moved: &CaseMove, on: Date) -> Result<Self, CaseMoveError> {
        let words = match moved {
            CaseMove::Approve { reason }
            | CaseMove::Refuse { reason }
            | CaseMove::Recommend { reason, .. }
            | CaseMove::StateFact { reason, .. } => reason,
            CaseMove::AskBack { question } => question,
            CaseMove::Answer { text } => text,
        };
        if words.trim().is_empty() {
            return Err(CaseMoveError::NoReason);
        }
        match (self, moved) {
            (Self::Approved { on, .. } | Self::Refused { on, .. }, _) => {
                Err(CaseMoveError::Settled { on: *on })
            }
            (Self::Open | Self::AskedBack { .. }, CaseMove::Approve { reason }) => {
                Ok(Self::Approved { on, reason: reason.trim().to_owned() })
            }
            (Self::Open | Self::AskedBack { .. }, CaseMove::Refuse { reason }) => {
                Ok(Self::Refused { on, reason: reason.trim().to_owned() })
            }
            (Self::Open | Self::AskedBack { .. }, CaseMove::AskBack { question }) => {
                Ok(Self::AskedBack { on, question: question.trim().to_owned() })
            }
            (Self::AskedBack { .. }, CaseMove::Answer { .. }) => Ok(Self::Open),
            (
                Self::Open | Self::AskedBack { .. },
                CaseMove::Recommend { .. } | CaseMove::StateFact { .. },
            ) => Ok(self.clone()),
            (Self::Open, CaseMove::Answer { .. }) => Err(CaseMoveError::NotAsked),
        }
    }

    /// The key used in tables and filters.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AskedBack { .. } => "asked_back",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
        }
    }

    /// Whether a decision stands.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Approved { .. } | Self::Refused { .. })
    }
}

/// A case as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Which program.
    pub program: ProgramId,
    /// Which hospital, when it is about one.
    pub ccn: Option<Ccn>,
    /// What it is about.
    #[serde(flatten)]
    pub kind: CaseKind,
    /// When it was opened.
    pub opened_on: Date,
    /// The day by which the program means to settle it.
    pub target_on: Date,
    /// Where it stands.
    pub state: CaseState,
}

/// One thing that happened in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// What.
    #[serde(flatten)]
    pub moved: CaseMove,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who; `None` when an applicant without sign-in answered.
    pub by: Option<AccountId>,
}

/// A reviewer's word on an offer whose clause asks for judgement: it stands over the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The offer.
    pub offer: OfferId,
    /// The clause ruled on.
    pub clause: ClauseId,
    /// Yes or no.
    pub allows: bool,
    /// The reason the hospital reads.
    pub reason: String,
    /// When.
    pub on: Date,
}
