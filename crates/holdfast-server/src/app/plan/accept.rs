//! Accepting a plan: exactly the one that was read, checked once more, kept as it is, with a task for each step.

use holdfast_core::decide::plan::tasks_of;
use holdfast_core::model::{AcceptedPlan, AccountId, HospitalScope, PlanId};
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError};

/// What became of accepting it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It counts now.
    Kept(PlanId),
    /// What is known changed since it was read, and with it the plan. Nothing was kept.
    Changed,
    /// The plan breaks its own rules. Nothing was kept.
    Unsound(Vec<String>),
    /// There is nothing in it to do.
    Empty,
}

impl App {
    /// Accepts the draft with this digest, for someone who read it.
    pub async fn accept_plan(
        &self,
        scope: HospitalScope,
        by: AccountId,
        shown_as: &str,
        digest: &str,
    ) -> Result<Accepted, AppError> {
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        let file = self.plan_file_in(&mut write, scope).await?;
        if file.draft.digest() != digest {
            return Ok(Accepted::Changed);
        }
        if file.draft.scheduled().next().is_none() {
            return Ok(Accepted::Empty);
        }
        let before = file.current.as_ref().map(|p| (&p.accepted, p.tasks.as_slice()));
        let tasks = match tasks_of(&self.catalog, &file.means, &file.draft, before) {
            Ok(tasks) => tasks,
            Err(wrong) => return Ok(Accepted::Unsound(wrong)),
        };
        let plan = AcceptedPlan {
            id: PlanId(0),
            means: file.means,
            plan: file.draft,
            by: shown_as.to_owned(),
            at: now,
        };
        let id = write.accept_plan(scope, &plan, &tasks, by).await?;
        let detail = json!({ "plan": id.0, "n_steps": tasks.len() });
        write.add_audit(&actor(by), "accept-plan", &subject(scope), &detail, now.as_millisecond()).await?;
        write.commit().await?;
        Ok(Accepted::Kept(id))
    }
}
