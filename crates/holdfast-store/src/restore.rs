//! Puts a backup in the place of everything, in one step, under a running server. It keeps a copy of what was there.

use std::path::{Path, PathBuf};

use serde_json::json;
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use crate::audit::Audit;
use crate::backup::{self, Partial};
use crate::error::StoreError;
use crate::schema::{self, Standing};
use crate::store::{Store, read_options, write_options};
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

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The copy of everything as it was just before.
    pub safety_copy: PathBuf,
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
    /// links end, since the backup cannot know which of them were ended after it; roles and API tokens are as they were
    /// then. Killed in the middle, nothing has changed.
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
        self.backup(&safety_copy).await?;

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
        Ok(Restored { safety_copy, from_version, n_rows, epoch })
    }
}

/// Checks the file, copies it to `to`, and brings the copy up to this release. Returns the version it had.
async fn take_in(from: &Path, to: &Path) -> Result<i64, StoreError> {
    let named = |e: sqlx::Error| StoreError::from(e).at(from);
    let mut source = read_options(from).connect().await.map_err(named)?;
    let Standing::Ours { version } = schema::inspect(&mut source, from).await? else {
        return Err(StoreError::NotOurs { path: from.to_owned() });
    };
    schema::check_whole(&mut source).await?;
    backup::copy(&mut source, to).await?;
    source.close().await?;

    let mut copy = write_options(to).journal_mode(SqliteJournalMode::Delete).connect().await?;
    schema::migrate(&mut copy, from).await?;
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
