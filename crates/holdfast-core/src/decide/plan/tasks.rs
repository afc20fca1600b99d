//! The tasks of a plan that is being accepted: one for each scheduled step, with the owner and the day people had given it.
//!
//! What becomes of a task afterwards is [`crate::model::PlanTask`].

use super::{Means, Plan, lint};
use crate::catalog::Catalog;
use crate::model::{AcceptedPlan, PlanId, PlanTask, PlanTaskState};

/// One open task for each scheduled step, or everything `lint` finds wrong with the plan.
///
/// A step that was open in the plan before keeps its owner, and its day where a person set one; days the calendar gave
/// come from the new calendar. What was done before stays done in that plan: where a step is in the new one all the same,
/// nothing has proven it yet.
pub fn tasks_of(
    catalog: &Catalog,
    means: &Means,
    plan: &Plan,
    before: Option<(&AcceptedPlan, &[PlanTask])>,
) -> Result<Vec<PlanTask>, Vec<String>> {
    let wrong = lint(catalog, means, plan);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let task = |s: &super::Scheduled| {
        let was = before.and_then(|(old, tasks)| {
            let was = tasks.iter().find(|t| t.step == s.step && t.state == PlanTaskState::Open)?;
            let planned = old.plan.scheduled().find(|o| o.step == s.step).map(|o| o.due_on);
            Some((was.owner.clone(), (planned != Some(was.due_on)).then_some(was.due_on)))
        });
        let (owner, set) = was.unwrap_or_default();
        let due_on = set.unwrap_or(s.due_on);
        PlanTask {
            plan: PlanId(0),
            step: s.step.clone(),
            owner,
            starts_on: s.starts_on.min(due_on),
            due_on,
            state: PlanTaskState::Open,
            version: 1,
        }
    };
    Ok(plan.scheduled().map(task).collect())
}
