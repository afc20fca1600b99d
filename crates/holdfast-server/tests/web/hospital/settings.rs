//! The settings of a hospital: seen by those who read it, changed by those who answer for it.

use holdfast_core::catalog::ProgramId;
use holdfast_core::facts::FactKind;
use holdfast_core::model::{Ccn, Contact, ContactRole, EmailAddress, HospitalScope, Role};
use holdfast_store::{Attestations, Audit, Office, Registrations};
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

const SETTINGS: &str = "/hospital/991301/settings";

async fn portal() -> Portal {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let mut registration = write.registrations(scope).await.expect("read").pop().expect("one");
    registration.answers.contact = Some(Contact {
        name: "Ann Lee".to_owned(),
        role: ContactRole::OtherStaff,
        email: EmailAddress::parse("ann@fixturememorial.example").expect("an address"),
        phone: "(555) 555-0142".to_owned(),
    });
    write.save_registration(scope, &registration, portal.app.now_ms()).await.expect("kept");
    write.commit().await.expect("kept");
    portal
}

/// The version the open form names.
fn version(page: &holdfast_testkit::Answer) -> String {
    page.input("version").expect("a version")
}

#[tokio::test]
async fn consent_is_seen_changed_and_counts_from_then_on() {
    let portal = portal().await;
    let mut ada = portal.signed_in_as("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let page = ada.get(SETTINGS).await;
    page.is(200).shows("Settings").shows("Ann Lee").shows("Not answered yet");
    assert!(page.body.contains("/settings/consent\""));
    let consent = format!("{SETTINGS}/consent");
    let form = ada.get(&consent).await;
    form.is(200).shows("May we count your hospital in totals?");
    let v = version(&form);
    ada.post(&consent, &[("version", &v)]).await.is(422).shows("Say whether your hospital may count");
    let no = [("version", v.as_str()), ("share_with_assessor", "yes"), ("count_in_totals", "no")];
    assert_eq!(ada.post(&consent, &no).await.is(303).location(), format!("{SETTINGS}?done=1"));
    ada.get(SETTINGS).await.shows("We may be counted in totals that name nobody No");
    let mut read = portal.app.store.read().await.expect("a read");
    let program = ProgramId::new("rural-hospitals");
    assert_eq!(read.office_uncounted(&program).await.expect("read").len(), 1);
    let log = read.audit_latest(None, 5).await.expect("read");
    assert!(log.iter().any(|e| e.action == "change-setting" && !e.detail.contains("Ann")));
    drop(read);
    let v = version(&ada.get(&consent).await);
    let yes = [("version", v.as_str()), ("share_with_assessor", "yes"), ("count_in_totals", "yes")];
    ada.post(&consent, &yes).await.is(303);
    let mut read = portal.app.store.read().await.expect("a read");
    assert!(read.office_uncounted(&program).await.expect("read").is_empty(), "a no is taken back");
}

#[tokio::test]
async fn a_plan_becomes_what_the_hospital_says_and_a_contact_is_told() {
    let portal = portal().await;
    let mut it = portal.signed_in_as("Ivy Tran", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let security = format!("{SETTINGS}/security");
    let v = version(&it.get(&security).await);
    let plan = [("version", v.as_str()), ("plan", "enterprise"), ("products", "A mail filter")];
    it.post(&security, &plan).await.is(303);
    let mut read = portal.app.store.read().await.expect("a read");
    let scope = HospitalScope::checked(Ccn::parse(FIXTURE_MEMORIAL).expect("a number"));
    let said = read.attestations(scope).await.expect("read");
    let last = said.iter().rev().find(|a| a.fact == FactKind::CurrentPlan).expect("said");
    assert_eq!(last.value, Some(holdfast_core::facts::FactValue::Word("enterprise".to_owned())));
    drop(read);
    let contact = format!("{SETTINGS}/contact");
    let v = version(it.get(&contact).await.shows("Who is the hospital's contact?"));
    let new = [
        ("version", v.as_str()),
        ("name", "Bo Reed"),
        ("role", "leadership"),
        ("email", "bo@fixturememorial.example"),
        ("phone", "(555) 555-0143"),
    ];
    it.post(&contact, &new).await.is(303);
    let told: Vec<String> = portal
        .mails()
        .await
        .into_iter()
        .filter(|m| m.new.kind == "contact-changed")
        .map(|m| m.new.to.to_string())
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    // A form opened before that change clashes instead of undoing it.
    let late = [("version", v.as_str()), ("was.name", "Ann Lee"), ("name", "Cy Voss"), ("role", "it")];
    it.post(&contact, &late).await.is(409).shows("Bo Reed").shows("Cy Voss");
}

#[tokio::test]
async fn others_read_or_do_not_come_in() {
    let portal = portal().await;
    let mut eve = portal.signed_in_as("Eve Hart", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let page = eve.get(SETTINGS).await;
    page.is(200).shows("Your role reads this");
    assert!(!page.body.contains("/settings/consent\""));
    eve.get(&format!("{SETTINGS}/consent")).await.is(403);
    eve.post(&format!("{SETTINGS}/consent"), &[("version", "1")]).await.is(403);
    let mut ada = portal.signed_in_as("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    ada.get(&format!("{SETTINGS}/beds")).await.is(404);
    ada.get("/hospital/991302/settings").await.is(403);
    let mut bea = portal.signed_in_as("Bea Fox", Role::HospitalAdministrator, Some("991302")).await;
    bea.get("/hospital/991302/settings").await.is(200).shows("Nothing to set yet");
    bea.get("/hospital/991302/settings/consent").await.is(409).shows("not confirmed yet");
}
