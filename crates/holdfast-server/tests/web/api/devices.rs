//! Calls about devices, and those of agents.

use axum::body::Body;
use axum::http::Request;
use holdfast_core::model::Role;
use holdfast_testkit::Machine;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_wire::device::{News, parts};
use serde_json::json;

use super::tour::{Call, Tour};

const ENROL: &str = "/api/v1/devices/enrol";
const CHECK_IN: &str = "/api/v1/devices/check-in";
const TOKENS: &str = "/api/v1/hospitals/{ccn}/enrolment-tokens";
const TOKEN: &str = "/api/v1/hospitals/{ccn}/enrolment-tokens/{token}";
const DEVICES: &str = "/api/v1/hospitals/{ccn}/devices";
const DEVICE: &str = "/api/v1/hospitals/{ccn}/devices/{device}";
const MOVES: &str = "/api/v1/hospitals/{ccn}/devices/{device}/moves";

const POLICY: &str = "/api/v1/hospitals/{ccn}/device-policy";
const FILES: &str = "/api/v1/hospitals/{ccn}/device-files";

const RULES: &str = "/api/v1/hospitals/{ccn}/pin-rules";
const PREVIEW: &str = "/api/v1/hospitals/{ccn}/pin-rules/preview";
const RULE: &str = "/api/v1/hospitals/{ccn}/pin-rules/{rule}";

const HERE: [&str; 1] = [FIXTURE_MEMORIAL];

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, it) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, kim) = tour.token_of("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let asked = json!({ "label": "Nurse stations", "most": 2, "days": 7 });
    let made = tour.ok(Call::post(TOKENS, &HERE, asked).by(&it)).await;
    let token = made["token"].as_str().expect("a token").to_owned();
    let nameless = json!({ "label": "", "most": 2, "days": 7 });
    tour.fails(409, Call::post(TOKENS, &HERE, nameless).by(&it)).await;

    let mut pc = Machine::new("FIX-PC-7", 1);
    let request = pc.request(ENROL, &pc.asks(&token));
    assert_eq!(tour.send("POST", ENROL, request).await.0, 200);
    pc.enrol(&tour.portal, &token).await.is(200);
    let device = pc.device.clone();
    let one = [FIXTURE_MEMORIAL, device.as_str()];
    let act = |act: &str| json!({ "act": act });
    for is_changed in [true, false] {
        let done = tour.ok(Call::post(MOVES, &one, act("approve")).by(&it)).await;
        assert_eq!(done["is_changed"], is_changed);
    }
    let news = News::Full { collected_at: tour.portal.app.clock.now(), facts: parts(&pc.facts) };
    let message = pc.message(&tour.portal, news);
    let request = pc.request(CHECK_IN, &message);
    assert_eq!(tour.send("POST", CHECK_IN, request).await.0, 200);

    let pinned = json!({ "act": "pin", "kind": "medical", "vendor": "Fixture Imaging", "what": "CT console", "call": "555-0100" });
    tour.ok(Call::post(MOVES, &one, pinned).by(&it)).await;
    for (wrong, field) in [(json!({ "act": "polish" }), "act"), (json!({ "act": "pin" }), "kind")] {
        let value = tour.fails(422, Call::post(MOVES, &one, wrong).by(&it)).await;
        assert_eq!(value["fields"][0]["field"], field);
    }
    let all = tour.ok(Call::get(DEVICES, &HERE).by(&it)).await;
    assert_eq!(all["items"][0]["version"], "10.0.19045.6456");
    assert_eq!(all["items"][0]["pinned"], "medical");
    let file = tour.ok(Call::get(DEVICE, &one).by(&it)).await;
    assert_eq!((&file["facts"]["smb1"]["is"], &file["told"][0]["source"]), (&json!(false), &json!("agent")));
    for path in [[FIXTURE_MEMORIAL, "999"], [FIXTURE_MEMORIAL, "x"]] {
        tour.fails(404, Call::get(DEVICE, &path).by(&it)).await;
    }
    tour.fails(403, Call::get(DEVICES, &HERE).by(&kim)).await;
    let years = tour.ok(Call::get("/api/v1/hospitals/{ccn}/extended-updates", &HERE).by(&it)).await;
    assert_eq!((&years[1]["list_usd"], &years[1]["n"]), (&json!(122), &json!(1)), "{years}");
    let file = tour.ok(Call::get(DEVICE, &one).by(&it)).await;
    assert_eq!(file["programs"]["unknown"], "not_listed");
    assert_eq!(file["summary"]["programs"], json!(null));
    rules(tour, &it, &kim, &one).await;
    let policy = tour.ok(Call::get(POLICY, &HERE).by(&it)).await;
    assert_eq!(policy["every_s"], 3_600);
    let set = json!({ "every_s": 900, "bytes_a_day": 50_000 });
    assert_eq!(tour.ok(Call::put(POLICY, &HERE, set.clone()).by(&it)).await, set);
    let often = json!({ "every_s": 1, "bytes_a_day": 50_000 });
    tour.fails(409, Call::put(POLICY, &HERE, often).by(&it)).await;
    let file = |text: &str| {
        Request::post(format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/device-files?name=list.csv"))
            .header("authorization", format!("Bearer {it}"))
            .body(Body::from(text.to_owned()))
            .expect("a request")
    };
    let (status, body) = tour.send("POST", FILES, file("Device name,OS\nFIX-PC-8,Windows 10 Pro\n")).await;
    assert!(status == 200 && body.contains("\"n_new\":1"), "{status} {body}");
    for wrong in ["Room,Floor\n1,2\n", "nothing"] {
        assert_eq!(tour.send("POST", FILES, file(wrong)).await.0, 422);
    }
    let tokens = tour.ok(Call::get(TOKENS, &HERE).by(&it)).await;
    assert_eq!((&tokens[0]["n_used"], &tokens[0]["most"]), (&json!(1), &json!(2)));
    let number = tokens[0]["id"].to_string();
    let ended = [FIXTURE_MEMORIAL, number.as_str()];
    tour.ok(Call::delete(TOKEN, &ended).by(&it)).await;
    tour.fails(404, Call::delete(TOKEN, &ended).by(&it)).await;
}

/// Rules that mark pinned machines: tried, kept, over-ruled by a person, ended.
async fn rules(tour: &mut Tour, it: &str, kim: &str, one: &[&str; 2]) {
    let when = json!({ "name": "FIX-*" });
    let new = |when: &serde_json::Value| json!({ "when": when, "kind": "medical", "what": "CT console" });
    let preview = tour.ok(Call::post(PREVIEW, &HERE, when.clone()).by(it)).await;
    assert_eq!(
        (&preview["n_marks"], &preview["n_said"]),
        (&json!(0), &json!(1)),
        "a person said something of it"
    );
    let kept = tour.ok(Call::post(RULES, &HERE, new(&when)).by(it)).await;
    assert_eq!(
        (&kept["rules"][0]["when"]["name"], &kept["rules"][0]["n_marks"]),
        (&json!("FIX-*"), &json!(0))
    );
    tour.fails(409, Call::post(RULES, &HERE, new(&when)).by(it)).await;
    for everything in [json!({}), json!({ "name": "*" })] {
        tour.fails(409, Call::post(PREVIEW, &HERE, everything.clone()).by(it)).await;
        tour.fails(409, Call::post(RULES, &HERE, new(&everything)).by(it)).await;
    }
    let value =
        tour.fails(422, Call::post(RULES, &HERE, json!({ "when": when, "kind": "toy" })).by(it)).await;
    assert_eq!(value["fields"][0]["field"], "kind");
    tour.fails(403, Call::get(RULES, &HERE).by(kim)).await;
    let number = kept["rules"][0]["id"].to_string();
    let rule = [FIXTURE_MEMORIAL, number.as_str()];
    let ruled = tour.ok(Call::get(RULES, &HERE).by(it)).await;
    assert_eq!(ruled["rules"].as_array().map(Vec::len), Some(1));
    let file = tour.ok(Call::get(DEVICE, one).by(it)).await;
    assert_eq!(file["summary"]["pinned_by_rule"], json!(null), "a person's word stands over the rule");
    tour.ok(Call::delete(RULE, &rule).by(it)).await;
    tour.fails(404, Call::delete(RULE, &rule).by(it)).await;
}
