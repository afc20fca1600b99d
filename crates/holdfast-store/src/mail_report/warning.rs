//! Lures that were found bad at two hospitals: which are still to be told, and to whom.

use std::collections::BTreeSet;

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::Pooled;
use holdfast_core::model::{Ccn, MailReportId};
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
                max(CASE WHEN said = 'bad' THEN id END) AS report_id, max(CASE WHEN said = 'bad' THEN added_at_ms END) AS added_at_ms
            FROM looked_at GROUP BY lure_key)
        SELECT n.lure_key, n.n_bad, n.added_at_ms, r.id, r.sighting FROM known n JOIN mail_report r ON r.id = n.report_id
        WHERE n.n_bad >= 2 AND n.n_bad > n.n_harmless ORDER BY r.id, n.lure_key";
    SHARING = "SELECT DISTINCT w.ccn FROM mail_pool_word w
        WHERE (SELECT l.agrees FROM mail_pool_word l WHERE l.ccn = w.ccn ORDER BY l.seq DESC LIMIT 1) = 1 ORDER BY w.ccn";
    TOLD = "INSERT INTO lure_warning (lure_key, at_ms) VALUES ($1, $2) ON CONFLICT (lure_key) DO NOTHING";
}

/// A lure that two hospitals or more found bad, and that nobody was warned of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntoldLure {
    /// Everything by which it is known, as text.
    pub keys: BTreeSet<String>,
    /// At how many hospitals people found it bad.
    pub n_hospitals: u32,
    /// The newest sighting of it.
    pub pooled: Pooled,
}

/// Reads what hospitals are to be warned of.
#[async_trait]
pub trait LureWarnings {
    /// Lures that came into the pool after `since` and up to `as_of`, oldest first.
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
        let mut lures: Vec<UntoldLure> = Vec::new();
        for row in query.fetch_all(self.connection()).await? {
            let at = At::new(&row, "mail_report", "id");
            let (id, key) = (MailReportId(at.get("id")?), at.get::<String>("lure_key")?);
            let n_hospitals = at.get("n_bad")?;
            match lures.last_mut().filter(|last| last.pooled.id == id) {
                Some(last) => {
                    last.keys.insert(key);
                    last.n_hospitals = last.n_hospitals.max(n_hospitals);
                    last.pooled.added_at = last.pooled.added_at.max(at.moment_ms("added_at_ms")?);
                }
                None => {
                    let (sighting, added_at) = (at.json("sighting")?, at.moment_ms("added_at_ms")?);
                    let pooled = Pooled { id, sighting, added_at };
                    lures.push(UntoldLure { keys: [key].into(), n_hospitals, pooled });
                }
            }
        }
        lures.sort_by_key(|lure| (lure.pooled.added_at, lure.pooled.id.0));
        Ok(lures)
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
            sqlx::query(TOLD).bind(key.clone()).bind(at.as_millisecond()).execute(self.connection()).await?;
        }
        Ok(())
    }
}
