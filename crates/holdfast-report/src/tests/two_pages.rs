//! The board's report keeps to two pages whatever stands in it, drops no open gate, and is never set too small.

use std::fs;

use super::*;
use crate::layout::Item;
use crate::pdf::{N_GATES, board_laid_out};

/// The lines of text on each page, without the foot.
fn board_pages(report: &holdfast_core::decide::paper::board::BoardReport) -> Vec<Vec<String>> {
    let faces = Faces::new().expect("the typefaces");
    let text = |item: &Item| match item {
        Item::Text { line, .. } => Some(line.runs.iter().map(|r| r.text.as_str()).collect()),
        _ => None,
    };
    board_laid_out(report, &faces).pages.iter().map(|p| p.iter().filter_map(text).collect()).collect()
}

#[track_caller]
fn check_pages(text: &str, n: usize) {
    let report = made_up::board(text, n);
    let pages = board_pages(&report);
    assert!(
        pages.len() <= 2,
        "{} pages with {n} of {:?}",
        pages.len(),
        text.chars().take(40).collect::<String>()
    );
}

#[test]
fn the_board_has_two_pages_whatever_was_typed() {
    let sentence =
        "Whoever looks after the machines that hold the records of patients wrote this at length. ".repeat(7);
    let wide = "W".repeat(600);
    let spaced = "W W W W W W W W W W ".repeat(30);
    let cyrillic = "\u{416}\u{449}\u{44e} ".repeat(150);
    let numbers = "\u{4e2d}\u{6587}\u{75c5}\u{9662}".repeat(150);
    let hyphens = "seven-and-twenty-machines-".repeat(23);
    for text in ["", "A scan", &sentence, &wide, &spaced, &cyrillic, &numbers, &hyphens] {
        for n in [0, 1, 2, 3, 7, 10, 11, 400] {
            check_pages(text, n);
        }
    }
}

#[test]
fn every_open_gate_is_named_however_little_room_there_is() {
    let long = "W".repeat(600);
    let mut report = made_up::board(&long, 400);
    report.stop_now = (0..N_GATES).map(|i| format!("Gate {i} is open. {long}")).collect();
    let pages = board_pages(&report);
    let said = pages.concat().join("\n");
    for i in 0..N_GATES {
        assert!(said.contains(&format!("Gate {i} is")), "gate {i} is not named:\n{said}");
    }
    assert!(said.contains("; the whole list is in the risk analysis"), "{said}");
}

#[test]
fn the_catalog_has_no_more_gates_than_the_board_can_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog/safeguards");
    let mut n = 0;
    for entry in fs::read_dir(folder).expect("the catalog") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("readable");
        n += text.lines().filter(|l| l.starts_with("gate = ")).count();
    }
    assert!(n > 0 && n <= N_GATES, "{n} gates");
}

#[test]
fn nothing_but_the_foot_is_smaller_than_nine_points() {
    let texts = [Style::BODY, Style::DENSE, Style::CELL, Style::SMALL, Style::HEAD, Style::LARGE];
    let headings = [1, 2, 3].map(Style::heading);
    assert!(texts.iter().chain(&headings).all(|style| style.size >= 9.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_number_of_rows_keep_to_two_pages(
        text in prop_oneof![
            any::<String>(),
            "[A-Za-z]{1,30}( [A-Za-z]{1,40}){0,60}",
            "\\PC{0,600}",
            "[\u{400}-\u{4ff}\u{370}-\u{3ff}\u{4e00}-\u{4fff} ]{0,600}",
        ],
        n in 0_usize..80,
    ) {
        let pages = board_pages(&made_up::board(&text, n));
        prop_assert!(pages.len() <= 2, "{} pages", pages.len());
    }
}
