//! A second person from a registered hospital.

use holdfast_core::model::{CaseKind, Ccn, HospitalScope, Role};
use holdfast_store::CaseFilter;
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;

use crate::{confirmed, registered};

const BOB: &[(&str, &str)] = &[
    ("ccn", "991301"),
    ("name", "Bob Ray"),
    ("role", "other_staff"),
    ("email", "bob@fixturememorial.example"),
    ("phone", "555 555 0143"),
];

#[tokio::test]
async fn asking_is_confirmed_by_mail_and_goes_to_a_reviewer_first() {
    let portal = Portal::new().await;
    confirmed(&portal, ("", &[])).await;
    let mut bob = portal.browser();
    bob.get("/register/join?ccn=991301").await.is(200).shows("Ask to join a hospital").hides("Ann");
    bob.post("/register/join", &[("ccn", "991301")]).await.is(422).shows("Write your first and last name");
    bob.post("/register/join", BOB).await.is(200).shows("Look in your mail");
    let store = &portal.app.store;
    let n_accounts = || async { store.read().await.expect("a read").n_accounts().await.expect("a count") };
    assert_eq!(n_accounts().await, 1, "asking alone makes no account");
    let link = portal.mailed_link("confirm-join").await;
    bob.get(&link).await.is(200).shows("Is this mailbox yours?");
    bob.post(&link, &[]).await.is(200).shows("Your request is on its way").shows("no administrator here yet");
    bob.post(&link, &[]).await.is(410);
    assert_eq!(n_accounts().await, 2);
    let mut read = store.read().await.expect("a read");
    let filter = CaseFilter { kind: Some("join".to_owned()), ..CaseFilter::default() };
    let cases = read.review_queue(&filter, 10, 0).await.expect("cases");
    assert!(matches!(cases[..], [holdfast_core::model::Case { kind: CaseKind::Join { .. }, .. }]));
    let scope = HospitalScope::checked(Ccn::parse("991301").expect("a number"));
    assert_eq!(read.join_requests(scope).await.expect("requests").len(), 1);
    let roles: Vec<Role> =
        read.people(scope).await.expect("people").into_iter().map(|p| p.grant.role).collect();
    assert_eq!(roles, [Role::HospitalIt], "asking gives no role");
}

#[tokio::test]
async fn the_hospitals_administrator_is_written_to() {
    let portal = Portal::new().await;
    confirmed(&portal, ("", &[])).await;
    portal.person("Ada Min", Role::HospitalAdministrator, Some("991301")).await;
    portal.browser().post("/register/join", BOB).await.is(200);
    let link = portal.mailed_link("confirm-join").await;
    portal.browser().post(&link, &[]).await.is(200).shows("administrator here decides").hides("Ada");
    let mail = portal.mails().await.into_iter().find(|m| m.new.kind == "join-asked").expect("a letter");
    assert_eq!(mail.new.to.as_str(), "ada.min@fixturememorial.example");
    assert!(!mail.new.text.contains("Bob"), "the letter names nobody");
}

#[tokio::test]
async fn a_hospital_nobody_registered_cannot_be_joined() {
    let portal = Portal::new().await;
    let mut bob = portal.browser();
    bob.post("/register/join", BOB).await.is(422).shows("No registration of 991301 is confirmed yet");
    // Nor one that somebody has only typed a form for.
    registered(&mut portal.browser(), ("", &[])).await;
    bob.post("/register/join", BOB).await.is(422).shows("No registration of 991301 is confirmed yet");
    let typo: Vec<(&str, &str)> =
        BOB.iter().map(|(k, v)| if *k == "ccn" { (*k, "99") } else { (*k, *v) }).collect();
    bob.post("/register/join", &typo).await.is(422).shows("six characters");
    assert_eq!(portal.mails().await.len(), 1, "only the registrant was written to");
}
