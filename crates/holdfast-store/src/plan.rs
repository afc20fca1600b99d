//! Plans that were accepted, their tasks, what they may cost, and the order an assessor asked for. A plan never changes;
//! its tasks do, each with a version, so that of two people who change one at once the second is told.

use async_trait::async_trait;
use holdfast_core::decide::plan::{Means, PutFirst};
use holdfast_core::model::{AcceptedPlan, AccountId, HospitalScope, PlanId, PlanTask};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    PLANS = "SELECT id, body FROM accepted_plan WHERE ccn = $1 ORDER BY id";
    NEWEST = "SELECT id, body FROM accepted_plan WHERE ccn = $1 ORDER BY id DESC LIMIT 1";
    TASKS = "SELECT step, version, body FROM plan_task WHERE ccn = $1 AND plan_id = $2 ORDER BY step";
    MEANS = "SELECT seq, body FROM plan_means WHERE ccn = $1 ORDER BY seq DESC LIMIT 1";
    PUT_FIRST = "SELECT seq, body FROM plan_order WHERE ccn = $1 ORDER BY seq DESC LIMIT 1";
    ADD_PLAN = "INSERT INTO accepted_plan (ccn, body, accepted_by, at_ms) VALUES ($1, $2, $3, $4) RETURNING id";
    // A step goes on counting from plan to plan, so that a form of an earlier plan's task changes no later one.
    ADD_TASK = "INSERT INTO plan_task (plan_id, step, ccn, version, state, body)
        SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5 FROM plan_task WHERE ccn = $3 AND step = $2";
    SAVE_TASK = "UPDATE plan_task SET version = version + 1, state = $5, body = $6
        WHERE ccn = $1 AND plan_id = $2 AND step = $3 AND version = $4";
    TASK = "SELECT step, version, body FROM plan_task WHERE ccn = $1 AND plan_id = $2 AND step = $3";
    SAY_MEANS = "INSERT INTO plan_means (ccn, body, said_by, at_ms) VALUES ($1, $2, $3, $4)";
    SAY_ORDER = "INSERT INTO plan_order (ccn, body, said_by, at_ms) VALUES ($1, $2, $3, $4)";
}

/// Reads a hospital's plans.
#[async_trait]
pub trait Plans {
    /// Every accepted plan, oldest first.
    async fn plans(&mut self, scope: HospitalScope) -> Result<Vec<AcceptedPlan>, StoreError>;
    /// The plan that counts.
    async fn current_plan(&mut self, scope: HospitalScope) -> Result<Option<AcceptedPlan>, StoreError>;
    /// The tasks of a plan, by step.
    async fn plan_tasks(&mut self, scope: HospitalScope, plan: PlanId) -> Result<Vec<PlanTask>, StoreError>;
    /// What the hospital last said it can carry; `first` in it is not kept here.
    async fn plan_means(&mut self, scope: HospitalScope) -> Result<Option<Means>, StoreError>;
    /// The order an assessor last asked for.
    async fn put_first(&mut self, scope: HospitalScope) -> Result<Vec<PutFirst>, StoreError>;
}

#[async_trait]
impl<C: Connected> Plans for C {
    async fn plans(&mut self, scope: HospitalScope) -> Result<Vec<AcceptedPlan>, StoreError> {
        let query = sqlx::query(PLANS).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(plan).collect()
    }

    async fn current_plan(&mut self, scope: HospitalScope) -> Result<Option<AcceptedPlan>, StoreError> {
        let query = sqlx::query(NEWEST).bind(scope.ccn().as_str().to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(plan).transpose()
    }

    async fn plan_tasks(&mut self, scope: HospitalScope, plan: PlanId) -> Result<Vec<PlanTask>, StoreError> {
        let query = sqlx::query(TASKS).bind(scope.ccn().as_str().to_owned()).bind(plan.0);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter().map(task).collect()
    }

    async fn plan_means(&mut self, scope: HospitalScope) -> Result<Option<Means>, StoreError> {
        let query = sqlx::query(MEANS).bind(scope.ccn().as_str().to_owned());
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| At::new(&row, "plan_means", "seq").json("body")).transpose()
    }

    async fn put_first(&mut self, scope: HospitalScope) -> Result<Vec<PutFirst>, StoreError> {
        let query = sqlx::query(PUT_FIRST).bind(scope.ccn().as_str().to_owned());
        let row = query.fetch_optional(self.connection()).await?;
        Ok(row.map(|row| At::new(&row, "plan_order", "seq").json("body")).transpose()?.unwrap_or_default())
    }
}

fn task(row: &SqliteRow) -> Result<PlanTask, StoreError> {
    let at = At::new(row, "plan_task", "step");
    Ok(PlanTask { version: at.get("version")?, ..at.json::<PlanTask>("body")? })
}

fn plan(row: &SqliteRow) -> Result<AcceptedPlan, StoreError> {
    let at = At::new(row, "accepted_plan", "id");
    Ok(AcceptedPlan { id: PlanId(at.get("id")?), ..at.json::<AcceptedPlan>("body")? })
}

impl Write {
    /// Keeps an accepted plan with its tasks. Ids and versions in what is handed in are not read.
    pub async fn accept_plan(
        &mut self,
        scope: HospitalScope,
        plan: &AcceptedPlan,
        tasks: &[PlanTask],
        by: AccountId,
    ) -> Result<PlanId, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let row = sqlx::query(ADD_PLAN)
            .bind(ccn.clone())
            .bind(Json(AcceptedPlan { id: PlanId(0), ..plan.clone() }))
            .bind(by.0)
            .bind(plan.at.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        let id = PlanId(row.try_get("id")?);
        for task in tasks {
            let task = PlanTask { plan: id, version: 1, ..task.clone() };
            sqlx::query(ADD_TASK)
                .bind(id.0)
                .bind(task.step.as_str())
                .bind(ccn.clone())
                .bind(task.state.key())
                .bind(Json(&task))
                .execute(self.connection())
                .await?;
        }
        Ok(id)
    }

    /// Saves a changed task, if nobody changed it since its version was read.
    pub async fn save_plan_task(
        &mut self,
        scope: HospitalScope,
        task: &PlanTask,
    ) -> Result<Saved<PlanTask>, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let kept = PlanTask { version: task.version + 1, ..task.clone() };
        let update = sqlx::query(SAVE_TASK)
            .bind(ccn.clone())
            .bind(task.plan.0)
            .bind(task.step.as_str())
            .bind(task.version)
            .bind(task.state.key())
            .bind(Json(&kept));
        if update.execute(self.connection()).await?.rows_affected() == 1 {
            return Ok(Saved::Kept(kept));
        }
        let query = sqlx::query(TASK).bind(ccn).bind(task.plan.0).bind(task.step.as_str());
        let row = query.fetch_optional(self.connection()).await?;
        Ok(Saved::not_kept(row.as_ref().map(self::task).transpose()?))
    }

    /// Notes what the hospital says it can carry.
    pub async fn say_plan_means(
        &mut self,
        scope: HospitalScope,
        means: &Means,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let insert = sqlx::query(SAY_MEANS).bind(ccn).bind(Json(means)).bind(by.0).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }

    /// Notes the order an assessor asks for, in the place of an earlier one.
    pub async fn say_put_first(
        &mut self,
        scope: HospitalScope,
        first: &[PutFirst],
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let insert = sqlx::query(SAY_ORDER).bind(ccn).bind(Json(first)).bind(by.0).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }
}
