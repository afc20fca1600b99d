//! A made-up rule with its advice, read whole and then broken in one way after another.

use super::super::*;

const RULE: &str = "title: Log cleared\nid: 6f0c1d60-0000-4000-8000-000000000001\ndetection: {}\n";
const ADVICE: &str = r#"rule = "6f0c1d60-0000-4000-8000-000000000001"
means = "Someone cleared a log."
call = "Call IT."
unplug = "Nothing."
keep = "The logs."
not_it = "A new computer."
source = "A page"
verified_on = "2026-08-01"

[[event]]
hits = true
json = '''{"EventID":1102}'''

[[sequence]]
hits = false
events = ['''{"EventID":1100}''', '''{"EventID":1105}''']
"#;
const TACTICS: &str = r#"[[tactic]]
id = "defense-evasion"
name = "Defense evasion"
means = "Someone hides."
call = "Call IT."
unplug = "Nothing."
keep = "The logs."
source = "A page"
verified_on = ""
"#;
const TECHNIQUES: &str = r#"attack_version = "18.1"
notice = "A notice."
source = "A page"
verified_on = ""

[[technique]]
id = "T1070.001"
name = "Clear Windows Event Logs"
tactics = ["defense-evasion"]
"#;

const FILES: [(&str, &str); 4] = [
    ("rules/attack.toml", TECHNIQUES),
    ("rules/log-cleared.toml", ADVICE),
    ("rules/log-cleared.yml", RULE),
    ("rules/tactics.toml", TACTICS),
];

#[track_caller]
fn check(path: &str, from: &str, to: &str, expected: &str) {
    let files = FILES.map(|(p, text)| (p, if p == path { text.replace(from, to) } else { text.to_owned() }));
    assert!(files.iter().zip(FILES).any(|((_, new), (_, old))| new != old), "`{from}` is not in {path}");
    let errors = read(&files).err().map(|errors| errors.to_string()).unwrap_or_default();
    assert!(errors.contains(expected), "{from} -> {to}: {errors}");
}

#[test]
fn rules_tactics_and_techniques_read_as_written() {
    let catalog = read(&FILES).unwrap_or_else(|e| panic!("{e}"));
    let advice =
        catalog.detection.advice_for_rule("6F0C1D60-0000-4000-8000-000000000001").expect("the advice");
    assert_eq!((advice.stem.as_str(), advice.not_it.as_str()), ("log-cleared", "A new computer."));
    let samples: Vec<_> = advice.samples.iter().map(|s| (s.hits, s.events.len(), s.line)).collect();
    assert_eq!(samples, [(true, 1, 10), (false, 2, 14)]);
    let technique = catalog.detection.technique("t1070.001").expect("the technique");
    assert_eq!(technique.tactics, [catalog.detection.tactics[0].tactic.clone()]);
}

#[test]
fn each_mistake_is_named_at_its_place() {
    let advice = "rules/log-cleared.toml";
    check(
        advice,
        "000001\"",
        "00000g\"",
        "log-cleared.toml:1:8: `6f0c1d60-0000-4000-8000-00000000000g` is no UUID",
    );
    check(advice, "call = \"Call IT.\"\n", "", "the file lacks `call`");
    check(advice, "keep =", "keeps =", "has no key `keeps`");
    check(advice, "hits = true", "hits = \"yes\"", "log-cleared.toml:11:8: `hits` of event is a text");
    check(
        advice,
        "{\"EventID\":1102}",
        "{\"EventID\":}",
        "log-cleared.toml:12:8: the event is no JSON object",
    );
    check(advice, "{\"EventID\":1102}", "[1102]", "the event is no JSON object");
    check(advice, "hits = true", "hits = false", "the file has no event with `hits = true`");
    check(advice, "hits = false", "hits = true", "the file has no event with `hits = false`");
    check(
        "rules/attack.toml",
        "[\"defense-evasion\"]",
        "[\"defence-evasion\"]",
        "no tactic has the id `defence-evasion`",
    );
    check("rules/attack.toml", "T1070.001", "T1070.1", "`T1070.1` is no technique");
    check("rules/tactics.toml", "unplug = \"Nothing.\"\n", "", "lacks `unplug`");
}

#[test]
fn a_rule_and_its_advice_belong_together() {
    let rule = "rules/log-cleared.yml";
    check(
        rule,
        "000001",
        "000002",
        "log-cleared.yml:2:1: `6f0c1d60-0000-4000-8000-000000000002` is not the id in",
    );
    check(rule, "\nid: ", "\nnumber: ", "log-cleared.yml:1:1: the rule has no `id:`");
    let without = |path: &str| {
        let files: Vec<_> = FILES.into_iter().filter(|(p, _)| *p != path).collect();
        read(&files).err().map(|errors| errors.to_string()).unwrap_or_default()
    };
    assert!(
        without(rule)
            .contains("log-cleared.toml:1:1: the rule is missing; write it to `rules/log-cleared.yml`")
    );
    assert!(without("rules/log-cleared.toml").contains("log-cleared.yml:1:1: the rule has no advice"));
    let mut twice = FILES.to_vec();
    twice.extend([("rules/same.toml", ADVICE), ("rules/same.yml", RULE)]);
    let errors = read(&twice).expect_err("two rules of one id").to_string();
    assert!(
        errors.contains("same.toml:1:8: the rule at rules/log-cleared.toml:1 already has the id"),
        "{errors}"
    );
}

#[test]
fn rules_of_this_release_are_embedded_beside_their_advice() {
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(rule_files().len(), catalog.detection.rules.len());
    assert!(rule_files().iter().all(|(path, text)| path.ends_with(".yml") && text.starts_with("title: ")));
}
