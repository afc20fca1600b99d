//! The program against the judge on random rules and random events, and what must not change an answer.

use holdfast_sigma::{JsonEvent, Program, RuleFile, RuleSet, Scratch, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Few letters, so that texts often meet.
const WORDS: [&str; 12] =
    ["a", "ab", "aB", "cmd.exe", "\\cmd.exe", "-enc", " /x", "é", "", "10.1.2.3", "4624", "K"];
const FIELDS: [&str; 5] = ["F", "G", "Image", "CommandLine", "EventID"];
const PLAIN: [&str; 12] = [
    "",
    "|contains",
    "|startswith",
    "|endswith",
    "|contains|all",
    "|cased",
    "|contains|cased",
    "|contains|windash",
    "|base64offset|contains",
    "|wide|base64offset|contains",
    "|neq",
    "|endswith|windash",
];
const SOURCES: [&str; 5] = [
    "{product: windows, category: process_creation}",
    "{product: windows, service: security}",
    "{product: windows, service: system}",
    "{product: windows}",
    "{product: windows, category: registry_event}",
];
const CONDITIONS: [&str; 12] = [
    "a",
    "a and b",
    "a or b",
    "a and not b",
    "not a",
    "1 of them",
    "all of them",
    "2 of them",
    "a and not (b or c)",
    "(a or b) and c",
    "not 1 of b* and a",
    "not (not a and not b)",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..4).prop_map(|words| words.concat())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A value with wildcards and backslashes in it.
fn pattern() -> impl Strategy<Value = String> {
    let part = prop::sample::select(&["a", "ab", "*", "?", "\\", "\\\\", "\\*", "é", "B", "cmd", " "][..]);
    prop_oneof![3 => text(), 1 => prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())]
}

/// One line of a selection.
fn item() -> impl Strategy<Value = String> {
    let field = prop::sample::select(&FIELDS[..]);
    let patterns = prop::collection::vec(pattern(), 1..4);
    let plain =
        (field.clone(), prop::sample::select(&PLAIN[..]), patterns).prop_map(|(field, modifiers, values)| {
            // What encodes takes no wildcard, and nothing too short.
            let encodes = modifiers.contains("base64");
            let values: Vec<String> =
                values
                    .iter()
                    .map(|v| {
                        if encodes {
                            quoted(&format!("abc{}", v.replace(['*', '?'], "x")))
                        } else {
                            quoted(v)
                        }
                    })
                    .collect();
            format!("{field}{modifiers}: [{}]", values.join(", "))
        });
    let other = (field, 0..9usize).prop_map(|(field, n)| match n {
        0 => format!("{field}: null"),
        1 => format!("{field}|exists: true"),
        2 => format!("{field}|exists: false"),
        3 => format!("{field}|re: ['ab+', '[0-9]{{2,}}', '(cmd|enc)']"),
        4 => format!("{field}|re|i: 'a.*b'"),
        5 => format!("{field}|cidr: 10.0.0.0/8"),
        6 => format!("{field}|gte: 1000"),
        7 => format!("{field}|fieldref: G"),
        _ => format!("{field}: ['', null, 'a*b', 4624]"),
    });
    prop_oneof![4 => plain, 1 => other]
}

fn selection() -> impl Strategy<Value = String> {
    let map = prop::collection::btree_map(0..4usize, item(), 1..4).prop_map(|items| {
        let mut lines: Vec<String> = items.into_values().collect();
        // One key twice is refused; the first stays.
        lines.sort_by_key(|line| line.split(": ").next().unwrap_or("").to_owned());
        lines.dedup_by_key(|line| line.split(": ").next().unwrap_or("").to_owned());
        lines.iter().map(|line| format!("        {line}\n")).collect::<String>()
    });
    let maps = prop::collection::vec(item(), 1..4)
        .prop_map(|items| items.iter().map(|line| format!("        - {line}\n")).collect::<String>());
    let keywords = prop::collection::vec(pattern(), 1..3)
        .prop_map(|words| words.iter().map(|w| format!("        - {}\n", quoted(w))).collect::<String>());
    prop_oneof![4 => map, 2 => maps, 1 => keywords]
}

fn rule() -> impl Strategy<Value = String> {
    let condition = prop::sample::select(&CONDITIONS[..]);
    (prop::sample::select(&SOURCES[..]), selection(), selection(), selection(), condition).prop_map(
        |(source, a, b, c, condition)| {
            format!("title: T\nlogsource: {source}\ndetection:\n    a:\n{a}    b:\n{b}    c:\n{c}    condition: {condition}\n")
        },
    )
}

fn event() -> impl Strategy<Value = serde_json::Value> {
    let origin = prop::sample::select(
        &[
            ("Microsoft-Windows-Sysmon/Operational", 1),
            ("Microsoft-Windows-Sysmon/Operational", 13),
            ("Security", 4688),
            ("Security", 4624),
            ("System", 7045),
            ("Elsewhere", 1),
        ][..],
    );
    let value = prop_oneof![
        5 => text().prop_map(serde_json::Value::from),
        1 => Just(serde_json::Value::Null),
        1 => (0..9_000u32).prop_map(serde_json::Value::from),
        1 => prop::collection::vec(text(), 0..3).prop_map(serde_json::Value::from),
    ];
    let fields = prop::collection::btree_map(
        prop::sample::select(&["F", "G", "Image", "CommandLine", "NewProcessName", "Data"][..]),
        value,
        0..6,
    );
    (origin, fields).prop_map(|((channel, id), fields)| {
        let mut event = serde_json::json!({ "Channel": channel, "EventID": id });
        for (name, value) in fields {
            event[name] = value;
        }
        event
    })
}

fn program_of(rules: &[String]) -> Program {
    let files = rules.iter().map(|text| RuleFile { name: "random.yml", bytes: text.as_bytes() });
    Program::compile(RuleSet::read(files, Settings::default()))
}

fn read(program: &Program, event: &serde_json::Value) -> JsonEvent {
    let mut read = JsonEvent::new();
    read.read(event.to_string().as_bytes(), program.fields()).unwrap();
    read
}

fn run(cases: u32, test: impl Fn(Vec<String>, Vec<serde_json::Value>) -> Result<(), TestCaseError>) {
    let rules = prop::collection::vec(rule(), 1..12);
    let events = prop::collection::vec(event(), 1..12);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(&(rules, events), |(rules, events)| test(rules, events)).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn program_and_judge_agree() {
    let n_hits = std::cell::Cell::new(0);
    run(400, |rules, events| {
        let program = program_of(&rules);
        prop_assert_eq!(&program.rules().rejected, &[]);
        let mut scratch = Scratch::new();
        for event in &events {
            let read = read(&program, event);
            let by_program = program.matches(&read, &mut scratch).to_vec();
            n_hits.set(n_hits.get() + by_program.len());
            prop_assert_eq!(by_program, program.full_scan(&read), "{}", event);
        }
        Ok(())
    });
    assert!(n_hits.get() > 1_000, "random rules hit something: {}", n_hits.get());
}

#[test]
fn the_order_of_rules_changes_nothing() {
    run(100, |rules, events| {
        let forward = program_of(&rules);
        let backward: Vec<String> = rules.iter().rev().cloned().collect();
        let backward = program_of(&backward);
        let last = forward.rules().rules.len() - 1;
        let mut scratch = Scratch::new();
        for event in &events {
            let hits: Vec<usize> =
                forward.matches(&read(&forward, event), &mut scratch).iter().map(|id| id.index()).collect();
            let mut turned: Vec<usize> = backward
                .matches(&read(&backward, event), &mut scratch)
                .iter()
                .map(|id| last - id.index())
                .collect();
            turned.sort_unstable();
            prop_assert_eq!(hits, turned);
        }
        Ok(())
    });
}

#[test]
fn the_case_of_letters_changes_nothing() {
    run(100, |rules, events| {
        // Expressions and `cased` are about case, and encoded text is another text.
        let rules: Vec<String> = rules
            .into_iter()
            .filter(|r| !r.contains("|re") && !r.contains("cased") && !r.contains("base64"))
            .collect();
        let program = program_of(&rules);
        let mut scratch = Scratch::new();
        for event in &events {
            let hits = program.matches(&read(&program, event), &mut scratch).to_vec();
            let mut flipped = event.clone();
            for (name, value) in flipped.as_object_mut().unwrap() {
                if let (false, Some(text)) = (name == "Channel", value.as_str()) {
                    *value = text.to_uppercase().into();
                }
            }
            prop_assert_eq!(
                hits,
                program.matches(&read(&program, &flipped), &mut scratch).to_vec(),
                "{}",
                event
            );
        }
        Ok(())
    });
}

#[test]
fn a_rule_alone_hits_what_it_hits_among_others() {
    run(60, |rules, events| {
        let together = program_of(&rules);
        let mut scratch = Scratch::new();
        for (n, rule) in rules.iter().enumerate() {
            let alone = program_of(std::slice::from_ref(rule));
            for event in &events {
                let among =
                    together.matches(&read(&together, event), &mut scratch).iter().any(|id| id.index() == n);
                let hits = !alone.matches(&read(&alone, event), &mut scratch).is_empty();
                prop_assert_eq!(among, hits, "{}\n{}", rule, event);
            }
        }
        Ok(())
    });
}
