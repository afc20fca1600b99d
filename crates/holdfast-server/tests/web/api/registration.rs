//! Registering through calls alone, from a number to proof of belonging.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::{
    BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY as VALLEY, LITTLE_FORK, TWO_RIVERS,
    VETERANS,
};
use serde_json::{Value, json};

use super::tour::{Call, Tour, text};

const STEP: &str = "/api/v1/registration/steps/{step}";

fn answers() -> [(&'static str, Value); 9] {
    [
        (
            "hospital",
            json!({ "legal_name": "Fixture Memorial", "hospital_type": "cah", "ownership": "nonprofit_private" }),
        ),
        ("independence", json!({ "independence": "independent" })),
        ("beds", json!({ "licensed_beds": 18 })),
        ("users", json!({ "staffed_users": 120 })),
        ("windows", json!({ "windows_11": 40, "windows_10_22h2": 60, "servers": 6 })),
        ("mail-domain", json!({ "mail_domain": "fixturememorial.example" })),
        ("security", json!({ "plan": "business", "products": "An antivirus" })),
        (
            "contact",
            json!({ "name": "Ann Lee", "role": "it", "email": "ann@fixturememorial.example", "phone": "(555) 555-0142" }),
        ),
        ("consent", json!({ "share_with_assessor": true, "count_in_totals": true })),
    ]
}

pub(super) async fn visit(tour: &mut Tour) {
    straight(tour).await;
    versions(tour).await;
    many(tour).await;
    forget(tour).await;
    join(tour).await;
}

async fn started(tour: &mut Tour, ccn: &str) -> (String, u64) {
    let started = tour.ok(Call::post("/api/v1/registrations", &[], json!({ "ccn": ccn }))).await;
    let version = started["registration"]["version"].as_u64().expect("a version");
    (text(&started["draft_token"]), version)
}

async fn straight(tour: &mut Tour) {
    for bad in ["27", "123456", VETERANS] {
        tour.fails(422, Call::post("/api/v1/registrations", &[], json!({ "ccn": bad }))).await;
    }
    let (token, mut version) = started(tour, FIXTURE_MEMORIAL).await;
    let beds = tour.ok(Call::get(STEP, &["beds"]).by(&token)).await;
    assert_eq!(beds["fields"][0]["suggested"], "18");
    let early = tour.fails(422, Call::post("/api/v1/registration/send", &[], json!({})).by(&token)).await;
    assert_eq!(early["fields"].as_array().expect("fields").len(), 9);
    for (step, answers) in answers() {
        let body = json!({ "answers": answers });
        let kept = tour.ok(Call::put(STEP, &[step], body).by(&token).upon(version)).await;
        version = kept["version"].as_u64().expect("a version");
    }
    let state = tour.ok(Call::get("/api/v1/registration", &[]).by(&token)).await;
    assert_eq!((&state["missing"], &state["state"]), (&json!([]), &json!("draft")));
    let offers = tour.ok(Call::get("/api/v1/registration/offers", &[]).by(&token)).await;
    let users = offers["facts"].as_array().expect("facts").iter().find(|f| f["fact"] == "staffed_users");
    assert_eq!(users.expect("the fact")["value"], 120, "answers count before they are sent");
    tour.fails(410, Call::get("/api/v1/registration/offers", &[]).by("nobody-gave-this-out")).await;
    let save = json!({ "email": "ann@fixturememorial.example" });
    tour.ok(Call::post("/api/v1/registration/way-back", &[], save.clone()).by(&token)).await;
    let link = tour.portal.mailed_link("resume-link").await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    let resumed = tour.ok(Call::post("/api/v1/registrations/resume", &[], mailed.clone())).await;
    let token = text(&resumed["draft_token"]);
    tour.fails(410, Call::post("/api/v1/registrations/resume", &[], mailed)).await;
    tour.ok(Call::post("/api/v1/registrations/links", &[], save)).await;
    let sent = tour.ok(Call::post("/api/v1/registration/send", &[], json!({})).by(&token)).await;
    // Whoever followed the mailed way back has opened the mailbox, and its domain is the hospital's.
    assert_eq!((&sent["again"], &sent["registration"]["state"]), (&json!(false), &json!("validated")));
    let again = tour.ok(Call::post("/api/v1/registration/send", &[], json!({})).by(&token)).await;
    assert_eq!(again["again"], true);
    let late = Call::put(STEP, &["beds"], json!({ "answers": { "licensed_beds": 20 } })).by(&token).upon(99);
    tour.fails(409, late).await;
    let taken =
        tour.fails(409, Call::post("/api/v1/registrations", &[], json!({ "ccn": FIXTURE_MEMORIAL }))).await;
    assert!(text(&taken["next"]).contains("ask to join"), "{taken}");
}

async fn versions(tour: &mut Tour) {
    let (token, version) = started(tour, BEACON_RIDGE).await;
    let beds = |n: u32| json!({ "answers": { "licensed_beds": n } });
    tour.fails(428, Call::put(STEP, &["beds"], beds(20)).by(&token)).await;
    let first = tour.ok(Call::put(STEP, &["beds"], beds(20)).by(&token).upon(version)).await;
    assert_eq!(first["version"], version + 1);
    let clash = tour.fails(409, Call::put(STEP, &["beds"], beds(25)).by(&token).upon(version)).await;
    assert_eq!(clash["current"]["fields"][0]["value"], "20");
    assert_eq!(clash["current"]["version"], version + 1);
    // Another question, upon the old version: nothing clashes, so it is kept.
    let users = json!({ "answers": { "staffed_users": 90 } });
    tour.ok(Call::put(STEP, &["users"], users).by(&token).upon(version)).await;
    let contact = |phone: &str, email: &str| json!({ "name": "Bo Ridge", "role": "it", "email": email, "phone": phone });
    let was = contact("(555) 555-0150", "bo@beaconridge.example");
    let body = json!({ "answers": was });
    let kept = tour.ok(Call::put(STEP, &["contact"], body).by(&token).upon(version + 2)).await;
    let seen = kept["version"].as_u64().expect("a version");
    let body = json!({ "answers": contact("(555) 555-0151", "bo@beaconridge.example"), "read": was });
    tour.ok(Call::put(STEP, &["contact"], body).by(&token).upon(seen)).await;
    // Someone who read the earlier version changes another field: both changes stand.
    let body = json!({ "answers": contact("(555) 555-0150", "bo.ridge@beaconridge.example"), "read": was });
    tour.ok(Call::put(STEP, &["contact"], body).by(&token).upon(seen)).await;
    let now = tour.ok(Call::get(STEP, &["contact"]).by(&token)).await;
    let value = |field: &str| {
        let fields = now["fields"].as_array().expect("fields");
        text(&fields.iter().find(|f| f["field"] == field).expect("the field")["value"])
    };
    assert_eq!(
        (value("phone").as_str(), value("email").as_str()),
        ("(555) 555-0151", "bo.ridge@beaconridge.example")
    );
    let version = now["version"].as_u64().expect("a version");
    let wrong = json!({ "answers": { "licensed_beds": "lots" } });
    let wrong = tour.fails(422, Call::put(STEP, &["beds"], wrong).by(&token).upon(version)).await;
    assert_eq!(wrong["fields"][0]["field"], "licensed_beds");
    let strange = json!({ "answers": { "beds": 3 } });
    let strange = tour.fails(422, Call::put(STEP, &["beds"], strange).by(&token).upon(99)).await;
    assert_eq!(strange["fields"][0]["field"], "answers.beds");
    tour.fails(404, Call::get(STEP, &["shoes"]).by(&token)).await;
    tour.fails(410, Call::get("/api/v1/registration", &[]).by("nobody-gave-this-out")).await;
    tour.fails(401, Call::get("/api/v1/registration", &[])).await;
}

async fn many(tour: &mut Tour) {
    let system = |ccns: &[&str]| {
        json!({ "system_name": "Franklin Health", "ccns": ccns, "name": "Cy Stem", "role": "system_staff",
            "email": "cy@franklinhealth.example", "phone": "(555) 555-0160",
            "share_with_assessor": false, "count_in_totals": true })
    };
    let path = "/api/v1/registrations/many";
    let sent = tour.ok(Call::post(path, &[], system(&[COPPER_HOLLOW, "12", TWO_RIVERS]))).await;
    assert_eq!(sent["registered"].as_array().expect("registered").len(), 2);
    assert_eq!(sent["left_out"][0]["line"], 2);
    let none = tour.fails(422, Call::post(path, &[], system(&["12"]))).await;
    assert_eq!(none["fields"][0]["field"], "ccns[0]");
    let link = tour.portal.mailed_link("prove-mailbox").await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    let confirmed = tour.ok(Call::post("/api/v1/registrations/confirm", &[], mailed.clone())).await;
    // The mailbox is at neither hospital's domain, so a reviewer calls both.
    assert_eq!(confirmed["waiting"].as_array().expect("waiting").len(), 2);
    tour.fails(410, Call::post("/api/v1/registrations/confirm", &[], mailed)).await;
}

/// One token ends; the registration and its mailed links go on.
async fn forget(tour: &mut Tour) {
    let own = "/api/v1/registration";
    let (token, version) = started(tour, VALLEY).await;
    let (other, _) = started(tour, VALLEY).await;
    let save = json!({ "email": "val@franklinvalley.example" });
    tour.ok(Call::post("/api/v1/registration/way-back", &[], save).by(&token)).await;
    let link = tour.portal.mailed_link_to("resume-link", "val@franklinvalley.example").await;
    tour.fails(401, Call::delete(own, &[])).await;
    tour.ok(Call::delete(own, &[]).by(&token)).await;
    tour.fails(410, Call::get(own, &[]).by(&token)).await;
    let beds = json!({ "answers": { "licensed_beds": 20 } });
    tour.fails(410, Call::put(STEP, &["beds"], beds).by(&token).upon(version)).await;
    tour.fails(410, Call::post("/api/v1/registration/send", &[], json!({})).by(&token)).await;
    // Ended stays ended, and a guess ends nobody else's.
    tour.ok(Call::delete(own, &[]).by(&token)).await;
    tour.ok(Call::delete(own, &[]).by("nobody-gave-this-out")).await;
    tour.ok(Call::get(own, &[]).by(&other)).await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    let again = tour.ok(Call::post("/api/v1/registrations/resume", &[], mailed)).await;
    tour.ok(Call::get(own, &[]).by(&text(&again["draft_token"]))).await;
}

async fn join(tour: &mut Tour) {
    let who = |ccn: &str, role: &str| json!({ "ccn": ccn, "name": "Di Nurse", "role": role, "email": "di@fixturememorial.example", "phone": "(555) 555-0170" });
    let path = "/api/v1/joins";
    tour.ok(Call::post(path, &[], who(FIXTURE_MEMORIAL, "other_staff"))).await;
    tour.fails(422, Call::post(path, &[], who(FIXTURE_MEMORIAL, "queen"))).await;
    tour.fails(409, Call::post(path, &[], who(LITTLE_FORK, "it"))).await;
    tour.portal.person("Ed Min", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let link = tour.portal.mailed_link("confirm-join").await;
    let mailed = json!({ "token": link.rsplit('/').next() });
    let confirmed = tour.ok(Call::post("/api/v1/registrations/confirm", &[], mailed)).await;
    assert_eq!(confirmed["join"], "to_administrator");
}
