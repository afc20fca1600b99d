//! The key and the sealed bytes: without the right key nothing opens and nothing is added, and changed bytes are not handed out.

use holdfast_store::{EvidenceKept, NewFile};
use holdfast_testkit::Portal;

use super::{PDF, REVIEW_OF_WAYS_IN, at, fixture, send};

const NO_KEY: &str = "The key that opens the files of evidence is not in its place";

fn key(portal: &Portal) -> std::path::PathBuf {
    portal.folder().join("evidence.key")
}

#[tokio::test]
async fn the_key_is_made_at_the_first_start_and_is_its_owners_alone() {
    let (portal, _, _) = fixture().await;
    let text = std::fs::read_to_string(key(&portal)).expect("a key");
    assert_eq!(text.trim().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(key(&portal)).expect("there").permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn without_the_key_files_wait_and_the_rest_goes_on() {
    let (portal, _, mut dana) = fixture().await;
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.pdf", PDF))).await.is(303);
    let kept = std::fs::read(key(&portal)).expect("a key");
    std::fs::remove_file(key(&portal)).expect("lost");
    dana.get(&at("/evidence/files/1/download")).await.is(503).shows(NO_KEY);
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("b.pdf", PDF))).await.is(503).shows(NO_KEY);
    assert!(!key(&portal).exists(), "no second key is made while files of the first are kept");
    dana.get(&at("/measures/mfa-remote")).await.is(200).shows("Met, and proven");
    // Another portal's key is as good as none.
    std::fs::write(key(&portal), "0".repeat(64)).expect("another");
    dana.get(&at("/evidence/files/1/download")).await.is(503).shows(NO_KEY);
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("b.pdf", PDF))).await.is(503);
    std::fs::write(key(&portal), "not a key").expect("damaged");
    dana.get(&at("/evidence/files/1/download")).await.is(503).shows(NO_KEY);
    // Put back, it works at once.
    std::fs::write(key(&portal), kept).expect("back");
    dana.get(&at("/evidence/files/1/download")).await.is(200);
}

#[tokio::test]
async fn sealed_bytes_that_changed_are_not_handed_out() {
    let (portal, scope, mut dana) = fixture().await;
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.pdf", PDF))).await.is(303);
    let mut write = portal.app.store.write().await.expect("a write");
    let file = write.evidence_files(scope).await.expect("files").remove(0);
    let sealed = write.sealed_file(scope, file.id).await.expect("read").expect("kept");
    // The same file with one bit changed, and one cut short.
    let mut changed = sealed.clone();
    changed[40] ^= 1;
    for sealed in [&changed[..], &sealed[..sealed.len() - 1], b""] {
        write.add_evidence_file(scope, NewFile { file: &file, sealed }, None).await.expect("kept");
    }
    write.commit().await.expect("kept");
    for id in 2..=4 {
        let answer = dana.get(&at(&format!("/evidence/files/{id}/download"))).await;
        answer.is(503).shows("changed or damaged since it was kept").hides("Catalog");
        dana.get(&at(&format!("/evidence/files/{id}"))).await.is(200).shows("Nobody has opened it");
    }
    dana.get(&at("/evidence/files/1/download")).await.is(200);
}

#[tokio::test]
async fn the_key_may_lie_elsewhere() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = elsewhere.path().join("files.key");
    let portal = Portal::with(|config| config.server.evidence_key = Some(path.clone())).await;
    assert!(path.exists() && !key(&portal).exists());
}
