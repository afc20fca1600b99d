//! Official files into the directory: what changed is worked out first, then everything is kept in one write.

use holdfast_core::model::{HospitalRow, Release};
use holdfast_import::diff::{DirectoryChange, compare};
use holdfast_import::{RowError, SourceRead, SourceRows, unpack};
use holdfast_store::{Directory, NewChange, Reject};
use serde_json::json;

use super::directory::DirectoryImported;
use super::{App, AppError};

/// What bringing in one file did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The file's release, with its counts.
    pub release: Release,
    /// The very same bytes were held already; nothing was done.
    pub unchanged: bool,
    /// What was put right on the way.
    pub notes: Vec<String>,
    /// Rows refused.
    pub rejected: Vec<RowError>,
    /// Hospitals that are new, gone, converted, moved or changed.
    pub changes: Vec<DirectoryChange>,
}

impl App {
    /// Compares the files with what is held and, unless it is a dry run, keeps them: all or none.
    ///
    /// A file whose digest is the one held is left alone, so the same import twice is the same as once.
    pub async fn import_directory(
        &self,
        reads: Vec<SourceRead>,
        dry_run: bool,
    ) -> Result<Vec<Outcome>, AppError> {
        let mut read = self.store.read().await?;
        let held = read.imported().await?;
        let mut outcomes = Vec::new();
        let mut to_keep = Vec::new();
        for file in reads {
            let kind = file.release.kind;
            let before = held.iter().find(|i| i.release.kind == kind);
            let unchanged = before.is_some_and(|i| {
                i.release.digest == file.release.digest && i.release.released_on == file.release.released_on
            });
            let mut changes = Vec::new();
            if !unchanged {
                if let (SourceRows::Hospitals(rows), Some(_)) = (&file.rows, before) {
                    let body = read.directory_body(kind).await?.unwrap_or_default();
                    let old: Vec<HospitalRow> = unpack(&body)
                        .map_err(|e| AppError::Broken { what: format!("the directory held: {e}") })?;
                    changes = compare(&old, rows);
                }
                to_keep.push(DirectoryImported {
                    release: file.release.clone(),
                    body: file.packed(),
                    rejects: file.rejected.iter().map(reject).collect(),
                    changes: changes.iter().map(kept_change).collect(),
                });
            }
            outcomes.push(Outcome {
                release: file.release,
                unchanged,
                notes: file.notes,
                rejected: file.rejected,
                changes,
            });
        }
        drop(read);
        if !dry_run && !to_keep.is_empty() {
            self.keep_directory(to_keep).await?;
            self.reload_directory().await?;
        }
        Ok(outcomes)
    }
}

fn reject(row: &RowError) -> Reject {
    Reject { line: row.row, column: row.column.clone(), text: row.text.clone(), why: row.why.clone() }
}

fn kept_change(change: &DirectoryChange) -> NewChange {
    NewChange {
        ccn: Some(change.ccn()),
        change: json!({ "kind": change.kind() }),
        sentence: change.to_string(),
    }
}
