//! Public files on updates as they came in: the table of each, every version, what changed, and how the last look ended.
//!
//! It does not look inside a table. A version and its changes are never edited.

use async_trait::async_trait;
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{CveId, FeedChange, FeedChangeKind, FeedKind, FeedRelease, FeedWay};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    IN_USE = "SELECT v.id, v.kind, v.title, v.released_on, v.digest, v.n_rows, v.n_rejected, v.fetched_at_ms, v.way
        FROM feed_table t JOIN feed_version v ON v.id = t.version_id ORDER BY v.kind";
    VERSIONS = "SELECT id, kind, title, released_on, digest, n_rows, n_rejected, fetched_at_ms, way
        FROM feed_version ORDER BY id DESC LIMIT $1";
    BODY = "SELECT body FROM feed_table WHERE kind = $1";
    NEWEST = "SELECT coalesce(max(id), 0) FROM feed_version";
    CHANGES = "SELECT c.id, v.kind AS feed, v.fetched_at_ms, v.released_on, c.kind, c.cve, c.was, c.is_now
        FROM feed_change c JOIN feed_version v ON v.id = c.version_id ORDER BY c.id DESC LIMIT $1";
    CHANGES_OF = "SELECT c.id, v.kind AS feed, v.fetched_at_ms, v.released_on, c.kind, c.cve, c.was, c.is_now
        FROM feed_change c JOIN feed_version v ON v.id = c.version_id
        WHERE c.cve = $1 OR c.was = $1 OR c.is_now = $1 ORDER BY c.id DESC LIMIT $2";
    NAMES = "SELECT c.id, v.kind AS feed, v.fetched_at_ms, v.released_on, c.kind, c.cve, c.was, c.is_now
        FROM feed_change c JOIN feed_version v ON v.id = c.version_id
        WHERE c.kind = 'renamed' OR c.kind = 'renumbered' ORDER BY c.id";
    LOOKS = "SELECT kind, at_ms, trouble, well_at_ms FROM feed_look ORDER BY kind";
    LAST_LOOK = "SELECT coalesce(max(at_ms), 0) FROM feed_look";
    MARKS = "SELECT address, kind, etag, last_modified FROM feed_mark ORDER BY address";
    ADD_VERSION = "INSERT INTO feed_version (kind, title, released_on, digest, n_rows, n_rejected, fetched_at_ms, way)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    PUT_TABLE = "INSERT INTO feed_table (kind, version_id, body, body_digest) VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind) DO UPDATE SET version_id = excluded.version_id, body = excluded.body, body_digest = excluded.body_digest";
    ADD_CHANGE = "INSERT INTO feed_change (version_id, kind, cve, was, is_now) VALUES ($1, $2, $3, $4, $5)";
    PUT_LOOK = "INSERT INTO feed_look (kind, at_ms, trouble, well_at_ms) VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind) DO UPDATE SET at_ms = excluded.at_ms, trouble = excluded.trouble,
            well_at_ms = coalesce(excluded.well_at_ms, feed_look.well_at_ms)";
    PUT_MARK = "INSERT INTO feed_mark (address, kind, etag, last_modified) VALUES ($1, $2, $3, $4)
        ON CONFLICT (address) DO UPDATE SET kind = excluded.kind, etag = excluded.etag, last_modified = excluded.last_modified";
    DROP_MARKS = "DELETE FROM feed_mark WHERE kind = $1";
    DIGESTS = "SELECT kind, body, body_digest FROM feed_table ORDER BY kind";
}

/// One version of one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedVersion {
    /// Counts up.
    pub id: i64,
    /// Its release.
    pub release: FeedRelease,
    /// When it came in.
    pub fetched_at_ms: i64,
    /// By which way.
    pub way: FeedWay,
}

/// A change as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFeedChange {
    /// Counts up.
    pub id: i64,
    /// Of which feed.
    pub feed: FeedKind,
    /// When the version came in that made it.
    pub fetched_at_ms: i64,
    /// The day of that version: the day from which it is so.
    pub on: holdfast_core::Date,
    /// The change.
    pub change: FeedChange,
}

/// How the last look at a publisher's address ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLook {
    /// Which feed.
    pub kind: FeedKind,
    /// When.
    pub at_ms: i64,
    /// What went wrong; empty when nothing did.
    pub trouble: String,
    /// The last time nothing went wrong.
    pub well_at_ms: Option<i64>,
}

/// What a publisher said of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedMark {
    /// The tag of its content; empty when it gives none.
    pub etag: String,
    /// When it was changed, in the publisher's words; empty when it does not say.
    pub last_modified: String,
}

/// Reads the feeds. What they say is public, so no scope is asked for.
#[async_trait]
pub trait Feeds {
    /// The version of each feed that is in use, of those that ever came in.
    async fn feeds_in_use(&mut self) -> Result<Vec<FeedVersion>, StoreError>;
    /// The latest versions of all feeds, newest first.
    async fn feed_versions(&mut self, at_most: u32) -> Result<Vec<FeedVersion>, StoreError>;
    /// The table of a feed; `None` when it never came in.
    async fn feed_body(&mut self, kind: FeedKind) -> Result<Option<Vec<u8>>, StoreError>;
    /// The number of the newest version, 0 when there is none, and the time of the last look: what tells caches to reload.
    async fn feeds_at(&mut self) -> Result<(i64, i64), StoreError>;
    /// The latest changes, newest first.
    async fn feed_changes(&mut self, at_most: u32) -> Result<Vec<KeptFeedChange>, StoreError>;
    /// The latest changes of a CVE id, or of a name as `vendor/product`, newest first.
    async fn feed_changes_of(&mut self, about: &str, at_most: u32)
    -> Result<Vec<KeptFeedChange>, StoreError>;
    /// Every change of a name or an id, oldest first.
    async fn feed_names(&mut self) -> Result<Vec<KeptFeedChange>, StoreError>;
    /// How the last look at each publisher ended.
    async fn feed_looks(&mut self) -> Result<Vec<FeedLook>, StoreError>;
    /// What publishers said of their files, by address, with the feed each is of.
    async fn feed_marks(&mut self) -> Result<Vec<(String, FeedKind, FeedMark)>, StoreError>;
    /// Feeds whose table is not as it was put in, in use or not.
    async fn damaged_feeds(&mut self) -> Result<Vec<FeedKind>, StoreError>;
}

#[async_trait]
impl<C: Connected> Feeds for C {
    async fn feeds_in_use(&mut self) -> Result<Vec<FeedVersion>, StoreError> {
        let rows = sqlx::query(IN_USE).fetch_all(self.connection()).await?;
        rows.iter().map(version).collect()
    }

    async fn feed_versions(&mut self, at_most: u32) -> Result<Vec<FeedVersion>, StoreError> {
        let rows = sqlx::query(VERSIONS).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(version).collect()
    }

    async fn feed_body(&mut self, kind: FeedKind) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(sqlx::query_scalar(BODY).bind(kind.key()).fetch_optional(self.connection()).await?)
    }

    async fn feeds_at(&mut self) -> Result<(i64, i64), StoreError> {
        let newest = sqlx::query_scalar(NEWEST).fetch_one(self.connection()).await?;
        Ok((newest, sqlx::query_scalar(LAST_LOOK).fetch_one(self.connection()).await?))
    }

    async fn feed_changes(&mut self, at_most: u32) -> Result<Vec<KeptFeedChange>, StoreError> {
        let rows = sqlx::query(CHANGES).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(change).collect()
    }

    async fn feed_changes_of(
        &mut self,
        about: &str,
        at_most: u32,
    ) -> Result<Vec<KeptFeedChange>, StoreError> {
        let rows =
            sqlx::query(CHANGES_OF).bind(about.to_owned()).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(change).collect()
    }

    async fn feed_names(&mut self) -> Result<Vec<KeptFeedChange>, StoreError> {
        let rows = sqlx::query(NAMES).fetch_all(self.connection()).await?;
        rows.iter().map(change).collect()
    }

    async fn feed_looks(&mut self) -> Result<Vec<FeedLook>, StoreError> {
        let rows = sqlx::query(LOOKS).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "feed_look", "kind");
                Ok(FeedLook {
                    kind: at.known("kind", FeedKind::from_key)?,
                    at_ms: at.get("at_ms")?,
                    trouble: at.get("trouble")?,
                    well_at_ms: at.get("well_at_ms")?,
                })
            })
            .collect()
    }

    async fn feed_marks(&mut self) -> Result<Vec<(String, FeedKind, FeedMark)>, StoreError> {
        let rows = sqlx::query(MARKS).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "feed_mark", "address");
                let mark = FeedMark { etag: at.get("etag")?, last_modified: at.get("last_modified")? };
                Ok((at.get("address")?, at.known("kind", FeedKind::from_key)?, mark))
            })
            .collect()
    }

    async fn damaged_feeds(&mut self) -> Result<Vec<FeedKind>, StoreError> {
        let rows = sqlx::query(DIGESTS).fetch_all(self.connection()).await?;
        let found = rows.iter().filter_map(|row| damaged(row).transpose());
        found.map(|at| at?.known("kind", FeedKind::from_key)).collect()
    }
}

impl Write {
    /// Puts a table in the place of the last one, as a new version with what changed. Returns the version's number.
    ///
    /// `body`: the table in the importer's own form. What publishers said of their files of this feed is forgotten: it was about
    /// another table.
    pub async fn replace_feed(
        &mut self,
        release: &FeedRelease,
        body: &[u8],
        changes: &[FeedChange],
        way: FeedWay,
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        let kind = release.kind.key();
        let id: i64 = sqlx::query_scalar(ADD_VERSION)
            .bind(kind)
            .bind(release.title.clone())
            .bind(release.released_on.to_string())
            .bind(release.digest.clone())
            .bind(release.n_rows)
            .bind(release.n_rejected)
            .bind(now_ms)
            .bind(way.key())
            .fetch_one(self.connection())
            .await?;
        sqlx::query(PUT_TABLE)
            .bind(kind)
            .bind(id)
            .bind(body.to_vec())
            .bind(sha256_hex(body))
            .execute(self.connection())
            .await?;
        for change in changes {
            sqlx::query(ADD_CHANGE)
                .bind(id)
                .bind(change.kind.key())
                .bind(change.cve.map(|cve| cve.to_string()))
                .bind(change.was.clone())
                .bind(change.now.clone())
                .execute(self.connection())
                .await?;
        }
        sqlx::query(DROP_MARKS).bind(kind).execute(self.connection()).await?;
        Ok(id)
    }

    /// Notes how a look at a publisher's address ended; `trouble` is empty when it went well.
    pub async fn note_feed_look(
        &mut self,
        kind: FeedKind,
        trouble: &str,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let well_at_ms = trouble.is_empty().then_some(now_ms);
        let put =
            sqlx::query(PUT_LOOK).bind(kind.key()).bind(now_ms).bind(trouble.to_owned()).bind(well_at_ms);
        put.execute(self.connection()).await?;
        Ok(())
    }

    /// Keeps what a publisher said of the file at an address.
    pub async fn keep_feed_mark(
        &mut self,
        address: &str,
        kind: FeedKind,
        mark: &FeedMark,
    ) -> Result<(), StoreError> {
        let put = sqlx::query(PUT_MARK).bind(address.to_owned()).bind(kind.key());
        put.bind(mark.etag.clone()).bind(mark.last_modified.clone()).execute(self.connection()).await?;
        Ok(())
    }
}

/// Every table is as it was put in, or the error names the first that is not.
pub(crate) async fn check_tables(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for row in sqlx::query(DIGESTS).fetch_all(&mut *connection).await? {
        if let Some(at) = damaged(&row)? {
            return Err(StoreError::DamagedFeed { kind: at.get("kind")? });
        }
    }
    Ok(())
}

/// The place of a table that is not as it was put in; `None` for a good one.
fn damaged(row: &SqliteRow) -> Result<Option<At<'_>>, StoreError> {
    let at = At::new(row, "feed_table", "kind");
    let (body, known): (Vec<u8>, String) = (at.get("body")?, at.get("body_digest")?);
    Ok((known != sha256_hex(&body)).then_some(at))
}

fn version(row: &SqliteRow) -> Result<FeedVersion, StoreError> {
    let at = At::new(row, "feed_version", "id");
    let release = FeedRelease {
        kind: at.known("kind", FeedKind::from_key)?,
        title: at.get("title")?,
        released_on: at.date("released_on")?,
        digest: at.get("digest")?,
        n_rows: at.get("n_rows")?,
        n_rejected: at.get("n_rejected")?,
    };
    Ok(FeedVersion {
        id: at.get("id")?,
        release,
        fetched_at_ms: at.get("fetched_at_ms")?,
        way: at.known("way", FeedWay::from_key)?,
    })
}

fn change(row: &SqliteRow) -> Result<KeptFeedChange, StoreError> {
    let at = At::new(row, "feed_change", "id");
    let cve: Option<String> = at.get("cve")?;
    let cve =
        cve.map(|text| CveId::parse(&text).map_err(|source| at.unreadable("cve", source))).transpose()?;
    Ok(KeptFeedChange {
        id: at.get("id")?,
        feed: at.known("feed", FeedKind::from_key)?,
        fetched_at_ms: at.get("fetched_at_ms")?,
        on: at.date("released_on")?,
        change: FeedChange {
            kind: at.known("kind", FeedChangeKind::from_key)?,
            cve,
            was: at.get("was")?,
            now: at.get("is_now")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;

    use super::*;

    fn release(day: Date) -> FeedRelease {
        FeedRelease {
            kind: FeedKind::Kev,
            title: format!("a list of {day}"),
            released_on: day,
            digest: "0".repeat(64),
            n_rows: 2,
            n_rejected: 0,
        }
    }

    fn withdrawn() -> FeedChange {
        let cve = CveId::new(2026, 7);
        FeedChange { kind: FeedChangeKind::Withdrawn, cve, was: "Maker/One".to_owned(), now: String::new() }
    }

    #[tokio::test]
    async fn the_newest_version_is_in_use_and_the_earlier_ones_stay() {
        let (_dir, store) = crate::testing::store().await;
        let (may, june) = (Date::constant(2026, 5, 1), Date::constant(2026, 6, 1));
        let mut write = store.write().await.expect("a write");
        assert_eq!(write.feeds_at().await.expect("read"), (0, 0));
        write.replace_feed(&release(may), b"one", &[], FeedWay::Official, 5).await.expect("kept");
        let mark = FeedMark { etag: "\"a\"".to_owned(), last_modified: String::new() };
        write.keep_feed_mark("https://a.example/", FeedKind::Kev, &mark).await.expect("kept");
        let marks = write.feed_marks().await.expect("read");
        assert_eq!(marks, [("https://a.example/".to_owned(), FeedKind::Kev, mark)]);
        write.replace_feed(&release(june), b"two", &[withdrawn()], FeedWay::Folder, 6).await.expect("kept");
        write.note_feed_look(FeedKind::Kev, "", 7).await.expect("kept");
        write.note_feed_look(FeedKind::Kev, "no answer", 8).await.expect("kept");
        write.commit().await.expect("kept");
        let mut read = store.read().await.expect("a read");
        assert!(read.feed_marks().await.expect("read").is_empty(), "they were of another table");
        let in_use = read.feeds_in_use().await.expect("read");
        assert_eq!((in_use.len(), in_use[0].release.released_on, in_use[0].way), (1, june, FeedWay::Folder));
        assert_eq!(read.feed_body(FeedKind::Kev).await.expect("read").as_deref(), Some(b"two".as_slice()));
        assert_eq!(read.feed_versions(9).await.expect("read").len(), 2);
        let changes = read.feed_changes_of("CVE-2026-0007", 9).await.expect("read");
        assert_eq!((changes[0].on, &changes[0].change), (june, &withdrawn()));
        assert_eq!(read.feed_changes_of("Maker/One", 9).await.expect("read"), changes);
        assert_eq!(read.feeds_at().await.expect("read"), (2, 8));
        let looks = read.feed_looks().await.expect("read");
        assert_eq!((looks[0].trouble.as_str(), looks[0].well_at_ms), ("no answer", Some(7)));
        drop(read);
        store.check_whole().await.expect("whole");
    }

    #[tokio::test]
    async fn a_damaged_table_is_found_and_the_command_that_mends_it_is_named() {
        let (_dir, store) = crate::testing::store().await;
        let mut write = store.write().await.expect("a write");
        let may = release(Date::constant(2026, 5, 1));
        write.replace_feed(&may, b"one", &[], FeedWay::Official, 5).await.expect("kept");
        assert!(write.damaged_feeds().await.expect("read").is_empty());
        sqlx::query("UPDATE feed_table SET body = x'00'").execute(write.connection()).await.expect("spoilt");
        assert_eq!(write.damaged_feeds().await.expect("read"), [FeedKind::Kev]);
        write.commit().await.expect("kept");
        let error = store.check_whole().await.expect_err("damaged").to_string();
        assert!(error.contains("feed `kev`") && error.contains("`holdfast feed update`"), "{error}");
        let mut write = store.write().await.expect("a write");
        write.replace_feed(&may, b"one", &[], FeedWay::Official, 6).await.expect("kept");
        write.commit().await.expect("kept");
        store.check_whole().await.expect("whole again");
    }

    #[tokio::test]
    async fn a_write_that_is_not_finished_leaves_the_last_table() {
        let (_dir, store) = crate::testing::store().await;
        let mut write = store.write().await.expect("a write");
        write
            .replace_feed(&release(Date::constant(2026, 5, 1)), b"one", &[], FeedWay::Official, 5)
            .await
            .expect("kept");
        write.commit().await.expect("kept");
        let mut write = store.write().await.expect("a write");
        let june = release(Date::constant(2026, 6, 1));
        write.replace_feed(&june, b"two", &[withdrawn()], FeedWay::Official, 6).await.expect("put");
        drop(write);
        let mut read = store.read().await.expect("a read");
        assert_eq!(read.feed_body(FeedKind::Kev).await.expect("read").as_deref(), Some(b"one".as_slice()));
        assert!(read.feed_changes(9).await.expect("read").is_empty());
    }
}
