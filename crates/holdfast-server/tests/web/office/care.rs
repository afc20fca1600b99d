//! People covered: exact for the office, hidden for partners, findings only as counts, and whom to help first for the office alone.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::{
    BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_CITY, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS,
};

use super::*;

const SIX: [&str; 6] =
    [BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS];

#[tokio::test]
async fn nobody_is_covered_before_a_hospital_registers() {
    let portal = Portal::new().await;
    let page = office(&portal).await.get("/office/care").await;
    page.is(200)
        .shows("None of these hospitals has registered yet")
        .shows("60,000,000")
        .shows("No hospital has registered yet, or too few to show")
        .shows("These are exact numbers")
        .shows("No assessor has signed for a hospital yet");
    assert!(page.body.len() < 60_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn the_office_sees_numbers_where_a_partner_sees_none() {
    let portal = Portal::new().await;
    reached(&portal, &SIX[..2], Stage::Registered, "2026-02-10").await;
    reached(&portal, &SIX[..1], Stage::Assessed, "2026-02-20").await;
    let mut olu = office(&portal).await;
    olu.get("/office/care").await.is(200).shows("February 2026").shows("See whom to help first");
    let csv = olu.get("/office/care/states.csv").await.body;
    assert!(csv.contains("ZZ,") && csv.contains(",2,1,"), "{csv}");
    let mut pat = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    let page = pat.get("/office/care").await;
    page.is(200)
        .shows("Groups of 1 to 4 hospitals are hidden")
        .shows("too few to show")
        .hides("These are exact numbers")
        .hides("See whom to help first");
    assert!(!page.body.contains("/office/care/first"), "no way to named hospitals");
    let partners = pat.get("/office/care/states.csv").await.body;
    assert!(partners.contains("too few to show") && !partners.contains(",2,"), "{partners}");
    assert_eq!(olu.get("/office/care/states.csv?seen_by=partners").await.body, partners);
    // A partner cannot ask for more than partners see.
    assert_eq!(pat.get("/office/care/states.csv?seen_by=office").await.body, partners);
    for path in ["/office/care/first", "/office/care/first.csv"] {
        pat.get(path).await.is(403);
    }
}

#[tokio::test]
async fn the_brief_is_the_same_whoever_saves_it() {
    let portal = Portal::new().await;
    reached(&portal, &SIX, Stage::Registered, "2026-02-10").await;
    reached(&portal, &[FRANKLIN_CITY], Stage::Registered, "2026-02-12").await;
    let mut olu = office(&portal).await;
    let mut pat = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    let (of_office, of_partner) =
        (olu.get("/office/care/brief.pdf").await, pat.get("/office/care/brief.pdf").await);
    assert!(of_office.body.starts_with("%PDF-1.7"));
    assert_eq!(of_office.body.len(), of_partner.body.len());
}

#[tokio::test]
async fn whom_to_help_first_is_filtered_and_saved() {
    let portal = Portal::new().await;
    reached(&portal, &[FIXTURE_MEMORIAL], Stage::Registered, "2026-02-10").await;
    reached(&portal, &[BEACON_RIDGE], Stage::Assessed, "2026-02-10").await;
    let mut olu = office(&portal).await;
    let page = olu.get("/office/care/first").await;
    page.is(200).shows("Fixture Memorial").shows("Offer an assessment").shows("Ask it to register");
    let page = olu.get("/office/care/first?lacks=registration&state=ZZ").await;
    page.is(200).shows("Copper Hollow");
    assert!(!page.body.contains(&format!("/office/hospitals/{FIXTURE_MEMORIAL}")), "it registered");
    let page = olu.get("/office/care/first?lacks=assessment").await;
    assert!(page.body.contains(&format!("/office/hospitals/{FIXTURE_MEMORIAL}")));
    assert!(!page.body.contains(&format!("/office/hospitals/{BEACON_RIDGE}")), "it is assessed");
    olu.get("/office/care/first?state=MT").await.is(200).shows("No place matches");
    let csv = olu.get("/office/care/first.csv?lacks=assessment").await.body;
    assert!(csv.contains(FIXTURE_MEMORIAL) && !csv.contains(BEACON_RIDGE), "{csv}");
    assert!(csv.contains("Do not pass on"), "{csv}");
    olu.get("/office/care/first?page=99&lacks=nonsense").await.is(200);
}
