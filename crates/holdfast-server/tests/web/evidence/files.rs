//! Files on their way in and out: kept sealed, handed out to save and never to show, each opening written down; hostile ones
//! are refused with everything typed still there.

use holdfast_core::model::Role;
use holdfast_store::EvidenceKept;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{PDF, REVIEW_OF_WAYS_IN, at, but, fixture, send};

#[tokio::test]
async fn a_file_comes_in_proves_its_measure_and_is_saved_again() {
    let (portal, scope, mut dana) = fixture().await;
    let form = dana.get(&at("/evidence/new?measure=mfa-remote")).await;
    form.is(200).shows("Review of ways in").hides("Penetration test");
    assert!(form.body.contains("enctype=\"multipart/form-data\""));
    form.shows("How much of what is there was looked at?");
    let wrong = send(&mut dana, &but(&[("seen_n", "9"), ("seen_of", "4")]), Some(("a.pdf", PDF))).await;
    wrong.is(422).shows("Write a number up to 4");
    assert_eq!(wrong.input("seen_n").as_deref(), Some("9"));
    let answer = send(&mut dana, REVIEW_OF_WAYS_IN, Some(("ways in.pdf", PDF))).await;
    assert_eq!(answer.location(), at("/measures/mfa-remote?done=sent"));
    dana.get(answer.location())
        .await
        .shows("Met, and proven")
        .shows("Review of ways in, sent in by Dana Fixture");

    let list = dana.get(&at("/evidence")).await;
    list.is(200).shows("ways in.pdf").shows("Nobody yet").shows("Counts until March 31, 2026");
    let mut eve = portal.signed_in_as("Eve Lane", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let file = eve.get(&at("/evidence/files/1/download")).await;
    file.is(200);
    assert_eq!(file.body.as_bytes(), PDF);
    let header =
        |name: &str| file.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename=\"ways in.pdf\"");
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").starts_with("sandbox;"));
    assert_eq!(header("cache-control"), "no-store");

    let page = dana.get(&at("/evidence/files/1")).await;
    page.shows("Eve Lane, Executive (read only)")
        .shows("True from March 1, 2026")
        .shows("Sent in March 2, 2026 at");
    let digest = holdfast_core::digest::sha256_hex(PDF);
    page.shows(&digest);
    let mut read = portal.app.store.read().await.expect("a read");
    let sealed = read.sealed_file(scope, holdfast_core::model::FileId(1)).await.expect("read").expect("kept");
    assert!(!sealed.windows(7).any(|w| w == b"Catalog"), "the bytes are kept as they came");
}

#[tokio::test]
async fn what_does_not_fit_comes_back_with_everything_typed_but_the_file() {
    let (_portal, _, mut dana) = fixture().await;
    let typed = but(&[("effective", "2026-03-09"), ("subject", "The <VPN>"), ("limits", "only staff")]);
    let page = send(&mut dana, &typed, Some(("a.pdf", PDF))).await;
    page.is(422).shows("Write a day that has come").shows("Choose the file again").shows("only staff");
    assert!(
        page.body.contains("value=\"The &#60;VPN&#62;\"") || page.body.contains("value=\"The &lt;VPN&gt;\"")
    );
    assert_eq!(page.input("measure").as_deref(), Some("mfa-remote"));
    let page = send(&mut dana, REVIEW_OF_WAYS_IN, None).await;
    page.is(422).shows("Choose the file to send");
    // A kind that does not prove the measure is not taken, whatever a form says.
    let page = send(&mut dana, &but(&[("kind", "penetration-test")]), Some(("a.pdf", PDF))).await;
    page.is(422).shows("Only kinds that can prove this are listed");
    send(&mut dana, &but(&[("measure", "no-such")]), Some(("a.pdf", PDF))).await.is(404);
    dana.get(&at("/evidence")).await.shows("Nothing has come in").shows("No file has been sent in");
}

#[tokio::test]
async fn hostile_files_are_refused_with_what_to_do() {
    let (_portal, _, mut dana) = fixture().await;
    let active = b"%PDF-1.7\n1 0 obj << /OpenAction << /S /J#61vaScript /JS (x) >> >>\n%%EOF";
    for (name, bytes, says) in [
        ("a.pdf", &active[..], "This PDF carries a program"),
        ("policy.docx", b"PK\x03\x04\x14\0\x06\0word/document.xml", "Save it as a PDF first"),
        ("list.csv", b"MZ\x90\0\x03", "This is a program"),
        ("shot.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "This is a web page or drawing"),
        ("a.pdf", b"", "Choose the file to send"),
        ("a.pdf", &[0, 1, 2, 3], "This kind of file is not taken"),
    ] {
        let answer = send(&mut dana, REVIEW_OF_WAYS_IN, Some((name, bytes))).await;
        if bytes.is_empty() {
            answer.is(422);
        } else {
            answer.is(422).shows(says);
        }
    }
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.txt", &large))).await.is(422).shows("larger than 10 MB");
    let huge = vec![b'a'; 12 * 1024 * 1024];
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.txt", &huge))).await.is(400).shows("larger than 10 MB");
    dana.get(&at("/evidence")).await.shows("No file has been sent in");
}

#[tokio::test]
async fn a_form_that_broke_off_says_so_and_another_kind_of_body_is_refused() {
    use axum::body::Body;
    use axum::http::Request;
    let (_portal, _, mut dana) = fixture().await;
    let request = |kind: &str, body: &'static [u8]| {
        Request::post(at("/evidence/new"))
            .header("content-type", kind)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("a request")
    };
    let half = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf of";
    dana.send(request("multipart/form-data; boundary=b", half)).await.is(400).shows("did not arrive whole");
    dana.send(request("application/x-www-form-urlencoded", b"file=x")).await.is(415);
    dana.send(request("multipart/form-data", b"x")).await.is(415);
}

#[tokio::test]
async fn another_hospitals_files_are_not_there() {
    let (portal, _, mut dana) = fixture().await;
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.pdf", PDF))).await.is(303);
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    kim.get(&at("/evidence/files/1/download")).await.is(403);
    for path in ["/evidence/files/1", "/evidence/files/1/download"] {
        kim.get(&format!("/hospital/{BEACON_RIDGE}{path}")).await.is(404).shows("no such file");
    }
    for path in ["/evidence/files/2", "/evidence/files/x", "/evidence/files/-1/download"] {
        dana.get(&at(path)).await.is(404);
    }
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    staff.get(&at("/evidence/files/1/download")).await.is(403);
    let mut read = portal.app.store.read().await.expect("a read");
    let seen = read.file_seen_by(portal_scope(), holdfast_core::model::FileId(1)).await.expect("read");
    assert!(seen.is_empty(), "who was turned away opened nothing");
}

fn portal_scope() -> holdfast_core::model::HospitalScope {
    holdfast_core::model::HospitalScope::checked(
        holdfast_core::model::Ccn::parse(FIXTURE_MEMORIAL).expect("a number"),
    )
}

#[tokio::test]
async fn all_files_of_a_hospital_together_have_a_limit() {
    let (portal, scope, mut dana) = fixture().await;
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.pdf", PDF))).await.is(303);
    let mut write = portal.app.store.write().await.expect("a write");
    let mut file = write.evidence_files(scope).await.expect("files").remove(0);
    // As if the rest were there: the store counts what it was told.
    file.n_bytes = 500 * 1024 * 1024 - PDF.len() as u64 - 10;
    let new = holdfast_store::NewFile { file: &file, sealed: b"" };
    write.add_evidence_file(scope, new, None).await.expect("kept");
    write.commit().await.expect("kept");
    send(&mut dana, REVIEW_OF_WAYS_IN, Some(("a.pdf", PDF))).await.is(422).shows("reached 500 MB together");
}

#[tokio::test]
async fn what_was_not_looked_at_is_shown_and_not_proven() {
    let (_portal, _, mut dana) = fixture().await;
    let typed = but(&[("seen_n", "2"), ("seen_of", "6")]);
    let answer = send(&mut dana, &typed, Some(("a.pdf", PDF))).await;
    let page = dana.get(answer.location()).await;
    page.shows("Looked at: 2 of 6 ways in. The rest was not, and is not proven.").hides("Met, and proven");
}
