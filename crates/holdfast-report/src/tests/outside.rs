//! Papers shown to outside programs: `qpdf --check` for soundness, `pdftotext` and `pdfinfo` for what can be read and how it is
//! tagged. Where a program is not installed its test says so and passes; `cargo xtask test` installs them.

use std::path::Path;
use std::process::Command;

use super::*;

/// What a program prints about a file; `None` when the program is not there.
fn told(program: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<(bool, String)> {
    match Command::new(program).args(before).arg(file).args(after).output() {
        Ok(out) => Some((out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("`{program}` is not installed; this check was left out");
            None
        }
        Err(e) => panic!("{program}: {e}"),
    }
}

fn written(folder: &Path, name: &str, pdf: &[u8]) -> std::path::PathBuf {
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf).expect("written");
    file
}

#[test]
fn outside_programs_find_training_papers_sound_tagged_and_in_their_language() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, pdf) in training::all_training("Fixture caf\u{e9} \u{d1}and\u{fa}", 3) {
        let file = written(folder.path(), name, &pdf.expect(name));
        if let Some((is_sound, said)) = told("qpdf", &["--check"], &file, &[]) {
            assert!(is_sound, "{name}: {said}");
        }
        if let Some((_, text)) = told("pdftotext", &["-layout"], &file, &["-"]) {
            assert!(text.contains("Fixture caf\u{e9} \u{d1}and\u{fa}"), "{name}: {text}");
            let page = if name == "wall" { "P\u{e1}gina 1 de 1" } else { "Page 1 of 1" };
            assert!(text.contains(page), "{name}: {text}");
        }
        if let Some((_, said)) = told("pdfinfo", &[], &file, &[]) {
            let is_tagged = said.lines().any(|l| l.starts_with("Tagged:") && l.ends_with("yes"));
            let is_named = said.lines().any(|l| l.starts_with("Title:") && l.len() > 10);
            assert!(is_tagged && is_named, "{name}: {said}");
        }
        if let Some((_, tree)) = told("pdfinfo", &["-struct"], &file, &[]) {
            let must: &[&str] = match name {
                "wall" => &["H1", "H2", "L ", "LI", "Lbl", "Figure"],
                "sheet" => &["H1", "Table", "THead", "TH", "TD"],
                "cards" => &["P ", "Figure"],
                _ => &["H1", "L ", "LI", "Figure"],
            };
            for part in must {
                assert!(
                    tree.lines().any(|l| format!("{} ", l.trim()).starts_with(part)),
                    "{name} lacks {part}: {tree}"
                );
            }
        }
        // The language stands in the file as it is; pdfinfo does not tell it.
        let bytes = std::fs::read(&file).expect("a file");
        let language: &[u8] = if name == "wall" { b"(es-US)" } else { b"(en-US)" };
        assert!(bytes.windows(language.len()).any(|w| w == language), "{name} has no language");
    }
}

#[test]
fn outside_programs_find_the_find_the_files_sound_and_read_what_stands_in_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, pdf) in all("Fixture caf\u{e9} \u{5d0} \u{418}\u{432}\u{430}\u{43d} Nguy\u{1ec5}n", 3) {
        let file = written(folder.path(), name, &pdf.expect(name));
        if let Some((is_sound, said)) = told("qpdf", &["--check"], &file, &[]) {
            assert!(is_sound, "{name}: {said}");
        }
        if let Some((_, text)) = told("pdftotext", &["-layout"], &file, &["-"]) {
            assert!(text.contains("Fixture caf\u{e9}"), "{name}: {text}");
            // Readers differ in where they see a space between letters.
            let bare: String = text.split_whitespace().collect();
            assert!(bare.contains("\u{418}\u{432}\u{430}\u{43d}Nguy\u{1ec5}n"), "{name}: {text}");
            assert!(text.contains("stands for a letter"), "{name}: {text}");
            assert!(text.contains("As of August 10, 2026"), "{name}: {text}");
            // The brief is of no hospital's record.
            assert!(name == "brief" || text.contains("Catalog made-up"), "{name}: {text}");
            assert!(text.contains("Page 1 of "), "{name}: {text}");
            let must = match name {
                "board" => "Who loses care if we cannot?",
                "technical" => "What is at stake for patients",
                _ => "",
            };
            assert!(text.contains(must), "{name} does not say who loses care: {text}");
        }
        if let Some((_, said)) = told("pdfinfo", &[], &file, &[]) {
            let is_tagged = said.lines().any(|l| l.starts_with("Tagged:") && l.ends_with("yes"));
            assert!(is_tagged && said.contains("Page size:"), "{name}: {said}");
            let has_two = said.lines().any(|l| l.starts_with("Pages:") && l.ends_with(" 2"));
            assert!(has_two || name != "board", "{name}: {said}");
        }
        if let Some((_, tree)) = told("pdfinfo", &["-struct"], &file, &[]) {
            for part in ["H1", "H2", "Table", "THead", "TH", "TD"] {
                assert!(tree.lines().any(|l| l.trim().starts_with(part)), "{name} lacks {part}: {tree}");
            }
        }
        if let Some((_, fonts)) = told("pdffonts", &[], &file, &[]) {
            let of_a_font: Vec<&str> = fonts.lines().skip(2).collect();
            assert!(
                !of_a_font.is_empty() && of_a_font.iter().all(|l| l.contains("yes yes yes")),
                "{name}: {fonts}"
            );
        }
    }
}
