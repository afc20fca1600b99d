//! The national directory in memory: filled from the tables inside the binary at first, from official files later.

use std::sync::Arc;

use holdfast_core::decide::directory::Directory as JoinedDirectory;
use holdfast_core::decide::search::SearchIndex;
use holdfast_core::model::{DirectoryTables, Release, SourceKind};
use holdfast_import::load_packed;
use holdfast_store::{Directory, Instance, NewChange, Reject};

use super::{App, AppError};

/// The directory ready to look up, with the version of the store it was read at.
#[derive(Default)]
pub struct LoadedDirectory {
    /// The joined files.
    pub hospitals: JoinedDirectory,
    /// The search index over them.
    pub search: SearchIndex,
    /// The store's directory version and epoch when it was read.
    pub version: (i64, i64),
}

/// One file ready to be kept: its release, its table, and what was found on the way.
pub struct DirectoryImported {
    /// The release, counts filled in.
    pub release: Release,
    /// The table, deflated.
    pub body: Vec<u8>,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// Differences from what was held.
    pub changes: Vec<NewChange>,
}

impl App {
    /// Puts the tables inside the binary into an empty store, all in one write.
    pub(super) async fn fill_empty_directory(
        &self,
        say: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<(), AppError> {
        if !self.store.read().await?.imported().await?.is_empty() {
            return Ok(());
        }
        let tables = embedded()?;
        let n = tables.iter().find(|(r, _)| r.kind == SourceKind::CmsHospitals).map_or(0, |(r, _)| r.n_rows);
        say(&format!("Filling the national directory: {n} hospitals"));
        let files = tables
            .into_iter()
            .map(|(release, body)| DirectoryImported {
                release,
                body,
                rejects: Vec::new(),
                changes: Vec::new(),
            })
            .collect();
        self.keep_directory(files).await
    }

    /// Keeps imported files: all of them or none.
    pub async fn keep_directory(&self, files: Vec<DirectoryImported>) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        for file in &files {
            write.replace_source(&file.release, &file.body, &file.rejects, &file.changes, now_ms).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Reads the directory anew when the store holds another version than the one in memory. Says whether it did.
    pub async fn reload_directory(&self) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        let meta = read.meta().await?;
        let version = (meta.directory_version, meta.epoch);
        if self.directory().version == version && version != (0, 0) {
            return Ok(false);
        }
        let mut tables = DirectoryTables::default();
        for imported in read.imported().await? {
            let kind = imported.release.kind;
            let body = read.directory_body(kind).await?.unwrap_or_default();
            load_packed(&mut tables, imported.release, &body)
                .map_err(|e| AppError::Broken { what: format!("the directory held: {e}") })?;
        }
        drop(read);
        let loaded = tokio::task::spawn_blocking(move || {
            let hospitals = JoinedDirectory::join(&tables);
            let search = SearchIndex::build(&hospitals);
            LoadedDirectory { hospitals, search, version }
        })
        .await
        .map_err(|e| AppError::Broken { what: e.to_string() })?;
        *self.directory.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(loaded);
        Ok(true)
    }
}

/// The directory inside the binary, joined, for commands that run without a data folder.
pub fn embedded_directory() -> Result<LoadedDirectory, AppError> {
    let mut tables = DirectoryTables::default();
    for (release, body) in embedded()? {
        load_packed(&mut tables, release, &body)
            .map_err(|e| AppError::Broken { what: format!("the directory inside the binary: {e}") })?;
    }
    let hospitals = JoinedDirectory::join(&tables);
    let search = SearchIndex::build(&hospitals);
    Ok(LoadedDirectory { hospitals, search, version: (0, 0) })
}

fn embedded() -> Result<Vec<(Release, Vec<u8>)>, AppError> {
    holdfast_catalog::directory_facts::embedded_directory()
        .map_err(|e| AppError::Broken { what: format!("the directory inside the binary: {e}") })
}
