//! Gates: measures of which one failure is enough to lose the hospital. An open one holds the label whatever the numbers
//! say, and no exception lifts it.

use serde::{Deserialize, Serialize};

use super::measure::{MeasurePosture, State};
use crate::catalog::{Catalog, MeasureId};
use crate::model::Outlier;

/// How a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// It is open: evidence or a person says so.
    Open,
    /// Nobody knows, or only a person vouches.
    Unproven,
    /// Fresh evidence proves it shut.
    Shut,
}

/// One gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The measure.
    pub measure: MeasureId,
    /// How it stands.
    pub state: GateState,
    /// What it means when open, in a sentence.
    pub means: String,
    /// Why it stands so, in a sentence.
    pub why: String,
    /// What it is open for, by name.
    pub outliers: Vec<Outlier>,
}

/// One word over all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// A gate is open.
    Exposed,
    /// No gate is known to be open, and not all are proven shut.
    Unproven,
    /// Every gate is proven shut.
    Guarded,
}

impl Label {
    /// The key used in files and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Exposed => "exposed",
            Self::Unproven => "unproven",
            Self::Guarded => "guarded",
        }
    }
}

/// Every gate of the catalog, open ones first.
pub(super) fn gates(catalog: &Catalog, measures: &[MeasurePosture]) -> Vec<Gate> {
    let gate = |m: &MeasurePosture| {
        let means = catalog.measures().find(|(_, c)| c.id == m.measure).and_then(|(_, c)| c.gate.clone())?;
        let state = match m.state {
            State::Verified => GateState::Shut,
            State::Attested | State::Unknown | State::Stale => GateState::Unproven,
            State::Partly { .. } | State::NotMet { .. } | State::Contradicted { .. } => GateState::Open,
        };
        Some(Gate { measure: m.measure.clone(), state, means, why: m.why.clone(), outliers: m.named() })
    };
    let mut gates: Vec<Gate> = measures.iter().filter_map(gate).collect();
    gates.sort_by_key(|g| g.state);
    gates
}

/// The label the gates allow. A catalog without gates allows none to be guarded.
pub(super) fn label(gates: &[Gate]) -> Label {
    match gates.iter().map(|g| g.state).min() {
        Some(GateState::Open) => Label::Exposed,
        Some(GateState::Shut) => Label::Guarded,
        Some(GateState::Unproven) | None => Label::Unproven,
    }
}
