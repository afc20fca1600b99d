//! `holdfast impact`: the plain sentence first, the same value as JSON, the nation as CSV, and words that do not fit.

use crate::{folder, run};

#[test]
fn one_hospital_is_a_sentence_first_and_the_same_as_json() {
    let dir = folder();
    let data = dir.path().join("none");
    let told = run(&data, &["impact", "271304"]).ended(0);
    let first = told.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("If ") && first.contains("lose their nearest emergency department"), "{first}");
    for words in ["Where they turn to", "By county", "docs/care.md", "Social Vulnerability Index 2022"] {
        assert!(told.out.contains(words), "`{words}` is not in {}", told.out);
    }
    let json = run(&data, &["impact", "271304", "--days", "7", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let people = &value["impact"]["people"];
    let of = |key: &str| people[key].as_u64().expect("a count");
    assert!(of("low") <= of("mid") && of("mid") <= of("high") && of("mid") > 0, "{people}");
    assert_eq!(value["impact"]["days"], 7);
    assert!(!data.exists(), "asking makes nothing");
}

#[test]
fn the_nation_has_a_row_for_every_hospital() {
    let dir = folder();
    let told = run(&dir.path().join("none"), &["impact", "--national", "--csv"]).ended(0);
    let mut lines = told.out.lines();
    let n_columns = lines.next().expect("a header").split(',').count();
    assert_eq!(n_columns, 28);
    assert_eq!(lines.count(), 5_421);
}

#[test]
fn words_that_do_not_fit_say_so() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["impact", "279999"]).ended(4).says("no hospital in the directory has the number");
    run(&data, &["impact", "271304", "--down", "xx"]).ended(2);
    run(&data, &["impact", "271304", "--days", "0"]).ended(2);
    run(&data, &["impact", "--national"]).ended(2).says("--csv");
    run(&data, &["impact"]).ended(2);
}
