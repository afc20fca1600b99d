//! A bundle against what the specification asks of each object.

use std::collections::BTreeSet;

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::incident::describe;
use holdfast_core::model::{DetectionExample, IncidentEvent, IncidentId, IncidentMove, Severity};
use jiff::Timestamp;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn detection(title: &str, host: &str, when: Timestamp) -> Detection {
    let fields = [("User", "FIXTURE\\lee"), ("CommandLine", "vssadmin delete shadows /all \"q\"\n")];
    Detection {
        rule: DetectionRule {
            id: Some("c947b146-0abc-4c87-9c64-b17e9d7274a2".to_owned()).filter(|_| title != "No id"),
            title: title.to_owned(),
            author: Some("Ann Author, \"Bo\"".to_owned()),
            level: None,
            techniques: vec!["t1490".to_owned(), "T1059.001".to_owned(), "nonsense".to_owned()],
            tactics: vec!["impact".to_owned()],
        },
        severity: Severity::Critical,
        host: host.to_owned(),
        n_events: u64::MAX,
        first_at: when,
        last_at: when,
        example: DetectionExample {
            at: when,
            channel: "Security".to_owned(),
            provider: String::new(),
            event_id: None,
            record_id: None,
            file: String::new(),
            fields: fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter().collect(),
        },
        is_first_seen: None,
        from_rules: vec![],
    }
}

fn bundle() -> Value {
    let opened_at = at("2026-03-02T12:00:00Z");
    let moved = IncidentMove::Opened { n_findings: 2, after: None };
    let events = vec![IncidentEvent { moved, by: "Dana".to_owned(), at: opened_at }];
    let case = Incident { id: IncidentId(1), number: 1, opened_at, events };
    let found = [
        detection("Shadow copies deleted", "LAB-01", at("2026-03-02T08:00:00.5Z")),
        detection("Shadow copies deleted", "lab-01.fixture.example", at("2026-03-02T09:00:00Z")),
        detection("No id", "PC-7", Timestamp::MAX),
        detection("No id", "PC-8", Timestamp::MIN),
    ];
    let story = describe(&Catalog::default(), &case, &found, &[]).expect("a story");
    stix_bundle("Fixture \u{0} Memorial", Ccn::parse("991301").expect("a number"), &case, &story, &found)
}

/// The required properties of each kind, beside those common to all. Source: STIX 2.1, sections 4 to 6.
const REQUIRED: &[(&str, &[&str])] = &[
    ("identity", &["name", "identity_class"]),
    ("indicator", &["pattern", "pattern_type", "valid_from"]),
    ("attack-pattern", &["name"]),
    ("relationship", &["relationship_type", "source_ref", "target_ref"]),
    ("observed-data", &["first_observed", "last_observed", "number_observed", "object_refs"]),
    ("sighting", &["sighting_of_ref"]),
    ("report", &["name", "published", "object_refs"]),
    ("user-account", &[]),
    ("process", &["command_line"]),
    ("file", &["name"]),
];

#[test]
fn every_object_has_what_the_specification_asks() {
    let bundle = bundle();
    assert_eq!(bundle["type"], "bundle");
    let objects = bundle["objects"].as_array().expect("objects");
    let ids: BTreeSet<&str> = objects.iter().filter_map(|o| o["id"].as_str()).collect();
    assert_eq!(ids.len(), objects.len(), "an id stands twice");
    let mut kinds = BTreeSet::new();
    for object in objects {
        let kind = object["type"].as_str().expect("a type");
        kinds.insert(kind);
        let (_, required) = REQUIRED.iter().find(|(k, _)| *k == kind).expect("a kind of the list");
        let is_observable = ["user-account", "process", "file"].contains(&kind);
        let common: &[&str] = if is_observable { &[] } else { &["created", "modified", "created_by_ref"] };
        for name in required.iter().chain(common).chain(&["id", "spec_version"]) {
            assert!(!object[*name].is_null(), "{kind} has no {name}");
        }
        assert_eq!(object["spec_version"], "2.1");
        let id = object["id"].as_str().expect("an id");
        let uuid = id.strip_prefix(&format!("{kind}--")).expect("the kind in front");
        let version = if kind == "process" { b'4' } else { b'5' };
        assert!(uuid.len() == 36 && uuid.as_bytes()[14] == version, "{id}");
        for (name, value) in object.as_object().expect("an object") {
            if name.ends_with("_ref") {
                assert!(ids.contains(value.as_str().expect("an id")), "{kind}.{name} leads nowhere");
            }
            if name.ends_with("_refs") {
                let refs = value.as_array().expect("ids");
                assert!(!refs.is_empty(), "{kind}.{name} is empty");
                assert!(refs.iter().all(|r| ids.contains(r.as_str().expect("an id"))), "{kind}.{name}");
            }
            let is_time = ["created", "modified", "published", "valid_from"].contains(&name.as_str())
                || name.ends_with("_seen")
                || name.ends_with("_observed") && name != "number_observed";
            if is_time {
                let text = value.as_str().expect("a time");
                assert!(
                    text.len() == 24 && text.ends_with('Z') && text.parse::<Timestamp>().is_ok(),
                    "{name} {text}"
                );
            }
        }
    }
    assert_eq!(kinds, REQUIRED.iter().map(|(k, _)| *k).collect());
}

#[test]
fn the_rule_goes_with_its_author_and_not_with_its_text() {
    let bundle = bundle();
    let of = |kind: &str| -> Vec<Value> {
        bundle["objects"].as_array().expect("objects").iter().filter(|o| o["type"] == kind).cloned().collect()
    };
    let indicators = of("indicator");
    assert_eq!(indicators.len(), 2, "one for each rule");
    for i in &indicators {
        assert_eq!(i["pattern_type"], "sigma");
        assert!(i["pattern"].as_str().expect("text").contains("author: \"Ann Author, \\\"Bo\\\"\"\n"), "{i}");
        assert!(i["external_references"][0]["description"].as_str().expect("text").contains("Ann Author"));
    }
    let named: BTreeSet<String> = of("attack-pattern").iter().map(|a| a["name"].to_string()).collect();
    assert_eq!(named, BTreeSet::from(["\"T1059.001\"".to_owned(), "\"T1490\"".to_owned()]));
    assert!(
        of("attack-pattern")
            .iter()
            .any(|a| a["external_references"][0]["url"] == "https://attack.mitre.org/techniques/T1059/001/")
    );
    // One machine under two names is one.
    assert_eq!(of("identity").len(), 1 + 3);
    for o in of("observed-data") {
        assert!((1..=MOST_OBSERVED).contains(&o["number_observed"].as_u64().expect("a number")));
        assert!(o["first_observed"].as_str() <= o["last_observed"].as_str());
    }
}

#[test]
fn the_same_case_gives_the_same_bundle() {
    assert_eq!(bundle(), bundle());
}
