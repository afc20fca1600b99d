//! Who loses care, in process: what is not known is said, bad questions lose nothing, and only the hospital's people read it. The model is
//! tried in core, over the nation in the import room, and the page with people on it in a browser.

mod drill;
mod services;

use holdfast_core::model::Role;
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

fn at(query: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}/care{query}")
}

#[tokio::test]
async fn where_no_people_are_on_file_it_is_said_and_no_zero_is_shown() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at("")).await;
    page.is(200)
        .shows("If we go dark")
        .shows("is not known")
        .shows("What is not known")
        .shows("No death is forecast")
        .hides("nobody on file loses");
    ivo.get(&at(&format!("?days=7&also={BEACON_RIDGE}"))).await.is(200).shows("for a week").shows("1 more");
}

#[tokio::test]
async fn a_bad_question_is_named_and_the_rest_is_answered() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    for days in ["0", "91", "-3", "soon", "99999999999999999999"] {
        ivo.get(&at(&format!("?days={days}")))
            .await
            .is(400)
            .shows("Choose 1 to 90 days")
            .shows("for 3 weeks");
    }
    ivo.get(&at("?also=271304,%3Cb%3E,990000"))
        .await
        .is(400)
        .hides("<b>")
        .shows("&#60;b&#62; is the number of no");
}

#[tokio::test]
async fn only_who_may_see_the_hospital_reads_it() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut other = portal.signed_in_as("Bea Board", Role::Executive, Some(BEACON_RIDGE)).await;
    other.get(&at("")).await.is(403);
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    staff.get(&at("")).await.is(403);
}

#[tokio::test]
async fn a_page_to_hand_out_is_of_what_the_page_shows_and_a_bad_question_gets_none() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at(&format!("?days=7&also={BEACON_RIDGE}&without=drug-wholesaler"))).await;
    page.is(200).shows("Save one page to hand out");
    let to = format!("/care/board.pdf?days=7&#38;also={BEACON_RIDGE}&#38;without=drug-wholesaler");
    assert!(page.body.contains(&to), "`{to}` is not in: {}", page.body);
    ivo.get(&at("?days=91")).await.is(400).hides("Save one page to hand out");
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    for reader in ["board", "county"] {
        let answer = ivo.get(&at(&format!("/{reader}.pdf?days=7&also={BEACON_RIDGE}"))).await;
        assert!(answer.is(200).body.starts_with("%PDF-"), "{reader}");
        let name = answer.headers.get("content-disposition").and_then(|v| v.to_str().ok());
        let begins = format!("attachment; filename=\"{FIXTURE_MEMORIAL}-dark-{reader}-");
        assert!(name.is_some_and(|name| name.starts_with(&begins)), "{name:?}");
        // A paper that answers another question would be believed, so there is none.
        for bad in ["days=0", "days=soon", "also=990000", "without=no-such-thing"] {
            ivo.get(&at(&format!("/{reader}.pdf?{bad}"))).await.is(400);
        }
        staff.get(&at(&format!("/{reader}.pdf"))).await.is(403);
        portal.browser().get(&at(&format!("/{reader}.pdf"))).await.is(303);
    }
    let log = portal.app.store.read().await.expect("a read").audit_latest(None, 20).await.expect("read");
    for reader in ["board", "county"] {
        let paper = format!("dark-{reader}");
        let made: Vec<_> =
            log.iter().filter(|e| e.action == "paper.make" && e.detail.contains(&paper)).collect();
        assert!(
            made.len() == 1 && made[0].detail.contains(BEACON_RIDGE),
            "one was made, and of which hospitals: {log:?}"
        );
    }
}

#[tokio::test]
async fn the_clock_says_what_stops_for_what_is_chosen() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at("")).await;
    page.is(200)
        .shows("How long each service lasts")
        .shows("With everything digital down, care is hurt first in")
        .shows("Money runs out after about")
        .shows("You said nothing of your services yet")
        .shows("Whose hours")
        .shows("our estimate")
        .shows("Where the hours come from");
    assert!(!page.body.contains("A vendor you named"));
    let page = ivo.get(&at("?without=drug-wholesaler&days=7")).await;
    page.is(200).shows("Without the drug wholesaler, care is hurt first in medication").shows("for a week");
    ivo.get(&at("?without=no-such-thing"))
        .await
        .is(400)
        .shows("Choose what is down from the list")
        .shows("With everything digital down");
    let page = ivo.get(&at("?without=vendor:%3Ctt%3E")).await;
    assert!(!page.is(400).body.contains("<tt>"), "what is asked stays text");
}
