//! Opens the data folder and hands out reads and writes. It knows no table.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use crate::broken_off::BrokenOff;
use crate::error::StoreError;
use crate::files;
use crate::schema::{self, Standing};
use crate::transaction::{Read, Write};

/// The database's name inside the data folder.
pub const DATABASE_FILE: &str = "holdfast.db";

/// Readers at one time.
const N_READERS: u32 = 4;

/// How long a statement waits for another program's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a caller waits for its turn to read or write.
const TURN_TIMEOUT: Duration = Duration::from_secs(15);

/// What opening needs from outside: the store asks neither clock nor chance.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// Now, in milliseconds since 1970 UTC; kept when the database is new.
    pub now_ms: i64,
    /// A random positive number; becomes the instance's id when the database is new.
    pub new_instance_id: i64,
}

/// The open data folder. Cheap to clone; all clones share one writer and four readers.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    readers: SqlitePool,
    writer: SqlitePool,
    broken_off: BrokenOff,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.inner.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the data folder, making it and its database when they are not there, and brings the tables up to this release.
    ///
    /// Fails without changing anything when the folder cannot be written, or the file in it is no database, another
    /// program's, or a newer release's. A commit waits until the bytes are on disk.
    pub async fn open(folder: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        files::make_private_folder(folder)?;
        let path = folder.join(DATABASE_FILE);
        files::make_private_file_if_missing(&path)?;
        // Two programs that start at once take turns here; the system lets go if one is killed.
        let _turn = turn(folder).await?;

        // Looking changes nothing: a file that is refused keeps every byte.
        let mut look = read_options(&path).connect().await.map_err(|e| StoreError::from(e).at(&path))?;
        let standing = schema::inspect(&mut look, &path).await?;
        look.close().await?;
        if let Standing::Ours { version } = standing
            && version < schema::newest_version()
        {
            tracing::info!(
                store.from = version,
                store.to = schema::newest_version(),
                "Bringing the database up to this release"
            );
        }
        let mut first = write_options(&path).connect().await.map_err(|e| StoreError::from(e).at(&path))?;
        schema::migrate(&mut first, &path).await?;
        crate::directory::seal_tables(&mut first).await?;
        crate::meta::begin(&mut first, options).await?;
        first.close().await?;

        let broken_off = BrokenOff::default();
        let writer = pool(1).min_connections(1);
        let writer = broken_off.watch(writer).connect_with(write_options(&path)).await?;
        let readers = pool(N_READERS).connect_lazy_with(read_options(&path));
        Ok(Self { inner: Arc::new(Inner { folder: folder.to_owned(), readers, writer, broken_off }) })
    }

    /// A picture of everything at one moment. Writers do not wait for it, nor it for them.
    pub async fn read(&self) -> Result<Read, StoreError> {
        Ok(Read::new(self.inner.readers.begin().await?))
    }

    /// The next write. Waits for the one before; see [`Write`].
    pub async fn write(&self) -> Result<Write, StoreError> {
        let transaction = self.inner.writer.begin_with("BEGIN IMMEDIATE").await?;
        self.inner.broken_off.reset();
        Ok(Write::new(transaction))
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.inner.folder.join(DATABASE_FILE)
    }

    /// Looks at every page, index, reference and directory table. Slow on a large file; readers and writers go on meanwhile.
    pub async fn check_whole(&self) -> Result<(), StoreError> {
        let mut connection = self.inner.readers.acquire().await?;
        schema::check_whole(&mut connection).await
    }

    /// Looks at every page, index and reference, and not inside the directory's tables.
    pub(crate) async fn check_pages(&self) -> Result<(), StoreError> {
        let mut connection = self.inner.readers.acquire().await?;
        schema::check_pages(&mut connection).await
    }

    /// Waits for writes to end and closes the file.
    pub async fn close(&self) {
        self.inner.readers.close().await;
        self.inner.writer.close().await;
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.inner.writer
    }
}

/// Takes the lock that programs opening this folder take turns by.
pub(crate) async fn turn(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("opening.lock");
    let file = files::make_private_file(&path)?;
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    match locked {
        Ok(Ok(file)) => Ok(file),
        Ok(Err(source)) => Err(StoreError::file("lock", &path, source)),
        Err(join) => Err(StoreError::file("lock", &path, std::io::Error::other(join))),
    }
}

/// Connections are kept for good, but for one whose transaction did not end: SQLite ends a transaction by itself when the
/// disk is full or fails, and then the driver's rollback fails and would block the connection for ever.
fn pool(n_connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(n_connections)
        .acquire_timeout(TURN_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            Box::pin(async move {
                connection.ping().await?; // a rollback still under way is over after this
                Ok(!connection.is_in_transaction())
            })
        })
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(BUSY_TIMEOUT)
}

/// Settings of a connection that writes: a commit returns only when the bytes are on disk.
pub(crate) fn write_options(path: &Path) -> SqliteConnectOptions {
    options(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", "67108864")
}

/// Settings of a connection that cannot write.
pub(crate) fn read_options(path: &Path) -> SqliteConnectOptions {
    options(path).read_only(true)
}
