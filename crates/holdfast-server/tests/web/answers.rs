//! Answering an assessment: several people at once, by mail and at the hospital's pages, in two languages and on paper.
//! What is asked of whom is tried in core.

mod by_mail;
mod hostile;
mod key_in;
mod questions;

use holdfast_core::catalog::EvidenceKindId;
use holdfast_core::catalog::{MeasureId, Method};
use holdfast_core::model::{Evidence, EvidenceId, Finding, HospitalScope, Role};
use holdfast_store::EvidenceKept;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Browser, Portal};

/// A page of Fixture Memorial's assessment.
fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}/assessment{path}")
}

/// Fixture Memorial, with its administrator signed in.
async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let dana = portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, dana)
}

/// Somebody invited to a part, who has pressed the button of the mailed link.
async fn invited(portal: &Portal, dana: &mut Browser, part: &str, name: &str, email: &str) -> Browser {
    dana.post(&at(&format!("/{part}/invite")), &[("name", name), ("email", email)]).await.is(303);
    let link = portal.mailed_link_to("assessment-part", email).await;
    let mut browser = portal.browser();
    let page = browser.get(&link).await;
    page.is(200);
    browser.fill_in(&link, &page, &[("name", name)]).await.is(303);
    browser
}

/// A machine looks at one measure and finds this.
async fn machine_finds(portal: &Portal, scope: HospitalScope, measure: &str, finding: Finding) {
    let measure = MeasureId::new(measure);
    let kinds = portal.app.catalog.measures().find(|(_, m)| m.id == measure).expect("a measure").1;
    let kind = |id: &EvidenceKindId| portal.app.catalog.evidence_kind(id).expect("a kind").clone();
    let kind = kinds.proven_by.iter().map(kind).find(|k| k.method == Method::Test).expect("a test");
    let now = portal.app.clock.now();
    let evidence = Evidence {
        id: EvidenceId(0),
        measure,
        kind: kind.id,
        method: Method::Test,
        collector: "Franklin scanner".to_owned(),
        subject: "the tenant".to_owned(),
        observed_at: now,
        received_at: now,
        digest: None,
        finding,
        seen: None,
        outliers: Vec::new(),
        limits: Vec::new(),
        note: String::new(),
    };
    let mut write = portal.app.store.write().await.expect("a write");
    write.add_evidence(scope, &evidence, None, None).await.expect("kept");
    write.commit().await.expect("kept");
    let mut read = portal.app.store.read().await.expect("a read");
    assert!(!read.evidence(scope).await.expect("read").is_empty());
}
