//! What holds for every page: headers, errors in plain words, forms from elsewhere refused.

use axum::body::Body;
use axum::http::Request;
use holdfast_core::model::Role;
use holdfast_testkit::Portal;

#[tokio::test]
async fn a_page_that_is_not_there_says_so_in_the_portals_frame() {
    let portal = Portal::new().await;
    let answer = portal.browser().get("/nowhere").await;
    answer.is(404).shows("We cannot find that").shows("ask for help");
    let csp = answer.headers.get("content-security-policy").expect("a policy").to_str().expect("text");
    assert!(csp.contains("default-src 'none'") && !csp.contains("unsafe"), "{csp}");
    assert_eq!(answer.headers.get("x-content-type-options").map(|v| v.as_bytes()), Some(&b"nosniff"[..]));
    assert_eq!(answer.headers.get("cache-control").map(|v| v.as_bytes()), Some(&b"no-store"[..]));
}

#[tokio::test]
async fn an_asset_says_what_it_is_and_nothing_of_what_pages_may_do() {
    let portal = Portal::new().await;
    let answer = portal.browser().get("/assets/font/newsreader-1.woff2").await;
    answer.is(200);
    let said = |name: &str| answer.headers.get(name).map(|v| v.to_str().expect("text"));
    assert_eq!(said("content-security-policy"), Some("default-src 'none'"));
    assert_eq!(said("x-content-type-options"), Some("nosniff"));
    assert_eq!(said("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(said("permissions-policy"), None, "it weighs on the first view and tells a font nothing");
    assert_eq!(said("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let portal = Portal::new().await;
    let request = Request::post("/nowhere")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("a=b"))
        .expect("a request");
    portal.browser().send(request).await.is(403).shows("came from another site");
}

#[tokio::test]
async fn a_page_that_is_not_there_knows_who_is_signed_in() {
    let portal = Portal::new().await;
    let mut olu = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    olu.get("/nowhere").await.is(404).shows("Sign out").shows("Totals");
    portal.browser().get("/nowhere").await.is(404).hides("Sign out");
    let answer = portal.browser().get("/api/v1/nowhere").await;
    assert!(answer.is(404).body.starts_with('{'), "{}", answer.body);
}

#[tokio::test]
async fn a_wrong_method_and_a_wrong_kind_of_body_are_said_so() {
    let portal = Portal::new().await;
    let send = async |method: &str, kind: &str| {
        let request = Request::builder()
            .method(method)
            .uri("/register")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", kind)
            .body(Body::from("ccn=991301"))
            .expect("a request");
        portal.browser().send(request).await
    };
    let put = send("PUT", "application/x-www-form-urlencoded").await;
    put.is(405).shows("cannot be used that way");
    assert!(put.headers.get("allow").is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("POST"))));
    send("POST", "application/json").await.is(415).shows("of a kind we do not read");
}

#[tokio::test]
async fn a_dead_link_says_who_makes_a_new_one() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    for (path, says) in [
        ("/join/x", "Ask the person who invited you"),
        ("/administrator/x", "who named you to send it again"),
        ("/help/r/x", "say its reference number"),
        ("/operator/x", "holdfast operator-link"),
        ("/calendar/x.ics", "makes a new one on its page of dates"),
    ] {
        browser.get(path).await.is(410).shows(says).hides("Ask for a new link");
    }
    browser.get("/set-up-sign-in/x").await.is(410).shows("Ask for a new link");
}

/// Of 60 KB, some room for what the national directory adds to the map.
const MOST_BYTES: usize = 60 * 1_000 - 1_000;

#[tokio::test]
async fn the_first_view_is_light() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    let mut parts = vec!["/".to_owned()];
    let named = |text: &str| -> Vec<String> {
        let ends = ['"', '\'', ')', '>', ' '];
        text.match_indices("/assets/")
            .map(|(at, _)| text[at..].split(ends).next().unwrap_or_default().to_owned())
            .collect()
    };
    parts.extend(named(&browser.get("/").await.body));
    let css = parts.iter().find(|p| p.ends_with(".css")).expect("a stylesheet").clone();
    parts.extend(named(&browser.get(&css).await.body));
    parts.sort();
    parts.dedup();
    assert!(parts.iter().filter(|p| p.ends_with(".woff2")).count() >= 2, "{parts:?}");
    let mut sizes = Vec::new();
    for part in &parts {
        sizes.push((browser.compressed_bytes(part).await, part));
    }
    let all: usize = sizes.iter().map(|(n, _)| n).sum();
    assert!(all <= MOST_BYTES, "{all} bytes: {sizes:?}");
}
