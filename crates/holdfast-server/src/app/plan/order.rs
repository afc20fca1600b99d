//! Steps an assessor puts before others, each with a reason that is kept and shown. The ranking beside them stays as it was.

use holdfast_core::catalog::StepId;
use holdfast_core::decide::plan::PutFirst;
use holdfast_core::model::{AccountId, HospitalScope};
use holdfast_store::Plans;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, Speaker, check_may_assess};

/// The longest reason, in characters.
pub const MOST_REASON_CHARS: usize = 500;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// It stands so now.
    Kept,
    /// A reason is missing.
    NoReason,
    /// The reason is too long.
    TooLong,
}

impl App {
    /// Puts a step after those put first before it, with its reason; said again, the reason changes and the place stays.
    pub async fn put_step_first(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        step: &StepId,
        reason: &str,
    ) -> Result<Ordered, AppError> {
        check_may_assess(by)?;
        self.known_step(step)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Ok(Ordered::NoReason);
        }
        if reason.chars().count() > MOST_REASON_CHARS {
            return Ok(Ordered::TooLong);
        }
        let put = PutFirst { step: step.clone(), reason: reason.to_owned(), by: by.name.clone() };
        self.reorder(scope, by.account, "put-step-first", step, |first| {
            match first.iter_mut().find(|f| f.step == *step) {
                Some(old) => *old = put,
                None => first.push(put),
            }
        })
        .await?;
        Ok(Ordered::Kept)
    }

    /// Leaves a step to the ranking again.
    pub async fn leave_step_to_rank(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        step: &StepId,
    ) -> Result<(), AppError> {
        check_may_assess(by)?;
        self.known_step(step)?;
        self.reorder(scope, by.account, "leave-step-to-rank", step, |first| first.retain(|f| f.step != *step))
            .await
    }

    async fn reorder(
        &self,
        scope: HospitalScope,
        by: AccountId,
        act: &str,
        step: &StepId,
        change: impl FnOnce(&mut Vec<PutFirst>),
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let mut first = write.put_first(scope).await?;
        let before = first.clone();
        change(&mut first);
        if first != before {
            write.say_put_first(scope, &first, by, now_ms).await?;
            write.add_audit(&actor(by), act, &subject(scope), &json!({ "step": step }), now_ms).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Fails unless the catalog has the step.
    pub(super) fn known_step(&self, step: &StepId) -> Result<(), AppError> {
        let known = self.catalog.step(step).map(|_| ());
        known.ok_or_else(|| AppError::not_found("There is no such step."))
    }
}
