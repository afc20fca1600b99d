//! Collectors: good rows kept, bad ones with their place, the same row twice, another hospital's token, hostile bodies.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::{Value, json};

use super::tour::{Call, Tour};

const COLLECTED: &str = "/api/v1/hospitals/{ccn}/evidence/collected";
const EVIDENCE: &str = "/api/v1/hospitals/{ccn}/evidence";
const HERE: [&str; 1] = [FIXTURE_MEMORIAL];

/// What a reader of the tenant saw of administrators.
fn row() -> Value {
    json!({
        "measure": "mfa-admins", "kind": "tenant-sign-in-report", "method": "test",
        "collector": "tenant reader 1.4", "subject": "tenant A", "observed_at": "2026-03-01T10:00:00Z",
        "finding": "partly", "n": 3, "of": 4, "seen": { "n": 4, "of": 5 },
        "outliers": [{ "name": "svc-backup", "is_privileged": true }], "note": "One signs in without"
    })
}

fn but(field: &str, value: Value) -> Value {
    let mut row = row();
    row[field] = value;
    row
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    tour.portal.registered(BEACON_RIDGE, true).await;
    let (_, it) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    good_and_bad(tour, &it).await;
    again(tour, &it).await;
    who(tour).await;
    hostile(tour, &it).await;
}

async fn good_and_bad(tour: &mut Tour, it: &str) {
    let rows = json!([
        but("observed_at", json!("2026-04-01T10:00:00Z")),
        row(),
        but("kind", json!("remote-access-review")),
        { "measure": "mfa-admins", "shell": "rm -rf" },
        "no row",
        but("method", json!("examine")),
        row(),
    ]);
    let answer = tour.ok(Call::post(COLLECTED, &HERE, rows).by(it)).await;
    let counts = [&answer["n_kept"], &answer["n_known"], &answer["n_refused"]];
    assert_eq!(counts, [&json!(1), &json!(1), &json!(5)], "{answer}");
    let field = |n: usize| answer["rows"][n]["fields"][0]["field"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        [field(0), field(2), field(3), field(4), field(5)],
        ["observed_at", "kind", "row", "row", "method"]
    );
    assert_eq!(
        (&answer["rows"][1]["outcome"], &answer["rows"][6]["outcome"]),
        (&json!("kept"), &json!("known"))
    );
    assert_eq!(answer["rows"][1]["digest"], answer["rows"][6]["digest"]);

    let all = tour.ok(Call::get(EVIDENCE, &HERE).by(it)).await;
    assert_eq!(all["n_all"], 1);
    assert_eq!(all["items"][0]["seen"], json!({ "n": 4, "of": 5 }));
    assert_eq!(all["items"][0]["note"], "One signs in without");
    let mut dana =
        tour.portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let page = dana.get(&format!("/hospital/{FIXTURE_MEMORIAL}/measures/mfa-admins")).await;
    page.is(200).shows("Looked at: 4 of 5 admin accounts").shows("svc-backup").shows("tenant reader 1.4");
}

async fn again(tour: &mut Tour, it: &str) {
    let answer = tour.ok(Call::post(COLLECTED, &HERE, json!([row()])).by(it)).await;
    assert_eq!((&answer["n_known"], &answer["rows"][0]["evidence"]), (&json!(1), &json!("1")));
    let newer = but("observed_at", json!("2026-03-01T11:00:00Z"));
    let answer = tour.ok(Call::post(COLLECTED, &HERE, json!([newer])).by(it)).await;
    assert_eq!(answer["rows"][0]["evidence"], "2");
    let none = tour.ok(Call::post(COLLECTED, &HERE, json!([])).by(it)).await;
    assert_eq!(none["rows"], json!([]));
}

/// A token opens its owner's hospital alone, and only for those who answer for it.
async fn who(tour: &mut Tour) {
    let (_, elsewhere) = tour.token_of("Bo Ridge", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let (_, reads) = tour.token_of("Eve Lane", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    for token in [&elsewhere, &reads] {
        let (status, said) = tour.call(Call::post(COLLECTED, &HERE, json!([row()])).by(token)).await;
        assert!([403, 404].contains(&status.as_u16()), "{status} {said}");
    }
    tour.fails(401, Call::post(COLLECTED, &HERE, json!([row()]))).await;
    let there = tour.ok(Call::get(EVIDENCE, &[BEACON_RIDGE]).by(&elsewhere)).await;
    assert_eq!(there["n_all"], 0);
}

async fn hostile(tour: &mut Tour, it: &str) {
    tour.fails(400, Call::post(COLLECTED, &HERE, json!({ "rows": [row()] })).by(it)).await;
    tour.fails(400, Call::post(COLLECTED, &HERE, json!(vec![Value::Null; 501])).by(it)).await;
    let rows = json!([
        null,
        7,
        [],
        {},
        [[[[]]]],
        but("seen", json!({ "n": -1, "of": 5 })),
        but("seen", json!({ "n": 1, "of": 4_294_967_296_u64 })),
        but("n", json!(0.5)),
        but("subject", json!("x".repeat(100_000))),
        but("collector", json!("a\u{0}b")),
        but("measure", json!("../../etc/passwd")),
        but("outliers", json!(vec![json!({ "name": "a" }); 600])),
        but("observed_at", json!("-009999-01-01T00:00:00Z")),
        but("outliers", json!([{ "name": "'); DROP TABLE evidence; --", "is_privileged": true }])),
    ]);
    let answer = tour.ok(Call::post(COLLECTED, &HERE, rows).by(it)).await;
    assert_eq!((&answer["n_refused"], &answer["n_kept"]), (&json!(12), &json!(2)), "{answer}");
    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/evidence/collected");
    let large = format!("[\"{}\"]", "x".repeat(2 * 1024 * 1024));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status) in [(large, 413), (deep, 400), ("[".to_owned(), 400), ("\u{feff}[]".to_owned(), 400)] {
        let request = Request::post(&path)
            .header(header::AUTHORIZATION, format!("Bearer {it}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .expect("a request");
        let (got, said) = tour.send("POST", COLLECTED, request).await;
        assert_eq!(got.as_u16(), status, "{said}");
    }
}
