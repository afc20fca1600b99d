//! Limits on tries: few at sign-in, many for a draft's answers, and a word when a proxy nobody named stands in front.

use axum::body::Body;
use axum::http::Request;
use holdfast_store::Audit;
use holdfast_testkit::{Browser, Portal};

/// Saves one answer of the draft some times over, as when going back and correcting; says which statuses came.
async fn answers(browser: &mut Browser, n: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for i in 0..n {
        let beds = (i + 1).to_string();
        statuses.push(browser.post("/register/beds", &[("licensed_beds", &beds)]).await.status.as_u16());
    }
    statuses
}

#[tokio::test]
async fn two_hospitals_behind_one_address_fill_in_their_forms_side_by_side() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 4).await;
    let (mut one, mut other) = (portal.browser(), portal.browser());
    one.post("/register", &[("ccn", "991301")]).await.is(303);
    other.post("/register", &[("ccn", "991302")]).await.is(303);
    assert!(!answers(&mut one, 40).await.contains(&429));
    assert!(!answers(&mut other, 40).await.contains(&429));
    one.post("/register", &[("ccn", "991301")]).await.is(303);
    one.post("/sign-in/code", &[]).await;
    one.post("/sign-in/code", &[]).await.is(429).shows("nothing was changed");
}

#[tokio::test]
async fn a_draft_has_a_limit_too_and_no_draft_counts_by_address() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 4).await;
    let mut one = portal.browser();
    one.post("/register", &[("ccn", "991301")]).await.is(303);
    assert_eq!(answers(&mut one, 121).await.iter().filter(|s| **s == 429).count(), 1);
    portal.clock.pass_minutes(1);
    assert!(!answers(&mut one, 1).await.contains(&429));
    assert!(answers(&mut portal.browser(), 9).await.contains(&429));
}

#[tokio::test]
async fn a_proxy_the_settings_do_not_name_is_noted_once() {
    let portal = Portal::new().await;
    let seen = async || {
        let mut read = portal.app.store.read().await.expect("a read");
        read.audit_about("server:proxy", 9).await.expect("read").len()
    };
    let warning = async || portal.app.proxy_warning().await.expect("asked");
    portal.browser().get("/").await.is(200);
    assert_eq!((seen().await, warning().await), (0, None));
    for _ in 0..3 {
        let request = Request::get("/").header("x-forwarded-for", "192.0.2.7").body(Body::empty());
        portal.browser().send(request.expect("a request")).await.is(200);
    }
    assert_eq!(seen().await, 1);
    let says = warning().await.expect("a warning");
    assert!(says.contains("March 2, 2026") && says.contains("set server.trusted_proxies"), "{says}");

    let named = Portal::with(|c| c.server.trusted_proxies = 1).await;
    assert_eq!(named.app.proxy_warning().await.expect("asked"), None);
    let https = "https://holdfast.example".parse().expect("an address");
    let https = Portal::with(|c| c.server.public_url = Some(https)).await;
    let says = https.app.proxy_warning().await.expect("asked").expect("a warning");
    assert!(says.contains("a proxy must stand in front"), "{says}");
}
