//! Goals met, and how much of that is proven: two numbers side by side, never one.

use serde::{Deserialize, Serialize};

use super::super::{Given, Standing};
use crate::catalog::SafeguardSet;
use crate::decide::posture::{Attainment, GoalStatus};
use crate::model::Coverage;

/// One essential goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalRow {
    /// Its place on the list.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What it has come to.
    pub status: GoalStatus,
    /// Measures it has.
    pub n_measures: usize,
    /// Of them, proven.
    pub n_proven: usize,
    /// Of them, only said.
    pub n_said: usize,
    /// Of them, not known or too old.
    pub n_unknown: usize,
}

impl GoalRow {
    /// The status in words.
    pub fn status_label(&self) -> &'static str {
        status_label(self.status)
    }
}

/// A goal's status in words.
pub(in super::super) fn status_label(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Met => "Met",
        GoalStatus::Partly => "Partly",
        GoalStatus::NotMet => "Not met",
        GoalStatus::Unknown => "Unknown",
        GoalStatus::LeftOut => "Left out",
    }
}

/// The goals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goals {
    /// Counts of goals met, as things are.
    pub now: Attainment,
    /// The same without any exception.
    pub without_exceptions: Attainment,
    /// The same on the earlier day.
    pub earlier: Option<Attainment>,
    /// Of the measures behind goals that are met, how many are proven; `None` when no goal is met.
    pub assurance: Option<Coverage>,
    /// The same on the earlier day.
    pub assurance_earlier: Option<Coverage>,
    /// The ten essential goals, in order.
    pub essential: Vec<GoalRow>,
}

pub(super) fn goals(given: &Given<'_>) -> Goals {
    let posture = given.posture;
    let row = |goal: &crate::decide::posture::Goal| {
        let standings: Vec<Standing> = posture.measures_of(goal).map(|m| Standing::of(m.state)).collect();
        let count = |pick: fn(Standing) -> bool| standings.iter().filter(|s| pick(**s)).count();
        GoalRow {
            code: goal.code.clone(),
            name: given.catalog.safeguard_name(&goal.safeguard).to_owned(),
            status: goal.status,
            n_measures: standings.len(),
            n_proven: count(|s| s == Standing::Proven),
            n_said: count(|s| s == Standing::Said),
            n_unknown: count(|s| matches!(s, Standing::Unknown | Standing::TooOld)),
        }
    };
    Goals {
        now: posture.attainment,
        without_exceptions: posture.without_exceptions,
        earlier: given.earlier.map(|e| e.attainment),
        assurance: posture.assurance,
        assurance_earlier: given.earlier.and_then(|e| e.assurance),
        essential: posture.goals_of(SafeguardSet::Essential).map(row).collect(),
    }
}
