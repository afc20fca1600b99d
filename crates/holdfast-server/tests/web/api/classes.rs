//! The calls about colleges and classes: of the office, of a hospital, and of whoever teaches, with the last part of their link as bearer.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::catalog::Language;
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};
use crate::learn::{hospital, learner, list};

const COLLEGES: &str = "/api/v1/office/colleges";
const COLLEGE: &str = "/api/v1/office/colleges/{college}";
const FILE: &str = "/api/v1/office/colleges/file";
const COHORTS: &str = "/api/v1/office/cohorts";
const COHORT: &str = "/api/v1/office/cohorts/{cohort}";
const MOVES: &str = "/api/v1/office/cohorts/{cohort}/moves";
const LINK: &str = "/api/v1/office/cohorts/{cohort}/link";
const OWN: &str = "/api/v1/hospitals/{ccn}/training/classes";
const SEATS: &str = "/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats";
const SEAT: &str = "/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats/{seat}";
const CLASS: &str = "/api/v1/class";
const START: &str = "/api/v1/class/start";
const GRADES: &str = "/api/v1/class/grades";
const LIST: &str = "/api/v1/class/list";
const CLOSE: &str = "/api/v1/class/close";

/// Tokens.
struct Who {
    /// Of the program office.
    olu: String,
    /// Who sees what the office sees and changes nothing.
    rae: String,
    /// Who runs training at the hospital.
    ivo: String,
    /// Who sees the hospital and no names.
    eve: String,
    /// Of another hospital.
    oli: String,
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let at = hospital(&tour.portal).await;
    tour.portal.registered(BEACON_RIDGE, true).await;
    let ada = learner(1, "Ada Moss", Language::English, "it", "2026-03-02");
    let ben = learner(2, "Ben Hill", Language::English, "it", "2026-03-02");
    list(&tour.portal, at, &[ada, ben], 0).await;
    let who = Who {
        olu: tour.token_of("Olu Office", Role::ProgramOffice, None).await.1,
        rae: tour.token_of("Rae Reviewer", Role::Reviewer, None).await.1,
        ivo: tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await.1,
        eve: tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await.1,
        oli: tour.token_of("Oli Park", Role::HospitalIt, Some(BEACON_RIDGE)).await.1,
    };
    let college = colleges(tour, &who).await;
    let class = planned(tour, &who, &college).await;
    called_off(tour, &who, &college).await;
    opened(tour, &who, &class).await;
    seats(tour, &who, &class).await;
    let link = tour.portal.mailed_link_to("teach-class", "ines@valley.example").await;
    let teach = link.rsplit('/').next().unwrap_or_default();
    begun(tour, &who, &class, teach).await;
    closed(tour, &who, &class, teach).await;
    file(tour, &who).await;
}

/// Sends a list as the whole body.
async fn csv(tour: &mut Tour, pattern: &str, query: &str, token: &str, list: &str) -> (u16, Value) {
    let request = Request::post(format!("{pattern}{query}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(Body::from(list.to_owned()))
        .expect("a request");
    let (status, body) = tour.send("POST", pattern, request).await;
    (status.as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn valley() -> Value {
    json!({ "name": "Valley College", "unit_id": "999901", "city": "Franklin", "state": "ZZ", "zip": "99901",
        "contact_name": "Ada Dean", "contact_email": "ada@valley.example", "packs": ["it"], "seats": 3 })
}

fn plan(college: &str) -> Value {
    json!({ "college": college, "title": "Security", "pack": "it", "starts_on": "2026-04-06",
        "ends_on": "2026-05-15", "seats": 3, "instructor": "Ines Teacher",
        "instructor_email": "ines@valley.example" })
}

/// A body with one field of another value.
fn but(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

/// Writes a college down and gives its id.
async fn colleges(tour: &mut Tour, who: &Who) -> String {
    let (olu, rae) = (who.olu.as_str(), who.rae.as_str());
    let none = tour.ok(Call::get(COLLEGES, &[]).by(rae)).await;
    assert_eq!(none["colleges"], json!([]));
    tour.fails(401, Call::get(COLLEGES, &[])).await;
    tour.fails(403, Call::get(COLLEGES, &[]).by(&who.ivo)).await;
    tour.fails(403, Call::post(COLLEGES, &[], valley()).by(rae)).await;
    tour.fails(400, Call::post(COLLEGES, &[], json!({ "name": "x" })).by(olu)).await;
    let wrong = but(valley(), "zip", json!("9"));
    let wrong = tour.fails(422, Call::post(COLLEGES, &[], wrong).by(olu)).await;
    assert_eq!(wrong["fields"][0]["field"], "zip", "{wrong}");
    let added = tour.ok(Call::post(COLLEGES, &[], valley()).by(olu)).await;
    assert_eq!((&added["version"], &added["packs"]), (&json!(1), &json!(["it"])));
    let twice = tour.fails(422, Call::post(COLLEGES, &[], valley()).by(olu)).await;
    assert_eq!(twice["fields"][0]["field"], "unit_id", "{twice}");

    let id = text(&added["college"]);
    let one = [id.as_str()];
    let seen = tour.ok(Call::get(COLLEGE, &one).by(rae)).await;
    assert!(seen["near"].as_array().is_some_and(|near| !near.is_empty()), "{seen}");
    for nothing in ["x", "7"] {
        tour.fails(404, Call::get(COLLEGE, &[nothing]).by(olu)).await;
    }
    let change = but(valley(), "seats", json!(9));
    tour.fails(428, Call::put(COLLEGE, &one, change.clone()).by(olu)).await;
    tour.fails(403, Call::put(COLLEGE, &one, change.clone()).by(rae).upon(1)).await;
    tour.fails(404, Call::put(COLLEGE, &["x"], change.clone()).by(olu).upon(1)).await;
    let changed = tour.ok(Call::put(COLLEGE, &one, change.clone()).by(olu).upon(1)).await;
    assert_eq!((&changed["version"], &changed["seats"]), (&json!(2), &json!(9)));
    let late = tour.fails(409, Call::put(COLLEGE, &one, change.clone()).by(olu).upon(1)).await;
    assert_eq!(late["current"]["version"], json!(2), "{late}");
    let wrong = but(change, "packs", json!([]));
    let wrong = tour.fails(422, Call::put(COLLEGE, &one, wrong).by(olu).upon(2)).await;
    assert_eq!(wrong["fields"][0]["field"], "packs", "{wrong}");
    id
}

/// Plans a class, changes it, and gives its id.
async fn planned(tour: &mut Tour, who: &Who, college: &str) -> String {
    let olu = who.olu.as_str();
    tour.fails(403, Call::post(COHORTS, &[], plan(college)).by(&who.rae)).await;
    tour.fails(404, Call::post(COHORTS, &[], plan("x")).by(olu)).await;
    for (field, value) in [("college", json!("7")), ("ends_on", json!("2026-04-05")), ("seats", json!(0))] {
        let wrong = but(plan(college), field, value);
        let wrong = tour.fails(422, Call::post(COHORTS, &[], wrong).by(olu)).await;
        assert_eq!(wrong["fields"][0]["field"], field, "{wrong}");
    }
    let soon = but(plan(college), "starts_on", json!("soon"));
    tour.fails(400, Call::post(COHORTS, &[], soon).by(olu)).await;
    let new = tour.ok(Call::post(COHORTS, &[], plan(college)).by(olu)).await;
    assert_eq!((&new["class"]["state"], &new["class"]["version"]), (&json!("planned"), &json!(1)));

    let id = text(&new["class"]["cohort"]);
    let one = [id.as_str()];
    let change = but(plan(college), "title", json!("Security at night"));
    tour.fails(428, Call::put(COHORT, &one, change.clone()).by(olu)).await;
    tour.fails(404, Call::put(COHORT, &["7"], change.clone()).by(olu).upon(1)).await;
    let changed = tour.ok(Call::put(COHORT, &one, change.clone()).by(olu).upon(1)).await;
    let class = &changed["class"];
    assert_eq!((&class["version"], &class["title"]), (&json!(2), &json!("Security at night")));
    let late = tour.fails(409, Call::put(COHORT, &one, change.clone()).by(olu).upon(1)).await;
    assert_eq!(late["current"]["version"], json!(2), "{late}");
    let wrong = but(change, "instructor_email", json!("nobody"));
    let wrong = tour.fails(422, Call::put(COHORT, &one, wrong).by(olu).upon(2)).await;
    assert_eq!(wrong["fields"][0]["field"], "instructor_email", "{wrong}");
    id
}

/// A second class of the college, which does not take place.
async fn called_off(tour: &mut Tour, who: &Who, college: &str) {
    let olu = who.olu.as_str();
    let new = tour.ok(Call::post(COHORTS, &[], plan(college)).by(olu)).await;
    let id = text(&new["class"]["cohort"]);
    let one = [id.as_str()];
    tour.fails(409, Call::post(MOVES, &one, json!({ "move": "call_off" })).by(olu)).await;
    let off = json!({ "move": "call_off", "why": "Too few came" });
    let off = tour.ok(Call::post(MOVES, &one, off).by(olu)).await;
    assert_eq!(
        (&off["class"]["state"], &off["class"]["why"]),
        (&json!("called_off"), &json!("Too few came"))
    );
    tour.fails(409, Call::post(MOVES, &one, json!({ "move": "open" })).by(olu)).await;
    tour.fails(409, Call::put(COHORT, &one, plan(college)).by(olu).upon(1)).await;
    tour.fails(409, Call::post(LINK, &one, json!({})).bare().by(olu)).await;
}

/// Opens the class and mails the link to it.
async fn opened(tour: &mut Tour, who: &Who, class: &str) {
    let (olu, one) = (who.olu.as_str(), [class]);
    let all = tour.ok(Call::get(COHORTS, &[]).by(&who.rae)).await;
    let first = &all["classes"][0];
    assert_eq!((&first["class"]["cohort"], &first["n_taken"]), (&json!(class), &json!(0)), "over comes last");
    assert_eq!(all["classes"].as_array().map(Vec::len), Some(2));
    tour.fails(403, Call::get(COHORTS, &[]).by(&who.ivo)).await;
    for nothing in ["x", "7"] {
        tour.fails(404, Call::get(COHORT, &[nothing]).by(olu)).await;
    }
    let put = json!({ "names": ["Cy Own"] });
    tour.fails(404, Call::post(SEATS, &[FIXTURE_MEMORIAL, class], put).by(&who.ivo)).await;
    tour.fails(409, Call::post(MOVES, &one, json!({ "move": "start" })).by(olu)).await;
    tour.fails(409, Call::post(LINK, &one, json!({})).bare().by(olu)).await;
    let wrong = tour.fails(422, Call::post(MOVES, &one, json!({ "move": "close" })).by(olu)).await;
    assert_eq!(wrong["fields"][0]["field"], "move", "{wrong}");
    tour.fails(400, Call::post(MOVES, &one, json!({ "act": "open" })).by(olu)).await;
    tour.fails(404, Call::post(MOVES, &["7"], json!({ "move": "open" })).by(olu)).await;
    tour.fails(403, Call::post(MOVES, &one, json!({ "move": "open" })).by(&who.rae)).await;
    let open = tour.ok(Call::post(MOVES, &one, json!({ "move": "open" })).by(olu)).await;
    assert_eq!((&open["class"]["state"], &open["link_is_out"]), (&json!("open"), &json!(false)));
    tour.fails(404, Call::post(LINK, &["7"], json!({})).bare().by(olu)).await;
    tour.fails(403, Call::post(LINK, &one, json!({})).bare().by(&who.rae)).await;
    let sent = tour.ok(Call::post(LINK, &one, json!({})).bare().by(olu)).await;
    assert_eq!(sent["done"], json!(true));
    let seen = tour.ok(Call::get(COHORT, &one).by(&who.rae)).await;
    assert_eq!(seen["link_is_out"], json!(true));
}

/// Ada sits in the class in the end.
async fn seats(tour: &mut Tour, who: &Who, class: &str) {
    let (ivo, here) = (who.ivo.as_str(), [FIXTURE_MEMORIAL]);
    let seen = tour.ok(Call::get(OWN, &here).by(ivo)).await;
    assert_eq!((&seen["near"][0]["classes"][0]["n_left"], &seen["own"]), (&json!(3), &json!([])));
    tour.fails(403, Call::get(OWN, &here).by(&who.oli)).await;

    let one = [FIXTURE_MEMORIAL, class];
    let put = json!({ "numbers": ["1", "99"], "names": ["Cy Own"] });
    tour.fails(403, Call::post(SEATS, &one, put.clone()).by(&who.eve)).await;
    tour.fails(404, Call::post(SEATS, &[FIXTURE_MEMORIAL, "7"], put.clone()).by(ivo)).await;
    tour.fails(400, Call::post(SEATS, &one, json!({ "people": ["1"] })).by(ivo)).await;
    let taken = tour.ok(Call::post(SEATS, &one, put).by(ivo)).await;
    assert_eq!((&taken["n_new"], &taken["faults"][0]["line"]), (&json!(2), &json!(2)), "{taken}");

    let cy = [FIXTURE_MEMORIAL, class, "2"];
    tour.fails(403, Call::delete(SEAT, &cy).by(&who.eve)).await;
    tour.fails(404, Call::delete(SEAT, &[BEACON_RIDGE, class, "2"]).by(&who.oli)).await;
    tour.fails(404, Call::delete(SEAT, &[FIXTURE_MEMORIAL, class, "x"]).by(ivo)).await;
    let back = tour.ok(Call::delete(SEAT, &cy).by(ivo)).await;
    assert_eq!(back["done"], json!(true));
    tour.fails(404, Call::delete(SEAT, &cy).by(ivo)).await;

    let named = tour.ok(Call::get(OWN, &here).by(ivo)).await;
    assert_eq!(named["own"][0]["seats"][0]["name"], "Ada Moss");
    let unnamed = tour.ok(Call::get(OWN, &here).by(&who.eve)).await;
    assert_eq!(unnamed["own"][0]["seats"].as_array().map(Vec::len), Some(1));
    assert_eq!(unnamed["own"][0]["seats"][0]["name"], Value::Null);
    let theirs = tour.ok(Call::get(OWN, &[BEACON_RIDGE]).by(&who.oli)).await;
    assert_eq!((&theirs["near"][0]["classes"][0]["n_left"], &theirs["own"]), (&json!(2), &json!([])));
}

/// The class starts, and its list and grades come in.
async fn begun(tour: &mut Tour, who: &Who, class: &str, teach: &str) {
    let mine = tour.ok(Call::get(CLASS, &[]).by(teach)).await;
    assert_eq!(mine["people"][0]["name"], "Ada Moss");
    tour.fails(401, Call::get(CLASS, &[])).await;
    tour.fails(410, Call::get(CLASS, &[]).by("guessed")).await;
    tour.fails(410, Call::get(CLASS, &[]).by(&who.olu)).await;
    let grades = "seat,grade\n1,passed\n9,passed\n";
    assert_eq!(csv(tour, GRADES, "", teach, grades).await.0, 409, "it has not begun");
    tour.fails(409, Call::post(CLOSE, &[], json!({ "why": "Snow" })).by(teach)).await;
    tour.fails(410, Call::post(START, &[], json!({})).bare().by("guessed")).await;
    let runs = tour.ok(Call::post(START, &[], json!({})).bare().by(teach)).await;
    assert_eq!(runs["class"]["state"], "running");
    tour.fails(409, Call::post(START, &[], json!({})).bare().by(teach)).await;
    tour.fails(409, Call::delete(SEAT, &[FIXTURE_MEMORIAL, class, "1"]).by(&who.ivo)).await;

    let (status, looked) = csv(tour, GRADES, "", teach, grades).await;
    assert_eq!((status, &looked["kept"], &looked["n_new"]), (200, &json!(false), &json!(1)), "{looked}");
    assert_eq!((&looked["faults"][0]["line"], &looked["faults"][0]["column"]), (&json!(3), &json!("seat")));
    let (status, kept) = csv(tour, GRADES, "?keep=true", teach, grades).await;
    assert_eq!((status, &kept["kept"], &kept["n_new"]), (200, &json!(true), &json!(1)), "{kept}");
    let (status, again) = csv(tour, GRADES, "?keep=true", teach, grades).await;
    assert_eq!((status, &again["n_new"], &again["n_same"]), (200, &json!(0), &json!(1)), "{again}");
    let (status, kept) = csv(tour, LIST, "?keep=true", teach, "name\nEve Self\n").await;
    assert_eq!((status, &kept["n_new"]), (200, &json!(1)), "{kept}");
    for pattern in [GRADES, LIST] {
        for (query, token, wanted) in
            [("", teach, 409), ("?keep=perhaps", teach, 400), ("", "guessed", 410), ("", "", 401)]
        {
            let (status, why) = csv(tour, pattern, query, token, "a,b\n1,2\n").await;
            assert_eq!(status, wanted, "{pattern}{query}: {why}");
        }
    }
}

/// The class is closed, and each sees their part of what came of it.
async fn closed(tour: &mut Tour, who: &Who, class: &str, teach: &str) {
    tour.fails(409, Call::post(CLOSE, &[], json!({})).by(teach)).await;
    tour.fails(400, Call::post(CLOSE, &[], json!({ "reason": "Eve" })).by(teach)).await;
    tour.fails(410, Call::post(CLOSE, &[], json!({})).by("guessed")).await;
    let why = json!({ "why": "Eve came late" });
    let done = tour.ok(Call::post(CLOSE, &[], why.clone()).by(teach)).await;
    assert_eq!((&done["class"]["state"], &done["class"]["why"]), (&json!("closed"), &json!("Eve came late")));
    tour.fails(409, Call::post(CLOSE, &[], why).by(teach)).await;
    assert_eq!(csv(tour, GRADES, "?keep=true", teach, "seat,grade\n1,withdrew\n").await.0, 409);
    let office = tour.ok(Call::get(COHORT, &[class]).by(&who.olu)).await;
    assert_eq!(
        (&office["grades"], &office["class"]["why"]),
        (&Value::Null, &json!("")),
        "of so few, nothing"
    );
    assert!(!office.to_string().contains("Ada Moss"), "the office sees how many, never who");
    let own = tour.ok(Call::get(OWN, &[FIXTURE_MEMORIAL]).by(&who.ivo)).await;
    assert_eq!(own["own"][0]["seats"][0]["grade"], "passed");
    assert_eq!(own["own"][0]["class"]["why"], "", "Eve is no person of this hospital");
}

/// A file of colleges is looked at, kept, and known again.
async fn file(tour: &mut Tour, who: &Who) {
    let olu = who.olu.as_str();
    let list = "name,city,state,zip,contact_name,contact_email,packs,seats\n\
        Ridge College,Edge,ZZ,99902,Bea Dean,bea@ridge.example,it,10\n\
        Bad College,Edge,ZZ,9,Bea Dean,bea@ridge.example,it,10\n";
    let (status, looked) = csv(tour, FILE, "", olu, list).await;
    assert_eq!((status, &looked["kept"], &looked["n_new"]), (200, &json!(false), &json!(1)), "{looked}");
    assert_eq!((&looked["faults"][0]["line"], &looked["faults"][0]["column"]), (&json!(3), &json!("zip")));
    let (status, kept) = csv(tour, FILE, "?keep=true", olu, list).await;
    assert_eq!((status, &kept["kept"], &kept["n_new"]), (200, &json!(true), &json!(1)), "{kept}");
    let (_, again) = csv(tour, FILE, "?keep=true", olu, list).await;
    assert_eq!((&again["n_new"], &again["n_same"]), (&json!(0), &json!(1)), "{again}");
    let all = tour.ok(Call::get(COLLEGES, &[]).by(olu)).await;
    let lines = &all["colleges"];
    assert_eq!(
        (&lines[0]["college"]["name"], &lines[1]["college"]["name"], &lines[1]["n_classes"]),
        (&json!("Ridge College"), &json!("Valley College"), &json!(2))
    );
    let (status, wrong) = csv(tour, FILE, "?keep=true", olu, "a,b\n1,2\n").await;
    assert_eq!((status, &wrong["fields"][0]["field"]), (422, &json!("body")), "{wrong}");
    assert_eq!(csv(tour, FILE, "?keep=perhaps", olu, list).await.0, 400);
    assert_eq!(csv(tour, FILE, "", &who.rae, list).await.0, 403);
}
