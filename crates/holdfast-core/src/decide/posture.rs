//! Where a hospital stands: each measure's state with its reason, goals met of 20, how much of that is proven, and the
//! gates that hold the label whatever the numbers say.
//!
//! The formula is published in `docs/posture.md`. Nothing here writes, and nothing here knows what day it is.

mod change;
mod gate;
mod goal;
mod measure;
mod trend;
mod voice;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use change::{Change, changes};
pub use gate::{Gate, GateState, Label};
pub use goal::{Attainment, Goal, GoalStatus, Share};
pub use measure::{FIXING_DAYS, MeasurePosture, State};
pub use trend::{Point, months_ends, trend};
pub use voice::Voice;
pub(in crate::decide) use voice::{ANSWER_FRESH_DAYS, after};

use crate::catalog::{Catalog, SafeguardSet};
use crate::digest::hex;
use crate::model::{Answer, Coverage, Evidence, Exception, Resolution};

/// Everything known about one hospital's safeguards. Order does not matter anywhere in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Evidence.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Answers.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Exceptions.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// What was said where evidence contradicted.
    #[serde(default)]
    pub resolutions: Vec<Resolution>,
}

impl Record {
    /// What was known at a moment: everything received or said by then.
    #[must_use]
    pub fn known_at(&self, at: Timestamp) -> Self {
        Self {
            evidence: self.evidence.iter().filter(|e| e.received_at <= at).cloned().collect(),
            answers: self.answers.iter().filter(|a| a.at <= at).cloned().collect(),
            exceptions: self.exceptions.iter().filter(|e| e.at <= at).cloned().collect(),
            resolutions: self.resolutions.iter().filter(|r| r.at <= at).cloned().collect(),
        }
    }

    /// Whether anything at all was known at a moment.
    #[must_use]
    pub fn is_known_at(&self, at: Timestamp) -> bool {
        self.evidence.iter().any(|e| e.received_at <= at) || self.answers.iter().any(|a| a.at <= at)
    }

    /// SHA-256 of the record in hex, the same whatever the order of its lists.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |mut lines: Vec<String>| {
            lines.sort_unstable();
            for line in lines {
                hash.update(line.as_bytes());
                hash.update(b"\n");
            }
            hash.update(b"\n");
        };
        add(lines(&self.evidence));
        add(lines(&self.answers));
        add(lines(&self.exceptions));
        add(lines(&self.resolutions));
        hex(&hash.finalize())
    }
}

fn lines<T: Serialize>(rows: &[T]) -> Vec<String> {
    rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default()).collect()
}

/// Where a hospital stands at a moment. The same catalog, record and moment give the same value, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posture {
    /// The moment.
    pub as_of: Timestamp,
    /// The catalog it was decided with.
    pub catalog: String,
    /// The digest of the record it was decided from.
    pub record: String,
    /// One word over all, held by the gates.
    pub label: Label,
    /// Every gate, open ones first.
    pub gates: Vec<Gate>,
    /// Goals met, of the essential and the enhanced ones together and apart. Extras are apart.
    pub attainment: Attainment,
    /// Of the measures of goals that are met, how many are proven and fresh; `None` when no goal is met.
    pub assurance: Option<Coverage>,
    /// The same as `attainment` with every exception left out.
    pub without_exceptions: Attainment,
    /// Every safeguard in the catalog's order.
    pub goals: Vec<Goal>,
    /// Every measure in the catalog's order.
    pub measures: Vec<MeasurePosture>,
}

/// Assesses one hospital at a moment. Evidence observed and answers given later are not known yet.
pub fn assess(catalog: &Catalog, record: &Record, as_of: Timestamp) -> Posture {
    let known = record.known_at(as_of);
    let by_measure = measure::index(&known);
    let mut goals = Vec::with_capacity(catalog.safeguards.len());
    let mut bare = Vec::with_capacity(catalog.safeguards.len());
    let mut measures = Vec::new();
    for safeguard in &catalog.safeguards {
        let of: Vec<MeasurePosture> = safeguard
            .measures
            .iter()
            .map(|m| measure::assess(catalog, safeguard, m, &by_measure, as_of))
            .collect();
        goals.push(goal::sum_up(safeguard, &of, true));
        bare.push(goal::sum_up(safeguard, &of, false));
        measures.extend(of);
    }
    let gates = gate::gates(catalog, &measures);
    Posture {
        as_of,
        catalog: catalog.version.clone(),
        record: known.digest(),
        label: gate::label(&gates),
        gates,
        attainment: Attainment::of(&goals),
        assurance: goal::assurance(&goals, &measures),
        without_exceptions: Attainment::of(&bare),
        goals,
        measures,
    }
}

/// Goals met if, besides what is, these measures were proven met. Nothing else about the posture changes.
pub fn attained_with(catalog: &Catalog, posture: &Posture, met: &[crate::catalog::MeasureId]) -> Attainment {
    let promised = |m: &MeasurePosture| {
        let mut m = m.clone();
        if met.contains(&m.measure) {
            (m.state, m.counts) = (State::Verified, crate::model::Finding::Met);
        }
        m
    };
    let measures: Vec<MeasurePosture> = posture.measures.iter().map(promised).collect();
    let goals: Vec<Goal> = catalog
        .safeguards
        .iter()
        .map(|s| {
            let of: Vec<MeasurePosture> = measures.iter().filter(|m| m.safeguard == s.id).cloned().collect();
            goal::sum_up(s, &of, true)
        })
        .collect();
    Attainment::of(&goals)
}

impl Posture {
    /// The measures of one safeguard, in order.
    pub fn measures_of<'p>(&'p self, goal: &'p Goal) -> impl Iterator<Item = &'p MeasurePosture> {
        self.measures.iter().filter(move |m| m.safeguard == goal.safeguard)
    }

    /// The goals of one set, in order.
    pub fn goals_of(&self, set: SafeguardSet) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(move |g| g.set == set)
    }
}

#[cfg(test)]
pub(super) mod tests;
