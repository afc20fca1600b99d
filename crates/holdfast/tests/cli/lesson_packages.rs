//! `holdfast lessons package`: every lesson as a file, of the kinds and in the languages asked for.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{folder, run};

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).expect("a folder");
    entries.map(|e| e.expect("an entry").file_name().into_string().expect("text")).collect()
}

#[test]
fn every_lesson_comes_as_a_package_of_each_kind_and_language() {
    let dir = folder();
    let (data, out) = (dir.path().join("data"), dir.path().join("new/packages"));
    let to = out.to_str().expect("text");
    run(&data, &["lessons", "package", "--out", to]).ended(0).says("Wrote 144 packages");
    let all = names(&out);
    assert_eq!(all.len(), 144);
    assert!(
        all.contains("F1-report-it-scorm12-en.zip") && all.contains("F1-report-it-cmi5-es.zip"),
        "{all:?}"
    );
    let read = |name: &str| std::fs::read(out.join(name)).expect("a file");
    let first = read("F1-report-it-scorm2004-es.zip");
    assert!(first.starts_with(b"PK\x03\x04") && first.len() < 60_000);
    run(&data, &["lessons", "package", "--out", to, "--lang", "es", "--lesson", "report-it"])
        .ended(0)
        .says("Wrote 3 packages");
    assert_eq!(read("F1-report-it-scorm2004-es.zip"), first, "the same bytes again");
    assert!(!data.exists(), "no portal is made for it");
}

#[test]
fn one_kind_in_one_language_and_what_cannot_be_made_is_said() {
    let dir = folder();
    let out = dir.path().join("packages");
    let to = out.to_str().expect("text");
    let package = |words: &[&str]| run(dir.path(), &[&["lessons", "package", "--out", to], words].concat());
    package(&["--lesson", "raport-it"]).ended(2).says("there is no lesson `raport-it`").says("report-it");
    assert!(!out.exists(), "nothing is written when a name is wrong");
    package(&["--lesson", "report-it", "--kind", "scorm12", "--lang", "en"])
        .ended(0)
        .says("Wrote 1 package to");
    assert_eq!(names(&out), BTreeSet::from(["F1-report-it-scorm12-en.zip".to_owned()]));
    package(&["--kind", "aicc"]).ended(2).says("scorm12");
    run(dir.path(), &["lessons", "package"]).ended(2).says("--out");
    let file = dir.path().join("a-file");
    std::fs::write(&file, "mine").expect("a file");
    let inside = file.join("packages");
    run(dir.path(), &["lessons", "package", "--out", inside.to_str().expect("text")])
        .ended(1)
        .says("cannot make the folder");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "mine");
}
