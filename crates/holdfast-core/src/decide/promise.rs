//! What a plan promised, held against what was seen since: each step that is said to be done, and goals met at the end of
//! the quarter and of the year.
//!
//! It blames nobody and decides nothing: a promise not kept is shown with the measure's own reason.

use jiff::Span;
use serde::{Deserialize, Serialize};

use crate::Date;
use crate::catalog::{MeasureId, StepId};
use crate::decide::posture::{Attainment, Posture, State};
use crate::model::{AcceptedPlan, PlanTask, PlanTaskState};

/// How one promised measure stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisedMeasure {
    /// Which.
    pub measure: MeasureId,
    /// Its state now; `None` when the catalog no longer has it.
    pub now: Option<State>,
    /// Why it stands so.
    pub why: String,
}

impl PromisedMeasure {
    /// Whether the promise is kept and fresh evidence shows it.
    pub fn is_proven(&self) -> bool {
        self.now == Some(State::Verified)
    }

    /// Whether the promise is kept, if only by a person's word.
    pub fn is_met(&self) -> bool {
        self.now.is_some_and(State::is_met)
    }
}

/// What became of one step that is said to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSeen {
    /// The step.
    pub step: StepId,
    /// The measures it promised to bring to met.
    pub measures: Vec<PromisedMeasure>,
    /// Of those, proven now.
    pub n_proven: usize,
    /// Of those, met now, proven or not.
    pub n_met: usize,
}

/// Goals promised by a day, and met now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalsSeen {
    /// The last day of the promise.
    pub by: Date,
    /// Whether that day is past.
    pub is_due: bool,
    /// Goals met when the plan was accepted.
    pub before: Attainment,
    /// Goals promised.
    pub promised: Attainment,
    /// Goals met now.
    pub seen: Attainment,
}

impl GoalsSeen {
    /// Goals promised and not met, of the 20.
    pub fn missing(&self) -> u8 {
        self.promised.met().saturating_sub(self.seen.met())
    }
}

/// What was promised and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Each step said to be done, in the plan's order.
    pub steps: Vec<StepSeen>,
    /// By the end of the first 13 weeks.
    pub quarter: GoalsSeen,
    /// By the end of the year.
    pub year: GoalsSeen,
}

/// Holds a plan's promise against a posture.
///
/// A step promises the measures that its plan said it would bring to met; those that were met before are no promise of it.
pub fn promise(accepted: &AcceptedPlan, tasks: &[PlanTask], posture: &Posture, today: Date) -> Promise {
    let plan = &accepted.plan;
    let is_done = |step: &StepId| {
        tasks.iter().any(|t| t.step == *step && matches!(t.state, PlanTaskState::Done { .. }))
    };
    let steps = plan.scheduled().filter(|s| is_done(&s.step)).map(|s| {
        let promised = plan.ranked.iter().find(|r| r.step == s.step).map(|r| r.promises.as_slice());
        let measures: Vec<PromisedMeasure> =
            promised.unwrap_or_default().iter().map(|id| stands(posture, id)).collect();
        StepSeen {
            step: s.step.clone(),
            n_proven: measures.iter().filter(|m| m.is_proven()).count(),
            n_met: measures.iter().filter(|m| m.is_met()).count(),
            measures,
        }
    });
    let goals = |weeks: i64, promised: Attainment| {
        let span = Span::new().days(weeks * 7 - 1);
        let by = accepted.means.starts_on.checked_add(span).unwrap_or(accepted.means.starts_on);
        let (before, seen) = (plan.attained_now, posture.attainment);
        GoalsSeen { by, is_due: by < today, before, promised, seen }
    };
    Promise {
        steps: steps.collect(),
        quarter: goals(13, plan.promised_quarter),
        year: goals(52, plan.promised_year),
    }
}

/// How one measure stands in a posture.
pub fn stands(posture: &Posture, id: &MeasureId) -> PromisedMeasure {
    let now = posture.measures.iter().find(|m| m.measure == *id);
    PromisedMeasure {
        measure: id.clone(),
        now: now.map(|m| m.state),
        why: now.map_or_else(|| "The catalog no longer has it.".to_owned(), |m| m.why.clone()),
    }
}
