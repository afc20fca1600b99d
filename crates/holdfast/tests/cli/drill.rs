//! `holdfast drill`: scenarios listed, a pack as text, JSON and PDF, and words that do not fit.

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
