//! Where a hospital stands, in process: what is shown of evidence and words, what time does to it, who may see it, and
//! what becomes of bad days. The formula itself is tried in core.

use holdfast_core::catalog::{EvidenceKindId, MeasureId, Method};
use holdfast_core::decide::posture::Record;
use holdfast_core::model::{
    Answer, Coverage, Evidence, EvidenceId, Exception, ExceptionKind, Finding, HospitalScope, Outlier, Reply,
    Role,
};
use holdfast_store::Assessments;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}{path}")
}

/// Fixture Memorial with someone of its IT signed in, on the portal's day.
pub(crate) async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, ivo)
}

/// The same person in a new session: sessions end while the clock moves on.
pub(crate) async fn again(portal: &Portal, name: &str) -> Browser {
    let address = format!("{}@fixturememorial.example", name.to_lowercase().replace(' ', "."));
    let address = holdfast_core::model::EmailAddress::parse(&address).expect("an address");
    let mut read = portal.app.store.read().await.expect("a read");
    let found = holdfast_store::Accounts::account_by_email(&mut read, &address).await.expect("read");
    drop(read);
    portal.signed_in(found.expect("the person").id).await
}

/// Evidence of a machine's look, on the portal's day: `mfa-admins 3/5 pat!,lee`, where `!` has more rights.
pub(crate) async fn finds(
    portal: &Portal,
    scope: HospitalScope,
    measure: &str,
    found: &str,
    but: &str,
) -> EvidenceId {
    let catalog = &portal.app.catalog;
    let (_, row) = catalog.measures().find(|(_, m)| m.id.as_str() == measure).expect("a measure");
    let kind =
        row.proven_by.iter().find(|k| catalog.evidence_kind(k).is_some_and(|k| k.method == Method::Test));
    let kind: EvidenceKindId = kind.or(row.proven_by.first()).expect("a kind").clone();
    let now = portal.app.clock.now();
    let outlier = |name: &str| Outlier {
        name: name.trim_end_matches('!').to_owned(),
        is_privileged: name.ends_with('!'),
    };
    let evidence = Evidence {
        id: EvidenceId(0),
        measure: MeasureId::new(measure),
        method: catalog.evidence_kind(&kind).expect("the kind").method,
        kind,
        collector: "a test 1.0".to_owned(),
        subject: "the tenant".to_owned(),
        observed_at: now,
        received_at: now,
        digest: None,
        finding: finding(found),
        seen: None,
        outliers: but.split(',').filter(|n| !n.is_empty()).map(outlier).collect(),
        limits: Vec::new(),
        note: String::new(),
    };
    let mut write = portal.app.store.write().await.expect("a write");
    let id = write.add_evidence(scope, &evidence, None, None).await.expect("kept");
    write.commit().await.expect("kept");
    id
}

/// Somebody's word.
pub(crate) async fn says(portal: &Portal, scope: HospitalScope, measure: &str, found: &str) {
    let answer = Answer {
        measure: MeasureId::new(measure),
        reply: Reply::Finds { finding: finding(found) },
        by: "Ivo It, hospital IT".to_owned(),
        at: portal.app.clock.now(),
    };
    let mut write = portal.app.store.write().await.expect("a write");
    write.add_answer(scope, None, &answer, None).await.expect("kept");
    write.commit().await.expect("kept");
}

fn finding(text: &str) -> Finding {
    match text.split_once('/') {
        Some((n, of)) => {
            let number = |t: &str| t.parse().expect("a number");
            Finding::of(Coverage::new(number(n), number(of)).expect("a share"))
        }
        None if text == "yes" => Finding::Met,
        None => Finding::NotMet,
    }
}

/// Every measure said to be so, and every gate proven.
pub(crate) async fn all_in_order(portal: &Portal, scope: HospitalScope) {
    let measures: Vec<(String, bool)> =
        portal.app.catalog.measures().map(|(_, m)| (m.id.to_string(), m.gate.is_some())).collect();
    for (measure, is_gate) in measures {
        says(portal, scope, &measure, "yes").await;
        if is_gate {
            finds(portal, scope, &measure, "yes", "").await;
        }
    }
}

#[tokio::test]
async fn a_hospital_that_never_answered_is_invited_and_not_marked() {
    let (_portal, _, mut ivo) = fixture().await;
    let page = ivo.get(&at("/posture")).await;
    page.is(200)
        .shows("Begin with one question")
        .shows("Start the assessment")
        .hides("0 of 20")
        .hides("Exposed");
    let home = ivo.get(&at("")).await;
    home.is(200).shows("Find out in an hour").hides("0 of 20");
    assert!(home.body.contains(&format!("href=\"{}\"", at("/assessment"))));
}

#[tokio::test]
async fn one_open_gate_holds_the_label_with_its_outliers_named_privileged_first() {
    let (portal, scope, mut ivo) = fixture().await;
    all_in_order(&portal, scope).await;
    ivo.get(&at("/posture")).await.is(200).shows("Guarded").shows("20 of 20").shows("10 of 10 essential");
    finds(&portal, scope, "mfa-admins", "3/5", "amy,bob!").await;
    let page = ivo.get(&at("/posture")).await;
    page.is(200)
        .shows("Exposed")
        .shows("1 of 8 gates is open")
        .shows("One stolen password would give an attacker the whole network.")
        .shows("Named: bob (has more rights than others) , amy .")
        .shows("19 of 20")
        .shows("9 of 10 essential, 10 of 10 enhanced")
        .shows("1 contradiction waits");
    // The two numbers stand apart, and neither is a mean of the other.
    page.shows("measures of the goals you met are proven by fresh evidence").hides("95 %").hides("95%");
    ivo.get(&at("")).await.shows("Exposed").shows("19 of 20").shows("Stop now");
    let one = ivo.get(&at("/posture/mfa")).await;
    one.is(200)
        .shows("A password alone opens nothing")
        .shows("Contradicted")
        .shows("Named: bob")
        .shows("HHS calls it Multifactor Authentication")
        .shows("Our own reading")
        .shows("164.312(d)");
    assert!(one.body.contains(&format!("href=\"{}\"", at("/measures/mfa-admins"))));
}

#[tokio::test]
async fn exceptions_are_shown_with_and_without_and_lift_no_gate() {
    let (portal, scope, mut ivo) = fixture().await;
    all_in_order(&portal, scope).await;
    let except = |measure: &str| Exception {
        measure: MeasureId::new(measure),
        kind: ExceptionKind::AcceptedRisk,
        reason: "The vendor <b>refuses</b>".to_owned(),
        instead: "We watch it.".to_owned(),
        approver: "Dana Fixture".to_owned(),
        at: portal.app.clock.now(),
        until: "2026-12-31".parse().expect("a day"),
    };
    says(&portal, scope, "mfa-mail", "no").await;
    finds(&portal, scope, "mfa-admins", "no", "").await;
    let mut write = portal.app.store.write().await.expect("a write");
    for measure in ["mfa-mail", "mfa-admins"] {
        write.add_exception(scope, &except(measure), None).await.expect("kept");
    }
    write.commit().await.expect("kept");
    let page = ivo.get(&at("/posture")).await;
    page.is(200)
        .shows("Exposed")
        .shows("20 of 20")
        .shows("without exceptions 19 of 20")
        .shows("2 exceptions in force");
    let one = ivo.get(&at("/posture/mfa")).await;
    one.shows("Left out of the count until December 31, 2026").shows("Approved by Dana Fixture");
    assert!(!one.body.contains("<b>refuses</b>"), "what people type is text");
}

#[tokio::test]
async fn evidence_goes_stale_as_the_clock_moves_and_never_into_a_pass() {
    let (portal, scope, mut ivo) = fixture().await;
    finds(&portal, scope, "mfa-admins", "yes", "").await;
    ivo.get(&at("/posture/mfa"))
        .await
        .is(200)
        .shows("Met, and proven")
        .shows("It changes by itself on April 1, 2026");
    portal.clock.set("2026-04-02");
    let mut ivo = again(&portal, "Ivo It").await;
    let page = ivo.get(&at("/posture/mfa")).await;
    page.is(200).shows("Too old to count").hides("Met, and proven");
    ivo.get(&at("/posture"))
        .await
        .shows("Evidence became too old to count.")
        .shows("1 rest on evidence too old to count")
        .shows("Unproven");
    portal.clock.set("2026-05-02");
    let mut ivo = again(&portal, "Ivo It").await;
    ivo.get(&at("/posture/mfa")).await.is(200).hides("Met, and proven").shows("Not known");
    // As of the first day it is as it was.
    ivo.get(&at("/posture/mfa?as_of=2026-03-02"))
        .await
        .is(200)
        .shows("Met, and proven")
        .shows("As of March 2, 2026");
}

#[tokio::test]
async fn any_past_day_is_shown_as_it_was_and_bad_days_are_told() {
    let (portal, scope, mut ivo) = fixture().await;
    says(&portal, scope, "mfa-mail", "yes").await;
    portal.clock.set("2026-03-20");
    finds(&portal, scope, "mfa-mail", "1/4", "bo").await;
    let mut ivo2 = again(&portal, "Ivo It").await;
    std::mem::swap(&mut ivo, &mut ivo2);
    ivo.get(&at("/posture")).await.is(200).shows("1 contradiction waits");
    ivo.get(&at("/posture?as_of=2026-03-10"))
        .await
        .is(200)
        .shows("As of March 10, 2026")
        .hides("contradiction waits");
    ivo.get(&at("/posture?as_of=2026-02-01"))
        .await
        .is(200)
        .shows("Nothing was known by then")
        .hides("0 of 20");
    for wrong in
        ["2026-03-21", "2999-01-01", "tomorrow", "03/02/2026", "2026-02-30", "%3Cscript%3E", "0000-00-00"]
    {
        let page = ivo.get(&at(&format!("/posture?as_of={wrong}"))).await;
        page.is(422).shows("There is a problem");
        assert!(!page.body.contains("<script>"), "{wrong}");
    }
    let page = ivo.get(&at("/posture?as_of=03/02/2026")).await;
    assert_eq!(page.input("as_of").as_deref(), Some("03/02/2026"), "what was typed is kept");
    ivo.get(&at("/posture/mfa?as_of=2999-01-01")).await.is(400).shows("still to come");
    ivo.get(&at("/posture/free-lunch")).await.is(404);
    ivo.get(&at("/posture/..%2f..")).await.is(404);
}

#[tokio::test]
async fn the_trend_is_decided_from_the_record_at_past_moments() {
    let (portal, scope, _) = fixture().await;
    portal.clock.set("2026-03-30");
    all_in_order(&portal, scope).await;
    portal.clock.set("2026-05-15");
    let mut ivo = again(&portal, "Ivo It").await;
    let page = ivo.get(&at("/posture")).await;
    page.is(200)
        .shows("Goals met went from 20 on March 31, 2026 to 20 on May 15, 2026.")
        .shows("February 28, 2026 Nothing was known yet")
        .shows("March 31, 2026 Guarded 20 of 20")
        .shows("May 15, 2026 Unproven 20 of 20");
    let record: Record =
        portal.app.store.read().await.expect("a read").assessment_record(scope).await.expect("read");
    let days = [(portal.app.today(), portal.app.clock.now())];
    let point = holdfast_core::decide::posture::trend(&portal.app.catalog, &record, &days);
    assert_eq!(point[0].attainment.met(), 20);
}

#[tokio::test]
async fn who_may_read_it_and_who_may_not() {
    let (portal, scope, _) = fixture().await;
    finds(&portal, scope, "mfa-admins", "3/5", "amy,bob!").await;
    for role in [Role::HospitalAdministrator, Role::HospitalIt, Role::Executive, Role::Assessor] {
        let name = format!("Reader {}", role.key().replace('_', ""));
        let mut browser = portal.signed_in_as(&name, role, Some(FIXTURE_MEMORIAL)).await;
        browser.get(&at("/posture")).await.is(200).shows("bob");
        browser.get(&at("/posture/mfa")).await.is(200);
    }
    let mut others = vec![
        portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await,
        portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await,
        portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await,
    ];
    for browser in &mut others {
        browser.get(&at("/posture")).await.is(403).hides("bob");
        browser.get(&at("/posture/mfa")).await.is(403).hides("bob");
    }
    // Another hospital's page shows nothing of this one.
    others[1].get(&format!("/hospital/{BEACON_RIDGE}/posture")).await.is(200).hides("bob");
}

#[tokio::test]
async fn hostile_names_are_text_and_many_are_counted() {
    let (portal, scope, mut ivo) = fixture().await;
    let names: Vec<String> = (0..400).map(|n| format!("<script>x{n}</script>\u{202e}\"'")).collect();
    finds(&portal, scope, "mfa-admins", "1/500", &names.join(",")).await;
    let page = ivo.get(&at("/posture")).await;
    page.is(200).shows("and 392 more of 400");
    assert!(!page.body.contains("<script>x"));
    let bytes = ivo.compressed_bytes(&at("/posture")).await;
    assert!(bytes < 16_000, "{bytes} bytes");
}

#[tokio::test]
async fn the_same_record_and_day_give_the_same_page() {
    let (portal, scope, mut ivo) = fixture().await;
    all_in_order(&portal, scope).await;
    finds(&portal, scope, "mfa-admins", "3/5", "amy,bob!").await;
    for path in ["/posture", "/posture/mfa", "/posture?as_of=2026-03-01", "/plan"] {
        let (first, second) = (ivo.get(&at(path)).await, ivo.get(&at(path)).await);
        assert_eq!(first.body, second.body, "{path}");
    }
}
