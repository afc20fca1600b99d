//! A hospital's staff roster, what its people did, the links they learn by, and how far each is with a lesson.
//!
//! A roster is applied whole or not at all; whoever left is closed and never deleted, and what was done is only added. Which changes a
//! roster makes is decided in the core. No token is kept, only its digest.

mod done;
mod link;
mod mailed;
mod withdrawn;

pub use done::Recorded;
pub use link::LearnerLink;
pub use mailed::LearnerMail;

#[cfg(test)]
pub(crate) use done::STATEMENTS as DONE_STATEMENTS;
#[cfg(test)]
pub(crate) use link::STATEMENTS as LINK_STATEMENTS;
#[cfg(test)]
pub(crate) use mailed::STATEMENTS as MAILED_STATEMENTS;
#[cfg(test)]
pub(crate) use withdrawn::STATEMENTS as WITHDRAWN_STATEMENTS;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, PackId};
use holdfast_core::decide::training::number_key;
use holdfast_core::model::{
    AccountId, Ccn, Completion, EmailAddress, HospitalScope, Learner, LearnerId, StaffMember,
    WithdrawnCompletion,
};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    LEARNERS = "SELECT id, number, name, email, department, packs, language, started_on, listed_on, left_on FROM learner
        WHERE ccn = $1 ORDER BY number_key";
    LEARNER = "SELECT id, number, name, email, department, packs, language, started_on, listed_on, left_on FROM learner
        WHERE ccn = $1 AND id = $2";
    NEWEST = "SELECT seq, version, body, by_name, at_ms FROM staff_roster_change WHERE ccn = $1 ORDER BY version DESC LIMIT 1";
    HOSPITALS = "SELECT DISTINCT ccn FROM learner WHERE left_on IS NULL ORDER BY ccn";
    IDS = "SELECT id FROM learner WHERE ccn = $1";
    ADD = "INSERT INTO learner (id, ccn, number, number_key, name, email, department, packs, language, started_on, listed_on, left_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    CHANGE = "UPDATE learner SET number = $3, number_key = $4, name = $5, email = $6, department = $7, packs = $8, language = $9,
        started_on = $10, listed_on = $11, left_on = $12,
        mailed_on = CASE WHEN left_on IS NULL AND email IS NOT DISTINCT FROM $6 THEN mailed_on END WHERE id = $1 AND ccn = $2";
    FREE_NUMBER = "UPDATE learner SET number_key = number_key || $4 || id
        WHERE ccn = $1 AND number_key = $2 AND id <> $3 AND left_on IS NOT NULL";
    END_MAILED_LINKS = "UPDATE learner_link SET ended_at_ms = $2 WHERE learner_id = $1 AND ended_at_ms IS NULL AND on_badge = 0
        AND (SELECT email FROM learner WHERE id = $1) IS DISTINCT FROM $3";
    ADD_CHANGE = "INSERT INTO staff_roster_change (ccn, version, body, by_name, applied_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    END_LINKS_OF_LEAVER = "UPDATE learner_link SET ended_at_ms = $2 WHERE learner_id = $1 AND ended_at_ms IS NULL";
}

/// Stands behind the number of somebody who left when another has it now. No number of a file holds it.
const NOBODYS: &str = "\u{1f}";

/// A roster as it was applied last.
#[derive(Clone, Debug, PartialEq)]
pub struct AppliedRoster {
    /// Counts up by one with each, from 1.
    pub version: u32,
    /// How many joined, changed, came back and left, as the use case put it.
    pub counts: Value,
    /// Who applied it, by name and role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Reads a hospital's staff roster and what its people did.
#[async_trait]
pub trait Training {
    /// Everybody who is or was on the roster, in the order of their numbers.
    async fn learners(&mut self, scope: HospitalScope) -> Result<Vec<Learner>, StoreError>;
    /// One of them; `None` for another hospital's.
    async fn learner(&mut self, scope: HospitalScope, id: LearnerId) -> Result<Option<Learner>, StoreError>;
    /// The roster applied last; `None` when there was none.
    async fn applied_roster(&mut self, scope: HospitalScope) -> Result<Option<AppliedRoster>, StoreError>;
    /// What the hospital's people did, those who left as well, in the order it was recorded. What was withdrawn counts nowhere and is left out.
    async fn completions(&mut self, scope: HospitalScope) -> Result<Vec<Completion>, StoreError>;
    /// What one of them did, in the order it was recorded.
    async fn completions_of(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
    ) -> Result<Vec<Completion>, StoreError>;
    /// What was recorded of one of them by mistake and withdrawn, in the order it was recorded.
    async fn withdrawn_completions_of(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
    ) -> Result<Vec<WithdrawnCompletion>, StoreError>;
    /// Which counted questions of a lesson a learner has answered right since it was last done, in order; empty when none was answered.
    async fn lesson_so_far(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
        lesson: &LessonId,
    ) -> Result<Vec<bool>, StoreError>;
    /// Whose link this is, by the digest of its token. It asks for no scope: the link itself says whose it is.
    async fn learner_by_link(&mut self, token_hash: &str) -> Result<LearnerLink, StoreError>;
    /// Who has a link in force, and when the newest of each was made.
    async fn learner_links(
        &mut self,
        scope: HospitalScope,
    ) -> Result<BTreeMap<LearnerId, Timestamp>, StoreError>;
    /// For jobs: hospitals with somebody on their roster, in order of their numbers.
    async fn hospitals_with_learners(&mut self) -> Result<Vec<Ccn>, StoreError>;
}

#[async_trait]
impl<C: Connected> Training for C {
    async fn learners(&mut self, scope: HospitalScope) -> Result<Vec<Learner>, StoreError> {
        let rows = sqlx::query(LEARNERS).bind(text(scope)).fetch_all(self.connection()).await?;
        rows.iter().map(learner).collect()
    }

    async fn learner(&mut self, scope: HospitalScope, id: LearnerId) -> Result<Option<Learner>, StoreError> {
        let query = sqlx::query(LEARNER).bind(text(scope)).bind(id.0);
        query.fetch_optional(self.connection()).await?.as_ref().map(learner).transpose()
    }

    async fn applied_roster(&mut self, scope: HospitalScope) -> Result<Option<AppliedRoster>, StoreError> {
        let row = sqlx::query(NEWEST).bind(text(scope)).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let at = At::new(&row, "staff_roster_change", "seq");
        Ok(Some(AppliedRoster {
            version: at.get("version")?,
            counts: at.json("body")?,
            by: at.get("by_name")?,
            at: at.moment_ms("at_ms")?,
        }))
    }

    async fn completions(&mut self, scope: HospitalScope) -> Result<Vec<Completion>, StoreError> {
        done::of_hospital(self.connection(), scope).await
    }

    async fn completions_of(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
    ) -> Result<Vec<Completion>, StoreError> {
        done::of_learner(self.connection(), scope, id).await
    }

    async fn withdrawn_completions_of(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
    ) -> Result<Vec<WithdrawnCompletion>, StoreError> {
        withdrawn::of_learner(self.connection(), scope, id).await
    }

    async fn lesson_so_far(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
        lesson: &LessonId,
    ) -> Result<Vec<bool>, StoreError> {
        done::so_far(self.connection(), scope, id, lesson).await
    }

    async fn learner_by_link(&mut self, token_hash: &str) -> Result<LearnerLink, StoreError> {
        link::of_token(self.connection(), token_hash).await
    }

    async fn learner_links(
        &mut self,
        scope: HospitalScope,
    ) -> Result<BTreeMap<LearnerId, Timestamp>, StoreError> {
        link::in_force(self.connection(), scope).await
    }

    async fn hospitals_with_learners(&mut self) -> Result<Vec<Ccn>, StoreError> {
        let rows = sqlx::query(HOSPITALS).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "learner", "ccn").must_ccn("ccn")).collect()
    }
}

impl Write {
    /// Applies a roster upon the version that was read; 0 where there was none. `touched`: everybody it changes, as they are from now on
    /// (see `holdfast_core::decide::training::apply`); others stay as they are. `by`: who, by name and role, and by account. Links of
    /// those who left end, and so do those that were mailed to an address that changes; whoever comes back or has another address counts as
    /// never written to. A number that somebody who left had goes to whoever has it now. Of two who apply one at once, the second is told
    /// what the first left, and nothing of theirs is kept.
    pub async fn apply_roster(
        &mut self,
        scope: HospitalScope,
        touched: &[Learner],
        upon: u32,
        counts: &Value,
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<Saved<AppliedRoster>, StoreError> {
        let current = self.applied_roster(scope).await?;
        if current.as_ref().map_or(0, |applied| applied.version) != upon {
            return Ok(Saved::not_kept(current));
        }
        // One write runs at a time, so nobody applies another between the look and this.
        let known: Vec<i64> = sqlx::query_scalar(IDS).bind(text(scope)).fetch_all(self.connection()).await?;
        let known: BTreeSet<i64> = known.into_iter().collect();
        // Those who leave first, so that their numbers are free for others.
        let mut in_order: Vec<&Learner> = touched.iter().collect();
        in_order.sort_by_key(|one| one.is_listed());
        for one in in_order {
            let statement = if known.contains(&one.id.0) { CHANGE } else { ADD };
            let person = &one.person;
            let email = person.email.as_ref().map(|e| e.as_str().to_owned());
            let key = number_key(&person.number);
            if one.is_listed() {
                let free = sqlx::query(FREE_NUMBER).bind(text(scope)).bind(key.clone()).bind(one.id.0);
                free.bind(NOBODYS).execute(self.connection()).await?;
            }
            if statement == CHANGE {
                let end = sqlx::query(END_MAILED_LINKS).bind(one.id.0).bind(now.as_millisecond());
                end.bind(email.clone()).execute(self.connection()).await?;
            }
            // Both statements number the same values the same way.
            sqlx::query(statement)
                .bind(one.id.0)
                .bind(text(scope))
                .bind(&person.number)
                .bind(key)
                .bind(&person.name)
                .bind(email)
                .bind(&person.department)
                .bind(Json(&one.packs_since))
                .bind(person.language.key())
                .bind(person.started_on.map(|d| d.to_string()))
                .bind(one.listed_on.to_string())
                .bind(one.left_on.map(|d| d.to_string()))
                .execute(self.connection())
                .await?;
            if one.left_on.is_some() {
                let end = sqlx::query(END_LINKS_OF_LEAVER).bind(one.id.0).bind(now.as_millisecond());
                end.execute(self.connection()).await?;
            }
        }
        let version = upon + 1;
        sqlx::query(ADD_CHANGE)
            .bind(text(scope))
            .bind(version)
            .bind(Json(counts))
            .bind(by_name.to_owned())
            .bind(by.0)
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(Saved::Kept(AppliedRoster { version, counts: counts.clone(), by: by_name.to_owned(), at: now }))
    }
}

fn learner(row: &SqliteRow) -> Result<Learner, StoreError> {
    let at = At::new(row, "learner", "id");
    let packs_since: BTreeMap<PackId, Date> = at.json("packs")?;
    let email = at.get::<Option<String>>("email")?;
    Ok(Learner {
        id: LearnerId(at.get("id")?),
        person: StaffMember {
            number: at.get("number")?,
            name: at.get("name")?,
            email: email.map(|_| at.parse("email", EmailAddress::parse)).transpose()?,
            department: at.get("department")?,
            packs: packs_since.keys().cloned().collect(),
            language: at.known("language", Language::from_key)?,
            started_on: at.maybe_date("started_on")?,
        },
        listed_on: at.date("listed_on")?,
        left_on: at.maybe_date("left_on")?,
        packs_since,
    })
}

fn text(scope: HospitalScope) -> String {
    scope.ccn().as_str().to_owned()
}
