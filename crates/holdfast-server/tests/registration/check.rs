//! Looking without registering.

use holdfast_testkit::Portal;

#[tokio::test]
async fn the_first_page_says_what_it_is_and_where_to_begin() {
    let portal = Portal::new().await;
    let home = portal.browser().get("/").await;
    home.is(200)
        .shows("See what your hospital may have")
        .shows("Small and independent")
        .shows("How it works");
    home.shows("critical access hospitals 4 at most 25 beds").shows("hospitals you can check here 8");
    home.shows("Register a hospital");
    assert!(home.body.contains("action=\"/check\""));
}

#[tokio::test]
async fn a_hospital_sees_every_offer_with_its_reason() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    let page = browser.get("/check?ccn=991301").await;
    page.is(200)
        .shows("Fixture Memorial Hospital")
        .shows("You may have these now")
        .shows("Cybersecurity assessment");
    page.shows("released February 6, 2026").shows("HRSA (federal rural health grants) Yes.");
    page.shows("We do not know whether it is independent of a health system").shows("Register this hospital");
    page.hides("State of Franklin General");
    // As people type it.
    browser.get("/check?ccn=%20991-301").await.is(200).shows("Fixture Memorial Hospital");
    let offers =
        portal.app.hospital_program().expect("a program").offers.len() + portal.app.catalog.resources.len();
    assert_eq!(page.body.matches("<article class=\"offer").count(), offers);
}

#[tokio::test]
async fn wrong_numbers_get_a_status_and_a_way_on() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.get("/check").await.is(200).shows("Type its certification number");
    browser.get("/check?ccn=99130").await.is(400).shows("A certification number has six characters");
    browser.get("/check?ccn=99!301").await.is(400).shows("holds only digits and capital letters");
    browser
        .get("/check?ccn=991310")
        .await
        .is(404)
        .shows("is not in the public directory")
        .shows("Fixture Memorial Hospital");
    browser.get("/check?ccn=555555").await.is(404).shows("is not in the public directory");
    browser
        .get("/check?ccn=99Z301")
        .await
        .is(200)
        .shows("99Z301 is a unit inside a hospital")
        .shows("Fixture Memorial Hospital");
    browser.get("/check?ccn=99Z399").await.is(404).shows("The hospital itself has the number 991399");
    browser
        .get("/check?ccn=99014F")
        .await
        .is(200)
        .shows("This hospital cannot register here")
        .hides("Register this hospital");
    let by_name = browser.get("/check?ccn=fixture+memorial").await;
    assert_eq!(by_name.is(303).location(), "/hospitals?q=fixture+memorial");
}
