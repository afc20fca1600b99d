//! Completions that were recorded by mistake: withdrawn once and for good, and kept with who withdrew them and why.

use holdfast_core::model::{AccountId, Completion, HospitalScope, LearnerId, WithdrawnCompletion};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{done, text};
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_LEARNER = "SELECT c.seq, c.learner_id, c.lesson, c.done_on, c.how, c.system, c.by_name, c.withdrawn_at_ms, c.withdrawn_why,
        c.withdrawn_by_name
        FROM learner l JOIN completion c ON c.learner_id = l.id
        WHERE l.ccn = $1 AND l.id = $2 AND c.withdrawn_at_ms IS NOT NULL ORDER BY c.seq";
    WITHDRAW = "UPDATE completion SET withdrawn_at_ms = $7, withdrawn_why = $8, withdrawn_by_name = $9, withdrawn_by = $10
        WHERE learner_id = (SELECT id FROM learner WHERE ccn = $1 AND id = $2)
        AND lesson = $3 AND done_on = $4 AND how = $5 AND system = $6 AND withdrawn_at_ms IS NULL";
}

pub(super) async fn of_learner(
    connection: &mut SqliteConnection,
    scope: HospitalScope,
    id: LearnerId,
) -> Result<Vec<WithdrawnCompletion>, StoreError> {
    let rows = sqlx::query(OF_LEARNER).bind(text(scope)).bind(id.0).fetch_all(connection).await?;
    rows.iter().map(withdrawn).collect()
}

impl Write {
    /// Withdraws a completion, so that it counts nowhere. `by`: who, by name and role, and by account. False when there is none like it
    /// that counts, or it is of another hospital.
    pub async fn withdraw_completion(
        &mut self,
        scope: HospitalScope,
        mistake: &Completion,
        why: &str,
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(WITHDRAW)
            .bind(text(scope))
            .bind(mistake.learner.0)
            .bind(mistake.lesson.as_str().to_owned())
            .bind(mistake.done_on.to_string())
            .bind(mistake.how.key())
            .bind(mistake.how.name().to_owned())
            .bind(now.as_millisecond())
            .bind(why.to_owned())
            .bind(by_name.to_owned())
            .bind(by.0);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }
}

fn withdrawn(row: &SqliteRow) -> Result<WithdrawnCompletion, StoreError> {
    let at = At::new(row, "completion", "seq");
    Ok(WithdrawnCompletion {
        completion: done::completion(row)?,
        at: at.moment_ms("withdrawn_at_ms")?,
        by: at.get("withdrawn_by_name")?,
        why: at.get("withdrawn_why")?,
    })
}
