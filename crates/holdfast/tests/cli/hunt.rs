//! `holdfast hunt` and `holdfast rules`: every form of the answer, exit codes, wrong files, and a run that is stopped.

use std::path::Path;

use crate::{Ran, folder, holdfast};

const RULE: &str = "title: Shadow copies deleted
id: 11111111-1111-4111-8111-111111111111
author: A. Tester
level: critical
tags: [attack.impact, attack.t1490]
logsource: {product: windows, category: process_creation}
detection:
  s: {Image|endswith: '\\vssadmin.exe', CommandLine|contains: delete}
  condition: s
";

const EVENT: &str = r#"{"Channel":"Security","EventID":4688,"Computer":"FS01","TimeCreated":"2026-01-02T03:04:05Z","NewProcessName":"C:\\Windows\\vssadmin.exe","CommandLine":"vssadmin delete shadows /all <b>&"}"#;

/// A folder with one rule and one log.
fn given() -> tempfile::TempDir {
    let dir = folder();
    std::fs::write(dir.path().join("rule.yml"), RULE).expect("written");
    std::fs::write(dir.path().join("log.jsonl"), EVENT).expect("written");
    dir
}

fn hunt(dir: &Path, more: &[&str]) -> Ran {
    let mut command = holdfast(dir);
    command.current_dir(dir).args(["hunt", "log.jsonl", "--rules", "rule.yml", "--only-these"]).args(more);
    command.output().expect("the command starts").into()
}

#[test]
fn a_terminal_report_says_what_where_and_when_and_ends_with_an_alarm() {
    let dir = given();
    hunt(dir.path(), &[])
        .ended(8)
        .says("FS01")
        .says("CRITICAL, look now: Shadow copies deleted")
        .says("2026-01-02 03:04:05")
        .says("CommandLine: vssadmin delete shadows /all")
        .says("Rule by A. Tester")
        .says("1 event in 1 file of 1 computer");
    hunt(dir.path(), &["--since", "2026-01-03T00:00:00Z"])
        .ended(0)
        .says("No event was looked at, so this says nothing")
        .says("as asked with --since or --until: 1.");
}

#[test]
fn every_form_is_whole_and_agrees() {
    let dir = given();
    let forms = [
        "--json",
        "r.jsonl",
        "--csv",
        "r.csv",
        "--ocsf",
        "o.jsonl",
        "--timesketch",
        "t.jsonl",
        "--html",
        "r.html",
    ];
    hunt(dir.path(), &forms).ended(8);
    let read = |name: &str| std::fs::read(dir.path().join(name)).expect("written");
    let result = holdfast_wire::hunt::read(&read("r.jsonl"));
    assert_eq!(result.bad, []);
    assert_eq!(result.end.map(|end| (end.n_events, end.n_hits, end.n_findings)), Some((1, 1, 1)));
    let text = String::from_utf8(read("r.csv")).expect("UTF-8");
    assert!(text.contains("\"critical\",\"2026-01-02 03:04:05\"") && text.contains("A. Tester"), "{text}");
    let finding: serde_json::Value = serde_json::from_slice(&read("o.jsonl")).expect("one line");
    assert_eq!((&finding["class_uid"], &finding["severity_id"]), (&2004.into(), &5.into()));
    assert_eq!(finding["finding_info"]["attacks"][0]["technique"]["uid"], "T1490");
    let hit: serde_json::Value = serde_json::from_slice(&read("t.jsonl")).expect("one line");
    assert_eq!(hit["datetime"], "2026-01-02T03:04:05Z");
    assert!(hit["message"].as_str().is_some_and(|m| m.contains("Shadow copies deleted")));
    let page = String::from_utf8(read("r.html")).expect("UTF-8");
    assert!(page.contains("&lt;b&gt;") || page.contains("&#60;b&#62;"), "what a log says is shown, not run");
    assert!(!page.contains("<script") && !page.contains("http://") && page.len() < 1 << 20);
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .expect("a folder")
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().contains("partial"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn forms_on_standard_output_stand_alone() {
    let dir = given();
    let ran = hunt(dir.path(), &["--json"]).ended(8);
    assert_eq!(holdfast_wire::hunt::read(ran.out.as_bytes()).bad, []);
    hunt(dir.path(), &["--json", "--csv"]).ended(2).says("only one form can go to standard output");
}

#[test]
fn wrong_words_and_wrong_files_say_what_to_do() {
    let dir = given();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write("allow.toml", "[[allow]]\nrule = 'Shadow copies deleted'\nreason = 'x'\nuntil = '2027-01-31'\n");
    hunt(dir.path(), &["--allow", "allow.toml"]).ended(3).says("entry 1").says("not turned off everywhere");
    hunt(dir.path(), &["--allow", "none.toml"]).ended(3).says("cannot read `none.toml`");
    hunt(dir.path(), &["--baseline", "log.jsonl"]).ended(3).says("this is no baseline");
    write("rule.yml", "title: x\n");
    hunt(dir.path(), &[]).ended(3).says("no rule can match");
    write("rule.yml", RULE);
    write("log.jsonl", "hello");
    hunt(dir.path(), &[])
        .ended(7)
        .says("No event was looked at, so this says nothing")
        .says("holds no event log");
    hunt(dir.path(), &["--html", "none/r.html"]).ended(1).says("cannot write `none/r.html`; make its folder");
    let none: Ran = holdfast(dir.path())
        .args(["hunt", "/no/such/folder", "--rules"])
        .arg(dir.path().join("rule.yml"))
        .arg("--only-these")
        .output()
        .expect("started")
        .into();
    none.ended(4).says("check the path").says("says nothing about your computers");
}

#[test]
fn a_baseline_is_begun_and_what_it_knows_is_told_lower() {
    let dir = given();
    hunt(dir.path(), &["--baseline", "base.txt", "--update-baseline"]).ended(8).says("new here");
    hunt(dir.path(), &["--baseline", "base.txt", "--alarm", "critical"]).ended(0).says("HIGH, look today");
}

#[test]
fn rules_are_checked_with_place_and_reason() {
    let dir = given();
    std::fs::write(
        dir.path().join("bad.yml"),
        "title: Bad\nlogsource: {product: windows}\ndetection: {s: {A|nope: 1}, condition: s}\n",
    )
    .expect("written");
    let check = |more: &[&str]| -> Ran {
        let mut command = holdfast(dir.path());
        command.current_dir(dir.path()).args(["rules", "check"]).args(more);
        command.output().expect("the command starts").into()
    };
    check(&["rule.yml"]).ended(0).says("1 rules and 0 correlations from 1 files can match");
    std::fs::write(dir.path().join("empty.yml"), "").expect("written");
    check(&["empty.yml"]).ended(3).says("no rule is in these files");
    check(&["."]).ended(7).says("bad.yml:").says("Refused");
    check(&["rule.yml", "--logs", "log.jsonl"]).ended(0).says("one in 1: Shadow copies deleted");
    let json: serde_json::Value =
        serde_json::from_str(&check(&["rule.yml", "--json"]).ended(0).out).expect("JSON");
    assert_eq!((&json["n_rules"], &json["techniques"]["T1490"]), (&1.into(), &1.into()));
}
