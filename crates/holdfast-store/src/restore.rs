//! Puts a backup in the place of everything, in one step: under a running server, or where what was there is of no use.
//! It keeps what was there.

use std::path::{Path, PathBuf};

use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use crate::audit::Audit;
use crate::backup::{self, Partial};
use crate::directory;
use crate::error::StoreError;
use crate::files;
use crate::schema::{self, Standing};
use crate::serving::Serving;
use crate::store::{DATABASE_FILE, OpenOptions, Store, read_options, turn, write_options};
use crate::transaction::{Connected, Write};

const ATTACH: &str = "ATTACH DATABASE $1 AS incoming";
/// Every table but the two a restore treats by themselves: the file's own facts, and the steps it went through.
const TABLES: &str = "SELECT name FROM main.sqlite_master WHERE type = 'table'
    AND name NOT LIKE 'sqlite_%' AND name NOT IN ('meta', '_sqlx_migrations') ORDER BY name";
const COLUMNS: &str = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
/// Lifts the rule that logs are only added to, until `NEW_EPOCH` in the same transaction.
const ALLOW: &str = "UPDATE main.meta SET restoring = 1";
const SIGN_OUT: &str = "UPDATE main.session SET revoked_at_ms = $1 WHERE revoked_at_ms IS NULL";
const END_LINKS: &str =
    "UPDATE main.link_token SET expires_at_ms = $1 WHERE used_at_ms IS NULL AND expires_at_ms > $1";
const NEW_EPOCH: &str = "UPDATE main.meta SET
    instance_id = (SELECT instance_id FROM incoming.meta),
    created_at_ms = (SELECT created_at_ms FROM incoming.meta),
    directory_version = 1 + max(directory_version, (SELECT directory_version FROM incoming.meta)),
    epoch = 1 + max(epoch, (SELECT epoch FROM incoming.meta)),
    restoring = 0 RETURNING epoch";
/// The same where the backup takes the place of the file itself, and nothing is left to compare with.
const NEXT_EPOCH: &str = "UPDATE meta SET directory_version = 1 + directory_version, epoch = 1 + epoch, restoring = 0 RETURNING epoch";

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Everything as it was just before, sound or not. `None`: nothing was there.
    pub safety_copy: Option<PathBuf>,
    /// The schema version the backup had; older ones are brought up to date on the way.
    pub from_version: i64,
    /// Rows put in place.
    pub n_rows: u64,
    /// The new epoch.
    pub epoch: i64,
}

impl Store {
    /// Replaces everything by the content of a backup.
    ///
    /// `from` is read, never changed. It is refused when it is no Holdfast database, newer than this release, or
    /// damaged. Readers see everything old or everything new; writers wait. A copy of what was there is kept beside
    /// the database first, an entry is added to the audit log, and the epoch counts up. Everyone is signed out and unused
    /// links end, since the backup cannot know which of them were ended after it; roles, API tokens and
    /// learners' links are as they were then. Killed in the middle, nothing has changed.
    pub async fn restore(&self, from: &Path, actor: &str, now_ms: i64) -> Result<Restored, StoreError> {
        if !from.is_file() {
            return Err(StoreError::Missing { path: from.to_owned() });
        }
        let incoming = Partial::begin(&self.folder().join("restore.db"))?;
        let from_version = take_in(from, &incoming.path).await?;

        // Holding the one writer keeps this program's writers waiting. A connection of our own does the work, so that
        // nothing stays attached to the pool's if this is cut short.
        let turn = self.writer().acquire().await?;
        let own = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let own = own.connect_with(write_options(&self.database())).await?;
        sqlx::query(ATTACH).bind(incoming.path.to_string_lossy().into_owned()).execute(&own).await?;
        let mut write = Write::new(own.begin_with("BEGIN IMMEDIATE").await?);
        let safety_copy = self.folder().join(format!("before-restore-{now_ms}.db"));
        // As it is: a copy that had to be sound would stand in the way of the cure.
        backup::copy_to(&mut *self.readers().acquire().await?, &safety_copy).await?;

        let before = write.audit_head().await?;
        let n_rows = replace_all(write.connection()).await?;
        sqlx::query(SIGN_OUT).bind(now_ms).execute(write.connection()).await?;
        sqlx::query(END_LINKS).bind(now_ms).execute(write.connection()).await?;
        let epoch = sqlx::query_scalar(NEW_EPOCH).fetch_one(write.connection()).await?;
        let kept = safety_copy.file_name().map(|n| n.to_string_lossy().into_owned());
        let detail = json!({ "safety_copy": kept, "log_before": { "seq": before.seq, "hash": before.hash } });
        write.add_audit(actor, "store.restore", "store", &detail, now_ms).await?;
        write.commit().await?;
        own.close().await;
        drop(turn);
        tracing::info!(store.rows = n_rows, store.epoch = epoch, "Restored {n_rows} rows from a backup");
        Ok(Restored { safety_copy: Some(safety_copy), from_version, n_rows, epoch })
    }

    /// Restores a backup into a folder whatever its state: the database there may be in use, damaged, another program's,
    /// or missing, and so may the folder.
    ///
    /// A sound database is restored into as [`Store::restore`] does, under a running portal too. One that is of no use is
    /// set aside beside the backup's, with its unwritten pages, and no portal may run meanwhile ([`StoreError::Served`]).
    /// The backup is checked before anything is moved. Killed in the middle, the folder has the one database or the other.
    pub async fn restore_into(
        folder: &Path,
        from: &Path,
        options: OpenOptions,
        actor: &str,
    ) -> Result<Restored, StoreError> {
        if !from.is_file() {
            return Err(StoreError::Missing { path: from.to_owned() });
        }
        files::make_private_folder(folder)?;
        match open_if_sound(folder, options).await? {
            Some(store) => {
                let restored = store.restore(from, actor, options.now_ms).await;
                store.close().await;
                restored
            }
            None => take_the_place(folder, from, actor, options.now_ms).await,
        }
    }
}

/// The store in a folder; `None` when there is none, or its bytes are of no use.
async fn open_if_sound(folder: &Path, options: OpenOptions) -> Result<Option<Store>, StoreError> {
    if !folder.join(DATABASE_FILE).exists() {
        return Ok(None);
    }
    let opened = match Store::open(folder, options).await {
        Ok(store) => match store.check_pages().await {
            Ok(()) => return Ok(Some(store)),
            Err(e) => {
                store.close().await;
                Err(e)
            }
        },
        Err(e) => Err(e),
    };
    match opened {
        Err(e) if e.unusable() => {
            tracing::warn!(error = %e, "The database in the data folder cannot be used; the backup takes its place");
            Ok(None)
        }
        other => other,
    }
}

/// Makes the backup's copy the folder's database, and sets aside what has that name.
async fn take_the_place(
    folder: &Path,
    from: &Path,
    actor: &str,
    now_ms: i64,
) -> Result<Restored, StoreError> {
    let _serving = Serving::begin(folder)?;
    let _turn = turn(folder).await?;
    let incoming = Partial::begin(&folder.join("restore.db"))?;
    let from_version = take_in(from, &incoming.path).await?;

    let database = folder.join(DATABASE_FILE);
    let aside = folder.join(format!("before-restore-{now_ms}.db"));
    let safety_copy = database.exists().then_some(aside.clone());
    let (n_rows, epoch) = count_up(&incoming.path, safety_copy.as_deref(), actor, now_ms).await?;
    // SQLite would read pages left over from the old file into the new one.
    for end in ["-wal", "-shm"] {
        files::set_aside(&with_end(&database, end), &with_end(&aside, end))?;
    }
    if safety_copy.is_some() {
        files::keep_second_name(&database, &aside)?;
    }
    incoming.take_the_place_of(&database)?;
    tracing::info!(store.rows = n_rows, store.epoch = epoch, "Put a backup of {n_rows} rows in place");
    Ok(Restored { safety_copy, from_version, n_rows, epoch })
}

/// Does to a backup's copy what a restore does beside putting rows in place. Returns its rows and its epoch.
async fn count_up(
    copy: &Path,
    safety_copy: Option<&Path>,
    actor: &str,
    now_ms: i64,
) -> Result<(u64, i64), StoreError> {
    let own = SqlitePoolOptions::new().max_connections(1).connect_with(copy_options(copy)).await?;
    let mut write = Write::new(own.begin_with("BEGIN IMMEDIATE").await?);
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(write.connection()).await?;
    let mut n_rows = 0;
    for table in &tables {
        let count = format!("SELECT count(*) FROM main.{}", quoted(table));
        let n: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(write.connection()).await?;
        n_rows += u64::try_from(n).unwrap_or(0);
    }
    sqlx::query(SIGN_OUT).bind(now_ms).execute(write.connection()).await?;
    sqlx::query(END_LINKS).bind(now_ms).execute(write.connection()).await?;
    let epoch = sqlx::query_scalar(NEXT_EPOCH).fetch_one(write.connection()).await?;
    let kept = safety_copy.and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let detail = json!({ "set_aside": kept });
    write.add_audit(actor, "store.restore", "store", &detail, now_ms).await?;
    write.commit().await?;
    own.close().await;
    Ok((n_rows, epoch))
}

/// `holdfast.db` and `-wal` to `holdfast.db-wal`.
fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Settings of a connection to the only file of a copy.
fn copy_options(copy: &Path) -> SqliteConnectOptions {
    write_options(copy).journal_mode(SqliteJournalMode::Delete)
}

/// Checks the file, copies it to `to`, and brings the copy up to this release. Returns the version it had.
async fn take_in(from: &Path, to: &Path) -> Result<i64, StoreError> {
    check_and_copy(from, to).await.map_err(|e| match e {
        StoreError::Damaged { what } => StoreError::DamagedBackup { path: from.to_owned(), what },
        StoreError::DamagedTable { kind } | StoreError::DamagedFeed { kind } => StoreError::DamagedBackup {
            path: from.to_owned(),
            what: format!("the table of the public file {kind} is not as it was put in"),
        },
        e => e,
    })
}

async fn check_and_copy(from: &Path, to: &Path) -> Result<i64, StoreError> {
    let named = |e: sqlx::Error| StoreError::from(e).at(from);
    let mut source = read_options(from).connect().await.map_err(named)?;
    let Standing::Ours { version } = schema::inspect(&mut source, from).await? else {
        return Err(StoreError::NotOurs { path: from.to_owned() });
    };
    schema::check_pages(&mut source).await?;
    backup::copy(&mut source, to).await?;
    source.close().await?;

    let mut copy = copy_options(to).connect().await?;
    schema::migrate(&mut copy, from).await?;
    directory::check_tables(&mut copy).await?;
    crate::feed::check_tables(&mut copy).await?;
    directory::seal_tables(&mut copy).await?;
    copy.close().await?;
    Ok(version)
}

/// Empties every table and fills it from the attached copy. References are checked when the write is kept.
async fn replace_all(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut *connection).await?;
    sqlx::query(ALLOW).execute(&mut *connection).await?;
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut *connection).await?;
    for table in &tables {
        let delete = format!("DELETE FROM main.{}", quoted(table));
        sqlx::query(AssertSqlSafe(delete)).execute(&mut *connection).await?;
    }
    let mut n_rows = 0;
    for table in &tables {
        let columns: Vec<String> =
            sqlx::query_scalar(COLUMNS).bind(table).fetch_all(&mut *connection).await?;
        let columns = columns.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(", ");
        let table = quoted(table);
        let insert = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM incoming.{table}");
        n_rows += sqlx::query(AssertSqlSafe(insert)).execute(&mut *connection).await?.rows_affected();
    }
    Ok(n_rows)
}

/// A name from this program's own schema, quoted.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
