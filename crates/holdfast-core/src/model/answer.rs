//! What people say about a measure: answers, exceptions with an end, and what they say where evidence contradicts them.
//!
//! Each is kept with who said it and when; a later one stands over an earlier one and erases nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EvidenceId, Finding};
use crate::Date;
use crate::catalog::{Knows, MeasureId};

/// What a person replied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Yes, partly or no.
    Finds {
        /// Which.
        finding: Finding,
    },
    /// Someone else knows.
    AskSomeoneElse {
        /// Who.
        knows: Knows,
    },
}

/// One answer about one measure. A question that speaks for two measures is kept as two answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it is about.
    pub measure: MeasureId,
    /// What was replied.
    pub reply: Reply,
    /// By whom, as shown: a name and a role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Why a measure is left out of the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// There is nothing here it could be about.
    NotApplicable,
    /// It is not met, and someone answers for that.
    AcceptedRisk,
}

/// A measure left out of the count until a day. Results are always shown with and without; a gate is never lifted by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// What it is about.
    pub measure: MeasureId,
    /// Why it is left out.
    pub kind: ExceptionKind,
    /// The reason, in words.
    pub reason: String,
    /// What is done instead. Never empty for an accepted risk.
    pub instead: String,
    /// Who approved it.
    pub approver: String,
    /// From when.
    pub at: Timestamp,
    /// The last day.
    pub until: Date,
}

/// What a person says about evidence that contradicts an answer. Changing the answer needs none of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "exit", rename_all = "snake_case")]
pub enum Exit {
    /// It will be put right.
    Fixing {
        /// By which day. Until then the contradiction is not overdue, for 90 days at most.
        by: Date,
    },
    /// The evidence is wrong, for this reason. It is set aside until newer evidence of its kind comes in.
    EvidenceWrong,
    /// The answer was about less than the evidence saw. What the evidence says counts, and the two no longer contradict.
    ScopeDiffers,
}

/// What was said where evidence contradicted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// About which evidence.
    pub evidence: EvidenceId,
    /// Which way out.
    pub exit: Exit,
    /// The reason, in words.
    pub reason: String,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
}
