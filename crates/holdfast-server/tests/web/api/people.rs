//! Calls about the people of a hospital, each once well and once badly.

use axum::body::Body;
use axum::http::Request;
use holdfast_core::model::{AccountId, JoinId, Role};
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{COPPER_HOLLOW, FIXTURE_MEMORIAL as HERE};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};
use crate::office::scope;
use crate::passkeys::make_passkey;

const PEOPLE: &str = "/api/v1/hospitals/{ccn}/people";
const ROLE: &str = "/api/v1/hospitals/{ccn}/people/{account}/roles/{role}";
const FIRST: &str = "/api/v1/hospitals/{ccn}/first-administrator";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(HERE, true).await;
    let (ada, first) = tour.token_of("Ada Moss", Role::HospitalAdministrator, Some(HERE)).await;
    let (bo, second) = tour.token_of("Bo Reed", Role::HospitalIt, Some(HERE)).await;
    roles(tour, (ada, &first), (bo, &second)).await;
    locked_out(tour, bo, &second).await;
    invitations(tour, &second).await;
    joins(tour, &second).await;
    first_administrator(tour, &second).await;
}

/// Bo becomes administrator, then Ada goes.
async fn roles(tour: &mut Tour, (ada, first): (AccountId, &str), (bo, second): (AccountId, &str)) {
    let (ada, bo_id) = (ada.to_string(), bo.to_string());
    let people = tour.ok(Call::get(PEOPLE, &[HERE, "?per_page=1"]).by(first)).await;
    assert_eq!((&people["n_all"], &people["items"][0]["name"]), (&json!(2), &json!("Ada Moss")));
    assert_eq!(people["items"][0]["roles"][0]["role"], "hospital_administrator");
    tour.fails(403, Call::get(PEOPLE, &[HERE]).by(second)).await;
    let last = tour.fails(409, Call::delete(ROLE, &[HERE, &ada, "hospital_administrator"]).by(first)).await;
    assert!(text(&last["next"]).contains("last administrator"), "{last}");
    let to = |role: &str| json!({ "to": role });
    let up = to("hospital_administrator");
    let bare = tour.fails(409, Call::put(ROLE, &[HERE, &bo_id, "hospital_it"], up.clone()).by(first)).await;
    assert!(text(&bare["next"]).contains("has no passkey yet"), "{bare}");
    make_passkey(&mut tour.portal.signed_in(bo).await, 1).await;
    tour.fails(422, Call::put(ROLE, &[HERE, &bo_id, "hospital_it"], to("reviewer")).by(first)).await;
    tour.fails(404, Call::put(ROLE, &[HERE, &bo_id, "queen"], up.clone()).by(first)).await;
    tour.fails(404, Call::put(ROLE, &[HERE, "bo", "hospital_it"], up.clone()).by(first)).await;
    tour.ok(Call::put(ROLE, &[HERE, &bo_id, "hospital_it"], up.clone()).by(first)).await;
    tour.fails(409, Call::put(ROLE, &[HERE, &bo_id, "hospital_it"], up).by(first)).await;
    tour.ok(Call::delete(ROLE, &[HERE, &ada, "hospital_administrator"]).by(second)).await;
    // A token has its owner's roles at the time it is used.
    tour.fails(403, Call::get(PEOPLE, &[HERE]).by(first)).await;
    let left = tour.ok(Call::get(PEOPLE, &[HERE]).by(second)).await;
    assert_eq!((&left["n_all"], &left["items"][0]["has_passkey"]), (&json!(1), &json!(true)));
}

async fn locked_out(tour: &mut Tour, bo: AccountId, token: &str) {
    let cy = tour.portal.person("Cy Voss", Role::Staff, Some(HERE)).await;
    let far = tour.portal.person("Fay Far", Role::Staff, Some(COPPER_HOLLOW)).await.to_string();
    let (mut browser, cy) = (tour.portal.signed_in(cy).await, cy.to_string());
    let sessions = "/api/v1/hospitals/{ccn}/people/{account}/sessions";
    tour.fails(404, Call::delete(sessions, &[HERE, &far]).by(token)).await;
    tour.ok(Call::delete(sessions, &[HERE, &cy]).by(token)).await;
    browser.get("/account").await.is(303);
    let back_in = "/api/v1/hospitals/{ccn}/people/{account}/let-back-in";
    for (status, who) in [(404, &far), (409, &bo.to_string())] {
        tour.fails(status, Call::post(back_in, &[HERE, who], Value::Null).bare().by(token)).await;
    }
    tour.ok(Call::post(back_in, &[HERE, &cy], Value::Null).bare().by(token)).await;
    tour.portal.mailed_link("let-back-in").await;
}

async fn invitations(tour: &mut Tour, token: &str) {
    let path = "/api/v1/hospitals/{ccn}/invitations";
    let invite = |email: &str, role: &str| {
        Call::post(path, &[HERE], json!({ "email": email, "role": role })).by(token)
    };
    let wrong = tour.fails(422, invite("bo@x", "reviewer")).await;
    let fields: Vec<String> =
        wrong["fields"].as_array().expect("fields").iter().map(|f| text(&f["field"])).collect();
    assert_eq!(fields, ["email", "role"]);
    tour.fails(409, invite("cy.voss@fixturememorial.example", "staff")).await;
    tour.ok(invite("dee@elsewhere.example", "executive")).await;
    let link = tour.portal.mailed_link("invitation").await;
    let open = tour.ok(Call::get(path, &[HERE]).by(token)).await;
    assert_eq!((&open[0]["email"], &open[0]["role"]), (&json!("dee@elsewhere.example"), &json!("executive")));
    tour.portal.browser().get(&link).await.is(200);
    let name = text(&open[0]["invitation"]);
    let one = "/api/v1/hospitals/{ccn}/invitations/{invitation}";
    tour.ok(Call::delete(one, &[HERE, &name]).by(token)).await;
    tour.portal.browser().get(&link).await.is(410);
    assert_eq!(tour.ok(Call::get(path, &[HERE]).by(token)).await, json!([]));
}

async fn joins(tour: &mut Tour, token: &str) {
    for (name, id) in [("Dee Marsh", 7), ("Eli Sand", 8)] {
        let who = tour.portal.person(name, Role::Staff, Some(COPPER_HOLLOW)).await;
        let mut write = tour.portal.app.store.write().await.expect("a write");
        write.ask_to_join(scope(HERE), JoinId(id), who, "Role: IT", id).await.expect("asked");
        write.commit().await.expect("kept");
    }
    let asking = tour.ok(Call::get("/api/v1/hospitals/{ccn}/joins", &[HERE]).by(token)).await;
    assert_eq!((&asking[0]["name"], &asking[0]["message"]), (&json!("Dee Marsh"), &json!("Role: IT")));
    let path = "/api/v1/hospitals/{ccn}/joins/{join}/answer";
    tour.fails(422, Call::post(path, &[HERE, "7"], json!({ "role": "queen" })).by(token)).await;
    tour.fails(400, Call::post(path, &[HERE, "7"], json!({})).by(token)).await;
    tour.fails(404, Call::post(path, &[HERE, "seven"], json!({ "role": null })).by(token)).await;
    tour.ok(Call::post(path, &[HERE, "7"], json!({ "role": "hospital_it" })).by(token)).await;
    tour.fails(409, Call::post(path, &[HERE, "7"], json!({ "role": null })).by(token)).await;
    tour.ok(Call::post(path, &[HERE, "8"], json!({ "role": null })).by(token)).await;
    let people = tour.ok(Call::get(PEOPLE, &[HERE]).by(token)).await;
    let named = |name: &str| people["items"].as_array().expect("people").iter().any(|p| p["name"] == name);
    assert!(named("Dee Marsh") && !named("Eli Sand"), "{people}");
}

async fn first_administrator(tour: &mut Tour, administrator: &str) {
    let has = tour.ok(Call::get(FIRST, &[HERE]).by(administrator)).await;
    assert_eq!(has["can_nominate"], "has_one");
    let other = json!({ "email": "ceo@copperhollow.example" });
    tour.fails(409, Call::post(FIRST, &[HERE], other.clone()).by(administrator)).await;
    let (_, staff) = tour.token_of("Sam Hill", Role::Staff, Some(COPPER_HOLLOW)).await;
    let early = tour.ok(Call::get(FIRST, &[COPPER_HOLLOW]).by(&staff)).await;
    assert_eq!(early["can_nominate"], "not_validated");
    tour.fails(409, Call::post(FIRST, &[COPPER_HOLLOW], other.clone()).by(&staff)).await;
    tour.portal.registered(COPPER_HOLLOW, true).await;
    let now = tour.ok(Call::get(FIRST, &[COPPER_HOLLOW]).by(&staff)).await;
    assert_eq!(now["can_nominate"], "yes");
    tour.fails(422, Call::post(FIRST, &[COPPER_HOLLOW], json!({ "email": "ceo" })).by(&staff)).await;
    tour.fails(400, Call::post(FIRST, &[COPPER_HOLLOW], json!({})).by(&staff)).await;
    tour.ok(Call::post(FIRST, &[COPPER_HOLLOW], other).by(&staff)).await;
    tour.portal.clock.pass_minutes(1);
    tour.ok(Call::post(FIRST, &[COPPER_HOLLOW], json!({ "email": null })).by(&staff)).await;
    let mails = tour.portal.mails().await;
    let latest = mails.iter().find(|m| m.new.kind == "first-administrator").expect("a letter");
    assert_eq!(latest.new.to.as_str(), "sam.hill@fixturememorial.example");
}

#[tokio::test]
async fn a_person_sends_few_letters_a_minute() {
    let tour = Tour::with(Portal::with(|config| config.sign_in.tries_a_minute = 1).await).await;
    let (_, token) = tour.token_of("Ada Moss", Role::HospitalAdministrator, Some(HERE)).await;
    let invite = |n: u8| {
        Request::post(format!("/api/v1/hospitals/{HERE}/invitations"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(json!({ "email": format!("a{n}@b.example"), "role": "staff" }).to_string()))
            .expect("a request")
    };
    let mut browser = tour.portal.browser();
    browser.send(invite(1)).await.is(202);
    let stopped = browser.send(invite(2)).await;
    stopped.is(429);
    assert!(stopped.headers.contains_key("retry-after"));
    let n_sent = tour.portal.mails().await.iter().filter(|m| m.new.kind == "invitation").count();
    assert_eq!(n_sent, 1);
}
