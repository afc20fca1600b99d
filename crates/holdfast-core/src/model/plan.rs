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

/// Why a task does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanTaskMoveError {
    /// It is done or dropped; open it again first.
    #[error("the task is closed; open it again before you change it")]
    Closed,
    /// It is open already.
    #[error("the task is open")]
    Open,
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

impl PlanTask {
    /// Whether it is still to be done, and its last day is past.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == PlanTaskState::Open && self.due_on < today
    }

    /// Gives it an owner and a last day.
    pub fn planned(self, owner: String, due_on: Date) -> Result<Self, PlanTaskMoveError> {
        self.must_be_open()?;
        Ok(Self { owner, due_on, starts_on: self.starts_on.min(due_on), ..self })
    }

    /// Says that it is done, and with what it is proven, if anything proves it yet.
    pub fn done(
        self,
        at: Timestamp,
        by: String,
        proof: Vec<EvidenceId>,
        note: String,
    ) -> Result<Self, PlanTaskMoveError> {
        self.must_be_open()?;
        Ok(Self { state: PlanTaskState::Done { at, by, proof, note }, ..self })
    }

    /// Says that it will not be done, and why.
    pub fn dropped(self, at: Timestamp, by: String, reason: String) -> Result<Self, PlanTaskMoveError> {
        self.must_be_open()?;
        Ok(Self { state: PlanTaskState::Dropped { at, by, reason }, ..self })
    }

    /// Puts it back to be done.
    pub fn reopened(self) -> Result<Self, PlanTaskMoveError> {
        if self.state == PlanTaskState::Open {
            return Err(PlanTaskMoveError::Open);
        }
        Ok(Self { state: PlanTaskState::Open, ..self })
    }

    fn must_be_open(&self) -> Result<(), PlanTaskMoveError> {
        if self.state == PlanTaskState::Open { Ok(()) } else { Err(PlanTaskMoveError::Closed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_task_moves_only_back_to_open() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let open = PlanTask {
            plan: PlanId(1),
            step: StepId::new("close-remote-desktop"),
            owner: String::new(),
            starts_on: day("2026-03-02"),
            due_on: day("2026-03-08"),
            state: PlanTaskState::Open,
            version: 1,
        };
        assert!(open.is_late(day("2026-03-09")) && !open.is_late(day("2026-03-08")));
        assert_eq!(open.clone().reopened(), Err(PlanTaskMoveError::Open));
        let sooner = open.clone().planned("Pat".to_owned(), day("2026-03-01")).expect("it is open");
        assert_eq!(sooner.starts_on, day("2026-03-01"), "it begins no later than it ends");
        let at = Timestamp::UNIX_EPOCH;
        let done = open.clone().done(at, "Pat".to_owned(), vec![], "Done.".to_owned()).expect("it is open");
        let dropped = open.clone().dropped(at, "Pat".to_owned(), "Sold.".to_owned()).expect("it is open");
        for closed in [done, dropped] {
            assert!(!closed.is_late(day("2027-01-01")));
            let why = Err(PlanTaskMoveError::Closed);
            assert_eq!(closed.clone().planned(String::new(), day("2026-03-08")), why);
            assert_eq!(closed.clone().done(at, String::new(), vec![], String::new()), why);
            assert_eq!(closed.clone().dropped(at, String::new(), String::new()), why);
            assert_eq!(closed.reopened(), Ok(open.clone()));
        }
    }
}
