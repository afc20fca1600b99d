//! Safeguards: what each means in plain words, the measures that make it up, what can prove each, and where other lists
//! ask for the same.
//!
//! It says nothing about one hospital; see [`crate::decide::posture`].

use serde::{Deserialize, Serialize};

use super::{EvidenceKindId, FrameworkId, MeasureId, Provenance, SafeguardId};

/// Which list a safeguard stands on. The extras are always shown apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafeguardSet {
    /// One of the ten essential HHS HPH Cybersecurity Performance Goals.
    Essential,
    /// One of the ten enhanced ones.
    Enhanced,
    /// One of the seven this product adds.
    Extra,
}

impl SafeguardSet {
    /// Every set, in the order pages show them.
    pub const ALL: [Self; 3] = [Self::Essential, Self::Enhanced, Self::Extra];

    /// The key used in files and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Enhanced => "enhanced",
            Self::Extra => "extra",
        }
    }
}

/// A safeguard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safeguard {
    /// Its id, like `mfa`. Never reused.
    pub id: SafeguardId,
    /// Its place on its list: `E3`, `N8`, `X1`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The title HHS gave it; `None` for the extras.
    pub title: Option<String>,
    /// Which list it stands on.
    pub set: SafeguardSet,
    /// What it means, in one or two sentences.
    pub means: String,
    /// Why it matters, in one or two sentences.
    pub why: String,
    /// What makes it up. Never empty.
    pub measures: Vec<Measure>,
    /// Where other lists ask for the same.
    pub maps_to: Vec<Mapping>,
    /// Who read those lists so, and when. Ours unless it says otherwise.
    pub mapped_by: Provenance,
    /// Where it is defined.
    pub provenance: Provenance,
}

/// One thing that is so or is not, and that something can prove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id, like `mfa-admins`. Never reused.
    pub id: MeasureId,
    /// What is so when it is met, as a sentence.
    pub says: String,
    /// What is counted, like "devices"; `None` when it is whole or not at all.
    pub counts: Option<String>,
    /// Kinds of evidence that can prove it.
    pub proven_by: Vec<EvidenceKindId>,
    /// How long evidence counts, from the day it was observed.
    pub fresh_for_days: u16,
    /// How much it weighs within its safeguard, 1 to 5.
    pub weight: u8,
    /// What an unmet measure means, when that alone holds the hospital at "exposed".
    pub gate: Option<String>,
}

/// What one list asks for the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The list.
    pub framework: FrameworkId,
    /// Entries of that list.
    pub requirements: Vec<String>,
}
