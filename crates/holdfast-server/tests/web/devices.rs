//! Devices: an agent's story from its token to its goodbye, and what it may not do. What facts come to is tried in core.

mod judged;

use holdfast_core::model::{Ccn, DeviceId, DeviceMove, HospitalScope, Role};
use holdfast_server::app::device::DeviceAct;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::machine::reply;
use holdfast_testkit::{Machine, Portal};
use holdfast_wire::device::{News, Standing, parts};
use serde_json::json;

/// Fixture Memorial with its IT person, and a token for `most` machines.
async fn fixture(most: u32) -> (Portal, HospitalScope, holdfast_server::app::Speaker, String) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let account = portal.person("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let shown = "Ivo It, IT".to_owned();
    let by = holdfast_server::app::Speaker {
        account,
        name: "Ivo It".to_owned(),
        shown,
        roles: vec![Role::HospitalIt],
    };
    let made = portal.app.make_enrolment_token(scope, &by, "Nurse stations", most, 7).await.expect("a token");
    (portal, scope, by, made.text)
}

fn id(machine: &Machine) -> DeviceId {
    machine.device.parse().expect("a number")
}

#[tokio::test]
async fn a_machine_enrols_is_let_in_and_tells_everything_then_what_changed() {
    let (portal, scope, by, token) = fixture(2).await;
    let mut pc = Machine::new("FIX-PC-7", 1);
    let answer = pc.enrol(&portal, &token).await;
    answer.is(200).shows("\"state\":\"waiting\"");
    // Until a person lets it in, nothing it says is kept.
    let waiting = pc.say_all(&portal).await;
    waiting.is(403);
    assert_eq!(reply(&waiting).state, Standing::Waiting);
    assert_eq!(portal.app.device(scope, id(&pc)).await.expect("read").facts.smb1.is(), None);
    portal.app.act_on_devices(scope, &by, &[id(&pc)], &DeviceAct::Approve).await.expect("done");

    let all = pc.say_all(&portal).await;
    all.is(200);
    let said = reply(&all);
    assert_eq!((said.state, said.base, said.next_seq), (Standing::Approved, Some(pc.seq), pc.seq + 1));
    let file = portal.app.device(scope, id(&pc)).await.expect("read");
    assert_eq!(file.facts.smb1.is(), Some(&false));
    assert_eq!(file.device.brief.os.is().map(|os| os.version.as_str()), Some("10.0.19045.6456"));

    let changed = json!({ "smb1": { "is": true } }).as_object().cloned().expect("a map");
    let base = pc.seq;
    pc.say_changes(&portal, base, changed).await.is(200);
    assert_eq!(portal.app.device(scope, id(&pc)).await.expect("read").facts.smb1.is(), Some(&true));
    // Changes that count from something else are not put in; everything is asked for.
    let lost = pc.say_changes(&portal, base, Default::default()).await;
    lost.is(409);
    assert_eq!(reply(&lost).base, Some(base + 1));
    portal.clock.pass_minutes(60);
    let news = News::Same { base: base + 1, collected_at: portal.app.clock.now() };
    let same = pc.message(&portal, news);
    pc.check_in(&portal, &same).await.is(200);
    let file = portal.app.device(scope, id(&pc)).await.expect("read");
    assert_eq!(file.device.observed_at(), Some(portal.app.clock.now()), "still so an hour later");
    let goodbye = pc.message(&portal, News::Goodbye);
    pc.check_in(&portal, &goodbye).await.is(200);
    pc.say_all(&portal).await.is(403);
    let file = portal.app.device(scope, id(&pc)).await.expect("read");
    let moves: Vec<&str> = file.events.iter().rev().map(|e| e.moved.key()).collect();
    assert_eq!(moves, ["enrolled", "approved", "goodbye"]);
}

#[tokio::test]
async fn what_a_machines_event_logs_show_becomes_a_case_once() {
    let (portal, scope, by, token) = fixture(1).await;
    let mut pc = Machine::new("FIX-PC-7", 1);
    pc.enrol(&portal, &token).await.is(200);
    let found = |what: &str, severity: &str| {
        let finding = crate::security_cases::finding(what, "FIX-PC-7", severity, "2026-03-02T11:30:00Z");
        let findings = vec![serde_json::from_value(finding).expect("a finding")];
        News::Found { looked_at: portal.app.clock.now(), findings }
    };
    let news = found("Shadow copies deleted", "critical");
    let message = pc.message(&portal, news.clone());
    pc.check_in(&portal, &message).await.is(403);
    assert!(portal.app.security_cases(scope).await.expect("read").open.is_empty(), "nobody let it in yet");

    portal.app.act_on_devices(scope, &by, &[id(&pc)], &DeviceAct::Approve).await.expect("done");
    pc.say_all(&portal).await.is(200);
    let base = pc.seq;
    for _ in 0..2 {
        let message = pc.message(&portal, news.clone());
        let answer = pc.check_in(&portal, &message).await;
        answer.is(200);
        assert_eq!(reply(&answer).base, Some(base), "facts are as they were");
    }
    let message = pc.message(&portal, found("Event log cleared", "high"));
    pc.check_in(&portal, &message).await.is(200);
    let News::Found { findings, .. } = found("Odd service", "high") else { panic!("findings") };
    let many = |n| News::Found { looked_at: portal.app.clock.now(), findings: vec![findings[0].clone(); n] };
    for (n, status) in [(51, 400), (50, 200)] {
        let message = pc.message(&portal, many(n));
        pc.check_in(&portal, &message).await.is(status);
    }
    for _ in 0..18 {
        let message = pc.message(&portal, many(50));
        pc.check_in(&portal, &message).await.is(200);
    }
    let message = pc.message(&portal, many(50));
    pc.check_in(&portal, &message).await.is(400).shows("1000 a day");
    let cases = portal.app.security_cases(scope).await.expect("read");
    assert_eq!(cases.open.len(), 1, "what happened within hours on one machine is one case");
    let file = portal.app.security_case(scope, 1).await.expect("read");
    assert_eq!(file.detections.len(), 3, "told many times, kept once");
    assert!(file.case.events.iter().all(|e| e.by == "The agent of FIX-PC-7"), "{:?}", file.case.events);
    let now = portal.app.clock.now();
    let mut later = findings[0].clone();
    (later.rule.title, later.last_at) =
        ("Clock ran ahead".to_owned(), now + jiff::SignedDuration::from_hours(90 * 24));
    let news = News::Found { looked_at: now, findings: vec![later] };
    portal.clock.pass_minutes(24 * 60);
    let message = pc.message(&portal, news);
    pc.check_in(&portal, &message).await.is(200);
    let cases = portal.app.security_cases(scope).await.expect("read");
    let mut all = Vec::new();
    for case in &cases.open {
        all.extend(portal.app.security_case(scope, case.case.number).await.expect("read").detections);
    }
    let later =
        all.iter().find(|d| d.rule.title == "Clock ran ahead").expect("kept, with the time of the look");
    assert_eq!(later.last_at, now);
}

#[tokio::test]
async fn a_recorded_message_a_wrong_key_and_a_strange_device_get_nowhere() {
    let (portal, scope, by, token) = fixture(3).await;
    let (mut pc, mut other) = (Machine::new("FIX-PC-7", 1), Machine::new("FIX-PC-8", 2));
    for machine in [&mut pc, &mut other] {
        machine.enrol(&portal, &token).await.is(200);
        portal.app.act_on_devices(scope, &by, &[id(machine)], &DeviceAct::Approve).await.expect("done");
    }
    pc.say_all(&portal).await.is(200);
    let news = News::Full { collected_at: portal.app.clock.now(), facts: parts(&pc.facts) };
    let recorded = pc.message(&portal, news);
    pc.check_in(&portal, &recorded).await.is(200);
    // The very last one again is answered as before: its answer may have got lost.
    pc.check_in(&portal, &recorded).await.is(200);
    pc.say_all(&portal).await.is(200);
    let again = pc.check_in(&portal, &recorded).await;
    again.is(409);
    assert_eq!(reply(&again).next_seq, pc.seq + 1);
    let events = portal.app.device(scope, id(&pc)).await.expect("read").events;
    assert!(events.iter().any(|e| e.moved == DeviceMove::Replayed { seq: recorded.seq }), "{events:?}");

    // One machine cannot speak for another, whichever of the two it names.
    let forged = Machine::new("FIX-PC-8", 2).named(&pc.device);
    forged.check_in(&portal, &recorded).await.is(401);
    let mixed = other.message(&portal, News::Goodbye);
    let mixed = holdfast_wire::device::CheckIn { device: pc.device.clone(), ..mixed };
    other.check_in(&portal, &mixed).await.is(400);
    let stranger = Machine::new("FIX-PC-9", 9).named("7");
    stranger.check_in(&portal, &recorded).await.is(401);
}

#[tokio::test]
async fn a_copied_disk_is_told_apart_and_only_the_first_machine_is_heard() {
    let (portal, scope, by, token) = fixture(1).await;
    let mut pc = Machine::new("FIX-PC-7", 1);
    pc.enrol(&portal, &token).await.is(200);
    portal.app.act_on_devices(scope, &by, &[id(&pc)], &DeviceAct::Approve).await.expect("done");
    pc.say_all(&portal).await.is(200);
    let mut copy = Machine::new("FIX-PC-7-COPY", 1).named(&pc.device);
    copy.seq = pc.seq;
    copy.hardware = "another board".to_owned();
    let answer = copy.say_all(&portal).await;
    answer.is(403);
    assert_eq!(reply(&answer).state, Standing::Revoked, "the copy stops");
    let file = portal.app.device(scope, id(&pc)).await.expect("read");
    assert!(file.device.is_cloned);
    assert!(file.events.iter().any(|e| e.moved == DeviceMove::Cloned { name: "FIX-PC-7-COPY".to_owned() }));
    pc.say_all(&portal).await.is(200);
    portal.app.act_on_devices(scope, &by, &[id(&pc)], &DeviceAct::Approve).await.expect("done");
    assert!(!portal.app.device(scope, id(&pc)).await.expect("read").device.is_cloned, "a person settled it");
}

#[tokio::test]
async fn a_token_is_used_up_ends_and_belongs_to_one_hospital() {
    let (portal, scope, by, token) = fixture(1).await;
    let mut pc = Machine::new("FIX-PC-7", 1);
    pc.enrol(&portal, "hfd-wrong").await.is(409).shows("lets nobody in");
    pc.enrol(&portal, &token).await.is(200);
    let first = pc.device.clone();
    pc.enrol(&portal, &token).await.is(200);
    assert_eq!(pc.device, first, "asking twice changes nothing");
    Machine::new("FIX-PC-8", 2).enrol(&portal, &token).await.is(409);
    let made = portal.app.make_enrolment_token(scope, &by, "Later", 5, 7).await.expect("a token");
    portal.clock.pass_minutes(8 * 24 * 60);
    Machine::new("FIX-PC-9", 3).enrol(&portal, &made.text).await.is(409);
    let elsewhere = HospitalScope::checked(Ccn::parse(BEACON_RIDGE).expect("a number"));
    assert!(portal.app.fleet(elsewhere).await.expect("read").devices.is_empty());
    assert!(portal.app.device(elsewhere, id(&pc)).await.is_err());
}

#[tokio::test]
async fn hostile_messages_are_refused_and_change_nothing() {
    let (portal, scope, by, token) = fixture(1).await;
    let mut pc = Machine::new("FIX-PC-7", 1);
    pc.enrol(&portal, &token).await.is(200);
    portal.app.act_on_devices(scope, &by, &[id(&pc)], &DeviceAct::Approve).await.expect("done");
    pc.say_all(&portal).await.is(200);
    let before = portal.app.device(scope, id(&pc)).await.expect("read").facts;
    for wrong in [
        json!({ "os": 7 }),
        json!({ "software": { "is": "none" } }),
        json!({ "booted_at": { "is": "soon" } }),
        json!({ "hardware": [1] }),
    ] {
        let facts = wrong.as_object().cloned().expect("a map");
        let news = News::Full { collected_at: portal.app.clock.now(), facts };
        let message = pc.message(&portal, news);
        pc.check_in(&portal, &message).await.is(400).shows("no facts of a device");
        let changed = wrong.as_object().cloned().expect("a map");
        let base = 1;
        pc.say_changes(&portal, base, changed).await;
    }
    assert_eq!(portal.app.device(scope, id(&pc)).await.expect("read").facts, before);
    pc.send(&portal, "/api/v1/devices/check-in", &json!({ "version": 1 })).await.is(400);
    // 20,000 programs are kept, and no more.
    let program = |n: usize| json!({ "name": format!("Program {n}"), "version": "1.0" });
    let many: Vec<_> = (0..30_000).map(program).collect();
    let facts = json!({ "software": { "is": many } }).as_object().cloned().expect("a map");
    let news = News::Full { collected_at: portal.app.clock.now(), facts };
    let message = pc.message(&portal, news);
    pc.check_in(&portal, &message).await.is(200);
    let facts = portal.app.device(scope, id(&pc)).await.expect("read").facts;
    assert_eq!(facts.software.is().map(Vec::len), Some(20_000));
}
