//! The calls of a learner, with the last part of their link as bearer: the list, one lesson, answers, the certificate, and refusals.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::catalog::Language;
use serde_json::json;

use super::tour::{Call, Tour};
use crate::learn::{hospital, learner, link, list, n_done, right};

const MINE: &str = "/api/v1/learn";
const LESSON: &str = "/api/v1/learn/lessons/{lesson}";
const ANSWERS: &str = "/api/v1/learn/lessons/{lesson}/answers";
const CERTIFICATE: &str = "/api/v1/learn/certificate.pdf";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let at = hospital(&tour.portal).await;
    let ana = learner(1, "Mora Vega, Ana", Language::English, "everyone", "2026-03-02");
    list(&tour.portal, at, &[ana], 0).await;
    let path = link(&tour.portal, at, 1).await;
    let token = path.trim_start_matches("/learn/");
    let mine = tour.ok(Call::get(MINE, &[]).by(token)).await;
    assert_eq!((&mine["first_name"], &mine["language"]), (&json!("Ana"), &json!("en")));
    assert_eq!(mine["lessons"].as_array().map(Vec::len), Some(8));
    let first = &mine["lessons"][0];
    assert_eq!((&first["standing"], &first["by"]), (&json!("due"), &json!("2026-03-16")));

    let all: Vec<usize> =
        right(&tour.portal, "report-it").iter().map(|c| c.parse().expect("a number")).collect();
    let wrong = if all[2] == 1 { 2 } else { 1 };
    let some = json!({ "chosen": [all[0], null, wrong] });
    let some = tour.ok(Call::post(ANSWERS, &["report-it"], some).by(token)).await;
    assert_eq!((&some["is_done"], &some["checks"]), (&json!(false), &json!(["right", "not_yet", "wrong"])));
    let kept = tour.ok(Call::get(LESSON, &["report-it"]).by(token)).await;
    assert_eq!(kept["checks"], json!(["right", "not_yet", "not_yet"]), "wrong ones are not kept");
    assert_eq!(certificate(tour, token, "").await, 409);
    let rest = json!({ "chosen": [null, all[1], all[2]] });
    assert_eq!(tour.ok(Call::post(ANSWERS, &["report-it"], rest).by(token)).await["is_done"], true);
    assert_eq!(n_done(&tour.portal, at.0).await, 1);
    assert_eq!(certificate(tour, token, "?lang=es").await, 200);

    tour.fails(404, Call::get(LESSON, &["sewing"]).by(token)).await;
    tour.fails(422, Call::post(ANSWERS, &["report-it"], json!({ "chosen": [1, 1, 1, 1] })).by(token)).await;
    for body in [json!({ "chosen": [-1] }), json!({ "chosen": "all" }), json!({ "done": true })] {
        tour.fails(400, Call::post(ANSWERS, &["report-it"], body).by(token)).await;
    }
    assert_eq!(certificate(tour, token, "?lang=xx").await, 400);
    tour.fails(410, Call::get(MINE, &[]).by("guessed")).await;
    tour.fails(410, Call::post(ANSWERS, &["report-it"], json!({ "chosen": [] })).by("guessed")).await;
    tour.fails(401, Call::get(MINE, &[])).await;
}

async fn certificate(tour: &mut Tour, token: &str, query: &str) -> u16 {
    let mut request = Request::get(format!("{CERTIFICATE}{query}")).body(Body::empty()).expect("a request");
    let token = format!("Bearer {token}").parse().expect("a header");
    request.headers_mut().insert(header::AUTHORIZATION, token);
    tour.send("GET", CERTIFICATE, request).await.0.as_u16()
}
