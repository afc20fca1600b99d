//! From a hunt's result to a closed case.

use holdfast_core::model::Role;
use holdfast_store::EvidenceKept;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{act, at, case, finding, fixture, hunt, name_lab, send, usual};

#[tokio::test]
async fn a_result_becomes_cases_and_those_of_care_stand_first() {
    let (portal, scope, mut ivo) = fixture().await;
    ivo.get(&at("/security-cases")).await.is(200).shows("No case is open").shows("none named yet");
    name_lab(&mut ivo).await;
    ivo.get(&at("/care-machines?done=named")).await.shows("lab-01").shows("Laboratory system");
    let answer = send(&mut ivo, usual()).await;
    answer.is(200).shows("3 new findings came in").shows("Case 1").shows("Case 2");
    let list = ivo.get(&at("/security-cases")).await;
    list.is(200).shows("Care depends on LAB-01 (Laboratory system)").shows("Nobody has looked at it yet");
    list.shows("New user").shows("Rule by Ann Author").shows("Seen, no case");
    let place = |words: &str| list.body.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(place("on LAB-01</a>") < place("on PC-7</a>"), "care goes before severity");
    // This week begins with it, for those who may read it.
    ivo.get(&at("")).await.shows("Look at case 1").shows("Care depends on a machine in it");
    let mut abe = portal.signed_in_as("Abe Look", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    abe.get(&at("")).await.is(200).hides("Look at case").hides("Security cases");

    let page = ivo.get(&case(2)).await;
    page.is(200).shows("Signs that files are being locked or destroyed on PC-7").shows("Rule by Ann Author");
    page.shows("Do these three first")
        .shows("May be needed: ask counsel")
        .shows("45 CFR 164.402")
        .shows("lee");
    // What was read is evidence, and so is what is open.
    let mut read = portal.app.store.read().await.expect("a read");
    let kept: Vec<String> =
        read.evidence(scope).await.expect("read").iter().map(|e| e.measure.to_string()).collect();
    assert_eq!(kept, ["logs-arrive", "detect-none-open"], "the hour to look is not over");
    drop(read);
    ivo.get(&at("/measures/logs-arrive")).await.shows("holdfast hunt").shows("Windows event logs");
    ivo.get(&at("/posture")).await.shows("An attack may be under way");
}

#[tokio::test]
async fn the_same_twice_changes_nothing() {
    let (portal, scope, mut ivo) = fixture().await;
    send(&mut ivo, usual()).await.shows("3 new findings");
    let before = ivo.get(&at("/security-cases")).await.body;
    send(&mut ivo, usual()).await.is(200).shows("already. Nothing was changed.");
    assert_eq!(ivo.get(&at("/security-cases")).await.body, before);
    // Another file with the same findings: known, and counted once.
    let again = usual().replace("Security.evtx", "copy.evtx");
    send(&mut ivo, again).await.shows("0 new findings came in").shows("3 findings were kept before");
    ivo.get(&case(1)).await.hides("more finding");
    let mut read = portal.app.store.read().await.expect("a read");
    let n_logs = read
        .evidence(scope)
        .await
        .expect("read")
        .iter()
        .filter(|e| e.measure.as_str() == "logs-arrive")
        .count();
    assert_eq!(n_logs, 1, "the same coverage is no new evidence");
}

#[tokio::test]
async fn a_case_is_worked_on_closed_and_never_opened_again() {
    let (portal, scope, mut ivo) = fixture().await;
    send(&mut ivo, hunt(&[finding("Shadow copies deleted", "PC-7", "critical", "2026-03-02T11:30:00Z")]))
        .await
        .is(200);
    assert_eq!(act(&mut ivo, 1, &[("act", "taken")]).await.location(), format!("{}?done=taken", case(1)));
    act(&mut ivo, 1, &[("act", "done"), ("step", "unplug")]).await.is(303);
    act(&mut ivo, 1, &[("act", "told"), ("whom", "insurer")]).await.is(303);
    act(&mut ivo, 1, &[("act", "note"), ("note-text", "Called <Pat> at the \"front\" desk")]).await.is(303);
    let page = ivo.get(&case(1)).await;
    page.shows("First looked at by Ivo It, Hospital IT")
        .shows("Did the step: Unplug.")
        .shows("Told: Your cyber insurer.");
    page.shows("Called").shows("desk");
    assert!(!page.body.contains("<Pat>") && page.body.contains("Pat&#62;"));

    act(&mut ivo, 1, &[("act", "note"), ("note-text", "  ")]).await.is(422).shows("Write why");
    let wrong = act(&mut ivo, 1, &[("act", "closed"), ("close-words", "kept words")]).await;
    wrong.is(422).shows("Choose why it is closed").shows("kept words");
    act(&mut ivo, 1, &[("act", "closed"), ("close-reason", "handled")]).await.is(422).shows("Write why");
    let other = [("act", "closed"), ("close-reason", "duplicate"), ("close-other", "9")];
    act(&mut ivo, 1, &other).await.is(422).shows("Name another case");
    let close = [("act", "closed"), ("close-reason", "test"), ("close-words", "The yearly drill")];
    act(&mut ivo, 1, &close).await.is(303);
    ivo.get(&case(1))
        .await
        .shows("it was a test or a drill")
        .shows("The yearly drill")
        .hides("I am looking at it");
    act(&mut ivo, 1, &[("act", "taken")]).await.is(409);
    act(&mut ivo, 1, &[("act", "note"), ("note-text", "Afterwards")]).await.is(303);

    // Looked at within the hour, tested, none open: each is evidence.
    let mut read = portal.app.store.read().await.expect("a read");
    let kept: Vec<String> = read
        .evidence(scope)
        .await
        .expect("read")
        .iter()
        .map(|e| format!("{} {:?}", e.measure, e.finding))
        .collect();
    drop(read);
    assert_eq!(
        kept,
        [
            "detect-none-open NotMet",
            "detect-someone-looks Met",
            "detect-alarm-tested Met",
            "detect-none-open Met"
        ]
    );
    send(&mut ivo, hunt(&[finding("Log cleared", "PC-7", "high", "2026-03-02T11:50:00Z")]))
        .await
        .shows("Case 2");
    ivo.get(&case(2)).await.shows("It follows on case 1, which is closed.");
    ivo.get(&case(1)).await.hides("more finding came in");
    // Another finding of the open one's computer joins it.
    send(&mut ivo, hunt(&[finding("Odd service", "pc-7.x.example", "medium", "2026-03-02T11:55:00Z")])).await;
    ivo.get(&case(2)).await.shows("1 more finding came in.");
}

#[tokio::test]
async fn who_reads_who_writes_and_who_sees_nothing() {
    let (portal, _, mut ivo) = fixture().await;
    send(&mut ivo, usual()).await.is(200);
    let mut eve = portal.signed_in_as("Eve Lane", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    eve.get(&at("/security-cases")).await.is(200).hides("Send in a hunt's result");
    eve.get(&case(1)).await.is(200).hides("Close the case").hides("They are told");
    eve.get(&format!("{}/paper", case(1))).await.is(200);
    eve.get(&at("/security-cases/new")).await.is(403);
    eve.post(&case(1), &[("act", "taken")]).await.is(403);
    eve.post(&at("/care-machines"), &[("names", "x")]).await.is(403);
    let nobody = [
        (Role::Staff, Some(FIXTURE_MEMORIAL)),
        (Role::Assessor, Some(FIXTURE_MEMORIAL)),
        (Role::HospitalAdministrator, Some(BEACON_RIDGE)),
        (Role::ProgramOffice, None),
        (Role::Reviewer, None),
        (Role::Partner, None),
    ];
    for (role, ccn) in nobody {
        let mut other =
            portal.signed_in_as(&format!("Mal {}", role.key().replace('_', " ")), role, ccn).await;
        for path in [
            "/security-cases",
            "/security-cases/1",
            "/security-cases/1/paper",
            "/security-cases/1/stix.json",
            "/care-machines",
        ] {
            let answer = other.get(&at(path)).await;
            assert!([403, 303].contains(&answer.status.as_u16()), "{role:?} {path} {}", answer.status);
            assert!(!answer.body.contains("PC-7"), "{role:?} {path}");
        }
        let answer = other.post(&case(1), &[("act", "taken")]).await;
        assert!([403, 303].contains(&answer.status.as_u16()), "{role:?}");
    }
    // The other hospital has no case of that number, whoever asks.
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let theirs = format!("/hospital/{BEACON_RIDGE}/security-cases");
    kim.get(&theirs).await.is(200).shows("No case is open").hides("PC-7");
    kim.get(&format!("{theirs}/1")).await.is(404);
    kim.post(&format!("{theirs}/1"), &[("act", "taken")]).await.is(404);
    kim.post(&format!("/hospital/{BEACON_RIDGE}/care-machines/remove"), &[("name", "lab-01")]).await.is(404);
}

#[tokio::test]
async fn a_paper_says_what_is_known_and_a_line_on_privilege_only_when_chosen() {
    let (_portal, _, mut ivo) = fixture().await;
    send(&mut ivo, usual()).await.is(200);
    act(&mut ivo, 1, &[("act", "note"), ("note-text", "Our own thoughts")]).await.is(303);
    let paper = format!("{}/paper?for=", case(1));
    let insurer = ivo.get(&format!("{paper}insurer&privilege=yes")).await;
    insurer.is(200).shows("For the insurer").shows("What is not known").hides("Our own thoughts");
    insurer.shows("Notes of the hospital's people (1) are not part of this paper");
    assert!(!insurer.body.contains("<b>Prepared at the request of counsel"));
    let counsel = ivo.get(&format!("{paper}counsel")).await;
    counsel.is(200).shows("For counsel").shows("Our own thoughts").shows("Only if counsel asked for it");
    assert!(!counsel.body.contains("<b>Prepared at the request of counsel"));
    let chosen = ivo.get(&format!("{paper}counsel&privilege=yes")).await;
    assert!(chosen.body.contains("<b>Prepared at the request of counsel"));
    chosen.shows("by Ann Author");
}

#[tokio::test]
async fn a_case_is_saved_as_stix() {
    let (_portal, _, mut ivo) = fixture().await;
    send(&mut ivo, usual()).await.is(200);
    let file = ivo.get(&format!("{}/stix.json", case(1))).await;
    file.is(200);
    let bundle: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
    assert_eq!(bundle["type"], "bundle");
    let named = file.headers.get("content-disposition").and_then(|v| v.to_str().ok()).unwrap_or_default();
    assert_eq!(named, format!("attachment; filename=\"case-1-{FIXTURE_MEMORIAL}.stix.json\""));
}

#[tokio::test]
async fn event_logs_as_they_are_need_a_program_that_reads_them() {
    let (portal, _, mut ivo) = fixture().await;
    send(&mut ivo, b"ElfFile\0rest").await.is(422).shows("holdfast hunt");
    let found = hunt(&[finding("Odd service", "PC-7", "medium", "2026-03-02T11:55:00Z")]);
    let runner = move |name: &str, bytes: &[u8]| match bytes {
        b"ElfFile\0good" if name == "hunt.jsonl" => Ok(found.clone().into_bytes()),
        _ => Err("This log is cut short. Copy it again.".to_owned()),
    };
    portal.app.hunt_with(std::sync::Arc::new(runner));
    send(&mut ivo, b"ElfFile\0bad").await.is(422).shows("This log is cut short");
    send(&mut ivo, b"ElfFile\0good").await.is(200).shows("1 new finding came in");
}

#[tokio::test]
async fn machines_are_named_by_exact_names_and_taken_off() {
    let (_portal, _, mut ivo) = fixture().await;
    let post = |names: &'static str, system: &'static str, carries: &'static str| {
        [("names", names), ("system", system), ("carries", carries)]
    };
    for (form, says) in [
        (post("", "lab", ""), "Write at least one"),
        (post("LAB-*", "lab", ""), "Write one computer name a line"),
        (post("LAB 01", "lab", ""), "Write one computer name a line"),
        (post("<b>x</b>", "lab", ""), "Write one computer name a line"),
        (post("LAB-01", "no-such", ""), "Choose what runs on it"),
        (post("LAB-01", "", ""), "Choose what runs on it"),
        (post("PHONE-1", "other", ""), "Say what it carries"),
    ] {
        let answer = ivo.post(&at("/care-machines"), &form).await;
        answer.is(422).shows(says);
        assert!(!answer.body.contains("<b>x</b>"));
    }
    ivo.post(&at("/care-machines"), &post("PHONE-1", "other", "phones")).await.is(303);
    ivo.get(&at("/care-machines")).await.shows("phone-1").shows("phones");
    ivo.post(&at("/care-machines/remove"), &[("name", "PHONE-1")]).await.is(303);
    ivo.post(&at("/care-machines/remove"), &[("name", "PHONE-1")]).await.is(404);
    let many: String = (0..501).map(|n| format!("pc-{n}\n")).collect();
    let form = [("names", many.as_str()), ("system", "lab"), ("carries", "")];
    ivo.post(&at("/care-machines"), &form).await.is(422).shows("Name up to 500");
}

#[tokio::test]
async fn a_critical_case_is_told_by_mail_once_and_the_letter_gives_nothing_away() {
    let (portal, _, mut ivo) = fixture().await;
    let letters = async || {
        let all = portal.mails().await.into_iter();
        all.filter(|m| m.new.kind == "security-case-critical").collect::<Vec<_>>()
    };
    let medium = finding("Odd service", "PC-7", "medium", "2026-03-02T10:30:00Z");
    send(&mut ivo, hunt(std::slice::from_ref(&medium))).await.is(200);
    assert_eq!(letters().await.len(), 0, "a medium case waits for the week's list");
    // The same case turns critical: now it is told, and never a second time.
    let worse = finding("Shadow copies deleted", "PC-7", "critical", "2026-03-02T11:30:00Z");
    send(&mut ivo, hunt(&[medium, worse.clone()])).await.is(200);
    let first = letters().await;
    assert_eq!(first.len(), 1, "to the one person who answers for the hospital here");
    let text = &first[0].new.text;
    assert!(text.contains("Security case 1") && text.contains("/security-cases/1"), "{text}");
    assert!(!text.contains("PC-7") && !text.contains("Shadow") && !text.contains("lee"), "{text}");
    let again = finding("Backups deleted", "PC-7", "critical", "2026-03-02T11:40:00Z");
    send(&mut ivo, hunt(&[worse, again])).await.is(200);
    assert_eq!(letters().await.len(), 1);
}
