//! `holdfast report`: each paper of Fixture Memorial Hospital, as each kind of file, and what is refused.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Ran, folder, holdfast};

const FACTS: &str = include_str!("fixture-memorial.json");

const PAPERS: [&str; 5] = ["board", "plan", "hipaa", "insurer", "practices"];

/// Makes a paper from facts; gives what was printed and where the paper is.
fn made(folder: &Path, paper: &str, facts: &str, more: &[&str]) -> (Ran, PathBuf) {
    let (file, out) = (folder.join("facts.json"), folder.join(format!("{paper}.out")));
    std::fs::write(&file, facts).expect("written");
    let mut command = holdfast(folder);
    command
        .args(["report", paper, "--as-of", "2026-08-10", "--facts"])
        .arg(&file)
        .arg("-o")
        .arg(&out)
        .args(more);
    (command.output().expect("the command starts").into(), out)
}

/// A paper as data.
fn data(paper: &str, facts: &str) -> serde_json::Value {
    let folder = folder();
    let (ran, out) = made(folder.path(), paper, facts, &["--format", "json"]);
    ran.ended(0).says("Wrote");
    serde_json::from_slice(&std::fs::read(out).expect("a file")).expect("JSON")
}

/// The facts with one more key.
fn with(key: &str, value: &serde_json::Value) -> String {
    let mut facts: serde_json::Value = serde_json::from_str(FACTS).expect("JSON");
    facts[key] = value.clone();
    facts.to_string()
}

/// What an outside program prints about a file; `None`, said aloud, where it is not installed.
fn told(program: &str, words: &[&str], file: &Path) -> Option<String> {
    match Command::new(program).args(words).arg(file).arg("-").output() {
        Ok(out) => Some(String::from_utf8_lossy(&out.stdout).into_owned()),
        Err(_) => {
            eprintln!("SKIPPED: `{program}` is not installed");
            None
        }
    }
}

#[test]
fn each_paper_comes_as_the_same_pdf_twice_and_can_be_read() {
    let folder = folder();
    for paper in PAPERS {
        let (ran, out) = made(folder.path(), paper, FACTS, &[]);
        ran.ended(0).says("Wrote");
        let once = std::fs::read(&out).expect("a file");
        let (ran, _) = made(folder.path(), paper, FACTS, &["--format", "pdf"]);
        ran.ended(0);
        assert!(once.starts_with(b"%PDF-1.7"), "{paper}");
        assert!(once == std::fs::read(&out).expect("a file"), "{paper}: the same inputs give the same bytes");
        if let Some(text) = told("pdftotext", &["-layout"], &out) {
            assert!(text.contains("Fixture Memorial Hospital"), "{paper}");
            assert!(text.contains("As of August 10, 2026"), "{paper}");
            // A board reads two pages.
            assert!(paper != "board" || text.contains("Page 1 of 2"), "{text}");
        }
    }
}

#[test]
fn the_board_is_told_what_is_so_and_what_is_not() {
    let board = data("board", FACTS);
    assert_eq!(board["label"], "exposed");
    assert_eq!(
        board["care"]["lines"].as_array().map(Vec::len),
        Some(6),
        "both safeguards are in the catalog"
    );
    assert_eq!(board["goals"]["essential"].as_array().map(Vec::len), Some(10));
    assert_eq!(board["risks"]["largest"].as_array().map(Vec::len), Some(3));
    assert_eq!(board["earlier"], "2026-02-10");
    let contradicted = data("insurer", FACTS)["n_contradicted"].clone();
    assert_eq!(board["insurer_contradicted"], contradicted);
    assert!(contradicted.as_u64() > Some(0));
}

#[test]
fn a_record_with_nothing_in_it_makes_papers_that_say_so() {
    let empty = r#"{ "record": {} }"#;
    let board = data("board", empty);
    assert_eq!(board["care"]["answer"], "unknown");
    assert!(board["risks"].is_null() && board["asked"].is_null() && board["changes"].is_null());
    let register = data("hipaa", empty)["register"].clone();
    assert!(register.as_array().is_some_and(|rows| rows.len() > 40));
    let folder = folder();
    for paper in ["board", "hipaa", "insurer", "practices", "oscal-results", "oscal-poam"] {
        made(folder.path(), paper, empty, &[]).0.ended(0);
    }
    made(folder.path(), "plan", empty, &[]).0.ended(3).says("the file has no `means`");
}

#[test]
fn a_promise_is_held_against_what_is_seen() {
    let folder = folder();
    let file = folder.path().join("facts.json");
    let earlier = FACTS.replace("\"starts_on\": \"2026-08-10\"", "\"starts_on\": \"2026-02-10\"");
    std::fs::write(&file, &earlier).expect("written");
    let mut command = holdfast(folder.path());
    command.args(["assess", "--json", "--as-of", "2026-02-10", "--facts"]).arg(&file);
    let ran: Ran = command.output().expect("the command starts").into();
    let assessed: serde_json::Value = serde_json::from_str(&ran.ended(0).out).expect("JSON");
    let board = data("board", &with("promised", &assessed["plan"]));
    let promises = &board["promises"];
    let count = |key: &str| promises[key].as_u64().expect("a count");
    let n_missed = promises["missed"].as_array().map_or(0, Vec::len) as u64;
    assert!(count("n_due") > 0 && count("n_kept") + n_missed == count("n_due"), "{promises}");
}

#[test]
fn the_plan_comes_as_a_spreadsheet_with_a_row_for_each_step() {
    let folder = folder();
    let (ran, out) = made(folder.path(), "plan", FACTS, &["--format", "csv"]);
    ran.ended(0);
    let text = std::fs::read_to_string(out).expect("a file");
    let plan = data("plan", FACTS);
    let n_steps: usize = ["quarter", "year"].iter().map(|k| plan[k].as_array().map_or(0, Vec::len)).sum();
    assert!(text.starts_with("step,name,part,"), "{text}");
    assert_eq!(text.matches("\r\n").count(), n_steps + 1);
}

#[test]
fn oscal_is_the_same_twice_and_names_each_measure_once() {
    let (once, twice) = (data("oscal-results", FACTS), data("oscal-results", FACTS));
    assert_eq!(once, twice);
    let result = &once["assessment-results"]["results"][0];
    let findings = result["findings"].as_array().expect("findings");
    assert!(findings.len() > 60, "{}", findings.len());
    let satisfied = |f: &&serde_json::Value| f["target"]["status"]["state"] == "satisfied";
    for f in findings.iter().filter(|f| !satisfied(f)) {
        assert!(f["related-risks"].is_array(), "{f}");
    }
    let poam = data("oscal-poam", FACTS);
    let items = poam["plan-of-action-and-milestones"]["poam-items"].as_array().map(Vec::len);
    assert_eq!(items, Some(findings.iter().filter(|f| !satisfied(f)).count()));
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = folder();
    made(folder.path(), "board", FACTS, &["--format", "csv"])
        .0
        .ended(2)
        .says("this paper comes as `pdf` or `json`");
    made(folder.path(), "oscal-poam", FACTS, &["--format", "pdf"]).0.ended(2).says("comes as `json`");
    let wrong = with("earlier", &"2026-09-01".into());
    made(folder.path(), "board", &wrong, &[]).0.ended(3).says("is not before the day the paper speaks of");
    made(folder.path(), "board", &with("hospital", &serde_json::json!([])), &[])
        .0
        .ended(3)
        .says("objects in braces");
    made(folder.path(), "board", &with("hopsital", &serde_json::json!({})), &[]).0.ended(3).says("hopsital");
    let unknown = FACTS.replacen("\"measure\": \"", "\"measure\": \"un", 1);
    made(folder.path(), "board", &unknown, &[]).0.ended(7).says("The catalog has no measure `un");
    let out = folder.path().join("no-such-folder/board.pdf");
    let facts = folder.path().join("facts.json");
    let mut command = holdfast(folder.path());
    command.args(["report", "board", "--facts"]).arg(&facts).arg("-o").arg(&out);
    Ran::from(command.output().expect("the command starts")).ended(1).says("cannot write");
}
