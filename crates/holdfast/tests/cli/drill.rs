//! `holdfast drill`: scenarios listed, a pack as text, JSON and PDF, what the hospital said of its services, and words that do not fit.

use std::path::Path;
use std::process::Command;

use crate::{folder, run};

const SCENARIOS: [&str; 5] = [
    "neighbour-dark",
    "network-encrypted",
    "phones-and-internet-down",
    "power-and-systems-down",
    "record-down",
];

#[test]
fn without_a_scenario_they_are_listed() {
    let dir = folder();
    let data = dir.path().join("none");
    let told = run(&data, &["drill", "271304"]).ended(0);
    for id in SCENARIOS {
        assert!(told.out.contains(id), "{id} is not in {}", told.out);
    }
    assert!(!data.exists(), "asking makes nothing");
}

#[test]
fn each_scenario_is_a_pack_with_numbers_to_call() {
    let dir = folder();
    let data = dir.path().join("none");
    for id in SCENARIOS {
        let json = run(&data, &["drill", "271304", "--scenario", id, "--days", "7", "--json"]).ended(0);
        let pack: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
        assert_eq!((pack["scenario"].as_str(), pack["days"].as_u64()), (Some(id), Some(7)));
        let receivers = pack["receivers"].as_array().expect("a list");
        assert!(receivers.len() >= 5, "{id}: {receivers:?}");
        assert!(receivers.iter().all(|r| r["ccn"] != "271304"), "{id}: it calls itself");
        assert!(receivers.iter().filter(|r| r["phone"].is_string()).count() >= 5, "{id}: {receivers:?}");
        for list in ["timeline", "injects", "calls", "forms", "waiver", "not_known", "look_at"] {
            assert!(pack[list].as_array().is_some_and(|all| !all.is_empty()), "{id} has no {list}");
        }
        let is_neighbour = id == "neighbour-dark";
        assert_eq!(pack["comes_here"].is_string(), is_neighbour, "{id}");
        assert_eq!(pack["dark_hospitals"][0] == "271304", !is_neighbour, "{id}");
    }
}

#[test]
fn a_pack_is_written_as_pdf_and_said_in_short() {
    let dir = folder();
    let data = dir.path().join("none");
    let file = dir.path().join("pack.pdf");
    let path = file.to_str().expect("text");
    run(&data, &["drill", "271304", "--scenario", "record-down", "--pdf", path]).ended(0).says("Wrote");
    assert!(std::fs::read(&file).expect("written").starts_with(b"%PDF-1.7"));
    let told = run(&data, &["drill", "271304", "--scenario", "network-encrypted"]).ended(0);
    for words in ["Whom to call for patients", "Money runs out", "lines on waivers", "main desk"] {
        assert!(told.out.contains(words), "`{words}` is not in {}", told.out);
    }
}

/// The first line of each page; `None`, said aloud, where the program that reads them is not installed.
fn first_lines(file: &Path) -> Option<Vec<String>> {
    let Ok(read) = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output() else {
        eprintln!("SKIPPED: `pdftotext` is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&read.stdout).into_owned();
    let first = |page: &str| page.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    Some(text.split('\u{c}').filter_map(first).collect())
}

/// Each form of this release begins a page, and the next page begins what comes after it.
#[test]
fn each_form_is_one_page() {
    let dir = folder();
    let data = dir.path().join("none");
    let mut seen = std::collections::BTreeSet::new();
    for id in SCENARIOS {
        let asked = ["drill", "271304", "--scenario", id];
        let json = run(&data, &[&asked[..], &["--json"]].concat()).ended(0);
        let pack: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
        let forms = pack["forms"].as_array().expect("a list");
        let mut wanted: Vec<&str> = forms.iter().filter_map(|form| form["name"].as_str()).collect();
        let file = dir.path().join(format!("{id}.pdf"));
        run(&data, &[&asked[..], &["--pdf", file.to_str().expect("text")]].concat()).ended(0);
        seen.extend(wanted.iter().map(|name| (*name).to_owned()));
        let Some(pages) = first_lines(&file) else { return };
        wanted.push("Waivers under section 1135 of the Social Security Act");
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let from = pages.iter().position(|line| *line == wanted[0]).expect("the first form begins a page");
        assert_eq!(pages.get(from..from + wanted.len()), Some(&wanted[..]), "{id}: {pages:?}");
    }
    assert!(seen.len() >= 10, "every form of the catalog is printed somewhere: {seen:?}");
}

#[test]
fn a_tree_tells_of_an_attack_only_where_there_is_one() {
    let dir = folder();
    let data = dir.path().join("none");
    for id in SCENARIOS {
        let json = run(&data, &["drill", "271304", "--scenario", id, "--json"]).ended(0);
        let pack: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
        let calls = pack["calls"].as_array().expect("a list");
        assert_eq!(calls.iter().any(|call| call["id"] == "fbi"), id == "network-encrypted", "{id}");
        let goes_on = pack["clocks"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(goes_on, id == "neighbour-dark", "{id}: clocks where something stops, and only there");
    }
    let told = run(&data, &["drill", "271304", "--scenario", "neighbour-dark"]).ended(0);
    assert!(!told.out.contains("How long each service lasts"), "{}", told.out);
}

#[test]
fn words_that_do_not_fit_say_so() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["drill"]).ended(2);
    run(&data, &["drill", "279999"]).ended(4).says("no hospital in the directory has the number");
    run(&data, &["drill", "271304", "--scenario", "record-dwn"]).ended(2).says("record-down");
    run(&data, &["drill", "271304", "--scenario", "record-down", "--days", "0"]).ended(2);
    run(&data, &["drill", "271304", "--json"]).ended(2).says("--scenario");
    let own = ["drill", "271304", "--scenario", "neighbour-dark", "--neighbour", "271304"];
    run(&data, &own).ended(2).says("name another neighbour");
}
