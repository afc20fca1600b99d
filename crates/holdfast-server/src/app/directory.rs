//! The national directory in memory: filled from the tables inside the binary at first, from official files later.

use std::sync::{Arc, OnceLock};

use holdfast_core::decide::care::CareModel;
use holdfast_core::decide::directory::Directory as JoinedDirectory;
use holdfast_core::decide::people_covered::RuralSite;
use holdfast_core::decide::search::SearchIndex;
use holdfast_core::model::{DirectoryTables, Release, SourceKind};
use holdfast_import::load_packed;
use holdfast_store::{Directory, Instance, NewChange, Reject};

use super::relisting::Relisting;
use super::{App, AppError};

/// The directory ready to look up, with the version of the store it was read at.
#[derive(Default)]
pub struct LoadedDirectory {
    /// The joined files.
    pub hospitals: JoinedDirectory,
    /// The search index over them.
    pub search: SearchIndex,
    /// Tables of the store that do not read. Those inside the binary stand in for them until the files are imported again.
    pub damaged: Vec<DamagedTable>,
    /// The store's directory version and epoch when it was read.
    pub version: (i64, i64),
    /// Who loses care when its hospitals go dark, once somebody asked.
    pub(super) care: OnceLock<CareModel>,
    /// Places of rural hospitals, most critical first, once somebody asked.
    pub(super) rural_sites: OnceLock<Arc<Vec<RuralSite>>>,
}

/// A table of the store that does not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedTable {
    /// Which file's.
    pub kind: SourceKind,
    /// The release that was held.
    pub title: String,
    /// What is wrong.
    pub why: String,
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
        self.keep_directory_with(files, &Relisting::default()).await
    }

    /// As [`App::keep_directory`], with what follows for hospitals that came or went, in the same write.
    pub(super) async fn keep_directory_with(
        &self,
        files: Vec<DirectoryImported>,
        relisting: &Relisting,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        for file in &files {
            write.replace_source(&file.release, &file.body, &file.rejects, &file.changes, now_ms).await?;
        }
        self.relist(&mut write, relisting).await?;
        write.commit().await?;
        Ok(())
    }

    /// Reads the directory anew when the store holds another version than the one in memory. Says whether it did.
    ///
    /// A table that does not read costs that table: the one inside the binary stands in, so that the portal opens, and a
    /// file can be imported or a backup restored over the damage.
    pub async fn reload_directory(&self) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        let meta = read.meta().await?;
        let version = (meta.directory_version, meta.epoch);
        if self.directory().version == version && version != (0, 0) {
            return Ok(false);
        }
        let mut tables = DirectoryTables::default();
        let mut damaged = Vec::new();
        for imported in read.imported().await? {
            let (kind, title) = (imported.release.kind, imported.release.title.clone());
            let body = read.directory_body(kind).await?.unwrap_or_default();
            if let Err(e) = load_packed(&mut tables, imported.release, &body) {
                tracing::error!(
                    directory.kind = kind.key(),
                    error = %e,
                    "The table of {title} is damaged; the one inside the binary stands in until the file is imported again"
                );
                damaged.push(DamagedTable { kind, title, why: e.to_string() });
            }
        }
        tables.former = read.former_listings().await?;
        drop(read);
        if !damaged.is_empty() {
            stand_in(&mut tables, &damaged)?;
        }
        let loaded = tokio::task::spawn_blocking(move || {
            let hospitals = JoinedDirectory::join(&tables);
            let search = SearchIndex::build(&hospitals);
            LoadedDirectory {
                hospitals,
                search,
                damaged,
                version,
                care: OnceLock::new(),
                rural_sites: OnceLock::new(),
            }
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
    Ok(LoadedDirectory { hospitals, search, ..LoadedDirectory::default() })
}

/// Puts the tables inside the binary in the place of damaged ones.
fn stand_in(tables: &mut DirectoryTables, damaged: &[DamagedTable]) -> Result<(), AppError> {
    for (release, body) in embedded()? {
        if damaged.iter().any(|d| d.kind == release.kind) {
            load_packed(tables, release, &body)
                .map_err(|e| AppError::Broken { what: format!("the directory inside the binary: {e}") })?;
        }
    }
    Ok(())
}

fn embedded() -> Result<Vec<(Release, Vec<u8>)>, AppError> {
    holdfast_catalog::directory_facts::embedded_directory()
        .map_err(|e| AppError::Broken { what: format!("the directory inside the binary: {e}") })
}
