//! Calls for answering an assessment: by a hospital's people, and by somebody with a mailed list of questions.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::LITTLE_FORK as HERE;
use serde_json::json;

use super::tour::{Call, Tour, text};

const QUESTION: &str = "/api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}";
const PERSON: &str = "/api/v1/hospitals/{ccn}/assessment/{part}/person";
const MINE: &str = "/api/v1/questionnaire/{question}";

pub(super) async fn visit(tour: &mut Tour) {
    let (_, token) = tour.token_of("Ask Fork", Role::HospitalAdministrator, Some(HERE)).await;
    let (_, reads) = tour.token_of("Read Fork", Role::Executive, Some(HERE)).await;
    questions(tour, &token).await;
    by_mail(tour, &token, &reads).await;
    paper(tour, &token).await;
}

async fn questions(tour: &mut Tour, token: &str) {
    let parts = tour.ok(Call::get("/api/v1/hospitals/{ccn}/assessment", &[HERE]).by(token)).await;
    assert_eq!(parts[1]["part"], "hr");
    assert_eq!(parts[1]["n_asked"], 4);
    let part = "/api/v1/hospitals/{ccn}/assessment/{part}";
    let hr = tour.ok(Call::get(part, &[HERE, "hr"]).by(token)).await;
    assert_eq!((text(&hr[2]["code"]), text(&hr[2]["counts"])), ("HR-3".to_owned(), "people".to_owned()));
    tour.fails(404, Call::get(part, &[HERE, "nobody"]).by(token)).await;
    let one = [HERE, "hr", "training-done"];
    let question = tour.ok(Call::get(QUESTION, &one).by(token)).await;
    assert_eq!(question["version"], 0);
    let put = |body| Call::put(QUESTION, &one, body).by(token);
    tour.fails(428, put(json!({ "answer": "yes" }))).await;
    let wrong = tour.fails(422, put(json!({ "answer": "partly", "n": 9, "of": 4 })).upon(0)).await;
    assert_eq!(wrong["fields"][0]["field"], "n");
    let kept = tour.ok(put(json!({ "answer": "partly", "n": 3, "of": 4 })).upon(0)).await;
    assert_eq!(kept["next"], "training-first-month");
    let both = tour.fails(409, put(json!({ "answer": "no" })).upon(0)).await;
    assert_eq!(both["current"]["last"]["n"], 3);
    tour.ok(put(json!({ "answer": "partly", "n": 3, "of": 4 })).upon(0)).await;
    tour.fails(404, Call::get(QUESTION, &[HERE, "it", "training-done"]).by(token)).await;
}

async fn by_mail(tour: &mut Tour, token: &str, reads: &str) {
    let hr = [HERE, "hr"];
    let whom = json!({ "name": "Hal Hire", "email": "hal@littlefork.example" });
    tour.fails(403, Call::put(PERSON, &hr, whom.clone()).by(reads)).await;
    let nobody = json!({ "name": " ", "email": "hal@littlefork.example" });
    tour.fails(422, Call::put(PERSON, &hr, nobody).by(token)).await;
    tour.ok(Call::put(PERSON, &hr, whom).by(token)).await;
    let link = tour.portal.mailed_link_to("assessment-part", "hal@littlefork.example").await;
    let mailed = link.rsplit('/').next().expect("a token").to_owned();
    let open =
        |name: &str| Call::post("/api/v1/questionnaires", &[], json!({ "token": mailed, "name": name }));
    tour.fails(422, open("")).await;
    let opened = tour.ok(open("Hal Hire")).await;
    let held = text(&opened["token"]);
    let mine = tour.ok(Call::get("/api/v1/questionnaire", &[]).by(&held)).await;
    assert_eq!((&mine["part"], &mine["n_asked"]), (&json!("hr"), &json!(4)));
    let question = tour.ok(Call::get(MINE, &["leavers-off"]).by(&held)).await;
    assert!(question["suggested"].is_null());
    let body = json!({ "answer": "ask", "knows": "it" });
    let kept = tour.ok(Call::put(MINE, &["leavers-off"], body).by(&held).upon(0)).await;
    assert_eq!(kept["passed_to"], "it");
    tour.fails(404, Call::get(MINE, &["leavers-off"]).by(&held)).await;
    tour.fails(404, Call::get(MINE, &["who-answers"]).by(&held)).await;
    tour.ok(Call::delete("/api/v1/questionnaire", &[]).by(&held)).await;
    tour.fails(410, Call::get("/api/v1/questionnaire", &[]).by(&held)).await;
    tour.ok(Call::delete(PERSON, &hr).by(token)).await;
    tour.fails(410, open("Hal Hire")).await;
}

async fn paper(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/assessment/{part}/paper";
    let row = |question: &str, answer: serde_json::Value| json!({ "question": question, "answer": answer, "version": 0 });
    let rows =
        json!([row("paper-drill", json!({ "answer": "yes" })), row("nowhere", json!({ "answer": "no" }))]);
    let body = |name: &str| json!({ "name": name, "filled_on": "2026-03-01", "rows": rows });
    tour.fails(422, Call::post(path, &[HERE, "nursing"], body("")).by(token)).await;
    let kept = tour.ok(Call::post(path, &[HERE, "nursing"], body("Nia Nurse")).by(token)).await;
    assert_eq!(kept["kept"], json!(["paper-drill"]));
    assert_eq!(kept["wrong"][0]["question"], "nowhere");
}
