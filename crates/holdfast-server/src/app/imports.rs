//! What the public files brought in: their releases, the rows refused, and what each import changed.
//!
//! It imports nothing; the command line does.

use holdfast_core::model::{Ccn, SourceKind};
use holdfast_store::{Change, Directory as _, Imported, Reject};

use super::{App, AppError};

/// Differences shown at most.
const N_CHANGES: u32 = 200;

/// The files the directory is made of, and what the last imports changed.
pub struct DirectoryRecord {
    /// Every file held.
    pub imported: Vec<Imported>,
    /// The latest differences, newest first.
    pub changes: Vec<Change>,
}

impl App {
    /// The files held and the latest differences.
    pub async fn directory_record(&self) -> Result<DirectoryRecord, AppError> {
        let mut read = self.store.read().await?;
        Ok(DirectoryRecord {
            imported: read.imported().await?,
            changes: read.directory_changes(N_CHANGES).await?,
        })
    }

    /// A file held, with the rows refused at its last import.
    pub async fn directory_rejects(&self, kind: &str) -> Result<(Imported, Vec<Reject>), AppError> {
        let missing = || AppError::not_found(format!("There is no imported file `{}`.", short(kind)));
        let kind = SourceKind::from_key(kind).ok_or_else(missing)?;
        let mut read = self.store.read().await?;
        let imported =
            read.imported().await?.into_iter().find(|i| i.release.kind == kind).ok_or_else(missing)?;
        Ok((imported, read.rejects(kind).await?))
    }

    /// What imports changed about one hospital, newest first.
    pub async fn directory_changes_of(&self, ccn: Ccn) -> Result<Vec<Change>, AppError> {
        Ok(self.store.read().await?.directory_changes_of(ccn, 20).await?)
    }
}

/// What was typed in an address, cut for a message.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
