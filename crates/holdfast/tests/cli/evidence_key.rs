//! The key of evidence files on the command line: a backup leaves it out and says so, and what tries it says what to do.

use std::fs;
use std::path::Path;

use holdfast_core::model::{Ccn, EvidenceFile, FileId, HospitalScope};
use holdfast_server::entropy::OsEntropy;
use holdfast_server::evidence_key::EvidenceKey;
use holdfast_store::{NewFile, OpenOptions, Store};

use crate::running::Portal;
use crate::{folder, run};

/// Keeps one file of a made-up hospital, sealed with the key of the folder.
fn keep_a_file(data: &Path) {
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // of "hello"
    let key = EvidenceKey::read(&data.join("evidence.key")).expect("a key");
    let sealed = key.seal(digest, b"hello", &OsEntropy).expect("sealed");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let file = EvidenceFile {
        id: FileId(0),
        name: "hello.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        n_bytes: 5,
        digest: digest.to_owned(),
        effective_on: jiff::civil::date(2026, 3, 1),
        uploaded_at: now,
        uploaded_by: "Dana".to_owned(),
        evidence: Vec::new(),
    };
    let scope = HospitalScope::checked(Ccn::parse("991301").expect("a number"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let options = OpenOptions { now_ms: 0, new_instance_id: 7 };
        let store = Store::open(data, options).await.expect("the store");
        let mut write = store.write().await.expect("a write");
        write.add_evidence_file(scope, NewFile { file: &file, sealed: &sealed }, None).await.expect("kept");
        write.commit().await.expect("kept");
        store.close().await;
    });
}

#[test]
fn the_key_stays_out_of_a_backup_and_is_tried_where_it_matters() {
    let dir = folder();
    let data = dir.path().join("data");
    drop(Portal::start(&data));
    let doctor = || run(&data, &["--listen", "127.0.0.1:0", "doctor"]);
    doctor().ended(0).says("evidence.key is ready");
    keep_a_file(&data);
    doctor().ended(0).says("opens the newest file");

    let text = |name: &str| dir.path().join(name).to_str().expect("text").to_owned();
    run(&data, &["backup", &text("one.db")]).ended(0).says("is NOT in it").says("--with-evidence-key");
    let kept = fs::read_to_string(data.join("evidence.key")).expect("a key");
    let backup = fs::read(text("one.db")).expect("a backup");
    assert!(!backup.windows(64).any(|w| w == kept.trim().as_bytes()), "the key is in the backup");
    run(&data, &["backup", &text("two.db"), "--with-evidence-key", &text("copy.key")])
        .ended(0)
        .says("Keep it apart");
    assert_eq!(fs::read_to_string(text("copy.key")).expect("a copy"), kept);
    // What is there is never overwritten, and then there is no backup either.
    run(&data, &["backup", &text("three.db"), "--with-evidence-key", &text("copy.key")]).ended(1);
    assert!(!Path::new(&text("three.db")).exists());

    // On a new machine the key is missing until it is put there.
    let other = dir.path().join("other");
    run(&other, &["restore", &text("one.db"), "--yes"])
        .ended(0)
        .says("Evidence files cannot be opened yet")
        .says("evidence.key");
    run(&other, &["--listen", "127.0.0.1:0", "doctor"])
        .ended(6)
        .says("put it back from where you keep its copy");
    fs::write(other.join("evidence.key"), "0".repeat(64)).expect("another key");
    run(&other, &["--listen", "127.0.0.1:0", "doctor"]).ended(6).says("did not seal the files kept here");
    fs::copy(text("copy.key"), other.join("evidence.key")).expect("put back");
    run(&other, &["restore", &text("two.db"), "--yes"]).ended(0).says("The key of evidence files opens them");
}
