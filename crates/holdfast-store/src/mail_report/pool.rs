//! What hospitals that agree know of a lure together: counts, and sightings with nobody's name. No method says which hospital.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::{KnownKey, LureKey, Pool, Pooled, n_known_bad};
use holdfast_core::model::{AccountId, HospitalScope, MailReportId};
use jiff::Timestamp;
use sqlx::types::Json;

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
    // The same counts by key, of those that somebody found bad: one that merely stood beside a lure must not borrow the count of another.
    BY_KEY = "SELECT k.lure_key, count(DISTINCT CASE WHEN r.said = 'bad' THEN r.ccn END) AS n_bad,
            count(DISTINCT CASE WHEN r.said = 'harmless' THEN r.ccn END) AS n_harmless
        FROM mail_report_key k JOIN mail_report r ON r.id = k.report_id
        WHERE k.lure_key IN (SELECT value FROM json_each($2)) AND r.said IN ('bad', 'harmless')
        AND (r.ccn = $1 OR (SELECT w.agrees FROM mail_pool_word w WHERE w.ccn = r.ccn ORDER BY w.seq DESC LIMIT 1) = 1)
        GROUP BY k.lure_key";
    OWN_KEYS = "SELECT DISTINCT k.lure_key FROM mail_report r JOIN mail_report_key k ON k.report_id = r.id
        WHERE r.ccn = $1 AND r.reported_at_ms >= $2";
    // A sighting comes in at the end of the hour in which it was found bad, or in which its hospital began to share if that was later: the
    // minute would tell one hospital from another, and whoever reads on from a moment must not miss what comes in late.
    POOLED = "WITH sharing AS (
            SELECT w.ccn, min(w.at_ms) AS began_ms FROM mail_pool_word w
            WHERE w.seq > coalesce((SELECT max(no.seq) FROM mail_pool_word no WHERE no.ccn = w.ccn AND no.agrees = 0), 0)
            GROUP BY w.ccn),
        newest AS (
            SELECT b.id, (max(b.answered_at_ms, s.began_ms) / 3600000 + 1) * 3600000 AS added_at_ms
            FROM sharing s JOIN mail_report b ON b.ccn = s.ccn
            WHERE b.said = 'bad' AND added_at_ms > $1 AND added_at_ms <= $2
            ORDER BY added_at_ms DESC, b.id DESC LIMIT $3)
        SELECT n.id, r.sighting, n.added_at_ms FROM newest n JOIN mail_report r ON r.id = n.id
        ORDER BY n.added_at_ms DESC, n.id DESC";
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
    /// The keys, as text, of what the hospital's own people reported since a moment.
    async fn own_lure_keys(
        &mut self,
        scope: HospitalScope,
        since: Timestamp,
    ) -> Result<BTreeSet<String>, StoreError>;
    /// The newest sightings found bad, in the order they came into the pool: those that came in after a moment, and up to `as_of`. What was
    /// found in an hour comes in when it is over. Those of a hospital that no longer agrees are gone.
    async fn pooled_sightings(
        &mut self,
        after: Option<Timestamp>,
        as_of: Timestamp,
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
        let by_text: BTreeMap<String, &LureKey> = keys.iter().map(|key| (key.to_string(), key)).collect();
        let texts: Vec<&String> = by_text.keys().collect();
        let query = sqlx::query(POOL).bind(scope.ccn().as_str().to_owned()).bind(Json(&texts));
        let row = query.fetch_one(self.connection()).await?;
        let all = At::new(&row, "mail_report", "n_seen");
        let query = sqlx::query(BY_KEY).bind(scope.ccn().as_str().to_owned()).bind(Json(&texts));
        let mut known = Vec::new();
        for row in &query.fetch_all(self.connection()).await? {
            let at = At::new(row, "mail_report_key", "lure_key");
            let Some(key) = by_text.get(&at.get::<String>("lure_key")?) else { continue };
            known.push(KnownKey {
                key: (*key).clone(),
                n_bad: count(&at, "n_bad")?,
                n_harmless: count(&at, "n_harmless")?,
            });
        }
        Ok(Pool {
            n_seen: count(&all, "n_seen")?,
            n_bad: count(&all, "n_bad")?,
            n_harmless: count(&all, "n_harmless")?,
            n_known_bad: n_known_bad(&known),
        })
    }

    async fn own_lure_keys(
        &mut self,
        scope: HospitalScope,
        since: Timestamp,
    ) -> Result<BTreeSet<String>, StoreError> {
        let query = sqlx::query_scalar(OWN_KEYS).bind(scope.ccn().as_str().to_owned());
        let keys: Vec<String> = query.bind(since.as_millisecond()).fetch_all(self.connection()).await?;
        Ok(keys.into_iter().collect())
    }

    async fn pooled_sightings(
        &mut self,
        after: Option<Timestamp>,
        as_of: Timestamp,
        limit: u32,
    ) -> Result<Vec<Pooled>, StoreError> {
        let after_ms = after.map_or(i64::MIN, Timestamp::as_millisecond);
        let query = sqlx::query(POOLED).bind(after_ms).bind(as_of.as_millisecond()).bind(limit);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .rev()
            .map(|row| {
                let at = At::new(row, "mail_report", "id");
                Ok(Pooled {
                    id: MailReportId(at.get("id")?),
                    sighting: at.json("sighting")?,
                    added_at: at.moment_ms("added_at_ms")?,
                })
            })
            .collect()
    }
}

fn count(at: &At<'_>, column: &'static str) -> Result<usize, StoreError> {
    let n: i64 = at.get(column)?;
    usize::try_from(n).map_err(|source| at.unreadable(column, source))
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
