//! Can we treat patients if systems stop? Answered from what is known of restoring and of working on paper.

use serde::{Deserialize, Serialize};

use super::super::{Given, Line, Standing, proof};
use crate::catalog::SafeguardId;

/// Safeguards the answer rests on, in the order of the page. A test holds them to the catalog.
pub(super) const RESTS_ON: [&str; 2] = ["clinical-downtime", "backups-tested"];

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CanTreat {
    /// Everything asked is proven.
    Proven,
    /// Everything asked is so, some of it by word alone.
    Said,
    /// Something asked is not so, or not for all, or disputed.
    NotShown,
    /// Nothing speaks against it, and something is not known.
    Unknown,
}

impl CanTreat {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proven => "Yes, and it is proven",
            Self::Said => "We think so; not all of it is proven",
            Self::NotShown => "Not as things stand",
            Self::Unknown => "We do not know",
        }
    }
}

/// Whether patients can be treated when systems stop, line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Care {
    /// The answer.
    pub answer: CanTreat,
    /// Counts behind it, in a sentence.
    pub says: String,
    /// What was asked.
    pub lines: Vec<Line>,
}

pub(super) fn care(given: &Given<'_>) -> Care {
    let safeguards = RESTS_ON.iter().filter_map(|id| given.catalog.safeguard(&SafeguardId::new(id)));
    let lines: Vec<Line> = safeguards
        .flat_map(|s| &s.measures)
        .filter_map(|m| proof::line(given.catalog, given.posture, &m.id))
        .collect();
    let count = |pick: fn(Standing) -> bool| lines.iter().filter(|l| pick(l.standing)).count();
    let proven = count(|s| s == Standing::Proven);
    let said = count(|s| s == Standing::Said);
    let unknown = count(|s| matches!(s, Standing::Unknown | Standing::TooOld));
    let short = lines.len() - proven - said - unknown;
    let answer = if lines.is_empty() {
        CanTreat::Unknown
    } else if short > 0 {
        CanTreat::NotShown
    } else if unknown > 0 {
        CanTreat::Unknown
    } else if said > 0 {
        CanTreat::Said
    } else {
        CanTreat::Proven
    };
    let are = |n: usize| if n == 1 { "1 is".to_owned() } else { format!("{n} are") };
    let says = format!(
        "Of {} things it takes, {} proven, {} only said, {} not so or not for all, and {} not known.",
        lines.len(),
        are(proven),
        are(said),
        are(short),
        are(unknown)
    );
    Care { answer, says, lines }
}
