//! The one definition of how far a hospital has come in a program.

use serde::{Deserialize, Serialize};

/// A stage. A hospital reaches each at most once; the first date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The program wrote to it.
    Invited,
    /// Someone there sent a registration.
    Registered,
    /// The registration was checked and found to come from the hospital.
    Validated,
    /// It accepted an offer.
    Offered,
    /// An offer is running.
    Activated,
    /// An assessment is finished.
    Assessed,
    /// It closed at least one step of its plan with proof.
    Remediated,
    /// At least half of its staff finished a lesson they owe.
    Trained,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: &'static [Self] = &[
        Self::Invited,
        Self::Registered,
        Self::Validated,
        Self::Offered,
        Self::Activated,
        Self::Assessed,
        Self::Remediated,
        Self::Trained,
    ];

    /// The key used in tables and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Registered => "registered",
            Self::Validated => "validated",
            Self::Offered => "offered",
            Self::Activated => "activated",
            Self::Assessed => "assessed",
            Self::Remediated => "remediated",
            Self::Trained => "trained",
        }
    }

    /// The stage with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.key() == key)
    }

    /// What it takes, in one line.
    pub fn means(self) -> &'static str {
        match self {
            Self::Invited => "The program wrote to the hospital",
            Self::Registered => "Someone at the hospital sent a registration",
            Self::Validated => "The registration was checked",
            Self::Offered => "The hospital accepted at least one offer",
            Self::Activated => "At least one offer is running",
            Self::Assessed => "An assessment is finished",
            Self::Remediated => "At least one step of the plan is closed with proof",
            Self::Trained => "At least half of the staff finished a lesson they owe",
        }
    }
}
