//! Evidence, the page of one measure and the assessor: who may do what, what each form does, and what hostile files come to.
//! Pure rules are tried in core; what a file is, in the crate that reads files.

mod assessor;
mod files;
mod key;
mod measure;

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::{HospitalScope, Role};
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Answer, Browser, Portal};

/// A PDF that says nothing.
pub(crate) const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Fixture Memorial with its administrator signed in.
async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let dana = portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, dana)
}

/// A page of Fixture Memorial.
fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}{path}")
}

/// A form with a file, as a browser sends it.
pub(crate) fn upload(path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Request<Body> {
    const BOUNDARY: &str = "holdfast-test-boundary";
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in fields {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    Request::post(path)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request")
}

/// What a good form about the hospital's ways in says.
const REVIEW_OF_WAYS_IN: &[(&str, &str)] = &[
    ("measure", "mfa-remote"),
    ("kind", "remote-access-review"),
    ("subject", "VPN and remote desktop"),
    ("effective", "2026-03-01"),
    ("finding", "met"),
];

/// The form with some fields changed.
fn but<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = REVIEW_OF_WAYS_IN.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.copied().chain(changes.iter().copied()).collect()
}

async fn send(browser: &mut Browser, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    browser.send(upload(&at("/evidence/new"), fields, file)).await
}
