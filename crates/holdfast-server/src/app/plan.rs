//! A hospital's plan: what it can carry, the draft that follows from where it stands, the plan it accepted, and what was
//! promised against what was seen. Read in one go and decided once; what people do about it has a file each.

mod accept;
mod means;
mod order;
mod task;

use holdfast_core::catalog::StepId;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::plan::{Means, Plan, draft};
use holdfast_core::decide::posture::{Change, Posture, Record, assess, changes};
use holdfast_core::decide::promise::{Promise, promise};
use holdfast_core::model::{AcceptedPlan, HospitalScope, PlanTask};
use holdfast_store::{
    Accounts, Assessments, Attestations, Cases, Claims, EvidenceKept, Passkeys, Plans, Progress,
    Registrations,
};

pub use accept::Accepted;
pub use order::{MOST_REASON_CHARS, Ordered};
pub use task::{Act, MOST_OWNER_CHARS, MOST_WORDS_CHARS, TaskDone};

use super::{App, AppError};

/// A plan that counts or counted, with its tasks.
#[derive(Clone, Debug)]
pub struct PlanInForce {
    /// The plan as it was accepted.
    pub accepted: AcceptedPlan,
    /// Its tasks, by their last day.
    pub tasks: Vec<PlanTask>,
}

impl PlanInForce {
    /// The task of a step.
    pub fn task(&self, step: &StepId) -> Option<&PlanTask> {
        self.tasks.iter().find(|t| t.step == *step)
    }
}

/// Everything about a hospital's plan.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// Its entry in the directory.
    pub listed: Listed,
    /// What is known of its safeguards.
    pub record: Record,
    /// Where it stands.
    pub posture: Posture,
    /// Whether anything is known of it at all.
    pub is_known: bool,
    /// What it can carry, with what it may have and what goes first.
    pub means: Means,
    /// Whether somebody said so, or it is taken from the registration and the program's own guesses.
    pub is_said: bool,
    /// The plan that follows from it now.
    pub draft: Plan,
    /// The plan that counts.
    pub current: Option<PlanInForce>,
    /// Plans that counted before, newest first.
    pub earlier: Vec<PlanInForce>,
    /// What the plan that counts promised, and what was seen.
    pub promise: Option<Promise>,
    /// What changed since the plan that counts was accepted.
    pub changed: Vec<Change>,
}

impl App {
    /// Reads and decides everything about a hospital's plan.
    pub async fn plan_file(&self, scope: HospitalScope) -> Result<PlanFile, AppError> {
        let mut read = self.store.read().await?;
        self.plan_file_in(&mut read, scope).await
    }

    /// As [`App::plan_file`], within the caller's read or write.
    pub(super) async fn plan_file_in<R>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<PlanFile, AppError>
    where
        R: Accounts
            + Assessments
            + Attestations
            + Cases
            + Claims
            + EvidenceKept
            + Passkeys
            + Plans
            + Progress
            + Registrations
            + Send,
    {
        let now = self.clock.now();
        let picture = self.picture_in(read, scope).await?;
        let record = read.assessment_record(scope).await?;
        let posture = assess(&self.catalog, &record, now);
        let said = read.plan_means(scope).await?;
        let is_said = said.is_some();
        let first = read.put_first(scope).await?;
        let means = self.means_now(&picture, said, first);
        let draft = draft(&self.catalog, &posture, &means);
        let mut plans = Vec::new();
        for accepted in read.plans(scope).await?.into_iter().rev() {
            let mut tasks = read.plan_tasks(scope, accepted.id).await?;
            tasks.sort_by(|a, b| (a.due_on, &a.step).cmp(&(b.due_on, &b.step)));
            plans.push(PlanInForce { accepted, tasks });
        }
        let mut plans = plans.into_iter();
        let current = plans.next();
        let held = |p: &PlanInForce| promise(&p.accepted, &p.tasks, &posture, self.today());
        let since = |p: &PlanInForce| {
            let before = assess(&self.catalog, &record, p.accepted.plan.as_of);
            changes(&before, &posture)
        };
        Ok(PlanFile {
            listed: picture.listed,
            is_known: record.is_known_at(now),
            promise: current.as_ref().map(held),
            changed: current.as_ref().map(since).unwrap_or_default(),
            record,
            posture,
            means,
            is_said,
            draft,
            current,
            earlier: plans.collect(),
        })
    }
}
