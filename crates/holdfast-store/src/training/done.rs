//! What learners did, told once however often it is sent, and which questions of a lesson each has right so far. What was withdrawn is
//! read in its own room.

use std::collections::BTreeSet;

use holdfast_core::catalog::LessonId;
use holdfast_core::model::{AccountId, Completion, CompletionHow, HospitalScope, LearnerId};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use super::text;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_HOSPITAL = "SELECT c.seq, c.learner_id, c.lesson, c.done_on, c.how, c.system, c.by_name
        FROM learner l JOIN completion c ON c.learner_id = l.id WHERE l.ccn = $1 AND c.withdrawn_at_ms IS NULL ORDER BY c.seq";
    OF_LEARNER = "SELECT c.seq, c.learner_id, c.lesson, c.done_on, c.how, c.system, c.by_name
        FROM learner l JOIN completion c ON c.learner_id = l.id
        WHERE l.ccn = $1 AND l.id = $2 AND c.withdrawn_at_ms IS NULL ORDER BY c.seq";
    IDS = "SELECT id FROM learner WHERE ccn = $1";
    ADD = "INSERT INTO completion (learner_id, lesson, done_on, how, system, by_name, recorded_by, at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (learner_id, lesson, done_on, how, system) WHERE withdrawn_at_ms IS NULL DO NOTHING";
    SO_FAR = "SELECT s.learner_id, s.is_right FROM learner l JOIN lesson_so_far s ON s.learner_id = l.id
        WHERE l.ccn = $1 AND l.id = $2 AND s.lesson = $3";
    KEEP_SO_FAR = "INSERT INTO lesson_so_far (learner_id, lesson, is_right, at_ms)
        SELECT id, $3, $4, $5 FROM learner WHERE ccn = $1 AND id = $2
        ON CONFLICT (learner_id, lesson) DO UPDATE SET is_right = excluded.is_right, at_ms = excluded.at_ms";
    FORGET_SO_FAR = "DELETE FROM lesson_so_far WHERE learner_id = $1 AND lesson = $2";
}

/// What became of completions that were told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// How many are new.
    pub n_new: usize,
    /// How many were known already, and are kept once.
    pub n_known: usize,
    /// Who is not on this hospital's roster and never was; nothing of theirs is kept.
    pub strangers: Vec<LearnerId>,
}

pub(super) async fn of_hospital(
    connection: &mut SqliteConnection,
    scope: HospitalScope,
) -> Result<Vec<Completion>, StoreError> {
    let rows = sqlx::query(OF_HOSPITAL).bind(text(scope)).fetch_all(connection).await?;
    rows.iter().map(completion).collect()
}

pub(super) async fn of_learner(
    connection: &mut SqliteConnection,
    scope: HospitalScope,
    id: LearnerId,
) -> Result<Vec<Completion>, StoreError> {
    let rows = sqlx::query(OF_LEARNER).bind(text(scope)).bind(id.0).fetch_all(connection).await?;
    rows.iter().map(completion).collect()
}

pub(super) async fn so_far(
    connection: &mut SqliteConnection,
    scope: HospitalScope,
    id: LearnerId,
    lesson: &LessonId,
) -> Result<Vec<bool>, StoreError> {
    let query = sqlx::query(SO_FAR).bind(text(scope)).bind(id.0).bind(lesson.as_str().to_owned());
    let row = query.fetch_optional(connection).await?;
    row.map_or(Ok(Vec::new()), |row| At::new(&row, "lesson_so_far", "learner_id").json("is_right"))
}

impl Write {
    /// Adds what people did. `by`: whose account recorded it; `None` where the learner did it by link. What is known already is kept once,
    /// and what was withdrawn may be told anew.
    /// The questions answered so far in a lesson that is now done are forgotten, so that they are asked anew the next time.
    pub async fn record_completions(
        &mut self,
        scope: HospitalScope,
        done: &[Completion],
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Recorded, StoreError> {
        let ours: Vec<i64> = sqlx::query_scalar(IDS).bind(text(scope)).fetch_all(self.connection()).await?;
        let ours: BTreeSet<i64> = ours.into_iter().collect();
        let mut recorded = Recorded::default();
        for one in done {
            if !ours.contains(&one.learner.0) {
                recorded.strangers.push(one.learner);
                continue;
            }
            let added = sqlx::query(ADD)
                .bind(one.learner.0)
                .bind(one.lesson.as_str().to_owned())
                .bind(one.done_on.to_string())
                .bind(one.how.key())
                .bind(one.how.name().to_owned())
                .bind(&one.by)
                .bind(by.map(|a| a.0))
                .bind(now.as_millisecond())
                .execute(self.connection())
                .await?;
            match added.rows_affected() {
                0 => recorded.n_known += 1,
                _ => recorded.n_new += 1,
            }
            let forget = sqlx::query(FORGET_SO_FAR).bind(one.learner.0).bind(one.lesson.as_str().to_owned());
            forget.execute(self.connection()).await?;
        }
        recorded.strangers.sort_unstable();
        recorded.strangers.dedup();
        Ok(recorded)
    }

    /// Keeps which counted questions of a lesson a learner has right, in order. False when the learner is not this hospital's.
    pub async fn keep_lesson_so_far(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
        lesson: &LessonId,
        is_right: &[bool],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let kept = sqlx::query(KEEP_SO_FAR)
            .bind(text(scope))
            .bind(id.0)
            .bind(lesson.as_str().to_owned())
            .bind(Json(is_right))
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(kept.rows_affected() == 1)
    }
}

pub(super) fn completion(row: &SqliteRow) -> Result<Completion, StoreError> {
    let at = At::new(row, "completion", "seq");
    let system: String = at.get("system")?;
    Ok(Completion {
        learner: LearnerId(at.get("learner_id")?),
        lesson: LessonId::new(&at.get::<String>("lesson")?),
        done_on: at.date("done_on")?,
        how: at.known("how", |key| CompletionHow::from_key(key, &system))?,
        by: at.get("by_name")?,
    })
}
