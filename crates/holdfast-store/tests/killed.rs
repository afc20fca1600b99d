//! A program killed in the middle of writing: what it was told is kept is kept, and nothing is half there.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use holdfast_core::Date;
use holdfast_core::model::{AccountId, EmailAddress, Release, Role, SourceKind};
use holdfast_store::nouns::*;
use holdfast_store::{AuditCheck, OpenOptions, Reject, Store};
use serde_json::json;

const OPTIONS: OpenOptions = OpenOptions { now_ms: 1_790_000_000_000, new_instance_id: 7 };

/// One write over many tables: account, role, log entry and an import of `n % 50` rejects, all about the number `n`.
async fn write_number(store: &Store, n: i64) {
    let mut write = store.write().await.expect("a write");
    let email = EmailAddress::parse(&format!("p{n}@fixture.example")).expect("an address");
    write.add_account(AccountId(n), &format!("Person {n}"), &email, n).await.expect("an account");
    write.give_role(AccountId(n), Role::Staff, None, None, n).await.expect("a role");
    write.add_audit("system", "number", &n.to_string(), &json!({ "n": n }), n).await.expect("an entry");
    let n_rejected = (n % 50) as u32;
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: format!("Number {n}"),
        released_on: Date::constant(2026, 2, 25),
        digest: n.to_string(),
        n_rows: 1,
        n_rejected,
    };
    let reject =
        |line| Reject { line, column: "ZIP".to_owned(), text: n.to_string(), why: "not a ZIP".to_owned() };
    let rejects: Vec<Reject> = (0..u64::from(n_rejected)).map(reject).collect();
    write.replace_source(&release, &vec![n as u8; 60_000], &rejects, &[], n).await.expect("an import");
    write.commit().await.expect("kept");
}

#[tokio::test]
#[ignore = "the other half of the test below, which starts it as a program of its own and kills it"]
async fn writes_until_killed() {
    let mut folder = String::new();
    std::io::stdin().read_line(&mut folder).expect("the folder's name");
    let store = Store::open(Path::new(folder.trim()), OPTIONS).await.expect("the store opens");
    let first = i64::from(store.read().await.expect("a read").n_accounts().await.expect("a count")) + 1;
    for n in first.. {
        write_number(&store, n).await;
        println!("\nkept {n}"); // only what was printed was promised
    }
}

#[tokio::test]
#[ignore = "the other half of the last test below, which starts it as a program of its own and kills it"]
async fn restores_until_killed() {
    let mut folder = String::new();
    std::io::stdin().read_line(&mut folder).expect("the folder's name");
    let folder = Path::new(folder.trim());
    let store = Store::open(&folder.join("data"), OPTIONS).await.expect("the store opens");
    for n in 1.. {
        let copy = if n % 2 == 0 { "three.db" } else { "nine.db" };
        let restored = store.restore(&folder.join(copy), "operator", n).await.expect("restored");
        std::fs::remove_file(restored.safety_copy.expect("kept")).expect("removed");
        println!("\nkept {n}");
    }
}

/// Starts the ignored test, lets it run for a while, kills it; returns the last number it was told is kept.
fn run_and_kill(test: &str, folder: &Path, after: Duration) -> i64 {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", test, "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    writeln!(child.stdin.take().expect("its input"), "{}", folder.display()).expect("told the folder");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let reader = std::thread::spawn(move || {
        let kept =
            lines.map_while(Result::ok).filter_map(|l| l.strip_prefix("kept ").and_then(|n| n.parse().ok()));
        kept.last().unwrap_or(0)
    });
    std::thread::sleep(after);
    child.kill().expect("killed"); // SIGKILL: no goodbye
    child.wait().expect("gone");
    reader.join().expect("read to the end")
}

#[tokio::test]
async fn nothing_promised_is_lost_and_nothing_is_half_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut promised = 0;
    for round in 0u64..6 {
        promised = run_and_kill("writes_until_killed", dir.path(), Duration::from_millis(700 + 137 * round))
            .max(promised);
        let store = Store::open(dir.path(), OPTIONS).await.expect("opens after the kill");
        store.check_whole().await.expect("sound");
        let mut read = store.read().await.expect("a read");
        let n = i64::from(read.n_accounts().await.expect("a count"));
        assert!(n >= promised, "{promised} were promised, {n} are there");
        assert!(n <= promised + 1, "at most the one write under way may be there without a promise");
        assert!(
            matches!(read.check_audit().await.expect("a check"), AuditCheck::Whole(head) if head.seq == n)
        );
        if n > 0 {
            assert!(read.account(AccountId(n)).await.expect("read").is_some());
            assert_eq!(read.grants(AccountId(n)).await.expect("read").len(), 1);
            let imported = read.imported().await.expect("read");
            assert_eq!(imported[0].release.digest, n.to_string());
            let rejects = read.rejects(SourceKind::CmsHospitals).await.expect("read");
            assert_eq!(rejects.len() as i64, n % 50);
            assert!(rejects.iter().all(|r| r.text == n.to_string()), "rejects of another import");
            let body = read.directory_body(SourceKind::CmsHospitals).await.expect("read").expect("a table");
            assert_eq!((body.len(), body[0]), (60_000, n as u8));
            assert_eq!(read.meta().await.expect("read").directory_version, n);
        }
        drop(read);
        store.close().await;
    }
    assert!(promised > 0, "the writer wrote nothing in six rounds");
}

#[tokio::test]
async fn a_restore_that_is_killed_changed_all_or_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("data");
    let store = Store::open(&data, OPTIONS).await.expect("a new store");
    for n in 1..=9 {
        write_number(&store, n).await;
        if n == 3 {
            store.backup(&dir.path().join("three.db")).await.expect("a backup");
        }
    }
    store.backup(&dir.path().join("nine.db")).await.expect("a backup");
    store.close().await;
    let mut n_restored = 0;
    for round in 0u64..5 {
        n_restored +=
            run_and_kill("restores_until_killed", dir.path(), Duration::from_millis(600 + 111 * round));
        for file in std::fs::read_dir(&data).expect("the folder").flatten() {
            // The copy of the round that was killed, whose name the next round wants.
            if file.file_name().to_string_lossy().starts_with("before-restore") {
                std::fs::remove_file(file.path()).expect("removed");
            }
        }
        let store = Store::open(&data, OPTIONS).await.expect("opens after the kill");
        store.check_whole().await.expect("sound");
        let mut read = store.read().await.expect("a read");
        let n = i64::from(read.n_accounts().await.expect("a count"));
        assert!([3, 9].contains(&n), "{n} accounts are of neither backup");
        assert_eq!(read.imported().await.expect("read")[0].release.digest, n.to_string());
        assert_eq!(read.rejects(SourceKind::CmsHospitals).await.expect("read").len() as i64, n);
        assert!(matches!(read.check_audit().await.expect("a check"), AuditCheck::Whole(_)));
        drop(read);
        store.close().await;
    }
    assert!(n_restored > 0, "nothing was restored in five rounds");
}
