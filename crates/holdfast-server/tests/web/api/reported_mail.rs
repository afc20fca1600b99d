//! Calls about reported mail.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::catalog::Language;
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::{Value, json};

use super::tour::{Call, Tour};
use crate::learn::{hospital, learner, link, list};
use crate::reported_mail::lure;

const ALL: &str = "/api/v1/hospitals/{ccn}/reported-mail";
const ONE: &str = "/api/v1/hospitals/{ccn}/reported-mail/{report}";
const ANSWER: &str = "/api/v1/hospitals/{ccn}/reported-mail/{report}/answer";
const POOL: &str = "/api/v1/hospitals/{ccn}/mail-pool";
const ADDRESS: &str = "/api/v1/hospitals/{ccn}/reported-mail-address";
const LEARNER: &str = "/api/v1/learn/reported-mail";
const BY_LINK: &str = "/api/v1/reported-mail/by-link";

const HERE: [&str; 1] = [FIXTURE_MEMORIAL];

fn mail(path: &str, token: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "message/rfc822")
        .body(Body::from(body))
        .expect("a request")
}

fn asked(path: &str, token: &str) -> Request<Body> {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    request.body(Body::empty()).expect("a request")
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let at = hospital(&tour.portal).await;
    let (_, it) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, kim) = tour.token_of("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/reported-mail");

    let (status, body) = tour.send("POST", ALL, mail(&path, &it, lure(1))).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    let told: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((&told["standing"], &told["said"]), (&json!("looks_bad"), &Value::Null));
    let secret = told["token"].as_str().expect("a secret").to_owned();
    let (_, again) = tour.send("POST", ALL, mail(&path, &it, lure(1))).await;
    assert!(again.contains("\"token\":null") && again.contains("\"is_again\":true"), "{again}");
    let (status, body) = tour.send("POST", ALL, mail(&path, &it, "no mail".to_owned())).await;
    assert_eq!(status.as_u16(), 422, "{body}");
    let (status, _) = tour.send("POST", ALL, mail(&path, &kim, lure(2))).await;
    assert_eq!(status.as_u16(), 403);

    let all = tour.ok(Call::get(ALL, &HERE).by(&it)).await;
    let id = all["reports"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!((&all["clock"]["n_waiting"], &all["pools"]), (&json!(1), &Value::Null));
    assert_eq!(
        (&all["n_waiting"], &all["next_after"], &all["next_before"]),
        (&json!(1), &Value::Null, &Value::Null)
    );
    let (status, body) = tour.send("GET", ALL, asked(&format!("{path}?after=1"), &it)).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    let rest: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((&rest["reports"], &rest["n_waiting"]), (&json!([]), &json!(1)));
    let (status, _) = tour.send("GET", ALL, asked(&format!("{path}?after=soon"), &it)).await;
    assert_eq!(status.as_u16(), 400);
    let this = [FIXTURE_MEMORIAL, id.as_str()];
    let one = tour.ok(Call::get(ONE, &this).by(&it)).await;
    assert_eq!(
        (&one["from"], &one["links"][0]["host"]),
        (&json!("payroll@evil-pay.com"), &json!("login.evil-pay.com"))
    );
    tour.fails(404, Call::get(ONE, &[FIXTURE_MEMORIAL, "1"]).by(&it)).await;
    tour.fails(403, Call::get(ONE, &this).by(&kim)).await;
    tour.fails(400, Call::post(ANSWER, &this, json!({ "said": "safe" })).by(&it)).await;
    tour.fails(422, Call::post(ANSWER, &this, json!({ "said": "bad", "note": "y".repeat(501) })).by(&it))
        .await;
    let answered =
        tour.ok(Call::post(ANSWER, &this, json!({ "said": "bad", "note": "Good." })).by(&it)).await;
    assert_eq!((&answered["standing"], &answered["said"]), (&json!("answered"), &json!("bad")));
    tour.fails(409, Call::post(ANSWER, &this, json!({ "said": "junk" })).by(&it)).await;
    let by_link = tour.ok(Call::post(BY_LINK, &[], json!({ "token": secret }))).await;
    assert_eq!((&by_link["said"], &by_link["note"]), (&json!("bad"), &json!("Good.")));
    tour.fails(410, Call::post(BY_LINK, &[], json!({ "token": "guessed" }))).await;

    assert_eq!(tour.ok(Call::put(POOL, &HERE, json!({ "agrees": true })).by(&it)).await["pools"], true);
    tour.fails(403, Call::put(POOL, &HERE, json!({ "agrees": true })).by(&kim)).await;

    assert_eq!(tour.ok(Call::get(ADDRESS, &HERE).by(&it)).await["address"], Value::Null);
    let address = tour.ok(Call::post(ADDRESS, &HERE, json!({})).by(&it)).await["address"].clone();
    assert!(address.as_str().is_some_and(|address| address.starts_with("report+")), "{address}");
    assert_eq!(tour.ok(Call::get(ADDRESS, &HERE).by(&it)).await["address"], address);
    tour.fails(403, Call::post(ADDRESS, &HERE, json!({})).by(&kim)).await;

    list(&tour.portal, at, &[learner(1, "Mora Vega, Ana", Language::English, "everyone", "2026-03-02")], 0)
        .await;
    let own = link(&tour.portal, at, 1).await;
    let own = own.trim_start_matches("/learn/");
    let (status, body) = tour.send("POST", LEARNER, mail(LEARNER, own, lure(3))).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    assert!(body.contains("\"standing\":\"looks_bad\""), "{body}");
    assert!(body.contains("People at one hospital found one like it bad."), "{body}");
    let (status, _) = tour.send("POST", LEARNER, mail(LEARNER, "guessed", lure(3))).await;
    assert_eq!(status.as_u16(), 410);
}
