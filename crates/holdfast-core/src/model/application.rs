//! An application to a program that takes them: answers to the program's form, and where it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApplicationId, EmailAddress, Reference};
use crate::Date;
use crate::catalog::ProgramId;

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ApplicationState {
    /// Being filled in.
    Draft,
    /// Sent to the reviewers.
    Submitted {
        /// When.
        on: Date,
    },
    /// A reviewer asked something back.
    AskedBack {
        /// When.
        on: Date,
        /// What they asked.
        question: String,
    },
    /// Approved.
    Approved {
        /// When.
        on: Date,
        /// The reason the applicant reads.
        reason: String,
    },
    /// Refused.
    Refused {
        /// When.
        on: Date,
        /// The reason the applicant reads.
        reason: String,
    },
}

impl ApplicationState {
    /// The key used in tables and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted { .. } => "submitted",
            Self::AskedBack { .. } => "asked_back",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
        }
    }
}

/// An application as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The number people read out.
    pub reference: Reference,
    /// Which program.
    pub program: ProgramId,
    /// Counts up with every saved change.
    pub version: u32,
    /// Where it stands.
    pub state: ApplicationState,
    /// Answers by question id, as typed; checked against the form when saved.
    pub answers: BTreeMap<String, String>,
    /// Where the way back to the draft is mailed.
    pub email: Option<EmailAddress>,
}
