//! The calls about a drill: the pack as data and as a file, and what they refuse.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{FIXTURE_MEMORIAL, FRANKLIN_VALLEY, VETERANS};
use serde_json::json;

use super::tour::{Call, Tour};

const DRILL: &str = "/api/v1/hospitals/{ccn}/care/drill";
const PAPER: &str = "/api/v1/hospitals/{ccn}/care/drill.pdf";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let (_, sam) = tour.token_of("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let record = [FIXTURE_MEMORIAL, "?scenario=record-down&days=7"];
    let pack = tour.ok(Call::get(DRILL, &record).by(&eve)).await;
    assert_eq!((pack["scenario"].as_str(), pack["days"].as_u64()), (Some("record-down"), Some(7)));
    assert_eq!((&pack["dark"], &pack["dark_hospitals"]), (&json!("us"), &json!([FIXTURE_MEMORIAL])));
    let receivers = pack["receivers"].as_array().expect("a list");
    assert!(!receivers.is_empty() && receivers.iter().all(|r| r["phone"].is_string()), "{pack}");
    assert!(
        receivers.iter().any(|r| r["people"].is_string()),
        "people of the made-up state turn to somebody: {pack}"
    );
    let query = format!("?scenario=neighbour-dark&neighbour={FRANKLIN_VALLEY}");
    let other = tour.ok(Call::get(DRILL, &[FIXTURE_MEMORIAL, &query]).by(&eve)).await;
    assert_eq!(other["dark_hospitals"], json!([FRANKLIN_VALLEY]));
    assert!(other["comes_here"].as_str().is_some_and(|s| !s.is_empty()), "{other}");
    assert_eq!(other["clocks"], json!([]), "all goes on here");
    let query = format!("?scenario=neighbour-dark&neighbour={VETERANS}");
    let closed = tour.fails(422, Call::get(DRILL, &[FIXTURE_MEMORIAL, &query]).by(&eve)).await;
    assert_eq!(closed["fields"][0]["field"], "neighbour", "{closed}");
    tour.fails(403, Call::get(DRILL, &record).by(&sam)).await;
    for wrong in ["?days=soon", "?what=else"] {
        tour.fails(400, Call::get(DRILL, &[FIXTURE_MEMORIAL, wrong]).by(&eve)).await;
    }
    let none = tour.fails(422, Call::get(DRILL, &[FIXTURE_MEMORIAL]).by(&eve)).await;
    assert!(
        none["fields"][0]["message"].as_str().is_some_and(|m| m.contains("`network-encrypted`")),
        "{none}"
    );
    for wrong in [
        "?scenario=flood",
        "?scenario=record-down&days=0",
        "?scenario=neighbour-dark&neighbour=x",
        "?scenario=neighbour-dark&neighbour=990000",
        "?scenario=neighbour-dark&neighbour=991301",
    ] {
        tour.fails(422, Call::get(DRILL, &[FIXTURE_MEMORIAL, wrong]).by(&eve)).await;
    }
    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/care/drill.pdf");
    for (query, expect) in [("?scenario=record-down", 200), ("?scenario=flood", 422)] {
        let mut request = Request::get(format!("{path}{query}")).body(Body::empty()).expect("a request");
        let token = format!("Bearer {eve}").parse().expect("a header");
        request.headers_mut().insert(header::AUTHORIZATION, token);
        let (status, body) = tour.send("GET", PAPER, request).await;
        assert_eq!(status.as_u16(), expect, "{query}");
        assert_eq!(body.starts_with("%PDF-1.7"), expect == 200, "{query}");
    }
}
