//! `holdfast lessons`: a page of every lesson in both languages, each one letter page.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{folder, run};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// Pages and size of a page, as `pdfinfo` says; `None`, said aloud, where it is not installed.
fn pages_and_size(file: &Path) -> Option<(String, String)> {
    let Ok(read) = Command::new("pdfinfo").arg(file).output() else {
        eprintln!("SKIPPED: `pdfinfo` is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&read.stdout).into_owned();
    let of = |key: &str| {
        text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim().to_owned()
    };
    Some((of("Pages:"), of("Page size:")))
}

#[test]
fn every_lesson_is_one_letter_page_in_both_languages() {
    let dir = folder();
    let (data, out) = (dir.path().join("none"), dir.path().join("pages"));
    let path = out.to_str().expect("text");
    run(&data, &["lessons", "print", "--out", path])
        .ended(0)
        .says("Wrote 48 pages")
        .says("on this machine only");
    assert!(!data.exists(), "asking makes nothing else");
    let files = files(&out);
    assert_eq!(files.len(), 48);
    for file in &files {
        assert!(std::fs::read(file).expect("written").starts_with(b"%PDF-1.7"), "{}", file.display());
        if let Some((pages, size)) = pages_and_size(file) {
            assert_eq!(pages, "1", "{}", file.display());
            assert!(size.starts_with("612 x 792"), "{}: {size}", file.display());
        }
    }
    let first = std::fs::read(out.join("F1-report-it.es.pdf")).expect("the first lesson");
    run(&data, &["lessons", "print", "--out", path, "--lang", "es", "--lesson", "report-it"])
        .ended(0)
        .says("Wrote 1 page");
    assert_eq!(std::fs::read(out.join("F1-report-it.es.pdf")).expect("again"), first, "the same bytes");
}

#[test]
fn words_that_mean_nothing_are_told_and_nothing_is_written() {
    let dir = folder();
    let (data, out) = (dir.path().join("none"), dir.path().join("pages"));
    let path = out.to_str().expect("text");
    run(&data, &["lessons", "print", "--out", path, "--lesson", "report-itt"]).ended(2).says("report-it");
    run(&data, &["lessons", "print", "--out", path, "--lang", "fr"]).ended(2);
    assert!(!out.exists());
    let file = dir.path().join("a-file");
    std::fs::write(&file, "x").expect("written");
    run(&data, &["lessons", "print", "--out", file.to_str().expect("text")])
        .ended(1)
        .says("cannot make the folder");
}

#[test]
fn every_lesson_is_a_package_of_each_kind() {
    let dir = folder();
    let (data, out) = (dir.path().join("none"), dir.path().join("packages"));
    let path = out.to_str().expect("text");
    run(&data, &["lessons", "package", "--out", path, "--kind", "scorm12", "--lang", "en"])
        .ended(0)
        .says("Wrote 24 packages");
    let files = files(&out);
    assert_eq!(files.len(), 24);
    for file in &files {
        assert!(std::fs::read(file).expect("written").starts_with(b"PK\x03\x04"), "{}", file.display());
    }
    run(&data, &["lessons", "package", "--out", path, "--kind", "aicc"]).ended(2);
}
