//! The list of hospitals, one hospital's file, and what the office does from it.

use holdfast_core::catalog::OfferId;
use holdfast_core::model::{ClaimEvent, ClaimMove, Role, Stage};
use holdfast_testkit::franklin::{FIXTURE_MEMORIAL, FRANKLIN_CITY, FRANKLIN_VALLEY as VALLEY};
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour, text};
use crate::office::{reached, scope};

const LIST: &str = "/api/v1/office/hospitals";
const WAITING: &str = "/api/v1/office/offers";
const ONE: &str = "/api/v1/office/hospitals/{ccn}";
const INVITE: &str = "/api/v1/office/hospitals/{ccn}/invite";
const VALIDATE: &str = "/api/v1/office/hospitals/{ccn}/offers/{offer}/validate";
const ACTIVATE: &str = "/api/v1/office/hospitals/{ccn}/offers/{offer}/activate";
const SUITE: &str = "advanced-suite-one-year";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, olu) = tour.token_of("Olu Office", Role::ProgramOffice, None).await;
    let (_, rae) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    list(tour, &olu).await;
    moves(tour, &olu, &rae).await;
    invite(tour, &olu, &rae).await;
}

async fn list(tour: &mut Tour, olu: &str) {
    reached(&tour.portal, &[FIXTURE_MEMORIAL], Stage::Registered, "2026-02-20").await;
    let all = tour.ok(Call::get(LIST, &["?per_page=3"]).by(olu)).await;
    assert_eq!((&all["n_all"], &all["next_page"]), (&json!(8), &json!(2)));
    assert_eq!(all["items"][0]["hospital"]["name"], "BEACON RIDGE COUNTY HOSPITAL");
    for (query, n) in [
        ("?hospital_type=cah", 4),
        ("?stage=registered", 1),
        ("?stage=none", 7),
        ("?text=valley%20reg", 1),
        ("?text=nowhere", 0),
        ("?ownership=tribal", 1),
        ("?state=ZZ&rural=yes&stage=registered", 1),
    ] {
        assert_eq!(tour.ok(Call::get(LIST, &[query]).by(olu)).await["n_all"], n, "{query}");
    }
    let turned = tour.ok(Call::get(LIST, &["?sort=ccn&order=down&per_page=500"]).by(olu)).await;
    let numbers: Vec<String> =
        turned["items"].as_array().expect("rows").iter().map(|r| text(&r["hospital"]["ccn"])).collect();
    assert!(numbers.windows(2).all(|w| w[0] > w[1]), "{numbers:?}");
    let answered = tour.ok(Call::get(LIST, &["?offer=nonprofit-pricing&answer=no"]).by(olu)).await;
    let rows = answered["items"].as_array().expect("rows");
    assert!(rows.iter().any(|r| r["hospital"]["ccn"] == VALLEY) && rows.iter().all(|r| r["answer"] == "no"));
    let long = format!("?text={}", "x".repeat(81));
    for query in [
        "?state=XX",
        "?hospital_type=moon",
        "?ownership=me",
        "?rural=maybe",
        "?stage=asleep",
        "?answer=no",
        "?claim=perhaps",
        "?offer=nonprofit-pricing&answer=perhaps",
        "?offer=free-lunch",
        "?sort=luck",
        "?per_page=501",
        &long,
    ] {
        tour.fails(400, Call::get(LIST, &[query]).by(olu)).await;
    }
}

async fn moves(tour: &mut Tour, olu: &str, rae: &str) {
    tour.portal.registered(VALLEY, true).await;
    tour.portal.person("Dana Valley", Role::HospitalAdministrator, Some(VALLEY)).await;
    let accept = ClaimEvent { moved: ClaimMove::Claim, on: tour.portal.app.today() };
    let now_ms = tour.portal.app.now_ms();
    let mut write = tour.portal.app.store.write().await.expect("a write");
    let moved = write.move_claim(scope(VALLEY), &OfferId::new(SUITE), accept, None, "", now_ms).await;
    moved.expect("kept").expect("a move");
    write.commit().await.expect("kept");
    let waiting = tour.ok(Call::get(WAITING, &["?waits=to_confirm"]).by(rae)).await;
    assert_eq!((&waiting["n_all"], &waiting["items"][0]["ccn"]), (&json!(1), &json!(VALLEY)));
    assert_eq!((&waiting["items"][0]["offer"], &waiting["items"][0]["age_days"]), (&json!(SUITE), &json!(0)));
    assert_eq!(tour.ok(Call::get(WAITING, &["?waits=let_go"]).by(rae)).await["n_all"], 0);
    tour.fails(400, Call::get(WAITING, &["?waits=never"]).by(rae)).await;
    assert_eq!(tour.ok(Call::get(LIST, &["?claim=claimed"]).by(rae)).await["n_all"], 1);
    let file = tour.ok(Call::get(ONE, &[VALLEY]).by(rae)).await;
    let of = |file: &Value| {
        let offers = file["offers"].as_array().expect("offers");
        offers.iter().find(|o| o["offer"] == SUITE).expect("the suite").clone()
    };
    let suite = of(&file);
    assert_eq!((&suite["claim"]["state"], &suite["may_validate"]), (&json!("claimed"), &json!(true)));
    assert_eq!((&suite["ends_by_term"], &file["n_people"]), (&json!("2027-03-01"), &json!(1)));
    tour.fails(404, Call::get(ONE, &["999999"]).by(rae)).await;
    tour.fails(400, Call::get(ONE, &["abc"]).by(rae)).await;

    let runs = json!({ "started": "2026-03-01", "ends": "2027-02-28", "note": "" });
    let checked = json!({ "note": "Checked the plan" });
    tour.fails(403, Call::post(VALIDATE, &[VALLEY, SUITE], checked.clone()).by(rae)).await;
    tour.fails(403, Call::post(ACTIVATE, &[VALLEY, SUITE], runs.clone()).by(rae)).await;
    tour.fails(409, Call::post(ACTIVATE, &[VALLEY, SUITE], runs.clone()).by(olu)).await;
    tour.fails(404, Call::post(VALIDATE, &[VALLEY, "free-lunch"], checked.clone()).by(olu)).await;
    let long = json!({ "note": "x".repeat(501) });
    tour.fails(422, Call::post(VALIDATE, &[VALLEY, SUITE], long).by(olu)).await;
    let claim = tour.ok(Call::post(VALIDATE, &[VALLEY, SUITE], checked.clone()).by(olu)).await;
    assert_eq!(claim["state"], "validated");
    tour.fails(409, Call::post(VALIDATE, &[VALLEY, SUITE], checked).by(olu)).await;
    for (started, ends, field) in [
        ("2026-04-01", None, "started"),
        ("2020-01-01", None, "started"),
        ("2026-03-01", Some("2026-02-01"), "ends"),
    ] {
        let body = json!({ "started": started, "ends": ends });
        let wrong = tour.fails(422, Call::post(ACTIVATE, &[VALLEY, SUITE], body).by(olu)).await;
        assert_eq!(wrong["fields"][0]["field"], field);
    }
    for body in [json!({ "started": "soon", "ends": null }), json!({ "started": "2026-03-01" })] {
        tour.fails(400, Call::post(ACTIVATE, &[VALLEY, SUITE], body).by(olu)).await;
    }
    let claim = tour.ok(Call::post(ACTIVATE, &[VALLEY, SUITE], runs).by(olu)).await;
    assert_eq!((&claim["state"], &claim["ends"]), (&json!("active"), &json!("2027-02-28")));
    let suite = of(&tour.ok(Call::get(ONE, &[VALLEY]).by(olu)).await);
    assert_eq!(suite["moves"][1]["note"], "Checked the plan");
    let kinds: Vec<String> = tour.portal.mails().await.into_iter().map(|m| m.new.kind).collect();
    assert!(kinds.contains(&"offer-confirmed".to_owned()) && kinds.contains(&"offer-activated".to_owned()));
}

async fn invite(tour: &mut Tour, olu: &str, rae: &str) {
    let to = |email: Value| json!({ "email": email });
    tour.fails(403, Call::post(INVITE, &[FRANKLIN_CITY], to(Value::Null)).by(rae)).await;
    tour.fails(422, Call::post(INVITE, &[FRANKLIN_CITY], to(json!("it"))).by(olu)).await;
    tour.fails(400, Call::post(INVITE, &[FRANKLIN_CITY], json!({})).by(olu)).await;
    tour.fails(404, Call::post(INVITE, &["999999"], to(Value::Null)).by(olu)).await;
    tour.ok(Call::post(INVITE, &[FRANKLIN_CITY], to(json!("it@franklincity.example"))).by(olu)).await;
    assert_eq!(tour.portal.mailed_link("invitation").await, "/check");
    let file = tour.ok(Call::get(ONE, &[FRANKLIN_CITY]).by(olu)).await;
    assert_eq!(file["stages"][0]["stage"], "invited");
    let late = tour.fails(409, Call::post(INVITE, &[FIXTURE_MEMORIAL], to(Value::Null)).by(olu)).await;
    assert!(text(&late["next"]).contains("registered already"), "{late}");
}
