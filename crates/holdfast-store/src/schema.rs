//! Brings a file's tables up to this release, and refuses files that are not ours to touch. It holds no SQL of a noun.

use std::path::Path;

use sqlx::SqliteConnection;
use sqlx::migrate::{MigrateError, Migrator};

use crate::error::StoreError;

/// Every step ever shipped. A step that shipped is never edited: its digest is kept in each file.
static STEPS: Migrator = sqlx::migrate!();

/// The mark of our files in SQLite's header, "HFSD".
const APPLICATION_ID: i64 = 1_212_568_388;

/// The newest schema version this release knows.
pub fn newest_version() -> i64 {
    STEPS.iter().map(|m| m.version).max().unwrap_or(0)
}

/// What a file is, before anything in it is changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No tables of ours yet.
    Empty,
    /// Ours, at this version.
    Ours { version: i64 },
}

/// Looks at a file without changing it; refuses other programs' files and newer ones.
pub(crate) async fn inspect(connection: &mut SqliteConnection, path: &Path) -> Result<Standing, StoreError> {
    let named = |e: sqlx::Error| StoreError::from(e).at(path);
    let mark: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(named)?;
    let n_others: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations' AND name NOT LIKE 'sqlite_%'",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(named)?;
    match (mark, n_others) {
        (0, 0) => return Ok(Standing::Empty),
        (APPLICATION_ID, _) => {}
        _ => return Err(StoreError::NotOurs { path: path.to_owned() }),
    }
    let found: i64 =
        sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success")
            .fetch_one(&mut *connection)
            .await
            .map_err(named)?;
    let ours = newest_version();
    if found > ours {
        return Err(StoreError::Newer { path: path.to_owned(), found, ours });
    }
    Ok(Standing::Ours { version: found })
}

/// Runs the steps a file lacks, each whole or not at all.
pub(crate) async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    STEPS.run(&mut *connection).await.map_err(|e| match e {
        MigrateError::VersionMissing(found) => {
            StoreError::Newer { path: path.to_owned(), found, ours: newest_version() }
        }
        MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => {
            StoreError::OtherSchema { path: path.to_owned(), version }
        }
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
            StoreError::from(source).at(path)
        }
        other => StoreError::Database { source: sqlx::Error::Migrate(Box::new(other)) },
    })
}

/// Every page, index, reference and table of a public file in a file of this release is sound, or the error says what is not.
pub(crate) async fn check_whole(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    check_pages(connection).await?;
    crate::directory::check_tables(connection).await?;
    crate::feed::check_tables(connection).await
}

/// Every page, index and reference of a file is sound, or the error says what is not. It does not see inside a blob.
pub(crate) async fn check_pages(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let found: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check(5)").fetch_all(&mut *connection).await?;
    if found != ["ok"] {
        return Err(StoreError::Damaged { what: found.join("; ") });
    }
    let dangling: Option<String> =
        sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            .fetch_optional(&mut *connection)
            .await?;
    match dangling {
        Some(table) => {
            Err(StoreError::Damaged { what: format!("a row of `{table}` refers to one that is gone") })
        }
        None => Ok(()),
    }
}
