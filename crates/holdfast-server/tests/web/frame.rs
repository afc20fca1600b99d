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
async fn a_form_from_another_site_is_refused() {
    let portal = Portal::new().await;
    let request = Request::post("/nowhere")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("a=b"))
        .expect("a request");
    portal.browser().send(request).await.is(403).shows("came from another site");
}
