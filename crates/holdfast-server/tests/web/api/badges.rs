//! The calls about badges and certificates: a learner's own, whether one holds, and taking one back.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::Date;
use holdfast_core::catalog::{Language, PackId};
use holdfast_core::model::{Completion, CompletionHow, HospitalScope, LearnerId, Role};
use holdfast_server::entropy::TokenHash;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};
use crate::learn::{hospital, learner, link, list};

const OWN: &str = "/api/v1/learn/badges";
const FILE: &str = "/api/v1/learn/badges/{file}";
const VERIFY: &str = "/api/v1/verify";
const CODE: &str = "/api/v1/verify/{code}";
const PROOFS: &str = "/api/v1/hospitals/{ccn}/training/proofs";
const TAKE_BACK: &str = "/api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back";

const ADDRESS: &str = "p1@fixturememorial.example";
const DONE_ON: &str = "2026-03-01";
const BADGE: &str = "pack-everyone.jwt";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let at = hospital(&tour.portal).await;
    list(&tour.portal, at, &[learner(1, "Ana Mora", Language::English, "everyone", DONE_ON)], 0).await;
    let path = link(&tour.portal, at, 1).await;
    let secret = path.trim_start_matches("/learn/");
    let (_, ivo) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    assert_eq!(tour.ok(Call::get(OWN, &[]).by(secret)).await, json!([]), "nothing is earned yet");
    tour.fails(404, Call::get(FILE, &[BADGE]).by(secret)).await;
    finish(&tour.portal, at.0).await;
    assert_eq!(tour.ok(Call::get(PROOFS, &[FIXTURE_MEMORIAL]).by(&ivo)).await, json!([]));
    let badge = own(tour, secret).await;
    holds(tour, &badge).await;
    let code = certificate(tour, secret).await;
    take_back(tour, &ivo).await;
    taken_back(tour, secret, &badge, &code).await;
}

/// Ana did every lesson of everyone.
async fn finish(portal: &Portal, scope: HospitalScope) {
    let done_on: Date = DONE_ON.parse().expect("a day");
    let everyone = portal.app.catalog.lessons.pack(&PackId::new("everyone")).expect("a pack");
    let done = |lesson| Completion {
        learner: LearnerId(1),
        lesson,
        done_on,
        how: CompletionHow::Answered,
        by: "the learner".to_owned(),
    };
    let done: Vec<Completion> = everyone.lessons.iter().cloned().map(done).collect();
    let mut write = portal.app.store.write().await.expect("a write");
    write.record_completions(scope, &done, None, portal.app.clock.now()).await.expect("recorded");
    write.commit().await.expect("kept");
}

/// Her badges, and the token of the one she saves.
async fn own(tour: &mut Tour, secret: &str) -> String {
    let mine = tour.ok(Call::get(OWN, &[]).by(secret)).await;
    assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine}");
    assert_eq!((&mine[0]["badge"], &mine[0]["is_issued"]), (&json!("pack-everyone"), &json!(false)));
    assert_eq!((&mine[0]["earned_on"], &mine[0]["taken_back"]), (&json!(DONE_ON), &Value::Null));
    let (status, badge) = file(tour, BADGE, secret).await;
    assert_eq!(status, 200, "{badge}");
    for picture in ["pack-everyone.svg", "pack-everyone.png"] {
        assert_eq!(file(tour, picture, secret).await.0, 200, "{picture}");
    }
    let mine = tour.ok(Call::get(OWN, &["?lang=es"]).by(secret)).await;
    assert_eq!(mine[0]["is_issued"], true);
    assert_eq!(mine[0]["name"], "Lecciones de seguridad hechas: Todo el personal");

    for none in ["pack-clinical.jwt", "pack-everyone.exe", "x"] {
        tour.fails(404, Call::get(FILE, &[none]).by(secret)).await;
    }
    tour.fails(400, Call::get(FILE, &[BADGE, "?lang=xx"]).by(secret)).await;
    tour.fails(400, Call::get(OWN, &["?language=es"]).by(secret)).await;
    tour.fails(410, Call::get(OWN, &[]).by("guessed")).await;
    tour.fails(410, Call::get(FILE, &[BADGE]).by("guessed")).await;
    tour.fails(401, Call::get(OWN, &[])).await;
    badge
}

async fn file(tour: &mut Tour, name: &str, secret: &str) -> (u16, String) {
    let request = Request::get(FILE.replace("{file}", name));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
    let (status, body) = tour.send("GET", FILE, request.body(Body::empty()).expect("a request")).await;
    (status.as_u16(), body)
}

/// Her badge, sent by anybody.
async fn holds(tour: &mut Tour, badge: &str) {
    let found = tour.ok(Call::post(VERIFY, &[], json!({ "pasted": badge }))).await;
    assert_eq!((&found["holds"], &found["verdict"]), (&json!(true), &json!("holds")), "{found}");
    assert_eq!((&found["kind"], &found["name"]), (&json!("badge"), &Value::Null), "{found}");
    assert_eq!(found["is_of_address"], Value::Null);
    for (address, is_theirs) in [(ADDRESS, true), ("bea@fixturememorial.example", false)] {
        let found = tour.ok(Call::post(VERIFY, &[], json!({ "pasted": badge, "address": address }))).await;
        assert_eq!(found["is_of_address"], is_theirs, "{address}");
    }
    for none in ["", "hello", "e30.e30.e30"] {
        let wrong = tour.fails(422, Call::post(VERIFY, &[], json!({ "pasted": none }))).await;
        assert_eq!(wrong["fields"][0]["field"], "pasted", "{wrong}");
    }
    tour.fails(404, Call::post(VERIFY, &[], json!({ "pasted": "0000-0000-0000-0000" }))).await;
    for body in [json!({}), json!({ "pasted": 1 }), json!({ "pasted": badge, "else": 1 })] {
        tour.fails(400, Call::post(VERIFY, &[], body)).await;
    }
}

/// Her certificate by its code, which is on the paper alone.
async fn certificate(tour: &mut Tour, secret: &str) -> String {
    let app = &tour.portal.app;
    let desk = app.learner_behind(&TokenHash::of(secret)).await.expect("a desk");
    let code = app.certificate_for(&desk, Language::English).await.expect("a certificate").code;
    let found = tour.ok(Call::get(CODE, &[&code])).await;
    assert_eq!((&found["holds"], &found["kind"]), (&json!(true), &json!("certificate")), "{found}");
    assert_eq!((&found["name"], &found["issued_on"]), (&json!("Ana Mora"), &json!("2026-03-02")));
    assert_eq!(found["lessons"].as_array().map(Vec::len), Some(8));
    assert_eq!(found["lessons"][0]["done_on"], DONE_ON);
    let as_typed = code.to_lowercase().replace('-', "");
    assert_eq!(tour.ok(Call::get(CODE, &[&as_typed])).await, found);
    assert_eq!(tour.ok(Call::post(VERIFY, &[], json!({ "pasted": as_typed }))).await, found);
    for none in ["0000-0000-0000-0000", "x"] {
        tour.fails(404, Call::get(CODE, &[none])).await;
    }
    code
}

/// By what a badge or certificate is named in the list.
fn named(proofs: &Value, kind: &str) -> String {
    let proofs = proofs.as_array().expect("a list");
    text(&proofs.iter().find(|proof| proof["kind"] == kind).expect("one of the kind")["proof"])
}

async fn take_back(tour: &mut Tour, ivo: &str) {
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    tour.portal.registered(BEACON_RIDGE, true).await;
    let (_, oli) = tour.token_of("Oli Park", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let why = json!({ "why": "recorded for another person" });
    let proofs = tour.ok(Call::get(PROOFS, &[FIXTURE_MEMORIAL]).by(ivo)).await;
    assert_eq!(proofs.as_array().map(Vec::len), Some(2), "{proofs}");
    assert!(proofs.as_array().is_some_and(|all| all.iter().all(|proof| proof["name"] == "Ana Mora")));
    tour.fails(403, Call::get(PROOFS, &[FIXTURE_MEMORIAL]).by(&eve)).await;
    tour.fails(401, Call::get(PROOFS, &[FIXTURE_MEMORIAL])).await;
    assert_eq!(tour.ok(Call::get(PROOFS, &[BEACON_RIDGE]).by(&oli)).await, json!([]));
    for kind in ["badge", "certificate"] {
        let proof = named(&proofs, kind);
        let one = [FIXTURE_MEMORIAL, kind, proof.as_str()];
        let wrong = tour.fails(422, Call::post(TAKE_BACK, &one, json!({ "why": " " })).by(ivo)).await;
        assert_eq!(wrong["fields"][0]["field"], "why", "{wrong}");
        tour.fails(422, Call::post(TAKE_BACK, &one, json!({ "why": "x".repeat(301) })).by(ivo)).await;
        tour.fails(400, Call::post(TAKE_BACK, &one, json!({})).by(ivo)).await;
        tour.fails(403, Call::post(TAKE_BACK, &one, why.clone()).by(&eve)).await;
        tour.fails(403, Call::post(TAKE_BACK, &one, why.clone()).by(&oli)).await;
        tour.fails(404, Call::post(TAKE_BACK, &[BEACON_RIDGE, kind, proof.as_str()], why.clone()).by(&oli))
            .await;
        let medal = [FIXTURE_MEMORIAL, "medal", proof.as_str()];
        tour.fails(404, Call::post(TAKE_BACK, &medal, why.clone()).by(ivo)).await;
        let now = tour.ok(Call::post(TAKE_BACK, &one, why.clone()).by(ivo)).await;
        let taken = now.as_array().and_then(|all| all.iter().find(|p| p["proof"] == proof.as_str()));
        let taken = taken.expect("it stays in the list");
        assert_eq!(taken["taken_back_on"], "2026-03-02");
        assert_eq!(taken["taken_back_why"], "Recorded for another person.");
        tour.fails(404, Call::post(TAKE_BACK, &one, why.clone()).by(ivo)).await;
    }
}

/// Neither holds any more, and neither is given again.
async fn taken_back(tour: &mut Tour, secret: &str, badge: &str, code: &str) {
    for pasted in [badge, code] {
        let found = tour.ok(Call::post(VERIFY, &[], json!({ "pasted": pasted }))).await;
        assert_eq!((&found["holds"], &found["verdict"]), (&json!(false), &json!("taken_back")), "{found}");
    }
    assert_eq!(tour.ok(Call::get(CODE, &[code])).await["verdict"], "taken_back");
    let mine = tour.ok(Call::get(OWN, &[]).by(secret)).await;
    assert_eq!(mine[0]["taken_back"], "Recorded for another person.");
    tour.fails(409, Call::get(FILE, &[BADGE]).by(secret)).await;
}
