//! Official files into the directory: what changed is worked out first, then everything is kept in one write.

use holdfast_core::model::Release;
use holdfast_import::diff::{DirectoryChange, RowChanges, compare};
use holdfast_import::doubt::{Doubt, doubts};
use holdfast_import::{RowError, SourceRead, SourceRows};
use holdfast_store::{Directory, NewChange, Read, Reject};
use serde_json::json;

use super::directory::DirectoryImported;
use super::relisting::Relisting;
use super::{App, AppError};

/// What the person importing has looked at and wants all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportRules {
    /// Compare and report, and keep nothing.
    pub dry_run: bool,
    /// A file may lack much of what is held.
    pub allow_shrink: bool,
    /// A file may be older than the one held.
    pub older: bool,
}

impl ImportRules {
    fn allows(self, doubt: &Doubt) -> bool {
        match doubt {
            Doubt::Older { .. } => self.older,
            Doubt::Shrinks { .. } | Doubt::Vanished { .. } => self.allow_shrink,
        }
    }
}

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
    /// How many rows differ; `None` when nothing was held to compare with.
    pub rows: Option<RowChanges>,
    /// Hospitals that are new, gone, converted, moved or changed.
    pub changes: Vec<DirectoryChange>,
}

impl App {
    /// Compares the files with what is held and, unless it is a dry run, keeps them: all or none.
    ///
    /// A file whose digest is the one held is left alone, so the same import twice is the same as once. One that is older
    /// than what is held, or lacks much of it, is refused until the rules say that a person looked.
    pub async fn import_directory(
        &self,
        reads: Vec<SourceRead>,
        rules: ImportRules,
    ) -> Result<Vec<Outcome>, AppError> {
        let mut read = self.store.read().await?;
        let held = read.imported().await?;
        let mut outcomes = Vec::new();
        let mut to_keep = Vec::new();
        let mut refused = Vec::new();
        let mut relisting = Relisting::default();
        for mut file in reads {
            let kind = file.release.kind;
            let before = held.iter().map(|i| &i.release).find(|release| release.kind == kind);
            let sound = !self.directory().damaged.iter().any(|d| d.kind == kind);
            let unchanged = sound
                && before.is_some_and(|release| {
                    release.digest == file.release.digest && release.released_on == file.release.released_on
                });
            let (mut rows, mut changes) = (None, Vec::new());
            if !unchanged {
                match before {
                    Some(release) if sound => {
                        let old = held_rows(&mut read, release).await?;
                        let n_kept = file.keep_web_domains(&old);
                        if n_kept > 0 {
                            file.notes.push(format!(
                                "kept the web domains held for {n_kept} hospitals, since no --hifld file came with the locations"
                            ));
                        }
                        let differ = file.rows.changes_from(&old);
                        refused.extend(
                            doubts(release, &old, &file, differ).into_iter().filter(|d| !rules.allows(d)),
                        );
                        if let (SourceRows::Hospitals(old), SourceRows::Hospitals(new)) = (&old, &file.rows) {
                            changes = compare(old, new);
                            let directory = self.directory();
                            let hint = |ccn| directory.hospitals.converted_to(ccn);
                            relisting = Relisting::of(release, &file.release, &file.rows, &changes, hint);
                        }
                        rows = Some(differ);
                    }
                    Some(_) => file
                        .notes
                        .push("the table held was damaged, so what changed since cannot be said".to_owned()),
                    None => {}
                }
                to_keep.push(DirectoryImported {
                    release: file.release.clone(),
                    body: file.packed(),
                    rejects: file.rejected.iter().map(reject).collect(),
                    changes: kept_changes(&file.release, rows, &changes),
                });
            }
            outcomes.push(Outcome {
                release: file.release,
                unchanged,
                notes: file.notes,
                rejected: file.rejected,
                rows,
                changes,
            });
        }
        drop(read);
        if !refused.is_empty() {
            let why: Vec<String> = refused.iter().map(ToString::to_string).collect();
            return Err(AppError::refused(format!("nothing was imported: {}", why.join("; "))));
        }
        if !rules.dry_run && !to_keep.is_empty() {
            self.keep_directory_with(to_keep, &relisting).await?;
            self.reload_directory().await?;
        }
        Ok(outcomes)
    }
}

/// The rows held of a source whose table is known to read.
async fn held_rows(read: &mut Read, release: &Release) -> Result<SourceRows, AppError> {
    let body = read.directory_body(release.kind).await?.unwrap_or_default();
    SourceRows::unpack(release.kind, &body)
        .map_err(|e| AppError::Broken { what: format!("the table of {}: {e}", release.title) })
}

fn reject(row: &RowError) -> Reject {
    Reject { line: row.row, column: row.column.clone(), text: row.text.clone(), why: row.why.clone() }
}

/// The differences as kept: each hospital's own for the list of hospitals, the counts for any other file.
fn kept_changes(release: &Release, rows: Option<RowChanges>, changes: &[DirectoryChange]) -> Vec<NewChange> {
    let counts = rows.filter(|rows| changes.is_empty() && !rows.is_empty()).map(|rows| NewChange {
        ccn: None,
        change: json!({ "kind": "rows", "new": rows.n_new, "gone": rows.n_gone, "changed": rows.n_changed }),
        sentence: format!("{}: {rows}", release.title),
    });
    let each = changes.iter().map(|change| NewChange {
        ccn: Some(change.ccn()),
        change: json!({ "kind": change.kind() }),
        sentence: change.to_string(),
    });
    counts.into_iter().chain(each).collect()
}
