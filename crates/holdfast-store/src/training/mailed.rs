//! When each learner was last written to, so that nobody gets a mail too many, and links of reminders that nobody needs any more.

use std::collections::BTreeMap;

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::model::{HospitalScope, LearnerId};
use jiff::Timestamp;

use super::text;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_HOSPITAL = "SELECT id, mailed_on FROM learner WHERE ccn = $1 AND mailed_on IS NOT NULL ORDER BY id";
    NOTE = "UPDATE learner SET mailed_on = $3 WHERE ccn = $1 AND id = $2";
    FORGET_REMINDERS = "DELETE FROM learner_link WHERE learner_id IN (SELECT id FROM learner WHERE ccn = $1 AND id = $2)
        AND made_by IS NULL AND ended_at_ms IS NULL AND made_at_ms < $3";
}

/// Reads who was written to.
#[async_trait]
pub trait LearnerMail {
    /// The day of the last mail to each of a hospital's people; those nobody ever wrote to are not in it.
    async fn last_mailed(&mut self, scope: HospitalScope) -> Result<BTreeMap<LearnerId, Date>, StoreError>;
}

#[async_trait]
impl<C: Connected> LearnerMail for C {
    async fn last_mailed(&mut self, scope: HospitalScope) -> Result<BTreeMap<LearnerId, Date>, StoreError> {
        let rows = sqlx::query(OF_HOSPITAL).bind(text(scope)).fetch_all(self.connection()).await?;
        let one = |row| {
            let at = At::new(row, "learner", "id");
            Ok((LearnerId(at.get("id")?), at.date("mailed_on")?))
        };
        rows.iter().map(one).collect()
    }
}

impl Write {
    /// Notes that a learner was written to on a day.
    pub async fn note_mailed(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
        on: Date,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(NOTE).bind(text(scope)).bind(id.0).bind(on.to_string());
        update.execute(self.connection()).await?;
        Ok(())
    }

    /// Forgets a learner's links that the program made by itself, for reminders, before a moment. Links somebody handed out stay.
    pub async fn forget_reminder_links(
        &mut self,
        scope: HospitalScope,
        id: LearnerId,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let delete = sqlx::query(FORGET_REMINDERS).bind(text(scope)).bind(id.0).bind(before.as_millisecond());
        Ok(delete.execute(self.connection()).await?.rows_affected())
    }
}
