//! A hospital's papers: the list, each file, who may have them, and what is written down.

use holdfast_core::decide::paper::board::BoardReport;
use holdfast_core::decide::paper::digest;
use holdfast_core::decide::paper::practices::PracticesRecord;
use holdfast_core::model::Role;
use holdfast_report::seal::{Seal, SealError, check};
use holdfast_testkit::{Portal, franklin};

const HOME: &str = "/hospital/991301/papers";

#[tokio::test]
async fn every_paper_is_listed_and_can_be_saved() {
    let portal = Portal::new().await;
    let mut dana = portal
        .signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(franklin::FIXTURE_MEMORIAL))
        .await;
    let list = dana.get(HOME).await;
    list.is(200).shows("Report for the board").shows("Nothing is known yet").shows("There is no plan yet");
    for file in [
        "board.pdf",
        "board.json",
        "hipaa.pdf",
        "hipaa.json",
        "insurer.pdf",
        "insurer.json",
        "practices.pdf",
        "practices.json",
        "oscal-results.json",
        "oscal-poam.json",
    ] {
        let answer = dana.get(&format!("{HOME}/{file}")).await;
        answer.is(200);
        let disposition = answer.headers.get("content-disposition").and_then(|v| v.to_str().ok());
        let (paper, _) = file.rsplit_once('.').expect("an ending");
        assert!(
            disposition.is_some_and(|d| d.contains(&format!("991301-{paper}-"))),
            "{file}: {disposition:?}"
        );
        let starts = if file.ends_with("pdf") { "%PDF-" } else { "{" };
        assert!(answer.body.starts_with(starts), "{file}");
    }
}

#[tokio::test]
async fn the_board_is_told_who_loses_care_and_what_is_not_known_of_it() {
    let portal = Portal::new().await;
    let mut dana = portal
        .signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(franklin::FIXTURE_MEMORIAL))
        .await;
    let board: BoardReport = read(&dana.get(&format!("{HOME}/board.json")).await.body);
    let at_stake = board.at_stake.expect("the hospital is in the directory");
    assert_eq!((at_stake.days, at_stake.people), (21, None), "no people of the made-up state are on file");
    assert!(at_stake.says.ends_with("is not known."), "{}", at_stake.says);
    assert!(!at_stake.not_known.is_empty() && !at_stake.sources.is_empty(), "{at_stake:?}");
    let earlier: BoardReport = read(&dana.get(&format!("{HOME}/board.json?as_of=2026-01-05")).await.body);
    assert_eq!(earlier.at_stake, None, "it is reckoned from the directory as it is now");
}

#[tokio::test]
async fn the_record_of_practices_is_signed_and_the_signature_holds() {
    let portal = Portal::new().await;
    let mut dana = portal
        .signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(franklin::FIXTURE_MEMORIAL))
        .await;
    let record: PracticesRecord = read(&dana.get(&format!("{HOME}/practices.json")).await.body);
    let seal: Seal = read(&dana.get(&format!("{HOME}/practices.seal.json")).await.body);
    dana.get(HOME).await.is(200).shows(&seal.public_key);
    let key: Vec<u8> = (0..64)
        .step_by(2)
        .map(|i| u8::from_str_radix(&seal.public_key[i..i + 2], 16).expect("a digit"))
        .collect();
    assert_eq!(check(&seal, &digest(&record), &key), Ok(()));
    let earlier: PracticesRecord =
        read(&dana.get(&format!("{HOME}/practices.json?as_of=2026-01-05")).await.body);
    assert_eq!(check(&seal, &digest(&earlier), &key), Err(SealError::OtherPaper));
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}: {json}"))
}

#[tokio::test]
async fn what_is_no_paper_no_day_or_not_yet_is_told() {
    let portal = Portal::new().await;
    let mut dana = portal
        .signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(franklin::FIXTURE_MEMORIAL))
        .await;
    for none in ["board.csv", "board", "nothing.pdf", "board.pdf.exe", "%2e%2e%2fboard.pdf"] {
        dana.get(&format!("{HOME}/{none}")).await.is(404);
    }
    dana.get(&format!("{HOME}/board.pdf?as_of=yesterday")).await.is(404);
    dana.get(&format!("{HOME}?as_of=yesterday")).await.is(200).shows("That is no day");
    dana.get(&format!("{HOME}?as_of=2999-01-01")).await.is(200).shows("still to come");
    let early = dana.get(&format!("{HOME}/board.pdf?as_of=2999-01-01")).await;
    assert!(early.status.is_client_error(), "a paper of a day to come: {}", early.status);
    // Nobody has said what the hospital can carry.
    let plan = dana.get(&format!("{HOME}/plan.pdf")).await;
    assert!(plan.status.is_client_error(), "a plan out of nothing: {}", plan.status);
}

#[tokio::test]
async fn papers_are_for_those_who_may_see_the_hospital() {
    let portal = Portal::new().await;
    for (name, role, ccn, status) in [
        ("Eve Executive", Role::Executive, Some(franklin::FIXTURE_MEMORIAL), 200),
        ("Sam Staff", Role::Staff, Some(franklin::FIXTURE_MEMORIAL), 403),
        ("Pat Partner", Role::Partner, None, 403),
        ("Olive Office", Role::ProgramOffice, None, 403),
        ("Bea Beacon", Role::HospitalAdministrator, Some(franklin::BEACON_RIDGE), 403),
    ] {
        let mut who = portal.signed_in_as(name, role, ccn).await;
        who.get(HOME).await.is(status);
        who.get(&format!("{HOME}/board.pdf")).await.is(status);
    }
    portal.browser().get(&format!("{HOME}/board.pdf")).await.is(303);
}
