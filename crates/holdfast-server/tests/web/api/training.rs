//! The calls about training.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};

const TRAINING: &str = "/api/v1/hospitals/{ccn}/training";
const DUE: &str = "/api/v1/hospitals/{ccn}/training/due.ics";
const DONE: &str = "/api/v1/hospitals/{ccn}/lessons-done";
const ASKED: &str = "/api/v1/hospitals/{ccn}/lessons-asked";
const PEOPLE: &str = "/api/v1/hospitals/{ccn}/learners";
const PERSON: &str = "/api/v1/hospitals/{ccn}/learners/{learner}";
const RECORD: &str = "/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done";
const WITHDRAW: &str = "/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done/withdraw";
const LINKS_OF: &str = "/api/v1/hospitals/{ccn}/learners/{learner}/links";
const PREVIEW: &str = "/api/v1/hospitals/{ccn}/staff-roster/preview";
const ROSTER: &str = "/api/v1/hospitals/{ccn}/staff-roster";
const LINKS: &str = "/api/v1/hospitals/{ccn}/learner-links";
const MAILS: &str = "/api/v1/hospitals/{ccn}/learner-links/mails";
const BADGES: &str = "/api/v1/hospitals/{ccn}/learner-links/badges";
const SHEET: &str = "/api/v1/hospitals/{ccn}/sign-in-sheets/sheet.pdf";
const SHEETS: &str = "/api/v1/hospitals/{ccn}/sign-in-sheets";

const LIST: &str =
    "number,name,email,department\n1,Ada Moss,ada@fixturememorial.example,IT\n2,Ben Hill,,Kitchen\n3,,,\n";

/// Sends a list, upon a version when one is given.
async fn send(
    tour: &mut Tour,
    (method, pattern): (&str, &str),
    token: &str,
    query: &str,
    (list, version): (&str, Option<u64>),
) -> (u16, Value) {
    let path = pattern.replace("{ccn}", FIXTURE_MEMORIAL) + query;
    let mut request = Request::builder().method(method).uri(path);
    request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, format!("\"{version}\""));
    }
    let request = request.body(Body::from(list.to_owned())).expect("a request");
    let (status, body) = tour.send(method, pattern, request).await;
    (status.as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null))
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    tour.portal.registered(BEACON_RIDGE, true).await;
    let (_, ivo) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let at = [FIXTURE_MEMORIAL];
    let none = tour.ok(Call::get(TRAINING, &at).by(&eve)).await;
    assert_eq!((none["n_people"].as_u64(), none["all"].is_null()), (Some(0), true));
    roster(tour, &ivo, &eve).await;
    let proves = tour.ok(Call::get(TRAINING, &at).by(&eve)).await["proves"].clone();
    let written =
        proves.as_array().and_then(|all| all.iter().find(|w| w["measure"] == json!("ir-plan-written")));
    assert_eq!(
        written.map(|w| (&w["word"], w["why"].is_string())),
        Some((&json!("nothing"), true)),
        "{proves}"
    );
    let people = tour.ok(Call::get(PEOPLE, &at).by(&ivo)).await;
    assert_eq!(people["n_all"], json!(2));
    let ada = text(&people["items"][0]["learner"]);
    tour.fails(403, Call::get(PEOPLE, &at).by(&eve)).await;
    people_and_lessons(tour, &ivo, &ada).await;
    links(tour, &ivo, &ada).await;
    sheets(tour, &ivo, &ada).await;
    let (_, oli) = tour.token_of("Oli Park", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    tour.fails(403, Call::get(PERSON, &[FIXTURE_MEMORIAL, &ada]).by(&oli)).await;
    tour.fails(404, Call::get(PERSON, &[BEACON_RIDGE, &ada]).by(&oli)).await;
    withdraw(tour, &ivo, &oli, &ada).await;
}

/// What another system said of Ada was a mistake.
async fn withdraw(tour: &mut Tour, ivo: &str, oli: &str, ada: &str) {
    let one = [FIXTURE_MEMORIAL, ada];
    let body = |system: &str, why: &str| {
        let done = ("report-it", "2026-02-20", "other-system");
        json!({ "lesson": done.0, "done_on": done.1, "how": done.2, "system": system, "why": why })
    };
    let right = body("County LMS", "it was another person");
    let wrong = tour.fails(422, Call::post(WITHDRAW, &one, body("County LMS", " ")).by(ivo)).await;
    assert_eq!(wrong["fields"][0]["field"], "why", "{wrong}");
    tour.fails(404, Call::post(WITHDRAW, &one, body("Other LMS", "x")).by(ivo)).await;
    tour.fails(403, Call::post(WITHDRAW, &one, right.clone()).by(oli)).await;
    tour.fails(404, Call::post(WITHDRAW, &[BEACON_RIDGE, ada], right.clone()).by(oli)).await;
    tour.fails(400, Call::post(WITHDRAW, &one, json!({ "lesson": "report-it" })).by(ivo)).await;
    let n_before = tour.ok(Call::get(DONE, &[FIXTURE_MEMORIAL]).by(ivo)).await["n_all"].as_u64();
    let gone = tour.ok(Call::post(WITHDRAW, &one, right.clone()).by(ivo)).await;
    assert_eq!(gone["n_taken_back"], json!(0), "{gone}");
    tour.fails(404, Call::post(WITHDRAW, &one, right).by(ivo)).await;
    let n_now = tour.ok(Call::get(DONE, &[FIXTURE_MEMORIAL]).by(ivo)).await["n_all"].as_u64();
    assert_eq!(n_now.map(|n| n + 1), n_before);
    let file = tour.ok(Call::get(PERSON, &one).by(ivo)).await;
    let withdrawn = &file["withdrawn"][0];
    assert_eq!(
        (&withdrawn["done"]["system"], &withdrawn["why"]),
        (&json!("County LMS"), &json!("It was another person."))
    );
    let counts = file["done"].as_array().expect("a list");
    assert!(counts.iter().all(|done| done["system"] != "County LMS"), "{file}");
}

async fn roster(tour: &mut Tour, ivo: &str, eve: &str) {
    let (preview, apply) = (("POST", PREVIEW), ("PUT", ROSTER));
    let (status, seen) = send(tour, preview, ivo, "?whole=true", (LIST, None)).await;
    assert_eq!((status, &seen["version"], seen["joins"].as_array().map(Vec::len)), (200, &json!(0), Some(2)));
    assert_eq!(seen["faults"][0]["line"], json!(4), "{seen}");
    assert_eq!(send(tour, preview, ivo, "?whole=true", ("nothing", None)).await.0, 422);
    assert_eq!(send(tour, preview, ivo, "", (LIST, None)).await.0, 400, "it must be said who is in the list");
    assert_eq!(send(tour, preview, eve, "?whole=true", (LIST, None)).await.0, 403);
    assert_eq!(send(tour, apply, ivo, "?whole=true", (LIST, None)).await.0, 428);
    let (status, done) = send(tour, apply, ivo, "?whole=true", (LIST, Some(0))).await;
    assert_eq!((status, &done["n_joined"]), (200, &json!(2)), "{done}");
    let (status, theirs) = send(tour, apply, ivo, "?whole=true", (LIST, Some(0))).await;
    assert_eq!((status, &theirs["current"]["version"]), (409, &json!(1)), "{theirs}");
    assert_eq!(send(tour, apply, ivo, "?whole=true", ("x", Some(1))).await.0, 422);
    let other =
        "number,name,email,department\n1,Zoe Quill,zoe@fixturememorial.example,IT\n2,Ben Hill,,Kitchen\n";
    let (_, seen) = send(tour, preview, ivo, "?whole=true", (other, None)).await;
    assert_eq!(
        (
            &seen["reused"][0]["was"]["person"]["name"],
            &seen["reused"][0]["person"]["name"],
            &seen["n_listed"]
        ),
        (&json!("Ada Moss"), &json!("Zoe Quill"), &json!(2)),
        "{seen}"
    );
    for whose in ["", "&numbers=nobodys"] {
        let query = format!("?whole=true{whose}");
        let (status, wrong) = send(tour, apply, ivo, &query, (other, Some(1))).await;
        assert_eq!((status, &wrong["fields"][0]["field"]), (422, &json!("numbers")), "{wrong}");
    }
    let few = "number,name\n1,Ada Moss\n2,Ben Hill\n";
    let (_, seen) = send(tour, preview, ivo, "?whole=true", (few, None)).await;
    assert_eq!((&seen["n_same"], &seen["keeps"]), (&json!(2), &json!(["email", "department"])), "{seen}");
}

async fn people_and_lessons(tour: &mut Tour, ivo: &str, ada: &str) {
    let (at, one) = ([FIXTURE_MEMORIAL], [FIXTURE_MEMORIAL, ada]);
    let file = tour.ok(Call::get(PERSON, &one).by(ivo)).await;
    assert_eq!(
        (&file["about"]["person"]["name"], file["done"].as_array().map(Vec::len)),
        (&json!("Ada Moss"), Some(0))
    );
    for nobody in ["x", "77"] {
        tour.fails(404, Call::get(PERSON, &[FIXTURE_MEMORIAL, nobody]).by(ivo)).await;
    }
    let body = json!({ "lesson": "report-it", "done_on": "2026-02-20", "system": "County LMS" });
    let new = tour.ok(Call::post(RECORD, &one, body.clone()).by(ivo)).await;
    let again = tour.ok(Call::post(RECORD, &one, body).by(ivo)).await;
    assert_eq!((&new["is_new"], &again["is_new"]), (&json!(true), &json!(false)));
    let wrong = json!({ "lesson": "none", "done_on": "soon", "system": "" });
    let wrong = tour.fails(422, Call::post(RECORD, &one, wrong).by(ivo)).await;
    assert_eq!(wrong["fields"].as_array().map(Vec::len), Some(3), "{wrong}");
    let done = tour.ok(Call::get(DONE, &at).by(ivo)).await;
    assert_eq!((&done["n_all"], &done["items"][0]["system"]), (&json!(1), &json!("County LMS")));
    let asked = tour.ok(Call::get(ASKED, &[FIXTURE_MEMORIAL, "?per_page=3"]).by(ivo)).await;
    assert_eq!(asked["items"].as_array().map(Vec::len), Some(3));
    tour.fails(400, Call::get(ASKED, &[FIXTURE_MEMORIAL, "?per_page=0"]).by(ivo)).await;
    let (status, ics) = file_of(tour, DUE, "", ivo).await;
    assert!(status == 200 && ics.starts_with("BEGIN:VCALENDAR"), "{status} {ics}");
}

async fn links(tour: &mut Tour, ivo: &str, ada: &str) {
    let (at, one) = ([FIXTURE_MEMORIAL], [FIXTURE_MEMORIAL, ada]);
    let mailed = tour.ok(Call::post(MAILS, &at, json!({})).by(ivo)).await;
    assert_eq!((&mailed["n_mailed"], &mailed["n_today"]), (&json!(1), &json!(0)));
    let again = tour.ok(Call { body: None, ..Call::post(LINKS_OF, &one, json!({})) }.by(ivo)).await;
    assert_eq!(again["is_changed"], json!(false), "she was written to today");
    let stand = tour.ok(Call::get(LINKS, &at).by(ivo)).await;
    assert_eq!((&stand["n_linked"], &stand["departments"]), (&json!(1), &json!(["IT", "Kitchen"])));
    let badges = BADGES.replace("{ccn}", FIXTURE_MEMORIAL);
    for (body, wanted) in [
        (json!({}), 200),
        (json!({ "department": "Kitchen" }), 200),
        (json!({ "learner": ada }), 200),
        (json!({ "learner": ada, "department": "IT" }), 422),
        (json!({ "department": "Nowhere" }), 409),
        (json!({ "else": 1 }), 400),
    ] {
        let request = Request::post(&badges)
            .header(header::AUTHORIZATION, format!("Bearer {ivo}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        let (status, answer) = tour.send("POST", BADGES, request).await;
        assert_eq!(status.as_u16(), wanted, "{body}: {answer}");
    }
    let ended = tour.ok(Call::delete(LINKS_OF, &one).by(ivo)).await;
    let again = tour.ok(Call::delete(LINKS_OF, &one).by(ivo)).await;
    assert_eq!((&ended["is_changed"], &again["is_changed"]), (&json!(true), &json!(false)));
}

async fn sheets(tour: &mut Tour, ivo: &str, ada: &str) {
    let (status, pdf) =
        file_of(tour, SHEET, "?lesson=report-it&held_on=2026-02-20&department=IT&lang=es", ivo).await;
    assert!(status == 200 && pdf.starts_with("%PDF-"), "{status}");
    for (query, wanted) in [("?lesson=patching", 409), ("?lesson=report-it&lang=fr", 400), ("", 400)] {
        assert_eq!(file_of(tour, SHEET, query, ivo).await.0, wanted, "{query}");
    }
    let body = json!({ "lesson": "report-it", "held_on": "2026-03-01", "numbers": ["1", "2", "9"], "learners": [ada] });
    let kept = tour.ok(Call::post(SHEETS, &[FIXTURE_MEMORIAL], body).by(ivo)).await;
    assert_eq!((&kept["n_recorded"], &kept["unknown"][0]["number"]), (&json!(2), &json!("9")), "{kept}");
    let names = [&kept["recorded"][0]["name"], &kept["recorded"][1]["name"]];
    assert_eq!(names, [&json!("Ada Moss"), &json!("Ben Hill")], "{kept}");
    let again =
        json!({ "lesson": "report-it", "held_on": "2026-03-01", "numbers": ["1"], "learners": ["999999"] });
    let again = tour.ok(Call::post(SHEETS, &[FIXTURE_MEMORIAL], again).by(ivo)).await;
    assert_eq!(
        (&again["n_recorded"], &again["known"][0]["name"]),
        (&json!(0), &json!("Ada Moss")),
        "{again}"
    );
    assert_eq!(again["unknown_learners"], json!(["999999"]), "{again}");
    let wrong = json!({ "lesson": "patching", "held_on": "2027-01-01" });
    let wrong = tour.fails(422, Call::post(SHEETS, &[FIXTURE_MEMORIAL], wrong).by(ivo)).await;
    assert_eq!(wrong["fields"].as_array().map(Vec::len), Some(3), "{wrong}");
}

async fn file_of(tour: &mut Tour, pattern: &str, query: &str, token: &str) -> (u16, String) {
    let path = pattern.replace("{ccn}", FIXTURE_MEMORIAL) + query;
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    let (status, body) = tour.send("GET", pattern, request.body(Body::empty()).expect("a request")).await;
    (status.as_u16(), body)
}
