//! Copies of the whole database while it is in use. It does not decide when to make one.

use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::error::StoreError;
use crate::files;
use crate::schema;
use crate::store::{Store, read_options};

impl Store {
    /// Copies the database to a new file, as it is at one moment, while readers and writers go on.
    ///
    /// The file appears under its name only when it is whole, checked and on disk. A file that exists is never
    /// overwritten. It holds everything the database does, so keep it as safe. Returns its size in bytes.
    pub async fn backup(&self, to: &Path) -> Result<u64, StoreError> {
        if to.exists() {
            return Err(StoreError::Exists { path: to.to_owned() });
        }
        let mut connection = self.readers().acquire().await?;
        let partial = Partial::begin(to)?;
        copy(&mut connection, &partial.path).await?;
        drop(connection);
        check(&partial.path).await?;
        partial.publish(to)
    }
}

/// Copies a database as it is to a new file, without a check. The connection must not be in a transaction.
pub(crate) async fn copy_to(connection: &mut SqliteConnection, to: &Path) -> Result<u64, StoreError> {
    let partial = Partial::begin(to)?;
    copy(connection, &partial.path).await?;
    partial.publish(to)
}

/// Copies a database to an empty file. The connection must not be in a transaction.
pub(crate) async fn copy(connection: &mut SqliteConnection, to: &Path) -> Result<(), StoreError> {
    let name = to.to_str().ok_or_else(|| {
        StoreError::file("write", to, std::io::Error::other("the name is not plain text (UTF-8)"))
    })?;
    sqlx::query("VACUUM INTO $1")
        .bind(name)
        .execute(connection)
        .await
        .map_err(|e| StoreError::from(e).at(to))?;
    Ok(())
}

/// Reads a whole copy, page by page.
pub(crate) async fn check(path: &Path) -> Result<(), StoreError> {
    let mut connection = read_options(path).connect().await.map_err(|e| StoreError::from(e).at(path))?;
    schema::inspect(&mut connection, path).await?;
    schema::check_whole(&mut connection).await?;
    Ok(connection.close().await?)
}

/// A file being written beside the name it will have. Left-overs of a killed run are emptied and used again.
pub(crate) struct Partial {
    pub(crate) path: PathBuf,
    file: std::fs::File,
}

impl Partial {
    /// Begins one for `name`. [`StoreError::Busy`] when someone else is writing it now.
    pub(crate) fn begin(name: &Path) -> Result<Self, StoreError> {
        let file_name = name
            .file_name()
            .ok_or_else(|| StoreError::file("write", name, std::io::Error::other("it names no file")))?;
        let path = name.with_file_name(format!(".{}.partial", file_name.to_string_lossy()));
        let file = files::make_private_file(&path)?;
        file.try_lock().map_err(|e| StoreError::Busy { source: Box::new(e) })?;
        file.set_len(0).map_err(|e| StoreError::file("empty", &path, e))?;
        Ok(Self { path, file })
    }

    /// The file, to write to.
    pub(crate) fn file(&mut self) -> &mut std::fs::File {
        &mut self.file
    }

    /// Puts the bytes on disk and gives the file its name.
    pub(crate) fn publish(self, name: &Path) -> Result<u64, StoreError> {
        let n_bytes = self.save()?;
        files::publish(&self.path, name)?;
        Ok(n_bytes)
    }

    /// Puts the bytes on disk and gives the file the name of another, in one step.
    pub(crate) fn take_the_place_of(self, other: &Path) -> Result<(), StoreError> {
        self.save()?;
        files::take_the_place(&self.path, other)
    }

    fn save(&self) -> Result<u64, StoreError> {
        let saved = self.file.sync_all().and_then(|()| self.file.metadata());
        Ok(saved.map_err(|e| StoreError::file("save", &self.path, e))?.len())
    }
}

impl Drop for Partial {
    /// After `publish` the hidden name is gone already, so there is nothing left to remove.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
