//! Who loses care, in process: what is not known is said, bad questions lose nothing, and only the hospital's people read it. The model is
//! tried in core, over the nation in the import room, and the page with people on it in a browser.

mod services;

use holdfast_core::model::Role;
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
