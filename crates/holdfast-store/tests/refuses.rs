//! Every file and folder the store must refuse, and what it says. It writes to temporary folders only.

use std::fs;
use std::path::Path;

use holdfast_store::{DATABASE_FILE, OpenOptions, Store, StoreError, newest_version};
use insta::assert_snapshot;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

const OPTIONS: OpenOptions = OpenOptions { now_ms: 1_790_000_000_000, new_instance_id: 7 };

/// What opening says, with the folder's own name taken out.
async fn refusal(folder: &Path) -> String {
    let error = Store::open(folder, OPTIONS).await.expect_err("refused");
    error.to_string().replace(&folder.display().to_string(), "DATA")
}

async fn run(folder: &Path, sql: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.join(DATABASE_FILE))
        .create_if_missing(true);
    let mut connection = options.connect().await.expect("a connection");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("runs");
    connection.close().await.expect("closes");
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join(DATABASE_FILE), "name,beds\nFixture Memorial Hospital,25\n".repeat(200))
        .expect("a file");
    assert_snapshot!(refusal(dir.path()).await, @"`DATA/holdfast.db` is not a database; move it away, or name another folder or file");
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    run(dir.path(), "CREATE TABLE recipe (name TEXT)").await;
    let before = fs::read(dir.path().join(DATABASE_FILE)).expect("its bytes");
    assert_snapshot!(refusal(dir.path()).await, @"`DATA/holdfast.db` is a database of another program; name another folder or file");
    assert!(before == fs::read(dir.path().join(DATABASE_FILE)).expect("its bytes"), "the file was changed");
}

#[tokio::test]
async fn a_file_from_a_newer_release() {
    let dir = tempfile::tempdir().expect("a folder");
    Store::open(dir.path(), OPTIONS).await.expect("a new store").close().await;
    run(dir.path(), "INSERT INTO _sqlx_migrations VALUES (9000, 'later', '2030-01-01', 1, x'00', 1)").await;
    let said = refusal(dir.path()).await.replace(&format!("knows {}", newest_version()), "knows N");
    assert_snapshot!(said, @"`DATA/holdfast.db` was written by a newer release (schema 9000; this release knows N); install that release or a newer one");
}

#[tokio::test]
async fn a_schema_step_that_was_edited() {
    let dir = tempfile::tempdir().expect("a folder");
    Store::open(dir.path(), OPTIONS).await.expect("a new store").close().await;
    run(dir.path(), "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").await;
    assert_snapshot!(refusal(dir.path()).await, @"schema step 1 of `DATA/holdfast.db` is not the one this release ships; install the release that wrote it, or restore a backup");
}

#[tokio::test]
async fn a_file_where_the_folder_should_be() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("notes.txt");
    fs::write(&file, "notes").expect("a file");
    assert_snapshot!(refusal(&file).await, @"`DATA` is a file; give the name of a folder to keep data in");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_nobody_can_write_in() {
    // Not even root can make a folder in /proc, so this holds whoever runs the tests.
    let error = Store::open(Path::new("/proc/holdfast"), OPTIONS).await.expect_err("refused");
    assert!(matches!(error, StoreError::File { .. } | StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("`/proc/holdfast`"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_can_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("new");
    let store = Store::open(&folder, OPTIONS).await.expect("a new store");
    store.backup(&dir.path().join("copy.db")).await.expect("a backup");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join(DATABASE_FILE)), 0o600);
    assert_eq!(mode(&folder.join("holdfast.db-wal")), 0o600);
    assert_eq!(mode(&dir.path().join("copy.db")), 0o600);

    // One that others could read is closed when nothing else is in it, and left alone when it may be somebody's.
    store.close().await;
    let open_to_all = |path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("changed");
    };
    open_to_all(&folder);
    Store::open(&folder, OPTIONS).await.expect("opens again").close().await;
    assert_eq!(mode(&folder), 0o700);
    let theirs = dir.path().join("theirs");
    fs::create_dir(&theirs).expect("a folder");
    fs::write(theirs.join("letter.txt"), "dear all").expect("a file");
    open_to_all(&theirs);
    for _ in 0..2 {
        Store::open(&theirs, OPTIONS).await.expect("a store").close().await;
        assert_eq!(mode(&theirs), 0o755);
    }
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_a_restore_checks_first() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(&dir.path().join("data"), OPTIONS).await.expect("a new store");
    let taken = dir.path().join("taken.db");
    fs::write(&taken, "mine").expect("a file");
    let said = |e: StoreError| e.to_string().replace(&dir.path().display().to_string(), "DIR");
    assert_snapshot!(said(store.backup(&taken).await.expect_err("refused")), @"`DIR/taken.db` exists already; choose a name that is free, nothing was overwritten");
    assert_eq!(fs::read(&taken).expect("still there"), b"mine");
    assert_snapshot!(said(store.restore(&taken, "operator", 5).await.expect_err("refused")), @"`DIR/taken.db` is not a database; move it away, or name another folder or file");
    let gone = dir.path().join("gone.db");
    assert_snapshot!(said(store.restore(&gone, "operator", 5).await.expect_err("refused")), @"there is no file `DIR/gone.db`; check the name");

    let good = dir.path().join("good.db");
    store.backup(&good).await.expect("a backup");
    let mut bytes = fs::read(&good).expect("its bytes");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xAA);
    let bad = dir.path().join("bad.db");
    fs::write(&bad, bytes).expect("a damaged copy");
    let error = store.restore(&bad, "operator", 5).await.expect_err("refused");
    assert!(matches!(error, StoreError::DamagedBackup { .. }), "{error:?}");
    let names: Vec<String> = fs::read_dir(dir.path().join("data"))
        .expect("the folder")
        .map(|f| f.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|n| n.contains("partial") || n.contains("before-restore")), "{names:?}");
}
