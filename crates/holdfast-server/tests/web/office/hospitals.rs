//! The list of hospitals, and one hospital's file with what the office does from it.

use holdfast_core::model::{Claim, ClaimEvent, ClaimMove, Role};
use holdfast_store::{Claims, Progress};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL, FRANKLIN_CITY, FRANKLIN_VALLEY};

use super::*;

#[tokio::test]
async fn the_list_filters_sorts_and_downloads_what_it_shows() {
    let portal = Portal::new().await;
    reached(&portal, &[FIXTURE_MEMORIAL], Stage::Registered, "2026-02-20").await;
    let mut olu = office(&portal).await;
    let all = olu.get("/office/hospitals").await;
    all.is(200).shows("All 8 hospitals").shows("Fixture Memorial Hospital").shows("Registered");
    assert!(all.body.find("Beacon Ridge") < all.body.find("Two Rivers"), "by name");
    let turned = olu.get("/office/hospitals?sort=name&order=down").await;
    assert!(turned.body.find("Two Rivers") < turned.body.find("Beacon Ridge"));
    olu.get("/office/hospitals?kind=cah").await.shows("4 hospitals fit").hides("Franklin City General");
    olu.get("/office/hospitals?stage=registered").await.shows("1 hospital").shows("Fixture Memorial");
    olu.get("/office/hospitals?text=valley+reg").await.shows("1 hospital").shows("Franklin Valley Regional");
    olu.get("/office/hospitals?owner=tribal").await.shows("Two Rivers");
    olu.get("/office/hospitals?rural=no").await.shows("Franklin City General").hides("Fixture Memorial");
    olu.get("/office/hospitals?text=nowhere").await.shows("No hospital fits");
    olu.get("/office/hospitals?page=99&sort=%00&state=%3Cb%3E").await.is(200);
    let answered = olu.get("/office/hospitals?offer=nonprofit-pricing&answer=no").await;
    answered.shows("Franklin Valley Regional").shows("May not have it").hides("Fixture Memorial");
    let csv = olu.get("/office/hospitals.csv?kind=cah&sort=ccn").await;
    csv.is(200);
    assert_eq!(csv.headers.get("content-type").map(|v| v.as_bytes()), Some(&b"text/csv; charset=utf-8"[..]));
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(
        lines[1].starts_with("991301,Fixture Memorial Hospital,Sheridan Gap,ZZ,Critical access hospital,")
    );
}

#[tokio::test]
async fn an_accepted_offer_is_confirmed_and_switched_on_from_the_file() {
    let portal = Portal::new().await;
    portal.registered(FRANKLIN_VALLEY, true).await;
    portal.person("Dana Valley", Role::HospitalAdministrator, Some(FRANKLIN_VALLEY)).await;
    let suite = OfferId::new("advanced-suite-one-year");
    let accept = ClaimEvent { moved: ClaimMove::Claim, on: portal.app.today() };
    let mut write = portal.app.store.write().await.expect("a write");
    let at = scope(FRANKLIN_VALLEY);
    write.move_claim(at, &suite, accept, None, "", portal.app.now_ms()).await.expect("kept").expect("a move");
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    let file = format!("/office/hospitals/{FRANKLIN_VALLEY}");
    let (validate, activate) =
        (format!("{file}/offers/{suite}/validate"), format!("{file}/offers/{suite}/activate"));
    olu.get(&file).await.is(200).shows("Accepted on March 2, 2026").shows("Confirm");
    olu.post(&activate, &[("started", "2026-03-02")])
        .await
        .is(409)
        .shows("the program office confirms it first");
    olu.post_and_follow(&validate, &[("note", "Checked the plan")])
        .await
        .shows("The offer is confirmed")
        .shows("Checked the plan");
    olu.post(&validate, &[]).await.is(409).shows("Nothing was changed");
    let page = olu.get(&file).await;
    assert_eq!(page.input("started").as_deref(), Some("2026-03-02"));
    assert_eq!(page.input("ends").as_deref(), Some("2027-03-01"), "the term is 12 months");
    olu.post(&activate, &[("started", "soon"), ("ends", "later")]).await.is(422).shows("like 2026-10-13");
    olu.post(&activate, &[("started", "2026-04-01")]).await.is(422).shows("cannot be after today");
    olu.post(&activate, &[("started", "2026-03-01"), ("ends", "2026-02-01")])
        .await
        .is(422)
        .shows("cannot be before the first");
    let good = [("started", "2026-03-01"), ("ends", "2027-02-28"), ("note", "")];
    olu.post_and_follow(&activate, &good)
        .await
        .shows("The offer is active")
        .shows("Active since March 1, 2026, until February 28, 2027");
    let mut read = portal.app.store.read().await.expect("a read");
    assert!(matches!(read.claim(at, &suite).await.expect("read"), Claim::Active { .. }));
    let stages = read.stages(at, &ProgramId::new("rural-hospitals")).await.expect("read");
    assert!(stages.iter().any(|(s, on)| *s == Stage::Activated && on.to_string() == "2026-03-01"));
    drop(read);
    let kinds: Vec<String> = portal.mails().await.iter().map(|m| m.new.kind.clone()).collect();
    assert!(
        kinds.contains(&"offer-confirmed".to_owned()) && kinds.contains(&"offer-activated".to_owned()),
        "{kinds:?}"
    );
    olu.get("/office/hospitals?stage=activated").await.shows("Franklin Valley");
}

#[tokio::test]
async fn a_hospital_is_invited_once_it_counts_and_never_after_it_registered() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let file = format!("/office/hospitals/{FIXTURE_MEMORIAL}");
    let invite = format!("{file}/invite");
    olu.post(&invite, &[("email", "not an address")])
        .await
        .is(422)
        .shows("is not an e-mail address")
        .shows("not an address");
    olu.post_and_follow(&invite, &[("email", "it@fixturememorial.example")])
        .await
        .shows("The invitation is on record");
    assert_eq!(portal.mailed_link("invitation").await, "/check");
    olu.post(&invite, &[("email", "")]).await.is(303);
    assert_eq!(portal.mails().await.len(), 1, "no address, no letter");
    let mut read = portal.app.store.read().await.expect("a read");
    let stages =
        read.stages(scope(FIXTURE_MEMORIAL), &ProgramId::new("rural-hospitals")).await.expect("read");
    assert_eq!(stages.iter().map(|(s, _)| *s).collect::<Vec<_>>(), [Stage::Invited]);
    drop(read);
    reached(&portal, &[FIXTURE_MEMORIAL], Stage::Registered, "2026-03-02").await;
    olu.post(&invite, &[("email", "a@b.example")]).await.is(409).shows("has registered already");
    olu.get(&file).await.hides("Invite the hospital");
}

#[tokio::test]
async fn a_reviewer_reads_files_and_moves_nothing() {
    let portal = Portal::new().await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let file = format!("/office/hospitals/{BEACON_RIDGE}");
    rae.get(&file).await.is(200).shows("Beacon Ridge").hides("Invite the hospital");
    rae.post(&format!("{file}/invite"), &[]).await.is(403);
    rae.post(&format!("{file}/offers/it-training/validate"), &[]).await.is(403);
    rae.get("/office/hospitals/999999").await.is(404);
    rae.get("/office/hospitals/abc").await.is(404);
    let mut olu = office(&portal).await;
    olu.post(&format!("/office/hospitals/{FRANKLIN_CITY}/offers/no-such/validate"), &[]).await.is(404);
}

#[tokio::test]
async fn a_last_day_left_empty_follows_from_the_term() {
    let portal = Portal::new().await;
    portal.registered(FRANKLIN_VALLEY, true).await;
    portal.person("Dana Valley", Role::HospitalAdministrator, Some(FRANKLIN_VALLEY)).await;
    let suite = OfferId::new("advanced-suite-one-year");
    let at = scope(FRANKLIN_VALLEY);
    let mut write = portal.app.store.write().await.expect("a write");
    for moved in [ClaimMove::Claim, ClaimMove::Validate] {
        let event = ClaimEvent { moved, on: portal.app.today() };
        write
            .move_claim(at, &suite, event, None, "", portal.app.now_ms())
            .await
            .expect("kept")
            .expect("a move");
    }
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    let activate = format!("/office/hospitals/{FRANKLIN_VALLEY}/offers/{suite}/activate");
    olu.post_and_follow(&activate, &[("started", "2026-03-01"), ("ends", "")])
        .await
        .shows("Active since March 1, 2026, until February 28, 2027")
        .hides("no set end");
    let claim = portal.app.store.read().await.expect("a read").claim(at, &suite).await.expect("read");
    assert!(matches!(claim, Claim::Active { ends: Some(_), .. }), "{claim:?}");
    assert!(portal.mails().await[0].new.text.contains("Its last day is February 28, 2027"));
}
