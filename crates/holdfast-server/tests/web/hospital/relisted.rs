//! A registered hospital that the public list leaves out, or lists under another number: its pages stay open, and a reviewer
//! is asked what became of it.

use holdfast_core::model::{Case, CaseKind, Ccn, HospitalRow, HospitalType, Release, SourceKind};
use holdfast_import::{SourceRead, SourceRows};
use holdfast_server::app::ImportRules;
use holdfast_store::CaseFilter;
use holdfast_store::nouns::*;
use holdfast_testkit::franklin;

use super::*;

const NEW_NUMBER: &str = "990099";

/// Franklin's list of a later month, changed.
async fn list_of(
    portal: &Portal,
    title: &str,
    released_on: &str,
    change: impl FnOnce(&mut Vec<HospitalRow>),
) {
    let mut rows = franklin::tables().hospitals;
    change(&mut rows);
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: title.to_owned(),
        released_on: released_on.parse().expect("a day"),
        digest: title.to_owned(),
        n_rows: rows.len() as u32,
        n_rejected: 0,
    };
    let read =
        SourceRead { release, rows: SourceRows::Hospitals(rows), rejected: Vec::new(), notes: Vec::new() };
    let rules = ImportRules { allow_shrink: true, ..ImportRules::default() };
    portal.app.import_directory(vec![read], rules).await.expect("imported");
}

fn without_fixture(rows: &mut Vec<HospitalRow>) {
    rows.retain(|h| h.ccn.as_str() != FIXTURE_MEMORIAL);
}

async fn cases(portal: &Portal) -> Vec<Case> {
    let filter = CaseFilter { kind: Some("number_changed".to_owned()), ..CaseFilter::default() };
    portal.app.store.read().await.expect("a read").review_queue(&filter, 10, 0).await.expect("read")
}

#[tokio::test]
async fn its_pages_stay_open_and_a_reviewer_is_asked() {
    let (portal, _, mut dana) = fixture().await;
    list_of(&portal, "Franklin list of May", "2026-05-01", without_fixture).await;
    for page in ["", "/offers", "/offers/security-assessment", "/facts", "/tasks", "/people"] {
        dana.get(&at(page)).await.is(200).shows("Fixture Memorial");
    }
    dana.get(&at(""))
        .await
        .shows("The public directory no longer lists the hospital")
        .shows("No longer listed since Franklin list of May (2026-05-01).");
    // Nobody finds it in the public check.
    portal.browser().get(&format!("/check?ccn={FIXTURE_MEMORIAL}")).await.hides("What you may have");

    let found = cases(&portal).await;
    assert!(matches!(&found[..], [Case { kind: CaseKind::NumberChanged { became: None }, .. }]), "{found:?}");
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    rae.get("/office/queue?kind=number_changed").await.is(200).shows("Fixture Memorial");
    let case = format!("/office/cases/{}", found[0].id);
    rae.get(&case).await.is(200).shows("no longer lists this hospital").shows("Nothing changes");
    let call =
        [("act", "refuse"), ("reason", "It is open; the list is late."), ("confirmed", "yes"), ("seen", "0")];
    rae.post_and_follow(&case, &call).await.is(200).shows("The case is settled");

    // Listed again, it is as before; the same list twice asks once.
    list_of(&portal, "Franklin list of June", "2026-06-01", |_| {}).await;
    let mut dana = dana_again(&portal).await;
    dana.get(&at("")).await.is(200).hides("no longer lists");
    assert_eq!(cases(&portal).await.len(), 1);
}

#[tokio::test]
async fn a_conversion_names_the_new_number_while_both_are_listed_and_after() {
    let (portal, _, _) = fixture().await;
    let converted = |rows: &mut Vec<HospitalRow>| {
        let mut new = rows.iter().find(|h| h.ccn.as_str() == FIXTURE_MEMORIAL).expect("listed").clone();
        new.ccn = Ccn::parse(NEW_NUMBER).expect("a number");
        new.hospital_type = HospitalType::RuralEmergency;
        rows.push(new);
    };
    list_of(&portal, "Franklin list of May", "2026-05-01", converted).await;
    list_of(&portal, "Franklin list of June", "2026-06-01", |rows| {
        converted(rows);
        without_fixture(rows);
    })
    .await;
    let found = cases(&portal).await;
    let new = Ccn::parse(NEW_NUMBER).expect("a number");
    assert!(
        matches!(&found[..], [Case { kind: CaseKind::NumberChanged { became: Some(to) }, .. }] if *to == new),
        "asked once: {found:?}"
    );
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    rae.get(&format!("/office/cases/{}", found[0].id))
        .await
        .is(200)
        .shows(NEW_NUMBER)
        .shows("It seems to be 990099 now.");
    let mut dana = dana_again(&portal).await;
    dana.get(&at("")).await.is(200).shows("It seems to be 990099 now.");

    // The reviewer finds it is one hospital: everything goes over, once.
    let case = format!("/office/cases/{}", found[0].id);
    let same = [("act", "approve"), ("reason", "They told us so."), ("confirmed", "yes"), ("seen", "0")];
    rae.post_and_follow(&case, &same).await.is(200).shows("The case is settled");
    let mut dana = dana_again(&portal).await;
    dana.get(&at("")).await.is(403);
    let home = format!("/hospital/{NEW_NUMBER}");
    dana.get(&home).await.is(200).hides("no longer lists");
    dana.get(&format!("{home}/facts")).await.is(200).shows("Rural emergency hospital").hides("differ");
    let scope = HospitalScope::checked(new);
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.registrations(scope).await.expect("read").len(), 1);
    let old = HospitalScope::checked(Ccn::parse(FIXTURE_MEMORIAL).expect("a number"));
    assert!(read.registrations(old).await.expect("read").is_empty());
    assert!(read.people(old).await.expect("read").is_empty());
    let facts = portal.app.hospital_facts(scope, portal.app.today()).await.expect("facts");
    assert_eq!(facts.bool(holdfast_core::facts::FactKind::Independent), Some(true));
}

#[tokio::test]
async fn a_number_that_is_taken_takes_nothing_over() {
    let (portal, _, _) = fixture().await;
    list_of(&portal, "Franklin list of May", "2026-05-01", |rows| {
        let mut new = rows.iter().find(|h| h.ccn.as_str() == FIXTURE_MEMORIAL).expect("listed").clone();
        new.ccn = Ccn::parse(NEW_NUMBER).expect("a number");
        new.hospital_type = HospitalType::RuralEmergency;
        rows.push(new);
    })
    .await;
    portal.registered(NEW_NUMBER, true).await;
    let case = format!("/office/cases/{}", cases(&portal).await[0].id);
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let same = [("act", "approve"), ("reason", "They told us so."), ("confirmed", "yes"), ("seen", "0")];
    rae.post(&case, &same).await.is(422).shows("of its own, so nothing can go over to it");
    assert_eq!(cases(&portal).await[0].state, holdfast_core::model::CaseState::Open);
    let mut dana = dana_again(&portal).await;
    dana.get(&at("")).await.is(200);
}

#[tokio::test]
async fn a_hospital_without_a_registration_asks_nobody() {
    let portal = Portal::new().await;
    list_of(&portal, "Franklin list of May", "2026-05-01", without_fixture).await;
    assert!(cases(&portal).await.is_empty());
}
