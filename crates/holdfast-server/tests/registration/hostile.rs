//! Input nobody means well with: too long, from elsewhere, too often, made up.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_testkit::Portal;

use crate::answer;

#[tokio::test]
async fn a_megabyte_in_a_field_changes_nothing() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    let huge = "x".repeat(1_000_000);
    browser
        .post("/register/security", &[("plan", "none"), ("products", &huge)])
        .await
        .is(413)
        .shows("too much text");
    browser.post("/register", &[("ccn", &huge)]).await.is(413);
    browser.post("/register/system", &[("list", &huge)]).await.is(413);
    // Just under what a form can take, the field says so itself, and shows what it is.
    let long = "x".repeat(100_000);
    let said = answer(&mut browser, "security", &[("plan", "none"), ("products", &long)]).await;
    said.is(422).shows("can have up to 500 characters; yours has 100,000");
    browser.get(&format!("/check?ccn={}", "9".repeat(5_000))).await.is(400);
    browser.get("/register/tasks").await.is(200).shows("0 of 9 answered");
}

#[tokio::test]
async fn what_is_typed_is_shown_as_text() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    let script = "<script>alert(1)</script>";
    let typed = [("legal_name", script), ("hospital_type", "cah"), ("ownership", "tribal")];
    answer(&mut browser, "hospital", &typed).await.is(303);
    for page in ["/register/hospital", "/register/check", "/register/tasks"] {
        assert!(!browser.get(page).await.body.contains(script), "{page}");
    }
    assert!(!browser.get("/check?ccn=%3Cscript%3E1").await.body.contains("<script>1"));
}

#[tokio::test]
async fn made_up_tokens_lead_nowhere() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.set_cookie("draft", "made-up");
    for page in [
        "/register/tasks",
        "/register/hospital",
        "/register/check",
        "/register/done",
        "/register/offers",
        "/register/save",
    ] {
        assert_eq!(browser.get(page).await.is(303).location(), "/register?lost=1", "{page}");
    }
    browser.post("/register/send", &[]).await.is(303);
    browser.post("/register/beds", &[("licensed_beds", "1")]).await.is(303);
    for link in ["/resume/made-up", "/confirm/made-up"] {
        browser.get(link).await.is(410);
        browser.post(link, &[]).await.is(410);
    }
    // A link for one thing opens nothing else.
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    browser.post("/register/save", &[("email", "ann@fixturememorial.example")]).await.is(200);
    let link = portal.mailed_link("resume-link").await.replace("/resume/", "/confirm/");
    browser.post(&link, &[]).await.is(410);
}

#[tokio::test]
async fn forms_from_elsewhere_and_too_many_tries_are_refused() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 3).await;
    let mut browser = portal.browser();
    let from_elsewhere = Request::post("/register")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("ccn=991301"))
        .expect("a request");
    browser.send(from_elsewhere).await.is(403);
    for _ in 0..3 {
        browser.post("/new-link", &[("email", "ann@fixturememorial.example")]).await.is(200);
    }
    browser
        .post("/new-link", &[("email", "ann@fixturememorial.example")])
        .await
        .is(429)
        .shows("Please wait a moment");
    portal.clock.pass_minutes(2);
    browser.post("/new-link", &[("email", "ann@fixturememorial.example")]).await.is(200);
}
