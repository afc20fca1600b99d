//! Calls about measures, evidence and the assessor.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use serde_json::json;

use super::tour::{Call, Tour};
use crate::evidence::{PDF, upload};

const MEASURE: &str = "/api/v1/hospitals/{ccn}/measures/{measure}";
const ANSWERS: &str = "/api/v1/hospitals/{ccn}/measures/{measure}/answers";
const EXCEPTIONS: &str = "/api/v1/hospitals/{ccn}/measures/{measure}/exceptions";
const RESOLUTIONS: &str = "/api/v1/hospitals/{ccn}/measures/{measure}/resolutions";
const REVIEWS: &str = "/api/v1/hospitals/{ccn}/measures/{measure}/reviews";
const EVIDENCE: &str = "/api/v1/hospitals/{ccn}/evidence";
const FILES: &str = "/api/v1/hospitals/{ccn}/evidence/files";
const FILE: &str = "/api/v1/hospitals/{ccn}/evidence/files/{file}";
const BYTES: &str = "/api/v1/hospitals/{ccn}/evidence/files/{file}/bytes";
const SIGN_OFFS: &str = "/api/v1/hospitals/{ccn}/sign-offs";

const WAYS_IN: [&str; 2] = [FIXTURE_MEMORIAL, "mfa-remote"];
const HERE: [&str; 1] = [FIXTURE_MEMORIAL];

fn with_token(mut request: Request<Body>, token: &str) -> Request<Body> {
    let value = format!("Bearer {token}").parse().expect("a header");
    request.headers_mut().insert(header::AUTHORIZATION, value);
    request
}

fn get(path: &str, token: &str) -> Request<Body> {
    with_token(Request::get(path).body(Body::empty()).expect("a request"), token)
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, it) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, ada) = tour.token_of("Ada Stone", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    measures(tour, &it).await;
    files(tour, &it).await;
    assessor(tour, &it, &ada).await;
}

async fn measures(tour: &mut Tour, it: &str) {
    let now = tour.ok(Call::get(MEASURE, &WAYS_IN).by(it)).await;
    assert_eq!(now["state"], "unknown");
    tour.fails(404, Call::get(MEASURE, &[FIXTURE_MEMORIAL, "no-such"]).by(it)).await;
    let partly = json!({ "finding": "partly", "n": 5, "of": 4 });
    let wrong = tour.fails(422, Call::post(ANSWERS, &WAYS_IN, partly).by(it)).await;
    assert_eq!(wrong["fields"][0]["field"], "n");
    let now = tour.ok(Call::post(ANSWERS, &WAYS_IN, json!({ "finding": "met" })).by(it)).await;
    assert_eq!(now["state"], "attested");
    let exception = json!({ "kind": "accepted_risk", "reason": "Old", "instead": "Watched", "approver": "Pat", "until": "2026-09-01" });
    let now = tour.ok(Call::post(EXCEPTIONS, &WAYS_IN, exception).by(it)).await;
    assert_eq!(now["exception"]["until"], "2026-09-01");
    let now = tour.ok(Call::delete(EXCEPTIONS, &WAYS_IN).by(it)).await;
    assert!(now["exception"].is_null());
    tour.fails(409, Call::delete(EXCEPTIONS, &WAYS_IN).by(it)).await;
    let way = json!({ "exit": "scope_differs", "reason": "Staff alone" });
    tour.fails(409, Call::post(RESOLUTIONS, &WAYS_IN, way).by(it)).await;
}

async fn files(tour: &mut Tour, it: &str) {
    let form = [
        ("measure", "mfa-remote"),
        ("kind", "remote-access-review"),
        ("subject", "VPN"),
        ("effective", "2026-03-01"),
        ("finding", "not_met"),
    ];
    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/evidence");
    let (status, body) = tour.send("POST", EVIDENCE, with_token(upload(&path, &form, None), it)).await;
    assert_eq!(status.as_u16(), 422, "{body}");
    let sent = upload(&path, &form, Some(("ways in.pdf", PDF)));
    let (status, body) = tour.send("POST", EVIDENCE, with_token(sent, it)).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    assert!(body.contains("\"state\":\"contradicted\""), "{body}");
    let all = tour.ok(Call::get(EVIDENCE, &HERE).by(it)).await;
    assert_eq!((&all["n_all"], &all["items"][0]["file"]), (&json!(1), &json!("1")));
    let bytes = format!("{path}/files/1/bytes");
    let (status, body) = tour.send("GET", BYTES, get(&bytes, it)).await;
    assert_eq!((status.as_u16(), body.as_bytes()), (200, PDF));
    let (status, _) = tour.send("GET", BYTES, get(&format!("{path}/files/9/bytes"), it)).await;
    assert_eq!(status.as_u16(), 404);
    let file = tour.ok(Call::get(FILE, &[FIXTURE_MEMORIAL, "1"]).by(it)).await;
    assert_eq!(file["seen"][0]["by"], "Ivo It, Hospital IT");
    let files = tour.ok(Call::get(FILES, &HERE).by(it)).await;
    assert_eq!(files["items"][0]["name"], "ways in.pdf");
    let way = json!({ "exit": "fixing", "reason": "We turn it on", "by": "2026-04-01" });
    let now = tour.ok(Call::post(RESOLUTIONS, &WAYS_IN, way).by(it)).await;
    assert_eq!(now["contradiction"]["longest"], "2026-05-31");
}

async fn assessor(tour: &mut Tour, it: &str, ada: &str) {
    const ASSESS: &str = "/api/v1/hospitals/{ccn}/assess";
    tour.fails(403, Call::get(ASSESS, &HERE).by(it)).await;
    let list = tour.ok(Call::get(ASSESS, &HERE).by(ada)).await;
    assert_eq!(list["measures"][0]["first"], "contradicted");
    let admins = [FIXTURE_MEMORIAL, "mfa-admins"];
    let look = json!({ "method": "test", "verdict": "correct", "finding": "partly", "n": 3, "of": 4,
        "outliers": [{ "name": "svc-backup", "is_privileged": true }], "note": "One signs in without", "firm": "Lakeside" });
    let now = tour.ok(Call::post(REVIEWS, &admins, look).by(ada)).await;
    assert_eq!(now["evidence"][0]["note"], "One signs in without");
    assert_eq!(now["evidence"][0]["outliers"][0]["is_privileged"], true);
    let posture = tour.ok(Call::get(SIGN_OFFS, &HERE).by(ada)).await;
    let seen = posture["now"]["seen"].as_str().expect("a digest").to_owned();
    let other = json!({ "statement": "Seen", "seen": "0" });
    tour.fails(422, Call::post(SIGN_OFFS, &HERE, other).by(ada)).await;
    tour.ok(Call::post(SIGN_OFFS, &HERE, json!({ "statement": "Seen on site", "seen": seen })).by(ada)).await;
    let signed = tour.ok(Call::get(SIGN_OFFS, &HERE).by(ada)).await;
    assert_eq!(signed["all"][0]["statement"], "Seen on site");
}
