//! `holdfast assess`: the example of its page, wrong files, and measures nobody knows.

use std::process::Command;

use crate::{Ran, folder, holdfast};

fn ran(command: &mut Command) -> Ran {
    command.output().expect("the command starts").into()
}

/// The example in docs/assess.md, so that the page cannot drift from the command.
fn example() -> String {
    let page = include_str!("../../../../docs/assess.md");
    let (_, rest) = page.split_once("```json\n").expect("the page has an example");
    rest.split_once("\n```").expect("it ends").0.to_owned()
}

fn assess(facts: &str, more: &[&str]) -> Ran {
    let folder = folder();
    let file = folder.path().join("facts.json");
    std::fs::write(&file, facts).expect("written");
    let mut command = holdfast(folder.path());
    ran(command.arg("assess").arg("--facts").arg(&file).args(["--as-of", "2026-08-10"]).args(more))
}

#[test]
fn the_example_of_the_page_is_assessed_and_planned() {
    assess(&example(), &[])
        .ended(0)
        .says("EXPOSED: 0 of 10 essential goals met")
        .says("Open: mfa-admins.")
        .says("10 of 12 admin accounts")
        .says("THE PLAN")
        .says("The number of Windows computers is not known; 180 are assumed.")
        .says("The first 13 weeks");
    let (once, twice) = (assess(&example(), &["--json"]), assess(&example(), &["--json"]));
    assert_eq!(once.out, twice.out, "the same inputs give the same bytes");
    let value: serde_json::Value = serde_json::from_str(&once.out).expect("JSON");
    assert_eq!(value["posture"]["label"], "exposed");
    assert_eq!(value["plan"]["stop_now"][0]["measure"], "mfa-admins");
}

#[test]
fn a_wrong_file_is_refused_with_its_place_and_an_unknown_measure_is_named() {
    assess("{\n  \"record\": 3\n}", &[]).ended(3).says("is no file of facts").says("line 2 column 13");
    assess("{ \"record\": [] }", &[]).ended(3).says("objects in braces");
    assess(&example().replace("[10, 12]", "[13, 12]"), &[]).ended(3).says("`13` of `12` is no share");
    assess(&example().replace("\"ir-plan-written\"", "\"ir-plan-writen\""), &[])
        .ended(7)
        .says("The catalog has no measure `ir-plan-writen`");
    let folder = folder();
    ran(holdfast(folder.path()).args(["assess", "--facts", "absent.json"]))
        .ended(3)
        .says("cannot read `absent.json`");
    ran(holdfast(folder.path()).arg("assess")).ended(2).says("--facts");
}
