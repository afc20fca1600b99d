//! How far a hospital has come: its first tasks, and the day it reached each stage of the funnel. It counts nothing.

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::catalog::ProgramId;
use holdfast_core::model::{AccountId, HospitalScope, Stage, Task};

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    TASKS = "SELECT task, done_by, done_at_ms, note FROM task_done WHERE ccn = $1 ORDER BY done_at_ms, task";
    STAGES = "SELECT stage, reached_on FROM funnel_event WHERE ccn = $1 AND program = $2 ORDER BY reached_on, stage";
    DONE = "INSERT INTO task_done (ccn, task, done_by, done_at_ms, note) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (ccn, task) DO NOTHING";
    UNDONE = "DELETE FROM task_done WHERE ccn = $1 AND task = $2";
    REACH = "INSERT INTO funnel_event (program, ccn, stage, reached_on, at_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (program, ccn, stage) DO UPDATE SET reached_on = excluded.reached_on, at_ms = excluded.at_ms
            WHERE excluded.reached_on < funnel_event.reached_on";
}

/// A task that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDone {
    /// Which.
    pub task: Task,
    /// Who said so; `None` for the program, which saw it done.
    pub by: Option<AccountId>,
    /// When.
    pub at_ms: i64,
    /// What they wrote beside it.
    pub note: String,
}

/// Reads how far a hospital has come.
#[async_trait]
pub trait Progress {
    /// The tasks that are done, in the order they were.
    async fn tasks_done(&mut self, scope: HospitalScope) -> Result<Vec<TaskDone>, StoreError>;
    /// The stages of a program it reached, with the first day of each, by day.
    async fn stages(
        &mut self,
        scope: HospitalScope,
        program: &ProgramId,
    ) -> Result<Vec<(Stage, Date)>, StoreError>;
}

#[async_trait]
impl<C: Connected> Progress for C {
    async fn tasks_done(&mut self, scope: HospitalScope) -> Result<Vec<TaskDone>, StoreError> {
        let query = sqlx::query(TASKS).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "task_done", "task");
                Ok(TaskDone {
                    task: at.known("task", Task::from_key)?,
                    by: at.get::<Option<i64>>("done_by")?.map(AccountId),
                    at_ms: at.get("done_at_ms")?,
                    note: at.get("note")?,
                })
            })
            .collect()
    }

    async fn stages(
        &mut self,
        scope: HospitalScope,
        program: &ProgramId,
    ) -> Result<Vec<(Stage, Date)>, StoreError> {
        let query = sqlx::query(STAGES).bind(scope.ccn().as_str().to_owned()).bind(program.as_str());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "funnel_event", "stage");
                Ok((at.known("stage", Stage::from_key)?, at.date("reached_on")?))
            })
            .collect()
    }
}

impl Write {
    /// Notes a task as done. False when it was done before; the first person and time stay.
    pub async fn finish_task(
        &mut self,
        scope: HospitalScope,
        task: Task,
        by: Option<AccountId>,
        note: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let insert = sqlx::query(DONE)
            .bind(scope.ccn().as_str().to_owned())
            .bind(task.key())
            .bind(by.map(|b| b.0))
            .bind(now_ms)
            .bind(note);
        Ok(insert.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Takes a task's tick back. False when it was not done.
    pub async fn reopen_task(&mut self, scope: HospitalScope, task: Task) -> Result<bool, StoreError> {
        let delete = sqlx::query(UNDONE).bind(scope.ccn().as_str().to_owned()).bind(task.key());
        Ok(delete.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Notes that the hospital reached a stage of a program on a day. The first day counts, whatever order they come in.
    /// False when it changed nothing.
    pub async fn reach_stage(
        &mut self,
        scope: HospitalScope,
        program: &ProgramId,
        stage: Stage,
        on: Date,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let upsert = sqlx::query(REACH)
            .bind(program.as_str())
            .bind(scope.ccn().as_str().to_owned())
            .bind(stage.key())
            .bind(on.to_string())
            .bind(now_ms);
        Ok(upsert.execute(self.connection()).await?.rows_affected() == 1)
    }
}
