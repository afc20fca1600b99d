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

/// A page is for others: it is made as any file is, and not for its owner alone. One that is replaced keeps who may read it.
#[cfg(unix)]
#[test]
fn a_page_may_be_read_by_whoever_may_read_files() {
    use std::os::unix::fs::PermissionsExt;

    let dir = folder();
    let out = dir.path().join("pages");
    let print = || {
        let path = out.to_str().expect("text");
        let words = ["lessons", "print", "--out", path, "--lang", "en", "--lesson", "report-it"];
        run(&dir.path().join("none"), &words).ended(0);
    };
    let mode = |file: &Path| std::fs::metadata(file).expect("a file").permissions().mode() & 0o777;
    print();
    let (page, usual) = (out.join("F1-report-it.en.pdf"), out.join("usual"));
    std::fs::write(&usual, "as any file").expect("written");
    assert_eq!(mode(&page), mode(&usual));
    std::fs::set_permissions(&page, std::fs::Permissions::from_mode(0o600)).expect("kept to its owner");
    print();
    assert_eq!(mode(&page), 0o600, "what its owner chose stays");
}
