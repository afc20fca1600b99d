//! Steps: fixes that two people can carry out, each with its hours, money, proof and what it keeps from happening.
//!
//! Which of them a hospital should take, and in what order, is [`crate::decide::plan`].

use serde::{Deserialize, Serialize};

use super::{Estimate, EvidenceKindId, MeasureId, OfferId, Per, Provenance, ScenarioId, StepId};

/// Who can do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    /// The hospital's own IT.
    Own,
    /// The hospital's own IT with someone on the phone.
    Helped,
    /// Someone from outside.
    Partner,
}

impl Skill {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "your own IT",
            Self::Helped => "your own IT with someone on the phone",
            Self::Partner => "a partner from outside",
        }
    }
}

/// When it may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowNeed {
    /// At any time.
    None,
    /// When few people work.
    QuietHours,
    /// When systems are down for a while, as agreed with the units.
    Downtime,
}

/// What a step acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    /// How often the scenario comes.
    Frequency,
    /// What it costs when it comes.
    Loss,
}

/// What a step does to one scenario when it is wholly in place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The scenario.
    pub scenario: ScenarioId,
    /// On what.
    pub acts: Acts,
    /// By how many percent, at most 90: nothing stops everything.
    pub cut_percent: Estimate,
    /// Where the figure comes from.
    pub provenance: Provenance,
}

/// Money a step takes, besides staff hours and before any offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCost {
    /// For one of what.
    pub per: Per,
    /// Dollars in the first year.
    pub first_usd: Estimate,
    /// Dollars in each later year.
    pub yearly_usd: Estimate,
    /// How the figure was reached.
    pub basis: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// An offer that pays for a step, where the hospital may have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidBy {
    /// The offer or resource.
    pub offer: OfferId,
    /// How much of the money it pays, in percent.
    pub percent: u8,
}

/// One fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its id. Never reused.
    pub id: StepId,
    /// What to do, a verb first.
    pub name: String,
    /// Measures it brings to met.
    pub closes: Vec<MeasureId>,
    /// Steps that come first.
    pub after: Vec<StepId>,
    /// Who can do it.
    pub skill: Skill,
    /// Staff hours in the first year.
    pub hours_first: Estimate,
    /// Staff hours in each later year.
    pub hours_yearly: Estimate,
    /// When it may be done.
    pub window: WindowNeed,
    /// How, one thing after another.
    pub steps: Vec<String>,
    /// How to go back.
    pub rollback: String,
    /// Kinds of evidence that will close it.
    pub proof: Vec<EvidenceKindId>,
    /// What it costs.
    pub cost: StepCost,
    /// Who pays.
    pub paid_by: Vec<PaidBy>,
    /// What it keeps from happening. Never empty.
    pub effects: Vec<Effect>,
    /// Where the step comes from.
    pub provenance: Provenance,
}
