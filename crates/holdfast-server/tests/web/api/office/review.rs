//! The queue, cases and decisions: the same rules as on the page, with the version a decision was made over.

use holdfast_core::decide::eligibility::Because;
use holdfast_core::facts::FactKind;
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, LITTLE_FORK, TWO_RIVERS};
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour, text};
use crate::office::review::applied;
use crate::office::{asks_to_join, referral, sent};

const QUEUE: &str = "/api/v1/office/queue";
const CASE: &str = "/api/v1/office/cases/{case}";
const DECIDE: &str = "/api/v1/office/cases/{case}/decisions";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, rae) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    let (_, sol) = tour.token_of("Sol Adams", Role::Reviewer, None).await;
    queue(tour, &rae).await;
    call_back(tour, &rae, &sol).await;
    fact(tour, &rae).await;
    ties(tour, &rae).await;
    application(tour, &rae, &sol).await;
    side_by_side(tour, &rae).await;
    settled_together(tour).await;
    question_by_link(tour).await;
}

/// Two registrations of one hospital: each case shows the other, without the phone typed in it.
async fn side_by_side(tour: &mut Tour, rae: &str) {
    let (first, one) = sent(&tour.portal, COPPER_HOLLOW, "mallory@gmail.com").await;
    let alone = tour.ok(Call::get(CASE, &[&one.to_string()]).by(rae)).await;
    assert_eq!((&alone["others"], &alone["with"]), (&json!([]), &json!([])));
    let (second, two) = sent(&tour.portal, COPPER_HOLLOW, "cop@gmail.com").await;
    for (case, own, other) in [(one, &first, &second), (two, &second, &first)] {
        let seen = tour.ok(Call::get(CASE, &[&case.to_string()]).by(rae)).await;
        assert_eq!(seen["registration"]["reference"], own.reference.to_string());
        assert_eq!(seen["others"].as_array().expect("others").len(), 1, "{seen}");
        assert_eq!(seen["others"][0]["reference"], other.reference.to_string());
        assert_eq!(seen["others"][0]["state"], "submitted");
        assert!(!seen.to_string().contains("555-9999"), "{seen}");
    }
}

/// Hospitals that share a mail domain: one case names the others it settles.
async fn settled_together(tour: &mut Tour) {
    tour.afresh().await;
    let (_, rae) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    let system = json!({ "system_name": "Franklin Health", "ccns": [TWO_RIVERS, LITTLE_FORK], "name": "Cy Stem",
        "role": "system_staff", "email": "sys@franklinhealth.example", "phone": "(555) 555-0160",
        "share_with_assessor": false, "count_in_totals": true });
    tour.ok(Call::post("/api/v1/registrations/many", &[], system)).await;
    let link = tour.portal.mailed_link("prove-mailbox").await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    tour.ok(Call::post("/api/v1/registrations/confirm", &[], mailed)).await;
    let queue = tour.ok(Call::get(QUEUE, &[]).by(&rae)).await;
    assert_eq!(queue["cases"]["n_all"], 1, "{queue}");
    let line = &queue["cases"]["items"][0];
    let seen = tour.ok(Call::get(CASE, &[&text(&line["case"])]).by(&rae)).await;
    let with = seen["with"].as_array().expect("others");
    assert_eq!(with.len(), 1, "{seen}");
    let both = [text(&line["ccn"]), text(&with[0]["ccn"])];
    assert!(both.contains(&TWO_RIVERS.to_owned()) && both.contains(&LITTLE_FORK.to_owned()), "{both:?}");
    assert!(with[0]["hospital"]["name"].is_string() && with[0]["reference"].is_string(), "{seen}");
}

async fn question_by_link(tour: &mut Tour) {
    tour.afresh().await;
    let (_, rae) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, case) = asks_to_join(&tour.portal, FIXTURE_MEMORIAL, "Cy Voss", "cy@elsewhere.example").await;
    let case = case.to_string();
    let ask = decision("ask_back", "Which department are you in?", false);
    tour.ok(Call::post(DECIDE, &[&case], ask).by(&rae).upon(0)).await;
    let link = tour.portal.mailed_link("join-question").await;
    let token = link.rsplit('/').next().expect("a token").to_owned();
    let (read, answer) = ("/api/v1/questions", "/api/v1/questions/answers");
    let mailed = json!({ "token": token });
    for _ in 0..2 {
        let question = tour.ok(Call::post(read, &[], mailed.clone())).await;
        assert_eq!(question["asks"], "Which department are you in?");
        assert_eq!(question["hospital"], "Fixture Memorial Hospital");
    }
    let say = |token: &str, words: &str| json!({ "token": token, "text": words });
    for bad in [" ", &"x".repeat(4_001)] {
        let wrong = tour.fails(422, Call::post(answer, &[], say(&token, bad))).await;
        assert_eq!(wrong["fields"][0]["field"], "text");
    }
    tour.fails(400, Call::post(answer, &[], mailed.clone())).await;
    tour.fails(410, Call::post(answer, &[], say("nobody-gave-this-out", "Mine."))).await;
    tour.fails(410, Call::post(read, &[], json!({ "token": "nobody-gave-this-out" }))).await;
    tour.ok(Call::post(answer, &[], say(&token, "The north one."))).await;
    tour.fails(410, Call::post(read, &[], mailed)).await;
    tour.fails(410, Call::post(answer, &[], say(&token, "Again."))).await;
    let seen = tour.ok(Call::get(CASE, &[&case]).by(&rae)).await;
    assert_eq!(
        (&seen["trail"][1]["moved"], &seen["trail"][1]["text"]),
        (&json!("answer"), &json!("The north one."))
    );
    assert_eq!(seen["line"]["state"], "open");
}

fn decision(act: &str, reason: &str, confirmed: bool) -> Value {
    json!({ "act": act, "reason": reason, "confirmed": confirmed })
}

async fn queue(tour: &mut Tour, rae: &str) {
    let empty = tour.ok(Call::get(QUEUE, &[]).by(rae)).await;
    assert_eq!((&empty["counts"]["n_open"], &empty["cases"]["n_all"]), (&json!(0), &json!(0)));
    referral(&tour.portal, BEACON_RIDGE, "nonprofit-pricing", "not-public", Because::Judgement).await;
    tour.portal.clock.set("2026-03-09");
    let all = tour.ok(Call::get(QUEUE, &["?per_page=1&sort=hospital&order=down"]).by(rae)).await;
    let line = &all["cases"]["items"][0];
    assert_eq!((&line["kind"], &line["offer"]), (&json!("offer_referral"), &json!("nonprofit-pricing")));
    assert_eq!(
        (&line["due"], &line["due_days"], &line["age_days"]),
        (&json!("overdue"), &json!(2), &json!(7))
    );
    assert_eq!(all["counts"], json!({ "n_open": 1, "n_overdue": 1, "n_asked": 0, "n_settled": 0 }));
    for (query, n) in [
        ("?show=settled", 0),
        ("?show=overdue&state=ZZ", 1),
        ("?kind=join", 0),
        ("?kind=offer_referral&state=MT", 0),
    ] {
        assert_eq!(tour.ok(Call::get(QUEUE, &[query]).by(rae)).await["cases"]["n_all"], n, "{query}");
    }
    for query in
        ["?show=everything", "?kind=shoes", "?state=Montana", "?sort=luck", "?order=left", "?page=0", "?x=1"]
    {
        tour.fails(400, Call::get(QUEUE, &[query]).by(rae)).await;
    }
}

async fn call_back(tour: &mut Tour, rae: &str, sol: &str) {
    let (registration, case) = sent(&tour.portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let case = case.to_string();
    let seen = tour.ok(Call::get(CASE, &[&case]).by(rae)).await;
    assert_eq!(seen["acts"], json!(["approve", "refuse", "ask_back"]));
    assert_eq!((&seen["confirms"], &seen["version"]), (&json!("called"), &json!(0)));
    assert_eq!(seen["hospital"]["phone"], "(555) 555-0101");
    assert_eq!(seen["registration"]["reference"], registration.reference.to_string());
    assert!(!seen.to_string().contains("555-9999"), "a number from the form is never one to call");
    tour.fails(404, Call::get(CASE, &["7"]).by(rae)).await;
    tour.fails(404, Call::get(CASE, &["seven"]).by(rae)).await;

    let yes = decision("approve", "The hospital knows of it.", true);
    tour.fails(428, Call::post(DECIDE, &[&case], yes.clone()).by(rae)).await;
    tour.fails(404, Call::post(DECIDE, &["7"], yes.clone()).by(rae).upon(0)).await;
    let wrong =
        tour.fails(422, Call::post(DECIDE, &[&case], decision("bless", " ", true)).by(rae).upon(0)).await;
    assert_eq!(
        (&wrong["fields"][0]["field"], &wrong["fields"][1]["field"]),
        (&json!("act"), &json!("reason"))
    );
    let not_called = decision("approve", "Yes.", false);
    let wrong = tour.fails(422, Call::post(DECIDE, &[&case], not_called).by(rae).upon(0)).await;
    assert_eq!(wrong["fields"][0]["field"], "confirmed");
    let long = decision("refuse", &"a".repeat(2_001), false);
    tour.fails(422, Call::post(DECIDE, &[&case], long).by(rae).upon(0)).await;

    let ask = decision("ask_back", "Which department are you in?", false);
    let asked = tour.ok(Call::post(DECIDE, &[&case], ask.clone()).by(rae).upon(0)).await;
    assert_eq!((&asked["came_to"], &asked["case"]["version"]), (&json!("asked"), &json!(1)));
    assert_eq!(asked["case"]["says"], "Which department are you in?");
    let late = tour.fails(409, Call::post(DECIDE, &[&case], ask).by(sol).upon(0)).await;
    assert_eq!(
        (&late["current"]["version"], &late["current"]["trail"][0]["who"]),
        (&json!(1), &json!("Rae Vance"))
    );
    let settled = tour.ok(Call::post(DECIDE, &[&case], yes.clone()).by(sol).upon(1)).await;
    assert_eq!(
        (&settled["came_to"], &settled["case"]["line"]["state"]),
        (&json!("settled"), &json!("approved"))
    );
    assert_eq!((&settled["case"]["acts"], &settled["case"]["line"]["due"]), (&json!([]), &json!("settled")));
    let again = tour.fails(409, Call::post(DECIDE, &[&case], yes).by(rae).upon(2)).await;
    assert!(text(&again["next"]).contains("settled this case first"), "{again}");
    assert!(tour.portal.mailed_link("registration-validated").await.starts_with("/set-up-sign-in/"));
}

async fn fact(tour: &mut Tour, rae: &str) {
    let because = Because::Missing(FactKind::TaxExemptProof);
    let case =
        referral(&tour.portal, TWO_RIVERS, "windows-10-extended-updates", "has-22h2-devices", because).await;
    let case = case.to_string();
    let seen = tour.ok(Call::get(CASE, &[&case]).by(rae)).await;
    let left = &seen["asks"]["left"];
    assert_eq!((&left["state"], &left["fact"]), (&json!("fact"), &json!("windows_10_22h2_devices")));
    assert_eq!(seen["acts"], json!(["state_fact", "ask_back", "refuse"]));
    let state = |value: Value| json!({ "act": "state_fact", "reason": "Told on the phone.", "fact": value });
    let bad = tour.fails(422, Call::post(DECIDE, &[&case], state(json!("many"))).by(rae).upon(0)).await;
    assert_eq!(bad["fields"][0]["field"], "fact");
    tour.fails(422, Call::post(DECIDE, &[&case], state(Value::Null)).by(rae).upon(0)).await;
    tour.fails(422, Call::post(DECIDE, &[&case], decision("approve", "Surely.", false)).by(rae).upon(0))
        .await;
    let done = tour.ok(Call::post(DECIDE, &[&case], state(json!(40))).by(rae).upon(0)).await;
    assert_eq!(done["came_to"], "settled");
    let trail = &done["case"]["trail"];
    assert_eq!((&trail[0]["moved"], &trail[0]["value"]), (&json!("state_fact"), &json!(40)));
    assert_eq!(trail[1]["moved"], "approve");
}

async fn ties(tour: &mut Tour, rae: &str) {
    let (_, own) = sent(&tour.portal, LITTLE_FORK, "rae.vance@fixturememorial.example").await;
    let own = own.to_string();
    let seen = tour.ok(Call::get(CASE, &[&own]).by(rae)).await;
    assert_eq!((&seen["acts"], &seen["tie"].is_string()), (&json!([]), &true));
    let yes = decision("approve", "I am sure of myself.", true);
    let kept = tour.fails(403, Call::post(DECIDE, &[&own], yes).by(rae).upon(0)).await;
    assert!(text(&kept["next"]).contains("about you"), "{kept}");
}

async fn application(tour: &mut Tour, rae: &str, sol: &str) {
    let (_, case) = applied(&tour.portal, "ann@clinic.example").await;
    let case = case.to_string();
    let seen = tour.ok(Call::get(CASE, &[&case]).by(rae)).await;
    assert_eq!((&seen["confirms"], &seen["line"]["hospital"]), (&json!("no_tie"), &Value::Null));
    let said = seen["application"]["said"].as_array().expect("answers");
    assert!(said.iter().any(|a| a["says"] == "Nonprofit organization"), "{seen}");
    let yes = |tie| decision("approve", "Sound plan.", tie);
    tour.fails(422, Call::post(DECIDE, &[&case], yes(false)).by(rae).upon(0)).await;
    let first = tour.ok(Call::post(DECIDE, &[&case], yes(true)).by(rae).upon(0)).await;
    assert_eq!(
        (&first["came_to"], &first["case"]["recommendation"]["by"]),
        (&json!("recommended"), &json!("Rae Vance"))
    );
    tour.fails(422, Call::post(DECIDE, &[&case], yes(true)).by(rae).upon(1)).await;
    let second = tour.ok(Call::post(DECIDE, &[&case], yes(true)).by(sol).upon(1)).await;
    assert_eq!(
        (&second["came_to"], &second["case"]["application"]["state"]),
        (&json!("settled"), &json!("approved"))
    );
}
