//! `holdfast brief`: the brief for partners as each kind of file, from a portal that is kept.

use std::path::Path;

use crate::{folder, run};

/// A portal's data folder with the made-up hospitals of Franklin in place of the nation's.
fn franklin(data: &Path) {
    let at = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/franklin").join(name);
        format!("{}@2026-02-06", path.display())
    };
    let (cms, places, zips) = (at("hospitals.csv"), at("locations.csv"), at("zip-areas.csv"));
    let words =
        ["import", "hospitals", "--allow-shrink", "--cms", &cms, "--locations", &places, "--zctas", &zips];
    run(data, &words).ended(7);
}

#[test]
fn the_brief_comes_as_each_kind_of_file_and_only_from_a_portal_that_is_kept() {
    let dir = folder();
    let data = dir.path().join("data");
    let file = |name: &str| dir.path().join(name).to_str().expect("text").to_owned();
    run(&data, &["brief", "-o", &file("none.pdf")]).ended(1).says("start the portal once");
    assert!(!dir.path().join("none.pdf").exists() && !data.exists(), "asking makes nothing");
    franklin(&data);
    run(&data, &["brief", "-o", &file("brief.csv"), "--format", "csv"]).ended(0).says("Wrote");
    let csv = std::fs::read_to_string(file("brief.csv")).expect("a file");
    assert!(
        csv.starts_with("state,name,")
            && csv.contains("ZZ,State of Franklin")
            && csv.contains("by_the_end_of"),
        "{csv}"
    );
    run(&data, &["brief", "-o", &file("brief.json"), "--format", "json"]).ended(0);
    let bytes = std::fs::read(file("brief.json")).expect("a file");
    let json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert!(json["rule"].as_str().is_some_and(|rule| rule.starts_with("Groups of 1 to 4")), "{json}");
    run(&data, &["brief", "-o", &file("brief.pdf")]).ended(0);
    assert!(std::fs::read(file("brief.pdf")).expect("a file").starts_with(b"%PDF-1.7"));
    run(&data, &["brief", "-o", &file("no/such/folder.pdf")]).ended(1).says("make its folder");
}
