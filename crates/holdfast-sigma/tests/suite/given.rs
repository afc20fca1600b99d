//! What the tests share: rules from text, events from JSON, and the data sets beside the checkout.

use std::path::{Path, PathBuf};

use holdfast_sigma::{JsonEvent, Program, RuleFile, RuleSet, Scratch, Settings};

/// Rules of one text, read with the usual settings.
pub(crate) fn rules(yaml: &str) -> RuleSet {
    RuleSet::read([RuleFile { name: "test.yml", bytes: yaml.as_bytes() }], Settings::default())
}

/// The only rule's program; the rule must be good.
#[track_caller]
pub(crate) fn program(yaml: &str) -> Program {
    let set = rules(yaml);
    assert!(set.rejected.is_empty(), "{:?}", set.rejected);
    Program::compile(set)
}

/// A rule about new processes with this detection, indented by nothing.
pub(crate) fn process_rule(detection: &str) -> String {
    let indented: String = detection.trim_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "title: Test\nlogsource:\n    product: windows\n    category: process_creation\ndetection:\n{indented}"
    )
}

/// An event in one JSON object.
#[track_caller]
pub(crate) fn event(program: &Program, json: &str) -> JsonEvent {
    let mut event = JsonEvent::new();
    event.read(json.as_bytes(), program.fields()).unwrap_or_else(|e| panic!("{e}: {json}"));
    event
}

/// A new process as Sysmon writes it, with these members in its JSON object.
#[track_caller]
pub(crate) fn process(program: &Program, members: &str) -> JsonEvent {
    let comma = if members.is_empty() { "" } else { "," };
    event(
        program,
        &format!(r#"{{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1{comma}{members}}}"#),
    )
}

/// The numbers of the rules that hit, after checking that the program and the judge agree.
#[track_caller]
pub(crate) fn hits(program: &Program, event: &JsonEvent) -> Vec<usize> {
    let mut scratch = Scratch::new();
    let by_program = program.matches(event, &mut scratch).to_vec();
    assert_eq!(by_program, program.full_scan(event), "the program and the judge differ");
    by_program.iter().map(|id| id.index()).collect()
}

/// A folder of the data sets beside the checkout; says so and returns nothing when it is absent.
pub(crate) fn shared_data(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}

/// Every file below a folder with this extension, in order.
pub(crate) fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The public rules for Windows, read with the usual settings.
pub(crate) fn public_rules(folder: &Path) -> RuleSet {
    let files: Vec<(String, Vec<u8>)> = files_below(folder, "yml")
        .into_iter()
        .map(|path| (path.strip_prefix(folder).unwrap().display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    RuleSet::read(files.iter().map(|(name, bytes)| RuleFile { name, bytes }), Settings::default())
}
