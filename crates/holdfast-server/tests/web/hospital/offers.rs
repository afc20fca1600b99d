//! Offers: read, accept once, let go, ask a reviewer, and what happens when the last day has passed.

use holdfast_core::catalog::OfferId;
use holdfast_core::model::{Claim, ClaimEvent, ClaimMove, HospitalScope, Role, Stage};
use holdfast_store::{Audit, Cases, Claims, Progress};
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{at, dana_again, fixture};

const UPDATES: &str = "/offers/windows-10-extended-updates";

async fn claim(portal: &Portal, scope: HospitalScope, offer: &str) -> Claim {
    portal.app.store.read().await.expect("a read").claim(scope, &OfferId::new(offer)).await.expect("a claim")
}

async fn moved(portal: &Portal, scope: HospitalScope, offer: &str, moves: &[ClaimMove]) {
    let mut write = portal.app.store.write().await.expect("a write");
    for moved in moves {
        let event = ClaimEvent { moved: *moved, on: portal.app.today() };
        write
            .move_claim(scope, &OfferId::new(offer), event, None, "", portal.app.now_ms())
            .await
            .expect("kept")
            .expect("a move that follows");
    }
    write.commit().await.expect("kept");
}

#[tokio::test]
async fn every_offer_stands_under_what_to_do_about_it() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("/offers")).await;
    page.is(200)
        .shows("Yours to accept")
        .shows("$10,980")
        .shows("October 13, 2026")
        .shows("$21,960")
        .shows("Yours, from others")
        .shows("Not for this hospital");
    let closed = page.body.find("id=\"not-for-you\"").expect("that heading");
    assert!(
        page.body[closed..].contains("Most advanced security suite"),
        "a small hospital gets the price instead"
    );
}

#[tokio::test]
async fn an_offers_page_shows_conditions_facts_sources_and_the_later_price() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at(UPDATES)).await;
    page.is(200)
        .shows("You may have it")
        .shows("It has Windows 10 computers at version 22H2 : yes")
        .shows("Number of Windows 10 devices at version 22H2: 180 . The hospital said so on March 2, 2026.")
        .shows("$21,960 a year.")
        .shows("The day after")
        .shows("How to leave")
        .shows("Other ways to the same protection")
        .shows("Checked on August 1, 2026");
    dana.get(&at("/offers/nonprofit-pricing"))
        .await
        .shows("Nobody has checked this price at its source yet.");
    dana.get(&at("/offers/nothing")).await.is(404).shows("There is no offer with this name.");
}

#[tokio::test]
async fn accepting_needs_the_box_and_happens_once() {
    let (portal, scope, mut dana) = fixture().await;
    let accept = at(&format!("{UPDATES}/accept"));
    dana.get(&accept)
        .await
        .is(200)
        .shows("What it costs after")
        .shows("$21,960")
        .shows("The list price doubles");
    dana.post(&accept, &[]).await.is(422).shows("There is a problem").shows("Tick the box");
    assert_eq!(claim(&portal, scope, "windows-10-extended-updates").await, Claim::Open);

    dana.post_and_follow(&accept, &[("read", "yes")])
        .await
        .is(200)
        .shows("Accepted. The program office confirms it next")
        .shows("Accepted: the program office is checking");
    let today = portal.app.today();
    assert_eq!(claim(&portal, scope, "windows-10-extended-updates").await, Claim::Claimed { on: today });
    let mut read = portal.app.store.read().await.expect("a read");
    let program = holdfast_core::catalog::ProgramId::new("rural-hospitals");
    let stages = read.stages(scope, &program).await.expect("stages");
    assert!(stages.contains(&(Stage::Offered, today)), "{stages:?}");
    let log = read.audit_about(&format!("hospital:{FIXTURE_MEMORIAL}"), 1).await.expect("a log");
    assert_eq!(log[0].action, "accept-offer");
    assert!(!log[0].detail.contains("Dana"), "{}", log[0].detail);
    drop(read);

    dana.post(&accept, &[("read", "yes")]).await.is(409).shows("It cannot be accepted now").shows("already");
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.claims(scope).await.expect("claims")[0].moves.len(), 1);
    drop(read);
    dana.get(&at("")).await.shows("Accepted by Dana Fixture: Windows 10 extended security updates");
    dana.get(&at("/offers")).await.shows("What you have");
}

#[tokio::test]
async fn two_people_accepting_at_once_leave_one_move() {
    let (portal, scope, dana) = fixture().await;
    let lee = portal.signed_in_as("Lee Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let accept = at("/offers/security-assessment/accept");
    let tries = (0..8).map(|n| {
        let (mut browser, accept) = (if n % 2 == 0 { dana.clone() } else { lee.clone() }, accept.clone());
        tokio::spawn(async move { browser.post(&accept, &[("read", "yes")]).await.status.as_u16() })
    });
    let mut answers = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        answers.push(one.await.expect("no panic"));
    }
    answers.sort_unstable();
    assert_eq!(answers, [303, 409, 409, 409, 409, 409, 409, 409]);
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.claims(scope).await.expect("claims")[0].moves.len(), 1);
}

#[tokio::test]
async fn what_is_closed_refused_or_elsewhere_cannot_be_accepted() {
    let (portal, scope, _) = fixture().await;
    portal.clock.set("2026-10-14");
    let mut dana = dana_again(&portal).await;
    let accept = at(&format!("{UPDATES}/accept"));
    // The program's day begins in Hawaii, so that nobody loses an evening: noon UTC on the 14th is the 14th there too.
    dana.get(&accept).await.is(200).shows("This offer ended on October 13, 2026").hides("I have read");
    dana.post(&accept, &[("read", "yes")]).await.is(409).shows("This offer is not open now");
    for offer in ["advanced-suite-one-year", "techsoup", "scientist-hours"] {
        dana.post(&at(&format!("/offers/{offer}/accept")), &[("read", "yes")]).await.is(409);
        assert_eq!(claim(&portal, scope, offer).await, Claim::Open, "{offer}");
    }
    dana.post(&at("/offers/nothing/accept"), &[("read", "yes")]).await.is(404);
}

#[tokio::test]
async fn an_offer_can_be_let_go_and_taken_again() {
    let (portal, scope, mut dana) = fixture().await;
    let (accept, let_go) = (at("/offers/it-training/accept"), at("/offers/it-training/let-go"));
    dana.get(&let_go).await.is(409).shows("There is nothing to do here").hides("Someone else");
    dana.post(&let_go, &[]).await.is(409).shows("was never accepted");
    dana.post(&accept, &[("read", "yes")]).await.is(303);
    dana.get(&let_go).await.is(200).shows("Keep it");
    dana.post_and_follow(&let_go, &[]).await.is(200).shows("Let go. You can accept it again");
    assert_eq!(claim(&portal, scope, "it-training").await, Claim::Open);
    dana.get(&let_go).await.is(409).shows("it was let go before").hides("Someone else");
    dana.post(&accept, &[("read", "yes")]).await.is(303);
    dana.get(&at("/offers/it-training")).await.shows("Let go").shows("Accepted");
}

#[tokio::test]
async fn asking_a_reviewer_twice_opens_one_case_with_a_target_day() {
    let portal = Portal::new().await;
    let scope = portal.registered(BEACON_RIDGE, true).await;
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let offer = format!("/hospital/{BEACON_RIDGE}/offers/nonprofit-pricing");
    kim.get(&offer)
        .await
        .is(200)
        .shows("A reviewer looks at it")
        .shows("Ask a reviewer")
        .shows("hospital district owns");
    kim.post_and_follow(&format!("{offer}/ask"), &[])
        .await
        .is(200)
        .shows("A reviewer has it since March 2, 2026 and means to answer by March 7, 2026.")
        .hides("Ask a reviewer");
    kim.post(&format!("{offer}/ask"), &[]).await.is(303);
    let cases = portal.app.store.read().await.expect("a read").cases(scope).await.expect("cases");
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].target_on.to_string(), "2026-03-07");
    kim.post(&format!("{offer}/accept"), &[("read", "yes")]).await.is(409);
    let plain = format!("/hospital/{BEACON_RIDGE}/offers/security-assessment/ask");
    kim.post(&plain, &[]).await.is(400).shows("nothing for a reviewer to settle");
    kim.post(&format!("/hospital/{BEACON_RIDGE}/offers/techsoup/ask"), &[]).await.is(400);
}

#[tokio::test]
async fn a_ruling_opens_the_door_and_a_later_hard_no_closes_it() {
    let portal = Portal::new().await;
    let scope = portal.registered(BEACON_RIDGE, true).await;
    let reviewer = portal.person("Rae Reviewer", Role::Reviewer, None).await;
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let mut write = portal.app.store.write().await.expect("a write");
    for clause in ["not-public", "kind-of-owner-known"] {
        let ruling = holdfast_core::model::Ruling {
            offer: OfferId::new("nonprofit-pricing"),
            clause: holdfast_core::catalog::ClauseId::new(clause),
            allows: true,
            reason: "The tax letter names the board.".to_owned(),
            on: portal.app.today(),
        };
        write.rule(scope, &ruling, reviewer, portal.app.now_ms()).await.expect("ruled");
    }
    write.commit().await.expect("kept");
    let offer = format!("/hospital/{BEACON_RIDGE}/offers/nonprofit-pricing");
    kim.get(&offer)
        .await
        .shows("You may have it: a reviewer agreed")
        .shows("The tax letter names the board.");
    kim.post(&format!("{offer}/accept"), &[("read", "yes")]).await.is(303);
}

#[tokio::test]
async fn what_ran_out_lapses_once_and_shows_the_day() {
    let (portal, scope, _) = fixture().await;
    let ends = Some("2026-10-13".parse().expect("a day"));
    let path = [ClaimMove::Claim, ClaimMove::Validate, ClaimMove::Activate { ends }];
    moved(&portal, scope, "windows-10-extended-updates", &path).await;
    moved(&portal, scope, "it-training", &[ClaimMove::Claim]).await;
    portal.clock.set("2026-10-13");
    assert_eq!(portal.app.lapse_ended_offers().await.expect("run"), 0, "the last day is still a day");
    dana_again(&portal).await.get(&at("")).await.shows("Ends today");
    portal.clock.set("2026-11-23");
    assert_eq!(portal.app.lapse_ended_offers().await.expect("run"), 1);
    assert_eq!(portal.app.lapse_ended_offers().await.expect("run again"), 0);
    let lapsed = Claim::Lapsed { on: "2026-10-14".parse().expect("a day") };
    assert_eq!(claim(&portal, scope, "windows-10-extended-updates").await, lapsed);
    assert!(matches!(claim(&portal, scope, "it-training").await, Claim::Claimed { .. }));
    dana_again(&portal).await.get(&at("/cliffs")).await.shows("Ended 41 days ago");
}
