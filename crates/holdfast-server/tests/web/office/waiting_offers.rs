//! Offers that wait for the office: on its list, in the filter of hospitals, and in one letter a day.

use holdfast_core::model::{ClaimEvent, ClaimMove};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::*;

async fn moves(portal: &Portal, ccn: &str, offer: &str, moves: &[ClaimMove]) {
    let (offer, on) = (OfferId::new(offer), portal.app.today());
    let mut write = portal.app.store.write().await.expect("a write");
    for moved in moves {
        let event = ClaimEvent { moved: *moved, on };
        let moved = write.move_claim(scope(ccn), &offer, event, None, "", portal.app.now_ms()).await;
        moved.expect("kept").expect("a move");
    }
    write.commit().await.expect("kept");
}

const ON: ClaimMove = ClaimMove::Activate { ends: None };

#[tokio::test]
async fn what_a_hospital_accepted_waits_on_a_list_until_it_runs() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    olu.get("/office/offers").await.is(200).shows("0 to confirm, 0 to switch on.").shows("Nothing waits");
    moves(&portal, FIXTURE_MEMORIAL, "it-training", &[ClaimMove::Claim, ClaimMove::Validate, ON]).await;
    moves(&portal, FIXTURE_MEMORIAL, "security-assessment", &[ClaimMove::Claim]).await;
    moves(&portal, BEACON_RIDGE, "security-assessment", &[ClaimMove::Claim, ClaimMove::Validate]).await;
    portal.clock.set("2026-03-05");
    let mut olu = portal.signed_in_as("Olu Second", Role::ProgramOffice, None).await;
    let page = olu.get("/office/offers").await;
    page.is(200).shows("1 to confirm, 1 to switch on.").shows("2 offers").shows("3 days");
    assert!(page.body.contains(&format!("/office/hospitals/{FIXTURE_MEMORIAL}#offers")));
    olu.get("/office/offers?waits=to_switch_on").await.shows("Beacon Ridge").hides("Fixture Memorial");
    olu.get("/office/offers?waits=let_go").await.shows("Nothing of this kind waits");
    olu.get("/office/offers?waits=%3Cb%3E&page=-3").await.is(200).shows("2 offers");
    // One offer runs already, and the other still finds the hospital.
    let waits = olu.get("/office/hospitals?claim=claimed").await;
    waits.shows("1 hospital").shows("Fixture Memorial").hides("Beacon Ridge");
    olu.get("/office/hospitals?claim=active&offer=it-training").await.shows("Fixture Memorial");
    olu.get("/office/hospitals?claim=active&offer=security-assessment").await.shows("No hospital fits");
    olu.get("/office/hospitals.csv?claim=validated").await.shows("Beacon Ridge").hides("Fixture Memorial");
    moves(&portal, FIXTURE_MEMORIAL, "it-training", &[ClaimMove::LetGo]).await;
    olu.get("/office/offers").await.shows("1 was let go in the last 30 days").shows("Let go by the hospital");
    portal.signed_in_as("Pat Partner", Role::Partner, None).await.get("/office/offers").await.is(403);
    reviewer(&portal, "Rae Vance").await.get("/office/offers").await.is(200);
}

#[tokio::test]
async fn the_office_gets_one_letter_a_day_and_only_when_something_is_new() {
    let portal = Portal::new().await;
    let tell = async || portal.app.tell_office_of_offers().await.expect("told");
    moves(&portal, FIXTURE_MEMORIAL, "security-assessment", &[ClaimMove::Claim]).await;
    assert_eq!(tell().await, 0, "nobody runs the program yet");
    office(&portal).await;
    reviewer(&portal, "Rae Vance").await;
    moves(&portal, BEACON_RIDGE, "security-assessment", &[ClaimMove::Claim, ClaimMove::Validate]).await;
    assert_eq!(tell().await, 1, "the letter that could not go before goes now, for both");
    let mails = portal.mails().await;
    assert_eq!(mails[0].new.to, email("olu.office@fixturememorial.example"));
    let text = &mails[0].new.text;
    assert!(text.contains("1 offer to confirm, 1 offer to switch on"), "{text}");
    assert!(text.contains("/office/offers") && !text.contains("Fixture Memorial"), "{text}");
    portal.clock.set("2026-03-03");
    assert_eq!(tell().await, 0, "nothing new");
    moves(&portal, FIXTURE_MEMORIAL, "it-training", &[ClaimMove::Claim, ClaimMove::Validate, ON]).await;
    portal.clock.set("2026-03-04");
    assert_eq!(tell().await, 0, "what runs does not wait");
    moves(&portal, FIXTURE_MEMORIAL, "it-training", &[ClaimMove::LetGo]).await;
    portal.clock.set("2026-03-05");
    assert_eq!(tell().await, 1);
    assert!(portal.mails().await[0].new.text.contains("1 offer that a hospital let go"));
}
