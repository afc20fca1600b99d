//! Kinds of systems that hold patient data: where the data comes from and goes, what threatens it there, and which measures'
//! lack makes the threat worse.
//!
//! It says nothing about one hospital, and a kind is no inventory: each hospital adds its own. See [`crate::decide::paper`].

use serde::{Deserialize, Serialize};

use super::{AssetId, MeasureId, Provenance, ScenarioId};

/// How many patients' data is in it, or passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Of some patients at a time.
    Some,
    /// Of many.
    Many,
    /// Of nearly every patient.
    All,
}

/// What becomes of care when it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Care {
    /// It goes on much as before.
    GoesOn,
    /// It is slower, or some of it waits.
    Slows,
    /// Part of it stops, or is no longer safe.
    Stops,
}

/// What is harmed. Source: 45 CFR 164.306(a)(1) names the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// Someone sees what is not theirs to see.
    Confidentiality,
    /// Data is wrong or changed.
    Integrity,
    /// Data cannot be had when it is needed.
    Availability,
}

impl Harm {
    /// In plain words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Confidentiality => "seen by others",
            Self::Integrity => "changed or wrong",
            Self::Availability => "not there when needed",
        }
    }
}

/// One kind of system that holds patient data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetKind {
    /// Its id. Never reused.
    pub id: AssetId,
    /// What people call it.
    pub name: String,
    /// What it is, in one or two sentences.
    pub means: String,
    /// Where patient data in it is created, received, kept and sent. Source of the four verbs: 45 CFR 164.306(a)(1).
    pub flows: String,
    /// How much patient data.
    pub holds: Holds,
    /// What becomes of care when it stops.
    pub care: Care,
    /// What a hospital must write down about its own.
    pub add: String,
    /// What threatens it. Never empty.
    pub threats: Vec<Threat>,
    /// Where the kind comes from.
    pub provenance: Provenance,
}

/// One scenario as it hits one kind of system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threat {
    /// The scenario.
    pub scenario: ScenarioId,
    /// How it hits this kind of system, in a sentence.
    pub how: String,
    /// What is harmed. Never empty.
    pub harms: Vec<Harm>,
    /// Measures whose lack is a vulnerability of this system to this threat. Never empty.
    pub weak_without: Vec<MeasureId>,
}
