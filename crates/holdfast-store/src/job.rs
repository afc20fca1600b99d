//! Work to do later, kept until it is done. A job may run twice; it runs nothing itself.

use async_trait::async_trait;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OPEN = "SELECT id, kind, payload, run_at_ms, attempts, leased_until_ms, last_error, failed_at_ms FROM job
        WHERE done_at_ms IS NULL ORDER BY run_at_ms, id LIMIT $1";
    ADD = "INSERT INTO job (kind, payload, run_at_ms, attempts, dedupe_key) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (dedupe_key) DO NOTHING RETURNING id";
    HASTEN = "UPDATE job SET run_at_ms = $2 WHERE dedupe_key = $1 AND done_at_ms IS NULL AND run_at_ms > $2";
    LEASE = "UPDATE job SET attempts = attempts + 1, leased_until_ms = $2
        WHERE id = (SELECT id FROM job
            WHERE done_at_ms IS NULL AND failed_at_ms IS NULL AND run_at_ms <= $1
                AND (leased_until_ms IS NULL OR leased_until_ms <= $1)
            ORDER BY run_at_ms, id LIMIT 1)
        RETURNING id, kind, payload, run_at_ms, attempts, leased_until_ms, last_error, failed_at_ms";
    DONE = "UPDATE job SET done_at_ms = $3, leased_until_ms = NULL, last_error = NULL, dedupe_key = NULL
        WHERE id = $1 AND attempts = $2 AND done_at_ms IS NULL";
    RETRY = "UPDATE job SET run_at_ms = $4, leased_until_ms = NULL, last_error = $3
        WHERE id = $1 AND attempts = $2 AND done_at_ms IS NULL";
    GIVE_UP = "UPDATE job SET failed_at_ms = $4, leased_until_ms = NULL, last_error = $3, dedupe_key = NULL
        WHERE id = $1 AND attempts = $2 AND done_at_ms IS NULL";
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Counts up.
    pub id: i64,
    /// What to do, like `import-hospitals`.
    pub kind: String,
    /// What to do it to: ids, never conclusions.
    pub payload: Value,
    /// Not before this.
    pub run_at_ms: i64,
    /// How often it was leased; tells one lease from the next.
    pub attempts: u32,
    /// Until when someone works on it.
    pub leased_until_ms: Option<i64>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was given up.
    pub failed_at_ms: Option<i64>,
}

/// Reads the work still open.
#[async_trait]
pub trait Jobs {
    /// Jobs waiting, under way or given up, next first.
    async fn jobs(&mut self, at_most: u32) -> Result<Vec<Job>, StoreError>;
}

#[async_trait]
impl<C: Connected> Jobs for C {
    async fn jobs(&mut self, at_most: u32) -> Result<Vec<Job>, StoreError> {
        let rows = sqlx::query(OPEN).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(job).collect()
    }
}

impl Write {
    /// Adds a job, with its id. `None` when work with the same `dedupe_key` is waiting or under way already.
    pub async fn add_job(
        &mut self,
        kind: &str,
        payload: &Value,
        run_at_ms: i64,
        dedupe_key: Option<&str>,
    ) -> Result<Option<i64>, StoreError> {
        let insert = sqlx::query_scalar(ADD).bind(kind).bind(Json(payload)).bind(run_at_ms).bind(dedupe_key);
        Ok(insert.fetch_optional(self.connection()).await?)
    }

    /// Makes the work waiting under a `dedupe_key` due by `run_at_ms`. False when none waits, or it is due by then anyway.
    pub async fn hasten_job(&mut self, dedupe_key: &str, run_at_ms: i64) -> Result<bool, StoreError> {
        let update = sqlx::query(HASTEN).bind(dedupe_key).bind(run_at_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Takes the job that is due longest, until `until_ms`. A worker that dies lets it go by then. `None` when none is due.
    pub async fn lease_job(&mut self, now_ms: i64, until_ms: i64) -> Result<Option<Job>, StoreError> {
        let row = sqlx::query(LEASE).bind(now_ms).bind(until_ms).fetch_optional(self.connection()).await?;
        row.as_ref().map(job).transpose()
    }

    /// The leased job is done. False when its lease ran out and someone else took it: their result counts.
    pub async fn complete_job(&mut self, leased: &Job, now_ms: i64) -> Result<bool, StoreError> {
        let update = sqlx::query(DONE).bind(leased.id).bind(leased.attempts).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// The leased job failed: try again at `retry_at_ms` (see [`backoff_ms`]), or with `None` give up.
    /// False when its lease ran out and someone else took it.
    pub async fn fail_job(
        &mut self,
        leased: &Job,
        error: &str,
        retry_at_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let (sql, at_ms) = retry_at_ms.map_or((GIVE_UP, now_ms), |at_ms| (RETRY, at_ms));
        let update = sqlx::query(sql).bind(leased.id).bind(leased.attempts).bind(error).bind(at_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }
}

/// How long to wait before the next try, in milliseconds: 30 seconds after the first, doubling, at most six hours.
pub fn backoff_ms(attempts: u32) -> i64 {
    const FIRST: i64 = 30_000;
    const MOST: i64 = 6 * 60 * 60 * 1000;
    FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(20)).min(MOST)
}

fn job(row: &SqliteRow) -> Result<Job, StoreError> {
    let at = At::new(row, "job", "id");
    Ok(Job {
        id: at.get("id")?,
        kind: at.get("kind")?,
        payload: at.json("payload")?,
        run_at_ms: at.get("run_at_ms")?,
        attempts: at.get("attempts")?,
        leased_until_ms: at.get("leased_until_ms")?,
        last_error: at.get("last_error")?,
        failed_at_ms: at.get("failed_at_ms")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stop_growing() {
        assert_eq!(
            [0, 1, 2, 3, 10, 11, u32::MAX].map(|n| backoff_ms(n) / 1000),
            [30, 30, 60, 120, 15_360, 21_600, 21_600]
        );
    }
}
