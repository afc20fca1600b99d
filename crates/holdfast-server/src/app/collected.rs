//! Evidence that collectors send, many rows at once: good ones kept, each bad one with its place and reason, known ones left alone.
//!
//! What a row must be is decided in core. Whose token brought the rows is written down once for the call.

use std::collections::HashMap;

use holdfast_core::decide::entry::{self, CollectedRow, MOST_HOSPITAL_EVIDENCE, MOST_ROWS, row_digest};
use holdfast_core::decide::registration::FieldError;
use holdfast_core::model::{EvidenceId, HospitalScope};
use holdfast_store::EvidenceKept;
use serde_json::json;

use super::facts::{actor, subject};
use super::measure::Speaker;
use super::{App, AppError};

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// It is kept.
    Kept {
        /// As this.
        evidence: EvidenceId,
        /// SHA-256 of what it says, in hex.
        digest: String,
    },
    /// The same row came before. Nothing was changed.
    Known {
        /// As this.
        evidence: EvidenceId,
        /// SHA-256 of what it says, in hex.
        digest: String,
    },
    /// It does not fit.
    Refused(Vec<FieldError>),
}

impl App {
    /// Keeps rows, in order, and says of each what became of it. A row that could not be read comes with why not.
    pub async fn keep_collected(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        rows: Vec<Result<CollectedRow, String>>,
    ) -> Result<Vec<RowOutcome>, AppError> {
        if rows.len() > MOST_ROWS {
            return Err(AppError::Refused { what: format!("Send up to {MOST_ROWS} rows in one call.") });
        }
        let who = self.typing(by);
        let read: Vec<_> = rows
            .into_iter()
            .map(|row| match row {
                Ok(row) => entry::collected(&self.catalog, &row, who),
                Err(why) => Err(vec![FieldError::new("row", why)]),
            })
            .collect();
        // Looked up and added in one transaction: of two calls with the same row, the second finds it known.
        let mut write = self.store.write().await?;
        let held = write.evidence(scope).await?;
        let mut n_held = held.len();
        let mut known: HashMap<String, EvidenceId> = held.iter().map(|e| (row_digest(e), e.id)).collect();
        let mut outcomes = Vec::with_capacity(read.len());
        let mut n_kept = 0;
        for row in read {
            let evidence = match row {
                Ok(evidence) => evidence,
                Err(errors) => {
                    outcomes.push(RowOutcome::Refused(errors));
                    continue;
                }
            };
            let digest = row_digest(&evidence);
            if let Some(id) = known.get(&digest) {
                outcomes.push(RowOutcome::Known { evidence: *id, digest });
                continue;
            }
            if n_held >= MOST_HOSPITAL_EVIDENCE {
                let why = "The hospital's evidence has reached 50,000 rows. Call us, and we make room.";
                outcomes.push(RowOutcome::Refused(vec![FieldError::new("row", why)]));
                continue;
            }
            let id = write.add_evidence(scope, &evidence, None, Some(by.account)).await?;
            known.insert(digest.clone(), id);
            (n_kept, n_held) = (n_kept + 1, n_held + 1);
            outcomes.push(RowOutcome::Kept { evidence: id, digest });
        }
        if n_kept > 0 {
            let detail = json!({ "rows": outcomes.len(), "kept": n_kept });
            write
                .add_audit(&actor(by.account), "evidence.collect", &subject(scope), &detail, self.now_ms())
                .await?;
            write.commit().await?;
        }
        Ok(outcomes)
    }
}
