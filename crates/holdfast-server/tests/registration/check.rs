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
async fn the_first_page_offers_nothing_that_has_ended() {
    let portal = Portal::new().await;
    let updates = "Windows 10 extended security updates";
    portal.browser().get("/").await.is(200).shows(updates).shows("Free through October 13, 2026.");
    portal.clock.set("2026-10-14");
    portal.browser().get("/").await.is(200).hides(updates).shows("Cybersecurity assessment");
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
    let listed =
        page.body.matches("<article class=\"offer").count() + page.body.matches("<li id=\"offer-").count();
    assert_eq!(listed, offers);
    browser.get("/check?ccn=990012").await.is(200).shows("Franklin Valley Regional Hospital");
}

#[tokio::test]
async fn a_hospital_is_found_by_what_one_remembers() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.get("/hospitals").await.is(200).shows("Find a hospital").hides("No hospital found");
    for q in ["fixture+memorial", "fixtre+memorail", "sheridan+gap", "991301", "fixture+zz"] {
        browser
            .get(&format!("/hospitals?q={q}"))
            .await
            .is(200)
            .shows("Fixture Memorial Hospital")
            .shows("Sheridan Gap, ZZ");
    }
    for q in ["zz", "ZZ&page=9", "+zz+&page=-1"] {
        let page = browser.get(&format!("/hospitals?q={q}")).await;
        page.is(200).shows("8 hospitals in ").shows("Franklin City General").hides("There may be more");
        assert!(page.body.find("Beacon Ridge") < page.body.find("Two Rivers"), "by name");
    }
    browser.get("/hospitals?q=xyzzyplugh").await.is(200).shows("No hospital found");
    browser.get(&format!("/hospitals?q={}", "a+".repeat(4_000))).await.is(200);
    browser.get("/hospitals?q=%3Cb%3E%00%ff").await.is(200);
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
