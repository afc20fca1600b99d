//! What calls refuse: strangers, other hospitals, bodies that are not what they say, and too many calls.

use axum::body::Body;
use axum::http::Request;
use holdfast_core::model::Role;
use holdfast_server::routes::Access;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::json;

use super::tour::{Call, Tour};

fn filled(pattern: &str) -> String {
    let parts: Vec<&str> = pattern
        .split('/')
        .map(|part| match part {
            "{ccn}" => FIXTURE_MEMORIAL,
            "{offer}" => "nonprofit-pricing",
            "{fact}" => "staffed_users",
            "{task}" => "break-glass",
            "{setting}" => "consent",
            part if part.starts_with('{') => "7",
            part => part,
        })
        .collect();
    parts.join("/")
}

#[tokio::test]
async fn no_call_that_needs_a_role_answers_without_it() {
    let tour = Tour::start().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, other) = tour.token_of("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let (_, partner) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let (_, staff) = tour.token_of("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let mut n_tried = 0;
    for row in tour.portal.routes.iter().filter(|r| r.path.starts_with("/api/v1")) {
        let path = filled(row.path);
        let mut browser = tour.portal.browser();
        let needs = match row.access {
            Access::ApiHospital(action) | Access::ApiProgram(action) => action,
            Access::ApiSignedIn => {
                browser.json(row.method, &path, None, &json!({})).await.is(401);
                continue;
            }
            _ => continue,
        };
        n_tried += 1;
        browser.json(row.method, &path, None, &json!({})).await.is(401).shows("needs a token");
        browser.json(row.method, &path, Some("guessed"), &json!({})).await.is(401);
        let no = browser.json(row.method, &path, Some(&other), &json!({})).await;
        no.is(403).shows("does not allow");
        if !Role::Partner.allows(needs) {
            browser.json(row.method, &path, Some(&partner), &json!({})).await.is(403);
        }
        if !Role::Staff.allows(needs) {
            browser.json(row.method, &path, Some(&staff), &json!({})).await.is(403);
        }
    }
    assert!(n_tried >= 15, "{n_tried}");
}

#[tokio::test]
async fn a_signed_in_browser_is_no_token() {
    let tour = Tour::start().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut browser =
        tour.portal.signed_in_as("Dana", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    browser.get(&format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}")).await.is(401);
}

#[tokio::test]
async fn bodies_are_read_whole_or_refused() {
    let mut tour = Tour::start().await;
    let path = "/api/v1/registrations";
    let strange = json!({ "ccn": FIXTURE_MEMORIAL, "role": "queen" });
    let refused = tour.fails(400, Call::post(path, &[], strange)).await;
    assert!(refused["next"].as_str().expect("text").contains("unknown field `role`"), "{refused}");
    tour.fails(400, Call::post(path, &[], json!({}))).await;
    tour.fails(400, Call::post(path, &[], json!([]))).await;
    tour.fails(400, Call::post(path, &[], json!({ "ccn": 271304 }))).await;
    let large = json!({ "ccn": "9".repeat(200_000) });
    tour.fails(413, Call::post(path, &[], large)).await;
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    for (kind, body) in [
        ("application/json", deep.as_str()),
        ("application/json", "{\"ccn\": "),
        ("application/json", "\u{0}"),
        ("application/json", ""),
        ("text/plain", "{\"ccn\": \"991301\"}"),
        ("application/x-www-form-urlencoded", "ccn=991301"),
    ] {
        let request = Request::post(path).header("content-type", kind).body(Body::from(body.to_owned()));
        tour.portal.browser().send(request.expect("a request")).await.is(400).shows("\"next\"");
    }
}

#[tokio::test]
async fn a_call_that_is_not_there_says_so_in_json() {
    let portal = Portal::new().await;
    let answer = portal.browser().get("/api/v1/nothing").await;
    answer.is(404).shows("\"error\"").shows("/api");
    let answer = portal.browser().json("DELETE", "/api/v1/catalog", None, &json!({})).await;
    answer.is(405).shows("\"error\"").shows("/api");
}

#[tokio::test]
async fn calls_without_a_token_are_counted_and_calls_with_one_are_not() {
    let tour = Tour::with(Portal::with(|config| config.server.api_calls_a_minute = 5).await).await;
    let (_, token) = tour.token_of("Tom Token", Role::Reviewer, None).await;
    let mut browser = tour.portal.browser();
    for _ in 0..4 {
        browser.get("/api/v1/catalog").await.is(200);
    }
    let stopped = browser.get("/api/v1/catalog").await;
    stopped.is(429).shows("Wait");
    assert!(stopped.headers.contains_key("retry-after"));
    browser.json("GET", "/api/v1/account", Some("guessed"), &json!({})).await.is(429);
    for _ in 0..8 {
        browser.json("GET", "/api/v1/catalog", Some(&token), &json!({})).await.is(200);
    }
    tour.portal.clock.pass_minutes(1);
    browser.get("/api/v1/catalog").await.is(200);
}

#[tokio::test]
async fn a_foreign_site_cannot_make_a_browser_call() {
    let portal = Portal::new().await;
    let request = Request::post("/api/v1/registrations")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/json")
        .body(Body::from("{\"ccn\":\"991301\"}"))
        .expect("a request");
    portal.browser().send(request).await.is(403);
}
