//! The drill, in process: scenarios to choose, a pack with numbers to call, what is asked wrongly, the file, and who may have it.

use holdfast_core::model::Role;
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, VETERANS};

fn at(query: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}/care/drill{query}")
}

async fn portal() -> Portal {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    portal
}

#[tokio::test]
async fn scenarios_are_listed_and_one_is_made_into_a_pack() {
    let portal = portal().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    ivo.get(&format!("/hospital/{FIXTURE_MEMORIAL}/care")).await.is(200).shows("practise it");
    ivo.get(&at(""))
        .await
        .is(200)
        .shows("Practise going dark")
        .shows("Our systems are locked and the network is off")
        .shows("A neighbour is dark")
        .hides("Save the pack as PDF");
    let page = ivo.get(&at("?scenario=network-encrypted&days=7")).await;
    page.is(200)
        .shows("Whom to call for patients")
        .shows("(555) 555-0112")
        .shows("Franklin Valley Regional Hospital")
        .shows("The first hour")
        .shows("The call tree")
        .shows("For the leader of the exercise only")
        .shows("Medication record")
        .shows("Its beds")
        .shows("Its emergency department")
        .shows("FBI")
        .shows("Waivers under section 1135")
        .shows("Money runs out")
        .shows("You said nothing of your services yet");
    assert!(
        page.body.contains("care/drill.pdf?scenario=network-encrypted&#38;days=7\""),
        "the file is of the same days"
    );
    assert!(page.body.len() <= 60_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn a_neighbour_that_is_dark_is_the_nearest_or_the_one_that_was_named() {
    let portal = portal().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at("?scenario=neighbour-dark")).await;
    page.is(200)
        .shows("How many of its people come here is not known")
        .hides("Fixture Memorial Hospital is down");
    let page = ivo.get(&at(&format!("?scenario=neighbour-dark&neighbour={FRANKLIN_VALLEY}"))).await;
    page.is(200).shows("If Franklin Valley Regional Hospital is down");
    page.hides("How long each service lasts").hides("FBI");
    let page = ivo.get(&at(&format!("?scenario=neighbour-dark&neighbour={VETERANS}"))).await;
    page.is(400).shows("no emergency department that is open to everybody");
    for wrong in ["990000", FIXTURE_MEMORIAL, "nonsense"] {
        let page = ivo.get(&at(&format!("?scenario=neighbour-dark&neighbour={wrong}"))).await;
        page.is(400).shows("There is a problem").hides("Save the pack as PDF");
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_named_and_gets_no_file() {
    let portal = portal().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at("?scenario=%3Cb%3Eflood")).await;
    page.is(400).shows("Choose a scenario from the list");
    assert!(!page.body.contains("<b>flood"), "what is asked stays text");
    for days in ["0", "91", "-3", "soon"] {
        let query = format!("?scenario=record-down&days={days}");
        ivo.get(&at(&query)).await.is(400).shows("Choose 1 to 90 days");
        ivo.get(&at(&format!(".pdf{query}"))).await.is(400).shows("Choose 1 to 90 days");
    }
    ivo.get(&at(".pdf")).await.is(400).shows("Choose a scenario first");
    ivo.get(&at(".pdf?scenario=flood")).await.is(400);
}

#[tokio::test]
async fn the_pack_is_a_file_to_print_and_who_made_it_is_noted() {
    let portal = portal().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    for scenario in [
        "network-encrypted",
        "record-down",
        "phones-and-internet-down",
        "neighbour-dark",
        "power-and-systems-down",
    ] {
        let answer = ivo.get(&at(&format!(".pdf?scenario={scenario}"))).await;
        answer.is(200);
        assert!(answer.body.starts_with("%PDF-1.7"), "{scenario}");
        let named = answer.headers.get("content-disposition").and_then(|v| v.to_str().ok());
        let begins = format!("{FIXTURE_MEMORIAL}-drill-{scenario}-");
        assert!(named.is_some_and(|name| name.contains(&begins)), "{scenario}: {named:?}");
        let log = portal.app.store.read().await.expect("a read").audit_latest(None, 1).await.expect("read");
        let noted = log.first().is_some_and(|e| e.action == "paper.make" && e.detail.contains(scenario));
        assert!(noted, "{scenario} is not noted: {log:?}");
    }
}

#[tokio::test]
async fn the_hospitals_own_word_counts() {
    let portal = portal().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    ivo.get(&at("?scenario=record-down")).await.is(200).shows("You said nothing of your services yet");
    let services = format!("/hospital/{FIXTURE_MEMORIAL}/care/services");
    ivo.post(&services, &[("version", "0"), ("offers_surgery", "no")]).await.is(303);
    ivo.get(&at("?scenario=record-down"))
        .await
        .is(200)
        .shows("By what you said of your services")
        .hides("Surgery");
}

#[tokio::test]
async fn only_who_may_see_the_hospital_gets_it() {
    let portal = portal().await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut other = portal.signed_in_as("Bea Board", Role::Executive, Some(BEACON_RIDGE)).await;
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    for path in [at("?scenario=record-down"), at(".pdf?scenario=record-down")] {
        other.get(&path).await.is(403);
        staff.get(&path).await.is(403);
    }
}
