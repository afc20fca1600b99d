//! What holds for every page: headers, errors in plain words, forms from elsewhere refused.

use axum::body::Body;
use axum::http::Request;
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
