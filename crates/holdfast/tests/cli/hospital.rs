//! `holdfast hospital`: without a data folder, and for numbers that are wrong.

use crate::{folder, run};

#[test]
fn a_hospital_is_shown_without_making_anything() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["hospital", "271304"])
        .ended(0)
        .says("271304  ")
        .says("Critical access hospital")
        .says("Rural (HRSA FORHP)")
        .says("Indicative: HRSA's Rural Health Grants Eligibility Analyzer decides")
        .says("Indicative: USAC decides")
        .says("people")
        .says("RUCC");
    let json = run(&data, &["hospital", "271304", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert!(value["rural_decided_by"]["rural"].as_str().is_some_and(|s| s.starts_with("Indicative")));
    assert!(value["county"]["population"].as_u64().is_some_and(|n| n > 0), "{value}");
    assert!(!data.exists(), "asking makes nothing");
}

#[test]
fn a_search_forgives_slips() {
    let dir = folder();
    let found = run(&dir.path().join("none"), &["hospital", "--search", "sheridan mt"]).ended(0);
    let first = found.out.lines().next().unwrap_or_default();
    assert!(first.contains("SHERIDAN") && first.contains(" MT "), "{}", found.out);
    run(&dir.path().join("none"), &["hospital", "--search", "qqqqqqzzzz"]).ended(4).says("Nothing fits");
    run(&dir.path().join("none"), &["hospital", "--search", " "]).ended(2).says("say what to look for");
}

#[test]
fn wrong_numbers_say_what_is_wrong() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["hospital", "27130"]).ended(2).says("has six characters");
    run(&data, &["hospital", "279999"]).ended(4).says("no hospital in the directory has the number `279999`");
    run(&data, &["hospital", "27Z304"]).ended(0).says("27Z304 is a unit of 271304");
    run(&data, &["hospital"]).ended(2);
}
