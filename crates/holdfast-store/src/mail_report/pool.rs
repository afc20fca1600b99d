//! What hospitals that agree know of a lure together: counts, and sightings with nobody's name. No method says which hospital.

use std::collections::BTreeSet;

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::{LureKey, Pool, Pooled};
use holdfast_core::model::{AccountId, HospitalScope, MailReportId};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    WORD = "SELECT seq, agrees, by_name, at_ms FROM mail_pool_word WHERE ccn = $1 ORDER BY seq DESC LIMIT 1";
    SAY = "INSERT INTO mail_pool_word (ccn, agrees, by_name, said_by, at_ms) VALUES ($1, $2, $3, $4, $5)";
    // A hospital counts once, however often it saw the lure; one that does not pool counts for itself alone.
    POOL = "SELECT count(DISTINCT r.ccn) AS n_seen,
            count(DISTINCT CASE WHEN r.said = 'bad' THEN r.ccn END) AS n_bad,
            count(DISTINCT CASE WHEN r.said = 'harmless' THEN r.ccn END) AS n_harmless
        FROM mail_report r
        WHERE r.id IN (SELECT report_id FROM mail_report_key WHERE lure_key IN (SELECT value FROM json_each($2)))
        AND (r.ccn = $1 OR (SELECT w.agrees FROM mail_pool_word w WHERE w.ccn = r.ccn ORDER BY w.seq DESC LIMIT 1) = 1)";
    POOLED = "SELECT r.id, r.sighting, r.answered_at_ms FROM mail_report r
        WHERE r.said = 'bad' AND (r.answered_at_ms, r.id) > ($1, $2)
        AND (SELECT w.agrees FROM mail_pool_word w WHERE w.ccn = r.ccn ORDER BY w.seq DESC LIMIT 1) = 1
        ORDER BY r.answered_at_ms, r.id LIMIT $3";
}

/// What a hospital said of pooling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolWord {
    /// Whether its sightings may be pooled.
    pub agrees: bool,
    /// Who said so, by name and role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Reads what is known together.
#[async_trait]
pub trait MailPool {
    /// What the hospital said of pooling; `None` when it never did, which is no.
    async fn pool_word(&mut self, scope: HospitalScope) -> Result<Option<PoolWord>, StoreError>;
    /// What is known of lures that have one of these keys, the hospital's own reports included.
    async fn mail_pool(&mut self, scope: HospitalScope, keys: &BTreeSet<LureKey>)
    -> Result<Pool, StoreError>;
    /// Sightings found bad, oldest first, after one that was read before. Those of a hospital that no longer agrees are gone.
    async fn pooled_sightings(
        &mut self,
        after: Option<(Timestamp, MailReportId)>,
        limit: u32,
    ) -> Result<Vec<Pooled>, StoreError>;
}

#[async_trait]
impl<C: Connected> MailPool for C {
    async fn pool_word(&mut self, scope: HospitalScope) -> Result<Option<PoolWord>, StoreError> {
        let query = sqlx::query(WORD).bind(scope.ccn().as_str().to_owned());
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        let at = At::new(&row, "mail_pool_word", "seq");
        Ok(Some(PoolWord { agrees: at.get("agrees")?, by: at.get("by_name")?, at: at.moment_ms("at_ms")? }))
    }

    async fn mail_pool(
        &mut self,
        scope: HospitalScope,
        keys: &BTreeSet<LureKey>,
    ) -> Result<Pool, StoreError> {
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let query = sqlx::query(POOL).bind(scope.ccn().as_str().to_owned()).bind(sqlx::types::Json(keys));
        let row = query.fetch_one(self.connection()).await?;
        let at = At::new(&row, "mail_report", "n_seen");
        let count = |column| {
            let n: i64 = at.get(column)?;
            usize::try_from(n).map_err(|source| at.unreadable(column, source))
        };
        Ok(Pool { n_seen: count("n_seen")?, n_bad: count("n_bad")?, n_harmless: count("n_harmless")? })
    }

    async fn pooled_sightings(
        &mut self,
        after: Option<(Timestamp, MailReportId)>,
        limit: u32,
    ) -> Result<Vec<Pooled>, StoreError> {
        let (at_ms, id) = after.map_or((i64::MIN, 0), |(at, id)| (at.as_millisecond(), id.0));
        let rows = sqlx::query(POOLED).bind(at_ms).bind(id).bind(limit).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "mail_report", "id");
                Ok(Pooled {
                    id: MailReportId(at.get("id")?),
                    sighting: at.json("sighting")?,
                    added_at: at.moment_ms("answered_at_ms")?,
                })
            })
            .collect()
    }
}

impl Write {
    /// Keeps what a hospital says of pooling. `by`: who, by name and role, and by account.
    pub async fn say_mail_pool(
        &mut self,
        scope: HospitalScope,
        agrees: bool,
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(SAY)
            .bind(scope.ccn().as_str().to_owned())
            .bind(agrees)
            .bind(by_name.to_owned())
            .bind(by.0)
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
