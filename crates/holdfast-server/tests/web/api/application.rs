//! Applying to a program through calls alone, from its form to a reviewer's question and the decision.

use holdfast_core::model::Role;
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};
use crate::application::PAGES;

const PAGE: &str = "/api/v1/application/pages/{page}";
const PROGRAM: &str = "/api/v1/applications/programs/{program}";

pub(super) async fn visit(tour: &mut Tour) {
    program(tour).await;
    let token = straight(tour).await;
    versions(tour).await;
    decided(tour, &token).await;
}

/// The answers of a page as JSON.
fn answers(page: &str) -> Value {
    let (_, typed) = PAGES.iter().find(|(slug, _)| *slug == page).expect("a page");
    Value::Object(typed.iter().map(|(id, said)| ((*id).to_owned(), json!(said))).collect())
}

async fn started(tour: &mut Tour) -> (String, u64) {
    let body = json!({ "program": "ai-for-health" });
    let started = tour.ok(Call::post("/api/v1/applications", &[], body)).await;
    let version = started["application"]["version"].as_u64().expect("a version");
    (text(&started["draft_token"]), version)
}

async fn program(tour: &mut Tour) {
    let program = tour.ok(Call::get(PROGRAM, &["ai-for-health"])).await;
    assert_eq!((&program["open"], &program["review_target_days"]), (&json!(true), &json!(30)));
    let applicants = program["applicants"].as_array().expect("applicants");
    let of = |says: &str| &applicants.iter().find(|a| a["says"] == says).expect("a kind")["offers"];
    assert_eq!(of("Company"), &json!([]));
    assert_eq!(of("Tribe or tribal organization").as_array().expect("offers").len(), 3);
    assert_eq!(program["form"].as_array().expect("pages").len(), 4);
    tour.fails(404, Call::get(PROGRAM, &["moon"])).await;
    tour.fails(404, Call::get(PROGRAM, &["rural-hospitals"])).await;
    for program in ["moon", "rural-hospitals"] {
        tour.fails(404, Call::post("/api/v1/applications", &[], json!({ "program": program }))).await;
    }
}

async fn straight(tour: &mut Tour) -> String {
    let (token, mut version) = started(tour).await;
    let early = tour.fails(422, Call::post("/api/v1/application/send", &[], json!({})).by(&token)).await;
    assert!(early["fields"].as_array().expect("fields").len() > 10);
    for (page, _) in PAGES {
        let body = json!({ "answers": answers(page) });
        let kept = tour.ok(Call::put(PAGE, &[page], body).by(&token).upon(version)).await;
        version = kept["version"].as_u64().expect("a version");
    }
    let state = tour.ok(Call::get("/api/v1/application", &[]).by(&token)).await;
    assert_eq!((&state["missing"], &state["state"]), (&json!([]), &json!("draft")));
    assert!(state["offers"].as_array().expect("offers").iter().all(|o| o["verdict"] == "eligible"));
    let save = json!({ "email": "ann@telehealth.example" });
    tour.ok(Call::post("/api/v1/application/way-back", &[], save.clone()).by(&token)).await;
    let link = tour.portal.mailed_link("application-link").await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    let resumed = tour.ok(Call::post("/api/v1/applications/resume", &[], mailed.clone())).await;
    tour.fails(410, Call::post("/api/v1/applications/resume", &[], mailed)).await;
    tour.ok(Call::post("/api/v1/applications/links", &[], save)).await;
    tour.fails(422, Call::post("/api/v1/applications/links", &[], json!({ "email": "ann" }))).await;
    let token = text(&resumed["draft_token"]);
    let sent = tour.ok(Call::post("/api/v1/application/send", &[], json!({})).by(&token)).await;
    assert_eq!((&sent["again"], &sent["application"]["state"]), (&json!(false), &json!("submitted")));
    assert_eq!(sent["application"]["settled_by"], "2026-04-01");
    let again = tour.ok(Call::post("/api/v1/application/send", &[], json!({})).by(&token)).await;
    assert_eq!(again["again"], true);
    let body = json!({ "answers": answers("about-you") });
    tour.fails(409, Call::put(PAGE, &["about-you"], body).by(&token).upon(99)).await;
    token
}

async fn versions(tour: &mut Tour) {
    let (token, version) = started(tour).await;
    let mut mine = answers("the-problem");
    let put = |answers: &Value| json!({ "answers": answers });
    tour.fails(428, Call::put(PAGE, &["the-problem"], put(&mine)).by(&token)).await;
    let first = tour.ok(Call::put(PAGE, &["the-problem"], put(&mine)).by(&token).upon(version)).await;
    assert_eq!(first["version"], version + 1);
    let was = mine.clone();
    mine["problem"] = json!("Another problem.");
    let clash = tour.fails(409, Call::put(PAGE, &["the-problem"], put(&mine)).by(&token).upon(version)).await;
    assert_eq!(clash["current"]["version"], version + 1);
    // Numbers and yes or no may be sent as what they are; what was read makes a merge possible.
    mine["people-served"] = json!(1200);
    let read = json!({ "answers": mine, "read": was });
    tour.ok(Call::put(PAGE, &["the-problem"], read).by(&token).upon(version)).await;
    let now = tour.ok(Call::get(PAGE, &["the-problem"]).by(&token)).await;
    let questions = now["questions"].as_array().expect("questions");
    let of = |id: &str| questions.iter().find(|q| q["question"] == id).expect("the question");
    assert_eq!(
        (&of("problem")["value"], &of("people-served")["value"]),
        (&json!("Another problem."), &json!("1200"))
    );
    assert_eq!(of("focus-area")["choices"][0]["key"], "telemedicine");
    let strange = json!({ "answers": { "shoes": 3 } });
    let strange = tour.fails(422, Call::put(PAGE, &["the-problem"], strange).by(&token).upon(99)).await;
    assert_eq!(strange["fields"][0]["field"], "answers.shoes");
    let seen = now["version"].as_u64().expect("a version");
    mine["focus-area"] = json!("moon");
    let wrong = tour.fails(422, Call::put(PAGE, &["the-problem"], put(&mine)).by(&token).upon(seen)).await;
    assert_eq!(wrong["fields"][0]["field"], "focus-area");
    tour.fails(404, Call::get(PAGE, &["shoes"]).by(&token)).await;
    tour.fails(410, Call::get("/api/v1/application", &[]).by("nobody-gave-this-out")).await;
    tour.fails(401, Call::get("/api/v1/application", &[])).await;
}

async fn decided(tour: &mut Tour, token: &str) {
    let (_, office) = tour.token_of("Oda Fice", Role::ProgramOffice, None).await;
    let list = "/api/v1/applications";
    let all = tour.ok(Call::get(list, &["?program=ai-for-health"]).by(&office)).await;
    assert_eq!((&all["n_by_state"]["draft"], &all["applications"]["n_all"]), (&json!(1), &json!(1)));
    let line = &all["applications"]["items"][0];
    assert_eq!(
        (&line["applicant"], &line["state"]),
        (&json!("Franklin Telehealth Network"), &json!("submitted"))
    );
    let none = tour.ok(Call::get(list, &["?program=ai-for-health&state=refused"]).by(&office)).await;
    assert_eq!(none["applications"]["n_all"], 0);
    tour.fails(400, Call::get(list, &["?program=ai-for-health&state=draft"]).by(&office)).await;
    tour.fails(404, Call::get(list, &["?program=moon"]).by(&office)).await;
    // A reviewer asks; the answer goes by the same token.
    let mut rae = tour.portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let at = format!("/office/cases/{}", text(&line["case"]));
    let ask = [("act", "ask_back"), ("reason", "Who?"), ("seen", "0"), ("confirmed", "yes")];
    rae.post(&at, &ask).await.is(303);
    let asked = tour.ok(Call::get("/api/v1/application", &[]).by(token)).await;
    assert_eq!((&asked["state"], &asked["says"]), (&json!("asked_back"), &json!("Who?")));
    let silent = tour.fails(422, Call::post("/api/v1/application/send", &[], json!({})).by(token)).await;
    assert_eq!(silent["fields"][0]["field"], "reply");
    let reply = json!({ "reply": "We." });
    let sent = tour.ok(Call::post("/api/v1/application/send", &[], reply).by(token)).await;
    assert_eq!(sent["application"]["talk"].as_array().expect("talk").len(), 2);
}
