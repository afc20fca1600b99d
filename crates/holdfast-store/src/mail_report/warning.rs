//! Lures that were found bad at two hospitals: which are still to be told, and to whom.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::LureKey;
use holdfast_core::model::Ccn;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    // By the hour in which each came into the pool, as the pool itself is read. A hospital counts once.
    UNTOLD = "WITH sharing AS (
            SELECT w.ccn, min(w.at_ms) AS began_ms FROM mail_pool_word w
            WHERE w.seq > coalesce((SELECT max(no.seq) FROM mail_pool_word no WHERE no.ccn = w.ccn AND no.agrees = 0), 0)
            GROUP BY w.ccn),
        looked_at AS (
            SELECT k.lure_key, b.id, b.ccn, b.said, (max(b.answered_at_ms, s.began_ms) / 3600000 + 1) * 3600000 AS added_at_ms
            FROM sharing s JOIN mail_report b ON b.ccn = s.ccn JOIN mail_report_key k ON k.report_id = b.id
            WHERE b.said IN ('bad', 'harmless') AND added_at_ms > $1 AND added_at_ms <= $2
            AND k.lure_key NOT IN (SELECT t.lure_key FROM lure_warning t)),
        known AS (
            SELECT lure_key, count(DISTINCT CASE WHEN said = 'bad' THEN ccn END) AS n_bad,
                count(DISTINCT CASE WHEN said = 'harmless' THEN ccn END) AS n_harmless,
                max(CASE WHEN said = 'bad' THEN id END) AS id
            FROM looked_at GROUP BY lure_key)
        SELECT lure_key, n_bad, id FROM known WHERE n_bad >= 2 AND n_bad > n_harmless ORDER BY id, lure_key";
    SHARING = "SELECT DISTINCT w.ccn FROM mail_pool_word w
        WHERE (SELECT l.agrees FROM mail_pool_word l WHERE l.ccn = w.ccn ORDER BY l.seq DESC LIMIT 1) = 1 ORDER BY w.ccn";
    TOLD = "INSERT INTO lure_warning (lure_key, at_ms) VALUES ($1, $2) ON CONFLICT (lure_key) DO NOTHING";
}

/// A lure that two hospitals or more found bad, and that nobody was warned of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntoldLure {
    /// What was found bad at that many hospitals. What merely stood beside it at one, as a bank's link does, is not among it.
    pub keys: BTreeSet<LureKey>,
    /// At how many hospitals people found each of these bad, at least.
    pub n_hospitals: u32,
}

/// Reads what hospitals are to be warned of.
#[async_trait]
pub trait LureWarnings {
    /// Lures that came into the pool after `since` and up to `as_of`.
    async fn untold_lures(
        &mut self,
        since: Timestamp,
        as_of: Timestamp,
    ) -> Result<Vec<UntoldLure>, StoreError>;
    /// The hospitals that share now. They are for letters alone: nothing that names one may leave.
    async fn hospitals_that_share(&mut self) -> Result<Vec<Ccn>, StoreError>;
}

#[async_trait]
impl<C: Connected> LureWarnings for C {
    async fn untold_lures(
        &mut self,
        since: Timestamp,
        as_of: Timestamp,
    ) -> Result<Vec<UntoldLure>, StoreError> {
        let query = sqlx::query(UNTOLD).bind(since.as_millisecond()).bind(as_of.as_millisecond());
        // Keys of one report are of one lure.
        let mut lures: BTreeMap<i64, UntoldLure> = BTreeMap::new();
        for row in query.fetch_all(self.connection()).await? {
            let at = At::new(&row, "mail_report", "id");
            let n_hospitals = at.get("n_bad")?;
            let new = UntoldLure { keys: BTreeSet::new(), n_hospitals };
            let lure = lures.entry(at.get("id")?).or_insert(new);
            lure.keys.insert(at.known("lure_key", LureKey::from_text)?);
            lure.n_hospitals = lure.n_hospitals.min(n_hospitals);
        }
        Ok(lures.into_values().collect())
    }

    async fn hospitals_that_share(&mut self) -> Result<Vec<Ccn>, StoreError> {
        let rows = sqlx::query(SHARING).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "mail_pool_word", "ccn").parse("ccn", Ccn::parse)).collect()
    }
}

impl Write {
    /// Notes that hospitals were warned of a lure, so that nobody is warned of it twice.
    pub async fn note_lure_told(&mut self, lure: &UntoldLure, at: Timestamp) -> Result<(), StoreError> {
        for key in &lure.keys {
            sqlx::query(TOLD)
                .bind(key.to_string())
                .bind(at.as_millisecond())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }
}
