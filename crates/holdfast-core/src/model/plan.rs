//! A plan that was accepted, and its steps as tasks with an owner and a day. Drafting one is [`crate::decide::plan`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EvidenceId, PlanId};
use crate::Date;
use crate::catalog::StepId;
use crate::decide::plan::{Means, Plan};

/// A plan as it was accepted. It never changes: what is done about it are [`PlanTask`]s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedPlan {
    /// Its id. The newest counts.
    pub id: PlanId,
    /// What it was drafted from.
    pub means: Means,
    /// The plan.
    pub plan: Plan,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How a step of a plan stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PlanTaskState {
    /// To be done.
    Open,
    /// Done, with what proves it.
    Done {
        /// When it was said to be done.
        at: Timestamp,
        /// By whom, as shown.
        by: String,
        /// Evidence that came with it.
        proof: Vec<EvidenceId>,
        /// What they wrote beside it.
        note: String,
    },
    /// Not to be done after all.
    Dropped {
        /// When.
        at: Timestamp,
        /// By whom, as shown.
        by: String,
        /// Why.
        reason: String,
    },
}

impl PlanTaskState {
    /// The key used in tables and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done { .. } => "done",
            Self::Dropped { .. } => "dropped",
        }
    }
}

/// One step of an accepted plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTask {
    /// Of which plan.
    pub plan: PlanId,
    /// Which step.
    pub step: StepId,
    /// Who does it; empty when nobody is named yet.
    pub owner: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub due_on: Date,
    /// How it stands.
    pub state: PlanTaskState,
    /// Counts up with every change.
    pub version: i64,
}
