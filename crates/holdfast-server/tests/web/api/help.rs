//! Asking for help through calls: without a token, by the mailed link, and with one.

use holdfast_core::model::Role;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL as HERE;
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};

const ASK: &str = "/api/v1/help";

fn asking(care: &str) -> Value {
    json!({ "care": care, "subject": "Cannot open charts", "text": "Since six this morning.",
        "name": "Dana Reyes", "email": "dana@fixturememorial.example", "ccn": HERE })
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    without_a_token(tour).await;
    with_a_token(tour).await;
}

async fn without_a_token(tour: &mut Tour) {
    tour.portal.person("Olive Office", Role::ProgramOffice, None).await;
    let wrong = json!({ "care": "maybe", "subject": "", "text": "x", "ccn": "12" });
    let wrong = tour.fails(422, Call::post(ASK, &[], wrong)).await;
    let fields: Vec<String> =
        wrong["fields"].as_array().expect("fields").iter().map(|f| text(&f["field"])).collect();
    assert_eq!(fields, ["care", "subject", "ccn", "name", "email"]);
    tour.fails(400, Call::post(ASK, &[], json!({ "text": "x" }))).await;
    let asked = tour.ok(Call::post(ASK, &[], asking("now"))).await;
    assert!(text(&asked["reference"]).starts_with("HF-"), "{asked}");
    assert_eq!((&asked["request"], &asked["help_phone"]), (&Value::Null, &json!("(555) 555-0100")));
    let told = tour.portal.mails().await.into_iter().filter(|m| m.new.kind == "care-affected-now").count();
    assert_eq!(told, 1);
    let link = tour.portal.mailed_link("help-received").await;
    let token = link.rsplit('/').next().expect("a token").to_owned();
    let read = "/api/v1/help/by-link";
    let found = tour.ok(Call::post(read, &[], json!({ "token": token }))).await;
    assert_eq!(found["messages"][0]["text"], "Since six this morning.");
    tour.fails(410, Call::post(read, &[], json!({ "token": "nobody-gave-this-out" }))).await;
    let add = "/api/v1/help/by-link/messages";
    let say = |words: &str| json!({ "token": token, "text": words });
    let grown = tour.ok(Call::post(add, &[], say("It is worse."))).await;
    assert_eq!(grown["messages"][1]["text"], "It is worse.");
    tour.fails(422, Call::post(add, &[], say(" "))).await;
    tour.fails(410, Call::post(add, &[], json!({ "token": "x", "text": "Hello" }))).await;
}

async fn with_a_token(tour: &mut Tour) {
    let (_, pat) = tour.token_of("Pat Staff", Role::Staff, Some(HERE)).await;
    let (_, lee) = tour.token_of("Lee Staff", Role::Staff, Some(HERE)).await;
    // Name and address are the owner's of the token, whatever the body says.
    let asked = tour.ok(Call::post(ASK, &[], asking("no")).by(&pat)).await;
    let id = text(&asked["request"]);
    let mails = tour.portal.mails().await;
    // Letters of one moment have no order.
    assert!(mails.iter().any(|m| m.new.to.as_str() == "pat.staff@fixturememorial.example"), "{mails:?}");
    let short = json!({ "care": "soon", "subject": "Slow", "text": "Very slow." });
    tour.ok(Call::post(ASK, &[], short).by(&pat)).await;
    let all = "/api/v1/help/requests";
    let mine = tour.ok(Call::get(all, &["?per_page=1"]).by(&pat)).await;
    assert_eq!((&mine["n_all"], &mine["next_page"]), (&json!(2), &json!(2)));
    assert_eq!(tour.ok(Call::get(all, &[]).by(&lee)).await["n_all"], 0);
    tour.fails(401, Call::get(all, &[])).await;
    let one = "/api/v1/help/requests/{request}";
    let read = tour.ok(Call::get(one, &[&id]).by(&pat)).await;
    assert_eq!((&read["line"]["care"], &read["line"]["open"]), (&json!("no"), &json!(true)));
    tour.fails(404, Call::get(one, &[&id]).by(&lee)).await;
    tour.fails(404, Call::get(one, &["abc"]).by(&pat)).await;
    let add = "/api/v1/help/requests/{request}/messages";
    let grown = tour.ok(Call::post(add, &[&id], json!({ "text": "Still." })).by(&pat)).await;
    assert_eq!(grown["messages"].as_array().expect("messages").len(), 2);
    tour.fails(404, Call::post(add, &[&id], json!({ "text": "Mine now." })).by(&lee)).await;
    let long = json!({ "text": "x".repeat(4_001) });
    tour.fails(422, Call::post(add, &[&id], long).by(&pat)).await;
}

#[tokio::test]
async fn asking_is_limited_by_address_with_a_token_too() {
    let tour = Tour::with(Portal::with(|config| config.sign_in.tries_a_minute = 2).await).await;
    let (_, pat) = tour.token_of("Pat Staff", Role::Staff, Some(HERE)).await;
    let mut browser = tour.portal.browser();
    browser.json("POST", ASK, None, &asking("no")).await.is(201);
    browser.json("POST", ASK, Some(&pat), &asking("no")).await.is(201);
    let stopped = browser.json("POST", ASK, None, &asking("no")).await;
    stopped.is(429).shows("Wait");
    assert!(stopped.headers.contains_key("retry-after"));
}
