//! Calls about security cases.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::json;

use super::tour::{Call, Tour};
use crate::security_cases::{coverage, finding, hunt};

const HUNTS: &str = "/api/v1/hospitals/{ccn}/hunts";
const CASES: &str = "/api/v1/hospitals/{ccn}/security-cases";
const CASE: &str = "/api/v1/hospitals/{ccn}/security-cases/{case}";
const MOVES: &str = "/api/v1/hospitals/{ccn}/security-cases/{case}/moves";
const STIX: &str = "/api/v1/hospitals/{ccn}/security-cases/{case}/stix";
const MACHINES: &str = "/api/v1/hospitals/{ccn}/care-machines";
const MACHINE: &str = "/api/v1/hospitals/{ccn}/care-machines/{name}";

const HERE: [&str; 1] = [FIXTURE_MEMORIAL];
const ONE: [&str; 2] = [FIXTURE_MEMORIAL, "1"];

fn post(token: &str, body: String) -> Request<Body> {
    Request::post(format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/hunts?name=collector"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-ndjson")
        .body(Body::from(body))
        .expect("a request")
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, it) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let (_, abe) = tour.token_of("Abe Look", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    let (_, kim) = tour.token_of("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;

    let lab = [FIXTURE_MEMORIAL, "LAB-01.fixture.example"];
    let all = tour.ok(Call::put(MACHINE, &lab, json!({ "system": "lab" })).by(&it)).await;
    assert_eq!((&all[0]["name"], &all[0]["system"]), (&json!("lab-01"), &json!("lab")));
    let wrong = tour.fails(422, Call::put(MACHINE, &lab, json!({ "system": "no-such" })).by(&it)).await;
    assert_eq!(wrong["fields"][0]["field"], "system");
    assert_eq!(tour.ok(Call::get(MACHINES, &HERE).by(&eve)).await["n_all"], 1);

    let found = finding("Shadow copies deleted", "LAB-01", "critical", "2026-03-02T11:30:00Z");
    let result = hunt(&[found, coverage("LAB-01", "2026-03-02T11:40:00Z")]);
    let (status, body) = tour.send("POST", HUNTS, post(&it, result.clone())).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    assert!(body.contains("\"opened\":[1]"), "{body}");
    let (_, again) = tour.send("POST", HUNTS, post(&it, result)).await;
    assert!(again.contains("\"came_before\":\"2026-03-02"), "{again}");
    let (status, body) = tour.send("POST", HUNTS, post(&it, "no result".to_owned())).await;
    assert_eq!(status.as_u16(), 422, "{body}");
    for token in [&eve, &abe, &kim] {
        let (status, _) = tour.send("POST", HUNTS, post(token, "x".to_owned())).await;
        assert_eq!(status.as_u16(), 403);
    }

    let list = tour.ok(Call::get(CASES, &HERE).by(&eve)).await;
    let first = &list["items"][0];
    assert_eq!(
        (&first["number"], &first["touches_care"], &first["severity"]),
        (&json!(1), &json!(true), &json!("critical"))
    );
    tour.fails(403, Call::get(CASES, &HERE).by(&abe)).await;
    tour.fails(403, Call::get(CASE, &ONE).by(&kim)).await;
    let one = tour.ok(Call::get(CASE, &ONE).by(&eve)).await;
    assert_eq!(one["found"][0]["author"], "Ann Author");
    assert_eq!(one["steps"].as_array().map(Vec::len), Some(3));
    tour.fails(404, Call::get(CASE, &[FIXTURE_MEMORIAL, "2"]).by(&eve)).await;
    tour.fails(404, Call::get(CASE, &[BEACON_RIDGE, "1"]).by(&kim)).await;

    tour.fails(403, Call::post(MOVES, &ONE, json!({ "act": "taken" })).by(&eve)).await;
    for (body, field) in [
        (json!({ "act": "explode" }), "act"),
        (json!({ "act": "done", "step": "run" }), "step"),
        (json!({ "act": "told", "whom": "the press" }), "whom"),
        (json!({ "act": "note" }), "words"),
        (json!({ "act": "closed", "reason": "bored" }), "reason"),
        (json!({ "act": "closed", "reason": "duplicate" }), "other"),
    ] {
        let wrong = tour.fails(422, Call::post(MOVES, &ONE, body).by(&it)).await;
        assert_eq!(wrong["fields"][0]["field"], field);
    }
    for body in [
        json!({ "act": "taken" }),
        json!({ "act": "done", "step": "call" }),
        json!({ "act": "told", "whom": "counsel" }),
        json!({ "act": "note", "words": "Called them" }),
        json!({ "act": "closed", "reason": "handled", "words": "Restored from backup" }),
    ] {
        tour.ok(Call::post(MOVES, &ONE, body).by(&it)).await;
    }
    let closed = tour.fails(409, Call::post(MOVES, &ONE, json!({ "act": "taken" })).by(&it)).await;
    assert!(closed["next"].as_str().is_some_and(|n| n.contains("closed")), "{closed}");
    let one = tour.ok(Call::get(CASE, &ONE).by(&it)).await;
    assert_eq!(one["summary"]["is_open"], false);
    assert_eq!(one["timeline"].as_array().map(Vec::len), Some(6));

    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/security-cases/1/stix");
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {eve}"));
    let (status, body) = tour.send("GET", STIX, request.body(Body::empty()).expect("a request")).await;
    assert!(status.is_success() && body.contains("\"bundle\""), "{status} {body}");

    let left = tour.ok(Call::delete(MACHINE, &[FIXTURE_MEMORIAL, "LAB-01"]).by(&it)).await;
    assert_eq!(left, json!([]));
    tour.fails(404, Call::delete(MACHINE, &[FIXTURE_MEMORIAL, "LAB-01"]).by(&it)).await;
}
