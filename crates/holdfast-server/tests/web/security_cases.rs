//! Security cases: what comes in, what becomes of it, who may do what, and what hostile results come to. Which findings belong
//! together is tried in core.

mod hostile;
mod work;

use holdfast_core::model::{HospitalScope, Role};
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Answer, Browser, Portal};
use serde_json::{Value, json};

use crate::evidence::upload;

/// Fixture Memorial with its IT person signed in.
async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, ivo)
}

/// A page of Fixture Memorial.
fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}{path}")
}

/// One case's page.
fn case(number: u32) -> String {
    at(&format!("/security-cases/{number}"))
}

/// A finding as a hunt writes it.
pub(crate) fn finding(rule: &str, host: &str, severity: &str, when: &str) -> Value {
    json!({
        "type": "finding",
        "rule": { "id": rule.to_lowercase().replace(' ', "-"), "title": rule, "author": "Ann Author", "techniques": ["T1490"], "tactics": ["impact"] },
        "severity": severity, "host": host, "n_events": 3, "first_at": when, "last_at": when,
        "example": { "at": when, "channel": "Security", "event_id": 4688, "record_id": 7, "file": "Security.evtx", "place": 4096, "fields": { "User": "FIXTURE\\lee" } }
    })
}

/// A line of coverage as a hunt writes it.
pub(crate) fn coverage(host: &str, last: &str) -> Value {
    json!({ "type": "coverage", "host": host, "channel": "Security", "n_events": 9, "first_at": "2026-02-01T00:00:00Z", "last_at": last })
}

/// A whole result with these lines.
pub(crate) fn hunt(lines: &[Value]) -> String {
    let head = json!({ "type": "hunt", "version": 1, "engine": "holdfast 0.1.0", "began_at": "2026-03-02T11:00:00Z", "n_rules": 3, "rules_digest": "ab" });
    let end = json!({ "type": "end", "ended_at": "2026-03-02T11:00:09Z", "n_files": 1, "n_events": 2, "n_hits": 2, "n_allowed": 0, "n_findings": 2, "n_unread": 0 });
    let all: Vec<String> = [&head].into_iter().chain(lines).chain([&end]).map(ToString::to_string).collect();
    all.join("\n") + "\n"
}

/// The usual: a critical finding on an office computer, a medium one on the laboratory's.
fn usual() -> String {
    let mut lab = finding("Odd service", "LAB-01", "medium", "2026-03-02T06:00:00Z");
    lab["example"]["fields"] = json!({});
    hunt(&[
        finding("Shadow copies deleted", "PC-7", "critical", "2026-03-02T11:30:00Z"),
        lab,
        finding("New user", "PC-9", "low", "2026-03-01T06:00:00Z"),
        coverage("PC-7", "2026-03-02T11:40:00Z"),
        coverage("LAB-01", "2026-03-02T11:00:00Z"),
    ])
}

async fn send(browser: &mut Browser, result: impl AsRef<[u8]>) -> Answer {
    browser.send(upload(&at("/security-cases/new"), &[], Some(("hunt.jsonl", result.as_ref())))).await
}

async fn act(browser: &mut Browser, number: u32, fields: &[(&str, &str)]) -> Answer {
    browser.post(&case(number), fields).await
}

/// Names the laboratory's computer as one that care depends on.
async fn name_lab(browser: &mut Browser) {
    let form = [("names", "lab-01.fixture.example\nLAB-01"), ("system", "lab"), ("carries", "")];
    let answer = browser.post(&at("/care-machines"), &form).await;
    assert_eq!(answer.location(), at("/care-machines?done=named"));
}
