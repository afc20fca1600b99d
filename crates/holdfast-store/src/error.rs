//! What can go wrong while keeping things, each with what to do next. It decides nothing about retries.

use std::io;
use std::path::PathBuf;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file stands where the data folder should be.
    #[error("`{path}` is a file; give the name of a folder to keep data in")]
    NotAFolder {
        /// What was given.
        path: PathBuf,
    },
    /// Nothing is there.
    #[error("there is no file `{path}`; check the name")]
    Missing {
        /// What was given.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("`{path}` exists already; choose a name that is free, nothing was overwritten")]
    Exists {
        /// What was given.
        path: PathBuf,
    },
    /// The file is no SQLite database.
    #[error("`{path}` is not a database; move it away, or name another folder or file")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// A database of some other program.
    #[error("`{path}` is a database of another program; name another folder or file")]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer release.
    #[error(
        "`{path}` was written by a newer release (schema {found}; this release knows {ours}); install that release or a newer one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version this release knows.
        ours: i64,
    },
    /// A migration that ran is not the one this release has.
    #[error(
        "schema step {version} of `{path}` is not the one this release ships; install the release that wrote it, or restore a backup"
    )]
    OtherSchema {
        /// The file.
        path: PathBuf,
        /// The migration.
        version: i64,
    },
    /// No right to write.
    #[error("cannot write in `{path}`; give the user that runs this program the right to write there")]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No room left.
    #[error(
        "the disk is full; free some space and try again (what was being saved was not saved, nothing else is lost)"
    )]
    DiskFull {
        /// What the system said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Someone else held the database for too long.
    #[error(
        "the database was busy for too long; try again, and if it stays so look for another program that holds it open"
    )]
    Busy {
        /// What the database said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Bytes on disk are wrong.
    #[error(
        "the database is damaged (`{what}`); stop the portal and put the last backup back: `holdfast restore FILE`"
    )]
    Damaged {
        /// What a check found.
        what: String,
    },
    /// The table of one public file is not as it was put in.
    #[error(
        "the table of the public file `{kind}` in the database is damaged; bring that file in again with `holdfast import hospitals`, or restore a backup"
    )]
    DamagedTable {
        /// The file's key.
        kind: String,
    },
    /// A table of a feed whose bytes are wrong.
    #[error(
        "the table of the feed `{kind}` in the database is damaged; bring it in again with `holdfast feed update`, or restore a backup"
    )]
    DamagedFeed {
        /// The feed's key.
        kind: String,
    },
    /// A backup whose bytes are wrong.
    #[error("the backup `{path}` is damaged (`{what}`); use another one")]
    DamagedBackup {
        /// The backup.
        path: PathBuf,
        /// What a check found.
        what: String,
    },
    /// A portal runs on the folder.
    #[error(
        "another holdfast already serves the data folder `{path}`; stop it first, or name another folder with --data-dir"
    )]
    Served {
        /// The folder.
        path: PathBuf,
    },
    /// One row holds what this release cannot read.
    #[error(
        "table `{table}`, row `{key}`: column `{column}` cannot be read; restore it from a backup, or install the release that wrote it"
    )]
    UnreadableRow {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The key of the row.
        key: String,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A value that must be unique is there already.
    #[error("`{what}` is there already; load it and change that one")]
    Duplicate {
        /// Table and column, like `account.email`.
        what: String,
    },
    /// A rule of a table was broken.
    #[error("the database refused the row: `{what}`; this is a fault in the program, please report it")]
    Refused {
        /// The rule.
        what: String,
    },
    /// The write went on after an error that had ended it.
    #[error(
        "an earlier error ended this write and nothing of it was kept; start it again from the beginning"
    )]
    BrokenOff,
    /// A file operation failed.
    #[error("could not {doing} `{path}`; check the folder and its rights, then try again")]
    File {
        /// What was being done, a verb first.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Anything else the database said.
    #[error("the database could not do this; try again, and report it if it stays so")]
    Database {
        /// What it said.
        #[source]
        source: sqlx::Error,
    },
}

impl StoreError {
    /// A failed file operation; a full disk and missing rights get their own words.
    pub(crate) fn file(doing: &'static str, path: &std::path::Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { source: Box::new(source) }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, source: Box::new(source) }
            }
            io::ErrorKind::NotFound if doing.starts_with("read") => Self::Missing { path },
            _ => Self::File { doing, path, source },
        }
    }

    /// Says that this file cannot be used, whatever the state of everything else.
    pub fn refuses(&self, file: &std::path::Path) -> bool {
        match self {
            Self::Missing { path }
            | Self::NotADatabase { path }
            | Self::NotOurs { path }
            | Self::Newer { path, .. }
            | Self::OtherSchema { path, .. }
            | Self::DamagedBackup { path, .. } => path == file,
            _ => false,
        }
    }

    /// Says that the bytes found are of no use to this release. A full disk, a missing right or a busy file is another matter.
    pub(crate) fn unusable(&self) -> bool {
        matches!(
            self,
            Self::NotADatabase { .. }
                | Self::NotOurs { .. }
                | Self::Newer { .. }
                | Self::OtherSchema { .. }
                | Self::Damaged { .. }
        )
    }

    /// Names the file in an error that came without one.
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        let path = path.to_owned();
        match self {
            Self::ReadOnly { source, .. } => Self::ReadOnly { path, source },
            Self::NotADatabase { .. } => Self::NotADatabase { path },
            other => other,
        }
    }
}

/// SQLite's primary result codes this store tells apart. Source: <https://www.sqlite.org/rescode.html>.
mod code {
    pub(super) const BUSY: i64 = 5;
    pub(super) const LOCKED: i64 = 6;
    pub(super) const READ_ONLY: i64 = 8;
    pub(super) const CORRUPT: i64 = 11;
    pub(super) const FULL: i64 = 13;
    pub(super) const CANNOT_OPEN: i64 = 14;
    pub(super) const CONSTRAINT: i64 = 19;
    /// An extended code: the commit hook of `broken_off` said no.
    pub(super) const COMMIT_HOOK: i64 = 531;
    pub(super) const NOT_A_DATABASE: i64 = 26;
}

impl From<sqlx::Error> for StoreError {
    fn from(source: sqlx::Error) -> Self {
        let Some(database) = source.as_database_error() else {
            return match source {
                sqlx::Error::PoolTimedOut => Self::Busy { source: Box::new(source) },
                sqlx::Error::Io(io) => Self::file("use", std::path::Path::new("the database"), io),
                source => Self::Database { source },
            };
        };
        let extended: i64 = database.code().and_then(|c| c.parse().ok()).unwrap_or(0);
        let message = database.message().to_owned();
        let here = || PathBuf::from("the database");
        match extended & 0xff {
            code::BUSY | code::LOCKED => Self::Busy { source: Box::new(source) },
            code::READ_ONLY | code::CANNOT_OPEN => Self::ReadOnly { path: here(), source: Box::new(source) },
            code::CORRUPT => Self::Damaged { what: message },
            code::FULL => Self::DiskFull { source: Box::new(source) },
            code::NOT_A_DATABASE => Self::NotADatabase { path: here() },
            code::CONSTRAINT if extended == code::COMMIT_HOOK => Self::BrokenOff,
            code::CONSTRAINT if database.is_unique_violation() => {
                let what = message.rsplit(": ").next().unwrap_or(&message).to_owned();
                Self::Duplicate { what }
            }
            code::CONSTRAINT => Self::Refused { what: message },
            _ => Self::Database { source },
        }
    }
}
