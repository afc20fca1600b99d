//! The risk analysis by the nine elements of the regulator's guidance: kinds of systems that hold patient data, what threatens
//! each, which weaknesses are there, how likely and how bad, with reasons.
//!
//! It is no checklist and claims no compliance: each element says what stands here and what the hospital must still add.
//! Source: 45 CFR 164.308(a)(1)(ii)(A) and (B); HHS Office for Civil Rights, guidance on risk analysis, July 2010.

mod elements;
mod level;
mod register;

use serde::{Deserialize, Serialize};

pub use elements::Element;
pub use level::{Level, Risk};
pub use register::{Planned, RegisterRow};

use super::{Foot, Given};
use crate::Date;
use crate::catalog::{AssetId, AssetKind, StepId};

/// One kind of system in the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetRow {
    /// Which.
    pub asset: AssetId,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub means: String,
    /// Where its data is created, received, kept and sent.
    pub flows: String,
    /// What the hospital must write down about its own.
    pub add: String,
}

/// Something decided about a risk: a step of the plan, or a risk someone answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The step, when it is one.
    pub step: Option<StepId>,
    /// What was decided.
    pub says: String,
    /// By when it is due, or until when the risk is accepted.
    pub on: Date,
    /// Who answers for it, where that is known; otherwise to be filled in.
    pub owner: Option<String>,
    /// What will prove it, or what is done instead.
    pub proof: String,
    /// Rows of the register it bears on, by their numbers from 1.
    pub rows: Vec<usize>,
}

/// The risk analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAnalysis {
    /// What it was made from.
    pub foot: Foot,
    /// The nine elements, with what stands here and what is still to be added.
    pub elements: Vec<Element>,
    /// Kinds of systems, in the catalog's order.
    pub assets: Vec<AssetRow>,
    /// The register, worst risk first.
    pub register: Vec<RegisterRow>,
    /// What was decided about risks: the plan's steps by day, then accepted risks.
    pub decisions: Vec<Decision>,
    /// Rows by level of risk: critical, high, medium, low.
    pub n_by_risk: [usize; 4],
    /// Weaknesses of which nothing is known, each counted once.
    pub n_unknown: usize,
    /// Kinds of systems, scenarios and figures behind it that nobody has checked at their source.
    pub n_unverified: usize,
}

/// Makes the risk analysis.
pub fn analysis(given: &Given<'_>) -> RiskAnalysis {
    let register = register::register(given);
    let count = |risk: Risk| register.iter().filter(|r| r.risk == risk).count();
    let mut unknown: Vec<_> = register
        .iter()
        .flat_map(|r| &r.weaknesses)
        .filter(|w| matches!(w.standing, super::Standing::Unknown | super::Standing::TooOld))
        .map(|w| &w.measure)
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    let unverified = given.catalog.assets.iter().map(|a| &a.provenance);
    let unverified = unverified.chain(given.catalog.scenarios.iter().map(|s| &s.provenance));
    RiskAnalysis {
        foot: given.foot(),
        elements: elements::elements(given, &register),
        assets: given.catalog.assets.iter().map(asset).collect(),
        decisions: register::decisions(given, &register),
        n_by_risk: [Risk::Critical, Risk::High, Risk::Medium, Risk::Low].map(count),
        n_unknown: unknown.len(),
        n_unverified: unverified.filter(|p| p.verified_on.is_none()).count(),
        register,
    }
}

fn asset(kind: &AssetKind) -> AssetRow {
    AssetRow {
        asset: kind.id.clone(),
        name: kind.name.clone(),
        means: kind.means.clone(),
        flows: kind.flows.clone(),
        add: kind.add.clone(),
    }
}
