//! A hospital's own calls, and those about one's account.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::LITTLE_FORK as HERE;
use holdfast_testkit::franklin::{FRANKLIN_VALLEY, TWO_RIVERS as QUIET};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};

const OFFER: &str = "/api/v1/hospitals/{ccn}/offers/{offer}";

pub(super) async fn visit(tour: &mut Tour) {
    tour.portal.registered(HERE, true).await;
    let (_, token) = tour.token_of("Flo Fork", Role::HospitalAdministrator, Some(HERE)).await;
    home(tour, &token).await;
    offers(tour, &token).await;
    facts(tour, &token).await;
    tasks(tour, &token).await;
    cliffs(tour, &token).await;
    settings(tour, &token).await;
    account(tour, &token).await;
}

async fn home(tour: &mut Tour, token: &str) {
    let mine = tour.ok(Call::get("/api/v1/hospitals", &[]).by(token)).await;
    assert_eq!(mine[0]["roles"], json!(["hospital_administrator"]));
    let home = tour.ok(Call::get("/api/v1/hospitals/{ccn}", &[HERE]).by(token)).await;
    assert_eq!(home["registration"], "validated");
    let week = home["this_week"].as_array().expect("things");
    assert!((1..=3).contains(&week.len()), "{home}");
    let path = "/api/v1/hospitals/{ccn}/cases/{case}/answer";
    tour.fails(404, Call::post(path, &[HERE, "7"], json!({ "text": "Yes" })).by(token)).await;
    tour.fails(422, Call::post(path, &[HERE, "7"], json!({ "text": " " })).by(token)).await;
}

async fn offers(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/offers";
    let all = tour.ok(Call::get(path, &[HERE, "?per_page=500"]).by(token)).await;
    let items = all["items"].as_array().expect("items").clone();
    let yes = tour.ok(Call::get(path, &[HERE, "?outcome=yes&per_page=500"]).by(token)).await;
    assert!(yes["items"].as_array().expect("items").iter().all(|s| s["answer"]["outcome"] == "yes"));
    let id = |stand: &Value| text(&stand["answer"]["line"]["offer"]);
    let open = id(items.iter().find(|s| s["may_accept"] == true).expect("an offer to accept"));
    let shut = id(items.iter().find(|s| s["may_accept"] == false).expect("an offer not to accept"));
    let accept = "/api/v1/hospitals/{ccn}/offers/{offer}/accept";
    let offer = tour.ok(Call::get(OFFER, &[HERE, &open]).by(token)).await;
    assert_eq!(offer["stand"]["claim"]["state"], "open");
    let unread = json!({ "read_year_two": false });
    tour.fails(422, Call::post(accept, &[HERE, &open], unread).by(token)).await;
    let read = json!({ "read_year_two": true });
    let claim = tour.ok(Call::post(accept, &[HERE, &open], read.clone()).by(token)).await;
    assert_eq!((&claim["state"], &claim["on"]), (&json!("claimed"), &json!("2026-03-02")));
    tour.fails(409, Call::post(accept, &[HERE, &open], read.clone()).by(token)).await;
    tour.fails(409, Call::post(accept, &[HERE, &shut], read.clone()).by(token)).await;
    tour.fails(404, Call::post(accept, &[HERE, "free-lunch"], read).by(token)).await;
    let offer = tour.ok(Call::get(OFFER, &[HERE, &open]).by(token)).await;
    assert_eq!(offer["stand"]["moves"][0]["moved"], "claim");
    let let_go = "/api/v1/hospitals/{ccn}/offers/{offer}/let-go";
    let gone = tour.ok(Call::post(let_go, &[HERE, &open], Value::Null).bare().by(token)).await;
    assert_eq!(gone["state"], "open");
    review(tour, token).await;
}

/// A hospital in a system: a reviewer can be asked, asks back, and is answered.
async fn review(tour: &mut Tour, token: &str) {
    let ask = "/api/v1/hospitals/{ccn}/offers/{offer}/ask-reviewer";
    let (_, valley) = in_a_system(tour).await;
    let path = "/api/v1/hospitals/{ccn}/offers";
    let all = tour.ok(Call::get(path, &[FRANKLIN_VALLEY, "?per_page=500"]).by(&valley)).await;
    let items = all["items"].as_array().expect("items");
    let stand = items.iter().find(|s| s["may_ask_reviewer"] == true).expect("an offer to ask about");
    let id = text(&stand["answer"]["line"]["offer"]);
    let case = tour.ok(Call::post(ask, &[FRANKLIN_VALLEY, &id], Value::Null).bare().by(&valley)).await;
    assert_eq!(case["state"], "open");
    let again = tour.ok(Call::post(ask, &[FRANKLIN_VALLEY, &id], Value::Null).bare().by(&valley)).await;
    assert_eq!(again["case"], case["case"]);
    ask_back(tour, &text(&case["case"])).await;
    let home = tour.ok(Call::get("/api/v1/hospitals/{ccn}", &[FRANKLIN_VALLEY]).by(&valley)).await;
    assert_eq!(home["questions"][0]["asks"], "Who owns it?");
    let path = "/api/v1/hospitals/{ccn}/cases/{case}/answer";
    let text = json!({ "text": "The county." });
    let case = super::tour::text(&case["case"]);
    tour.fails(404, Call::post(path, &[HERE, &case], text.clone()).by(token)).await;
    tour.ok(Call::post(path, &[FRANKLIN_VALLEY, &case], text).by(&valley)).await;
}

async fn in_a_system(tour: &Tour) -> (holdfast_core::model::AccountId, String) {
    tour.portal.registered(FRANKLIN_VALLEY, false).await;
    tour.token_of("Val Ley", Role::HospitalAdministrator, Some(FRANKLIN_VALLEY)).await
}

async fn ask_back(tour: &Tour, case: &str) {
    use holdfast_core::model::CaseMove;
    let app = &tour.portal.app;
    let moved = CaseMove::AskBack { question: "Who owns it?".to_owned() };
    let mut write = app.store.write().await.expect("a write");
    let id = case.parse().expect("an id");
    write.move_case(id, &moved, None, app.today(), app.now_ms()).await.expect("moved");
    write.commit().await.expect("kept");
}

async fn facts(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/facts";
    let known = |all: &Value, key: &str| {
        let facts = all["facts"].as_array().expect("facts");
        facts.iter().find(|f| f["fact"] == key).expect("the fact").clone()
    };
    let before = tour.ok(Call::get(path, &[HERE]).by(token)).await;
    assert_eq!(known(&before, "staffed_users")["value"], 120);
    let put = "/api/v1/hospitals/{ccn}/facts/{fact}";
    let stated = Call::put(put, &[HERE, "staffed_users"], json!({ "value": 130 })).by(token);
    assert_eq!(tour.ok(stated).await["value"], 130);
    let yesterday = tour.ok(Call::get(path, &[HERE, "?as_of=2026-03-01"]).by(token)).await;
    assert_eq!(known(&yesterday, "staffed_users")["state"], "unknown");
    let back = Call::put(put, &[HERE, "staffed_users"], json!({ "value": null })).by(token);
    assert_eq!(tour.ok(back).await["state"], "unknown");
    tour.fails(422, Call::put(put, &[HERE, "staffed_users"], json!({ "value": "many" })).by(token)).await;
    tour.fails(400, Call::put(put, &[HERE, "staffed_users"], json!({})).by(token)).await;
    tour.fails(400, Call::put(put, &[HERE, "rural"], json!({ "value": true })).by(token)).await;
    tour.fails(404, Call::put(put, &[HERE, "shoes"], json!({ "value": 2 })).by(token)).await;
}

async fn tasks(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/tasks";
    let all = tour.ok(Call::get(path, &[HERE]).by(token)).await;
    assert_eq!(all[0]["task"], "prove-belonging");
    let one = "/api/v1/hospitals/{ccn}/tasks/{task}";
    let tick = Call::put(one, &[HERE, "break-glass"], json!({ "note": "In the safe" })).by(token);
    let ticked = tour.ok(tick).await;
    assert_eq!((&ticked["done"], &ticked["ticked_by"]), (&json!(true), &json!("Flo Fork")));
    tour.fails(422, Call::put(one, &[HERE, "break-glass"], json!({ "note": "x".repeat(501) })).by(token))
        .await;
    tour.fails(400, Call::put(one, &[HERE, "prove-belonging"], json!({})).by(token)).await;
    let open = tour.ok(Call::delete(one, &[HERE, "break-glass"]).by(token)).await;
    assert_eq!(open["done"], false);
}

async fn cliffs(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/cliffs";
    let all = tour.ok(Call::get(path, &[HERE]).by(token)).await;
    assert!(!all["cliffs"].as_array().expect("cliffs").is_empty());
    let links = "/api/v1/hospitals/{ccn}/calendar-links";
    let made = tour.ok(Call::post(links, &[HERE], Value::Null).bare().by(token)).await;
    let url = url_path(&text(&made["url"]));
    let feed = tour.portal.browser().get(&url).await;
    assert!(feed.body.starts_with("BEGIN:VCALENDAR"), "{}", feed.body);
    let ended = tour.ok(Call::delete(links, &[HERE]).by(token)).await;
    assert_eq!(ended["n_ended"], 1);
    tour.portal.browser().get(&url).await.is(410);
}

async fn settings(tour: &mut Tour, token: &str) {
    let (path, one) = ("/api/v1/hospitals/{ccn}/settings", "/api/v1/hospitals/{ccn}/settings/{setting}");
    let all = tour.ok(Call::get(path, &[HERE]).by(token)).await;
    let names: Vec<String> = all.as_array().expect("settings").iter().map(|s| text(&s["setting"])).collect();
    assert_eq!(names, ["contact", "mail-domain", "security", "consent"]);
    assert_eq!(all[0]["title"], "Who is the hospital's contact?");
    let domain = |d: &str| json!({ "answers": { "mail_domain": d } });
    let seen = tour.ok(Call::get(one, &[HERE, "mail-domain"]).by(token)).await;
    let version = seen["version"].as_u64().expect("a version");
    let put = |body: Value| Call::put(one, &[HERE, "mail-domain"], body).by(token);
    tour.fails(428, put(domain("littlefork.example"))).await;
    let kept = tour.ok(put(domain("littlefork.example")).upon(version)).await;
    assert_eq!(
        (&kept["fields"][0]["value"], &kept["version"]),
        (&json!("littlefork.example"), &json!(version + 1))
    );
    let clash = tour.fails(409, put(domain("fork.example")).upon(version)).await;
    assert_eq!(clash["current"], kept);
    // Another setting, upon the old version: nothing clashes, so it is kept.
    let consent = json!({ "answers": { "share_with_assessor": true, "count_in_totals": false } });
    let kept = tour.ok(Call::put(one, &[HERE, "consent"], consent).by(token).upon(version)).await;
    assert_eq!((&kept["setting"], &kept["version"]), (&json!("consent"), &json!(version + 2)));
    let half = json!({ "answers": { "share_with_assessor": true } });
    let wrong = tour.fails(422, Call::put(one, &[HERE, "consent"], half).by(token).upon(version + 2)).await;
    assert_eq!(wrong["fields"][0]["field"], "count_in_totals");
    let strange = json!({ "answers": { "mail_domain": "a.example" }, "read": { "beds": 3 } });
    let strange = tour.fails(422, put(strange).upon(version)).await;
    assert_eq!(strange["fields"][0]["field"], "read.beds");
    tour.fails(400, put(json!({ "answers": {}, "role": "queen" })).upon(version)).await;
    tour.fails(404, Call::get(one, &[HERE, "beds"]).by(token)).await;
    let beds = json!({ "answers": { "licensed_beds": 20 } });
    tour.fails(404, Call::put(one, &[HERE, "beds"], beds).by(token).upon(version)).await;
    let (_, eve) = tour.token_of("Eve Hart", Role::Executive, Some(HERE)).await;
    assert_eq!(tour.ok(Call::get(path, &[HERE]).by(&eve)).await[3]["version"], version + 2);
    tour.fails(403, Call::get(one, &[HERE, "consent"]).by(&eve)).await;
    tour.fails(403, Call::put(one, &[HERE, "mail-domain"], domain("evil.example")).by(&eve).upon(version))
        .await;
    // Nobody has confirmed this one.
    let (_, quiet) = tour.token_of("Quin Quiet", Role::HospitalAdministrator, Some(QUIET)).await;
    assert_eq!(tour.ok(Call::get(path, &[QUIET]).by(&quiet)).await, json!([]));
    tour.fails(409, Call::get(one, &[QUIET, "mail-domain"]).by(&quiet)).await;
    tour.fails(409, Call::put(one, &[QUIET, "mail-domain"], domain("a.example")).by(&quiet).upon(1)).await;
}

/// The path of an address.
fn url_path(url: &str) -> String {
    let rest = url.split("://").nth(1).expect("an address");
    rest[rest.find('/').expect("a path")..].to_owned()
}

async fn account(tour: &mut Tour, token: &str) {
    let (id, _) = tour.token_of("Gus Two", Role::Executive, Some(HERE)).await;
    tour.portal.signed_in(id).await;
    let (_, second) = tour.portal.app.make_api_token(id, "another", 1).await.expect("a token");
    let mine = tour.ok(Call::get("/api/v1/account", &[]).by(second.reveal())).await;
    assert_eq!(mine["tokens"].as_array().expect("tokens").len(), 2);
    assert!(mine["roles"][0]["allows"].as_array().expect("actions").contains(&json!("view_hospital")));
    let session = text(&mine["sessions"][0]["session"]);
    let end = "/api/v1/account/sessions/{session}";
    tour.ok(Call::delete(end, &[&session]).by(second.reveal())).await;
    let mine = tour.ok(Call::get("/api/v1/account", &[]).by(second.reveal())).await;
    assert_eq!(mine["sessions"], json!([]));
    tour.fails(422, Call::put("/api/v1/account/name", &[], json!({ "name": " " })).by(second.reveal())).await;
    tour.ok(Call::put("/api/v1/account/name", &[], json!({ "name": "Gus  Three" })).by(second.reveal()))
        .await;
    let mut browser = tour.portal.signed_in(id).await;
    browser.get("/account").await.is(200).shows("Gus Three");
    let ended = tour.ok(Call::delete("/api/v1/account/sessions", &[]).by(second.reveal())).await;
    assert_eq!(ended["n_ended"], 1);
    browser.get("/account").await.is(303);
    let tokens = mine["tokens"].as_array().expect("tokens");
    let its_own = text(&tokens.iter().find(|t| t["label"] == "another").expect("it lists itself")["token"]);
    let revoke = "/api/v1/account/tokens/{token}";
    // Someone else's token stays in force.
    tour.ok(Call::delete(revoke, &[&its_own]).by(token)).await;
    tour.ok(Call::get("/api/v1/account", &[]).by(second.reveal())).await;
    tour.ok(Call::delete(revoke, &[&its_own]).by(second.reveal())).await;
    tour.fails(401, Call::get("/api/v1/account", &[]).by(second.reveal())).await;
}
