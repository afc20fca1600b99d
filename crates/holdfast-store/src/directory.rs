//! The public files as last imported: their tables, what was refused, and what changed. It does not look inside a table.

use async_trait::async_trait;
use holdfast_core::model::{Ccn, FormerListing, Release, SourceKind};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    RELEASES = "SELECT kind, title, released_on, digest, n_rows, n_rejected, imported_at_ms FROM directory_source ORDER BY kind";
    BODY = "SELECT body FROM directory_source WHERE kind = $1";
    REJECTS = "SELECT kind, line, column_name, text, why FROM directory_reject WHERE kind = $1 ORDER BY seq";
    CHANGES = "SELECT id, kind, at_ms, ccn, change, sentence FROM directory_change ORDER BY id DESC LIMIT $1";
    CHANGES_OF = "SELECT id, kind, at_ms, ccn, change, sentence FROM directory_change WHERE ccn = $1 ORDER BY id DESC LIMIT $2";
    DROP_REJECTS = "DELETE FROM directory_reject WHERE kind = $1";
    PUT_SOURCE = "INSERT INTO directory_source (kind, title, released_on, digest, n_rows, n_rejected, imported_at_ms, body, body_digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (kind) DO UPDATE SET title = excluded.title, released_on = excluded.released_on,
            digest = excluded.digest, n_rows = excluded.n_rows, n_rejected = excluded.n_rejected,
            imported_at_ms = excluded.imported_at_ms, body = excluded.body, body_digest = excluded.body_digest";
    DIGESTS = "SELECT kind, body, body_digest FROM directory_source ORDER BY kind";
    SEAL = "UPDATE directory_source SET body_digest = $2 WHERE kind = $1";
    ADD_REJECT = "INSERT INTO directory_reject (kind, seq, line, column_name, text, why) VALUES ($1, $2, $3, $4, $5, $6)";
    ADD_CHANGE = "INSERT INTO directory_change (kind, at_ms, ccn, change, sentence) VALUES ($1, $2, $3, $4, $5)";
    FORMER = "SELECT ccn, body FROM former_listing ORDER BY ccn";
    KEEP_FORMER = "INSERT INTO former_listing (ccn, body) VALUES ($1, $2)
        ON CONFLICT (ccn) DO UPDATE SET body = excluded.body";
    DROP_FORMER = "DELETE FROM former_listing WHERE ccn = $1";
    COUNT_UP = "UPDATE meta SET directory_version = directory_version + 1 WHERE id = 1 RETURNING directory_version";
}

/// A public file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The file and its release.
    pub release: Release,
    /// When it was imported.
    pub imported_at_ms: i64,
}

/// A row of a public file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Row of the file, from 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The text found there.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

/// A difference between two imports of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChange {
    /// The hospital, when it is about one.
    pub ccn: Option<Ccn>,
    /// The difference, for programs.
    pub change: Value,
    /// The difference, for people.
    pub sentence: String,
}

/// A difference as kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Counts up.
    pub id: i64,
    /// Which file.
    pub kind: SourceKind,
    /// When it was imported.
    pub at_ms: i64,
    /// The difference.
    pub what: NewChange,
}

/// Reads the public files. What they say is public, so no scope is asked for.
#[async_trait]
pub trait Directory {
    /// Every file imported, by its key. Empty when none was.
    async fn imported(&mut self) -> Result<Vec<Imported>, StoreError>;
    /// The table of a file, as it was handed in; `None` when it was never imported.
    async fn directory_body(&mut self, kind: SourceKind) -> Result<Option<Vec<u8>>, StoreError>;
    /// The rows refused at the last import of a file, in its order.
    async fn rejects(&mut self, kind: SourceKind) -> Result<Vec<Reject>, StoreError>;
    /// Hospitals no longer listed, as they were last.
    async fn former_listings(&mut self) -> Result<Vec<FormerListing>, StoreError>;
    /// The latest differences, newest first.
    async fn directory_changes(&mut self, at_most: u32) -> Result<Vec<Change>, StoreError>;
    /// The latest differences about one hospital, newest first.
    async fn directory_changes_of(&mut self, ccn: Ccn, at_most: u32) -> Result<Vec<Change>, StoreError>;
}

#[async_trait]
impl<C: Connected> Directory for C {
    async fn imported(&mut self) -> Result<Vec<Imported>, StoreError> {
        let rows = sqlx::query(RELEASES).fetch_all(self.connection()).await?;
        rows.iter().map(imported).collect()
    }

    async fn directory_body(&mut self, kind: SourceKind) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(sqlx::query_scalar(BODY).bind(kind.key()).fetch_optional(self.connection()).await?)
    }

    async fn rejects(&mut self, kind: SourceKind) -> Result<Vec<Reject>, StoreError> {
        let rows = sqlx::query(REJECTS).bind(kind.key()).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "directory_reject", "kind");
                Ok(Reject {
                    line: at.get("line")?,
                    column: at.get("column_name")?,
                    text: at.get("text")?,
                    why: at.get("why")?,
                })
            })
            .collect()
    }

    async fn former_listings(&mut self) -> Result<Vec<FormerListing>, StoreError> {
        let rows = sqlx::query(FORMER).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "former_listing", "ccn").json("body")).collect()
    }

    async fn directory_changes(&mut self, at_most: u32) -> Result<Vec<Change>, StoreError> {
        let rows = sqlx::query(CHANGES).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(change).collect()
    }

    async fn directory_changes_of(&mut self, ccn: Ccn, at_most: u32) -> Result<Vec<Change>, StoreError> {
        let rows =
            sqlx::query(CHANGES_OF).bind(ccn.as_str()).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(change).collect()
    }
}

impl Write {
    /// Puts a file's table in place of the last one, with its rejects, and adds the differences to the log.
    ///
    /// `body`: the table in the importer's own form. Returns the directory's new version.
    pub async fn replace_source(
        &mut self,
        release: &Release,
        body: &[u8],
        rejects: &[Reject],
        changes: &[NewChange],
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        let kind = release.kind.key();
        sqlx::query(DROP_REJECTS).bind(kind).execute(self.connection()).await?;
        sqlx::query(PUT_SOURCE)
            .bind(kind)
            .bind(&release.title)
            .bind(release.released_on.to_string())
            .bind(&release.digest)
            .bind(release.n_rows)
            .bind(release.n_rejected)
            .bind(now_ms)
            .bind(body)
            .bind(digest_of(body))
            .execute(self.connection())
            .await?;
        for (seq, reject) in (0i64..).zip(rejects) {
            sqlx::query(ADD_REJECT)
                .bind(kind)
                .bind(seq)
                .bind(i64::try_from(reject.line).unwrap_or(i64::MAX))
                .bind(&reject.column)
                .bind(&reject.text)
                .bind(&reject.why)
                .execute(self.connection())
                .await?;
        }
        for change in changes {
            sqlx::query(ADD_CHANGE)
                .bind(kind)
                .bind(now_ms)
                .bind(change.ccn.map(|c| c.as_str().to_owned()))
                .bind(Json(&change.change))
                .bind(&change.sentence)
                .execute(self.connection())
                .await?;
        }
        Ok(sqlx::query_scalar(COUNT_UP).fetch_one(self.connection()).await?)
    }
}

impl Write {
    /// Keeps what was known of a hospital that is no longer listed.
    pub async fn keep_former_listing(&mut self, former: &FormerListing) -> Result<(), StoreError> {
        let keep = sqlx::query(KEEP_FORMER).bind(former.hospital.ccn.as_str().to_owned()).bind(Json(former));
        keep.execute(self.connection()).await?;
        Ok(())
    }

    /// Forgets that a hospital was no longer listed: it is again.
    pub async fn drop_former_listing(&mut self, ccn: Ccn) -> Result<(), StoreError> {
        sqlx::query(DROP_FORMER).bind(ccn.as_str().to_owned()).execute(self.connection()).await?;
        Ok(())
    }
}

/// Every table is as it was put in, or the error names the first that is not. One without a digest is passed over.
pub(crate) async fn check_tables(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for row in sqlx::query(DIGESTS).fetch_all(&mut *connection).await? {
        let at = At::new(&row, "directory_source", "kind");
        let (body, known): (Vec<u8>, Option<String>) = (at.get("body")?, at.get("body_digest")?);
        if known.is_some_and(|known| known != digest_of(&body)) {
            return Err(StoreError::DamagedTable { kind: at.get("kind")? });
        }
    }
    Ok(())
}

/// Gives each table that has none its digest: those an earlier release put in.
pub(crate) async fn seal_tables(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for row in sqlx::query(DIGESTS).fetch_all(&mut *connection).await? {
        let at = At::new(&row, "directory_source", "kind");
        if at.get::<Option<String>>("body_digest")?.is_none() {
            let (kind, body): (String, Vec<u8>) = (at.get("kind")?, at.get("body")?);
            sqlx::query(SEAL).bind(kind).bind(digest_of(&body)).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

fn digest_of(body: &[u8]) -> String {
    format!("{:x}", Sha256::digest(body))
}

fn imported(row: &SqliteRow) -> Result<Imported, StoreError> {
    let at = At::new(row, "directory_source", "kind");
    let release = Release {
        kind: at.known("kind", SourceKind::from_key)?,
        title: at.get("title")?,
        released_on: at.date("released_on")?,
        digest: at.get("digest")?,
        n_rows: at.get("n_rows")?,
        n_rejected: at.get("n_rejected")?,
    };
    Ok(Imported { release, imported_at_ms: at.get("imported_at_ms")? })
}

fn change(row: &SqliteRow) -> Result<Change, StoreError> {
    let at = At::new(row, "directory_change", "id");
    Ok(Change {
        id: at.get("id")?,
        kind: at.known("kind", SourceKind::from_key)?,
        at_ms: at.get("at_ms")?,
        what: NewChange { ccn: at.ccn("ccn")?, change: at.json("change")?, sentence: at.get("sentence")? },
    })
}
