//! A backup put back when it is needed most: on a new machine, over a damaged database, over another file. And the one
//! kind of damage that SQLite's own check passes over.

use std::fs;
use std::path::{Path, PathBuf};

use holdfast_core::model::{AccountId, EmailAddress, Release, SourceKind};
use holdfast_store::nouns::*;
use holdfast_store::{DATABASE_FILE, OpenOptions, Serving, Store, StoreError};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

const T0: i64 = 1_790_000_000_000;
const OPTIONS: OpenOptions = OpenOptions { now_ms: T0, new_instance_id: 7 };
const TABLE: &[u8] = &[7; 9000];

/// A folder with one person, one table of the directory, and a backup of both beside it.
async fn begin() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let (data, backup) = (dir.path().join("data"), dir.path().join("backup.db"));
    let store = Store::open(&data, OPTIONS).await.expect("a new store");
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("pat@fixture.example").expect("an address");
    w.add_account(AccountId(1), "Pat", &email, T0).await.expect("an account");
    w.add_session("s", AccountId(1), "Browser", T0, T0 + 3_600_000).await.expect("a session");
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: "Hospitals".to_owned(),
        released_on: "2026-02-01".parse().expect("a day"),
        digest: "d".to_owned(),
        n_rows: 1,
        n_rejected: 0,
    };
    w.replace_source(&release, TABLE, &[], &[], T0).await.expect("a table");
    w.commit().await.expect("kept");
    store.backup(&backup).await.expect("a backup");
    store.close().await;
    (dir, data, backup)
}

async fn run(database: &Path, sql: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut connection = options.connect().await.expect("a connection");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("runs");
    connection.close().await.expect("closes");
}

async fn is_as_backed_up(data: &Path) {
    let store = Store::open(data, OPTIONS).await.expect("opens");
    store.check_whole().await.expect("sound");
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.n_accounts().await.expect("read"), 1);
    assert_eq!(r.directory_body(SourceKind::CmsHospitals).await.expect("read").as_deref(), Some(TABLE));
    assert!(r.session("s", T0 + 2).await.expect("read").is_none(), "everyone is signed out");
    assert_eq!(r.audit_latest(None, 1).await.expect("read")[0].action, "store.restore");
    drop(r);
    store.close().await;
}

/// Restores into the folder and looks; returns where what was there is kept.
async fn restored(data: &Path, backup: &Path) -> Option<PathBuf> {
    let options = OpenOptions { now_ms: T0 + 1, ..OPTIONS };
    let done = Store::restore_into(data, backup, options, "operator").await.expect("restored");
    is_as_backed_up(data).await;
    done.safety_copy
}

#[tokio::test]
async fn a_new_machine_has_nothing_to_set_aside() {
    let (dir, _, backup) = begin().await;
    assert_eq!(restored(&dir.path().join("elsewhere/data"), &backup).await, None);
}

#[tokio::test]
async fn a_sound_database_is_restored_into() {
    let (_dir, data, backup) = begin().await;
    assert!(restored(&data, &backup).await.expect("a copy").is_file());
}

#[tokio::test]
async fn bytes_that_are_no_database_are_set_aside_whole() {
    let (_dir, data, backup) = begin().await;
    let junk = "name,beds\nFixture Memorial Hospital,25\n".repeat(200);
    for end in ["", "-wal", "-shm"] {
        fs::write(data.join(format!("{DATABASE_FILE}{end}")), &junk).expect("a file");
    }
    let aside = restored(&data, &backup).await.expect("set aside");
    assert_eq!(fs::read_to_string(&aside).expect("kept"), junk);
    assert_eq!(fs::read_to_string(format!("{}-wal", aside.display())).expect("kept"), junk);
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_but_not_under_a_running_portal() {
    let (_dir, data, backup) = begin().await;
    let database = data.join(DATABASE_FILE);
    let mut bytes = fs::read(&database).expect("its bytes");
    let n = bytes.len();
    bytes[8192..n / 2].fill(0xAA);
    fs::write(&database, &bytes).expect("damaged");
    let portal = Serving::begin(&data).expect("nobody else serves it");
    let error = Store::restore_into(&data, &backup, OPTIONS, "operator").await.expect_err("refused");
    assert!(matches!(error, StoreError::Served { .. }), "{error:?}");
    assert!(fs::read(&database).expect("its bytes") == bytes, "nothing was moved");
    drop(portal);
    restored(&data, &backup).await.expect("set aside");
}

#[tokio::test]
async fn a_bad_backup_moves_nothing() {
    let (dir, data, backup) = begin().await;
    fs::write(data.join(DATABASE_FILE), "mine ".repeat(100)).expect("a file");
    let no = dir.path().join("no.db");
    fs::write(&no, "not a database, not a database").expect("a file");
    let error = Store::restore_into(&data, &no, OPTIONS, "operator").await.expect_err("refused");
    assert!(error.refuses(&no) && !error.refuses(&backup), "{error:?}");
    assert_eq!(fs::read_to_string(data.join(DATABASE_FILE)).expect("there"), "mine ".repeat(100));
}

#[tokio::test]
async fn a_table_that_is_not_as_it_was_put_in_is_found() {
    let (dir, data, backup) = begin().await;
    let spoil = "UPDATE directory_source SET body = zeroblob(length(body))";

    // In the backup: refused, and what is there stays.
    let spoilt = dir.path().join("spoilt.db");
    fs::copy(&backup, &spoilt).expect("a copy");
    run(&spoilt, spoil).await;
    let error = Store::restore_into(&data, &spoilt, OPTIONS, "operator").await.expect_err("refused");
    assert!(
        matches!(&error, StoreError::DamagedBackup { what, .. } if what.contains("cms_hospitals")),
        "{error:?}"
    );
    let store = Store::open(&data, OPTIONS).await.expect("opens");
    store.check_whole().await.expect("untouched");
    store.close().await;

    // In the database: no backup is made of it, and a good one cures it.
    run(&data.join(DATABASE_FILE), spoil).await;
    let store = Store::open(&data, OPTIONS).await.expect("opens");
    let error = store.backup(&dir.path().join("b.db")).await.expect_err("refused");
    assert!(matches!(&error, StoreError::DamagedTable { kind } if kind == "cms_hospitals"), "{error:?}");
    store.close().await;
    restored(&data, &backup).await.expect("kept");
}

#[tokio::test]
async fn tables_an_earlier_release_put_in_get_their_digest() {
    let (dir, data, _) = begin().await;
    run(&data.join(DATABASE_FILE), "UPDATE directory_source SET body_digest = NULL").await;
    let store = Store::open(&data, OPTIONS).await.expect("opens");
    store.close().await;
    run(&data.join(DATABASE_FILE), "UPDATE directory_source SET body = x'00'").await;
    let store = Store::open(&data, OPTIONS).await.expect("opens");
    assert!(store.check_whole().await.is_err());
    assert!(store.backup(&dir.path().join("b.db")).await.is_err());
}
