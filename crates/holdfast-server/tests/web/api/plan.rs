//! Calls about a posture and a plan.

use holdfast_core::model::{Ccn, HospitalScope, Role};
use holdfast_testkit::franklin::COPPER_HOLLOW as HERE;
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};
use crate::posture::{finds, says};

pub(super) async fn visit(tour: &mut Tour) {
    tour.portal.registered(HERE, true).await;
    let scope = HospitalScope::checked(Ccn::parse(HERE).expect("a number"));
    let (_, it) = tour.token_of("Pia Plan", Role::HospitalIt, Some(HERE)).await;
    let (_, assessor) = tour.token_of("Ari Assessor", Role::Assessor, Some(HERE)).await;
    posture(tour, scope, &it).await;
    let step = draft(tour, &it, &assessor).await;
    tasks(tour, scope, &it, &step).await;
}

async fn posture(tour: &mut Tour, scope: HospitalScope, it: &str) {
    let path = "/api/v1/hospitals/{ccn}/posture";
    let before = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!((&before["is_known"], &before["brief"]["label"]), (&json!(false), &json!("unproven")));
    finds(&tour.portal, scope, "mfa-admins", "3/5", "amy,bob!").await;
    says(&tour.portal, scope, "mfa-mail", "no").await;
    let now = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!((&now["brief"]["label"], &now["brief"]["n_open_gates"]), (&json!("exposed"), &json!(1)));
    assert_eq!(now["gates"][0]["outliers"][0], json!({ "name": "bob", "is_privileged": true }));
    assert_eq!(now["trend"].as_array().expect("points").len(), 13);
    let then = tour.ok(Call::get(path, &[HERE, "?as_of=2026-03-01"]).by(it)).await;
    assert_eq!(then["is_known"], false);
    tour.fails(400, Call::get(path, &[HERE, "?as_of=2999-01-01"]).by(it)).await;
    tour.fails(400, Call::get(path, &[HERE, "?as_of=yesterday"]).by(it)).await;
    let one = "/api/v1/hospitals/{ccn}/posture/{safeguard}";
    let mfa = tour.ok(Call::get(one, &[HERE, "mfa"]).by(it)).await;
    assert_eq!((&mfa["goal"]["code"], &mfa["title"]), (&json!("E3"), &json!("Multifactor Authentication")));
    tour.fails(404, Call::get(one, &[HERE, "free-lunch"]).by(it)).await;
}

async fn draft(tour: &mut Tour, it: &str, assessor: &str) -> String {
    let path = "/api/v1/hospitals/{ccn}/plan";
    let plan = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!((&plan["in_force"], &plan["means"]["is_said"]), (&Value::Null, &json!(false)));
    let at_stake = &plan["at_stake"];
    assert!(at_stake["people"].is_null(), "no people of the made-up state are on file: {at_stake}");
    assert!(at_stake["sentence"].as_str().is_some_and(|said| said.ends_with("is not known.")), "{at_stake}");
    assert!(at_stake["scenarios"].as_array().is_some_and(|all| all.len() > 1), "{at_stake}");
    let means = "/api/v1/hospitals/{ccn}/plan/means";
    let said = |hours: u64| json!({ "hours_a_week": hours, "usd_an_hour": 45, "downtimes_a_month": 2, "staffed_users": 120 });
    let wrong = tour.fails(422, Call::put(means, &[HERE], said(0)).by(it)).await;
    assert_eq!(wrong["fields"][0]["field"], "hours_a_week");
    let plan = tour.ok(Call::put(means, &[HERE], said(9)).by(it)).await;
    assert_eq!((&plan["means"]["hours_a_week"], &plan["means"]["is_said"]), (&json!(9), &json!(true)));
    let step = text(&plan["draft"]["ranked"][3]["step"]);
    let at = "/api/v1/hospitals/{ccn}/plan/steps/{step}";
    let one = tour.ok(Call::get(at, &[HERE, &step]).by(it)).await;
    assert_eq!(one["step"], json!(step));
    tour.fails(404, Call::get(at, &[HERE, "free-lunch"]).by(it)).await;
    let first = "/api/v1/hospitals/{ccn}/plan/steps/{step}/first";
    let why = |why: &str| json!({ "reason": why });
    tour.fails(422, Call::put(first, &[HERE, &step], why(" ")).by(assessor)).await;
    tour.fails(403, Call::put(first, &[HERE, &step], why("Mine")).by(it)).await;
    tour.ok(Call::put(first, &[HERE, &step], why("The surveyor comes")).by(assessor)).await;
    let plan = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!(plan["first"][0]["by"], "Ari Assessor");
    tour.ok(Call::delete(first, &[HERE, &step]).by(assessor)).await;
    let plan = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!(plan["first"], json!([]));
    let accept = "/api/v1/hospitals/{ccn}/plan/accept";
    tour.fails(409, Call::post(accept, &[HERE], json!({ "draft": "another" })).by(it)).await;
    let read = json!({ "draft": plan["draft"]["draft"] });
    tour.fails(403, Call::post(accept, &[HERE], read.clone()).by(assessor)).await;
    tour.ok(Call::post(accept, &[HERE], read).by(it)).await;
    let plan = tour.ok(Call::get(path, &[HERE]).by(it)).await;
    assert_eq!(plan["in_force"]["by"], "Pia Plan");
    step
}

async fn tasks(tour: &mut Tour, scope: HospitalScope, it: &str, step: &str) {
    let all = tour.ok(Call::get("/api/v1/hospitals/{ccn}/plan/tasks", &[HERE]).by(it)).await;
    assert!(all.as_array().expect("tasks").iter().any(|t| t["step"] == step));
    let one = "/api/v1/hospitals/{ccn}/plan/tasks/{step}";
    let task = tour.ok(Call::get(one, &[HERE, step]).by(it)).await;
    assert_eq!((&task["state"], &task["version"]), (&json!("open"), &json!(1)));
    tour.fails(404, Call::get(one, &[HERE, "free-lunch"]).by(it)).await;
    let plan = |owner: &str| json!({ "owner": owner, "due_on": "2026-06-30" });
    tour.fails(428, Call::put(one, &[HERE, step], plan("Pat")).by(it)).await;
    let kept = tour.ok(Call::put(one, &[HERE, step], plan("Pat")).by(it).upon(1)).await;
    assert_eq!((&kept["owner"], &kept["version"]), (&json!("Pat"), &json!(2)));
    let clash = tour.fails(409, Call::put(one, &[HERE, step], plan("Lee")).by(it).upon(1)).await;
    assert_eq!(clash["current"], kept);
    let close = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/close";
    tour.fails(422, Call::post(close, &[HERE, step], json!({})).by(it).upon(2)).await;
    let foreign = json!({ "proof": [123_456] });
    tour.fails(422, Call::post(close, &[HERE, step], foreign).by(it).upon(2)).await;
    let row = tour.portal.app.catalog.step(&holdfast_core::catalog::StepId::new(step)).expect("the step");
    let measure = row.closes.first().expect("it closes something").to_string();
    let proof = finds(&tour.portal, scope, &measure, "yes", "").await;
    let closing = json!({ "proof": [proof.0], "note": "Done" });
    let done = tour.ok(Call::post(close, &[HERE, step], closing).by(it).upon(2)).await;
    assert_eq!((&done["state"], &done["proof"]), (&json!("done"), &json!([proof.0])));
    let drop = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/drop";
    let why = json!({ "reason": "Sold" });
    tour.fails(409, Call::post(drop, &[HERE, step], why.clone()).by(it).upon(3)).await;
    let reopen = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/reopen";
    tour.ok(Call::post(reopen, &[HERE, step], Value::Null).bare().by(it).upon(3)).await;
    let dropped = tour.ok(Call::post(drop, &[HERE, step], why).by(it).upon(4)).await;
    assert_eq!((&dropped["state"], &dropped["note"]), (&json!("dropped"), &json!("Sold")));
}
