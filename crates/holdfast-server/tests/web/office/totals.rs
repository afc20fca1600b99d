//! Totals: exact for the office, small groups hidden for partners, the same on the page and in every download.

use holdfast_core::model::{ClaimEvent, ClaimMove, Consent, Role};
use holdfast_testkit::franklin::{
    BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_CITY, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS,
};

use super::*;

const SIX: [&str; 6] =
    [BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS];

async fn accepted(portal: &Portal, ccn: &str, offer: &str) {
    let event = ClaimEvent { moved: ClaimMove::Claim, on: portal.app.today() };
    let mut write = portal.app.store.write().await.expect("a write");
    let offer = OfferId::new(offer);
    write
        .move_claim(scope(ccn), &offer, event, None, "", portal.app.now_ms())
        .await
        .expect("kept")
        .expect("a move");
    write.commit().await.expect("kept");
}

#[tokio::test]
async fn an_empty_program_has_honest_totals() {
    let portal = Portal::new().await;
    let page = office(&portal).await.get("/office").await;
    page.is(200)
        .shows("No hospital has registered yet")
        .shows("No hospital has accepted an offer yet")
        .shows("Of 1,800")
        .shows("Of 2,100")
        .shows("Of 6 listed")
        .shows("These are exact numbers");
}

#[tokio::test]
async fn the_office_sees_numbers_where_a_partner_sees_none() {
    let portal = Portal::new().await;
    reached(&portal, &SIX, Stage::Registered, "2026-02-10").await;
    reached(&portal, &[FRANKLIN_CITY], Stage::Registered, "2025-12-10").await;
    reached(&portal, &SIX[..2], Stage::Validated, "2026-02-20").await;
    accepted(&portal, FIXTURE_MEMORIAL, "security-assessment").await;
    let mut olu = office(&portal).await;
    let page = olu.get("/office").await;
    page.is(200).shows("Registered 7").shows("Validated 2").shows("December 2025").shows("January 2026");
    let csv = olu.get("/office/funnel.csv").await.body;
    assert!(csv.contains("registered,Someone at the hospital sent a registration,7,"), "{csv}");
    assert!(csv.contains("validated,The registration was checked,2,"), "{csv}");

    let mut partner = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    let page = partner.get("/office").await;
    page.is(200)
        .shows("Groups of 1 to 4 hospitals are hidden")
        .shows("too few to show")
        .hides("These are exact numbers");
    assert!(!page.body.contains("/office/hospitals"), "no way to named hospitals");
    let csv = partner.get("/office/funnel.csv").await.body;
    assert!(csv.contains(",7,"), "{csv}");
    assert!(csv.contains("validated,The registration was checked,too few to show,"), "{csv}");
    let months = partner.get("/office/months.csv").await.body;
    assert!(
        months.contains("2025-12 to 2026-02,7,too few to show,0"),
        "one month would give the other away: {months}"
    );
    let offers = partner.get("/office/offers.csv").await.body;
    assert!(offers.starts_with("Offer,Name,\"Accepted, confirmed or active\"\r\n"), "{offers}");
    assert!(!offers.contains("Ended") && offers.contains("too few to show"), "{offers}");
    let uptake = partner.get("/office/uptake.csv").await.body;
    assert!(uptake.contains("security-assessment") && !uptake.contains(",1"), "{uptake}");
    let exact = olu.get("/office/uptake.csv").await.body;
    assert!(
        exact.contains("security-assessment,Cybersecurity assessment") && exact.contains(",1,1"),
        "{exact}"
    );
    let as_partner = olu.get("/office/uptake.csv?seen_by=partners").await.body;
    assert_eq!(as_partner, uptake);
    // A partner cannot ask for more than partners see.
    assert_eq!(partner.get("/office/uptake.csv?seen_by=office").await.body, uptake);
    for path in ["/office/hospitals", "/office/hospitals.csv", "/office/queue", "/office/run"] {
        partner.get(path).await.is(403);
    }
}

#[tokio::test]
async fn a_hospital_that_did_not_agree_is_not_counted_for_partners() {
    let portal = Portal::new().await;
    reached(&portal, &SIX, Stage::Registered, "2026-02-10").await;
    let (mut registration, _) = sent(&portal, FRANKLIN_CITY, "ann@gmail.com").await;
    registration.answers.consent = Some(Consent { share_with_assessor: true, count_in_totals: false });
    let mut write = portal.app.store.write().await.expect("a write");
    write.save_registration(scope(FRANKLIN_CITY), &registration, portal.app.now_ms()).await.expect("kept");
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    olu.get("/office").await.shows("Registered 7").shows("1 of the hospitals did not agree");
    let mut partner = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    assert!(partner.get("/office/funnel.csv").await.body.contains("registration,6,"));
}
