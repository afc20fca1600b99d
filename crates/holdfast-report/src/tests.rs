//! Papers as PDF: the same bytes twice, sound to outside programs where those are installed, and never a panic whatever stands in
//! them.

mod brief;
mod drill;
mod letters;
mod made_up;
mod one_page;
mod outside;
mod training;
mod two_pages;

use holdfast_core::decide::paper::dark::Reader;
use proptest::prelude::*;

use super::*;
use crate::layout::{Faces, Span, Style, wrap_for_tests as wrap};

/// Every paper filled with one text, `n` rows each.
fn all(text: &str, n: usize) -> Vec<(&'static str, Result<Vec<u8>, ReportError>)> {
    let practices = made_up::practices(text, n);
    vec![
        ("board", board_pdf(&made_up::board(text, n))),
        ("dark for the board", dark_pdf(&made_up::dark(text, n, Reader::Board))),
        ("dark for the county", dark_pdf(&made_up::dark(text, n, Reader::County))),
        ("brief", brief_pdf(&brief::brief(text, n))),
        ("drill", drill_pdf(&drill::pack(text, n))),
        ("technical", technical_pdf(&made_up::technical(text, n))),
        ("hipaa", hipaa_pdf(&made_up::hipaa(text, n))),
        ("insurer", insurer_pdf(&made_up::insurer(text, n))),
        ("practices", practices_pdf(&practices, &holdfast_core::decide::paper::digest(&practices))),
    ]
}

#[track_caller]
fn check(text: &str) {
    for (name, pdf) in all(text, 2) {
        let pdf = pdf.unwrap_or_else(|e| panic!("{name} with {text:?}: {e}"));
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for ((name, a), (_, b)) in all("Fixture Memorial", 3).into_iter().zip(all("Fixture Memorial", 3)) {
        assert_eq!(a.expect(name), b.expect(name), "{name}");
    }
}

#[test]
fn hostile_texts_are_drawn_or_replaced_and_never_panic() {
    let long = "x".repeat(4_000);
    for text in [
        "",
        " ",
        "\u{0}\u{1}\u{7f}\u{85}",
        "tab\tand\nline\r\nand \u{2028} separator",
        long.as_str(),
        "\u{5d0}\u{5d1}\u{5d2} \u{627}\u{644}\u{645}\u{633}\u{62a}\u{634}\u{641}\u{649}",
        "\u{202e}reversed\u{202c} \u{200f}marks",
        "\u{1f3e5}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1fa}\u{1f1f8} \u{2764}\u{fe0f}",
        "Z\u{351}\u{36b}\u{343}a\u{300}\u{301}\u{302}\u{303}l\u{489}go \u{e9}e\u{301} \u{b7}\u{323}",
        "\u{fffe}\u{ffff}\u{feff}\u{fffd}\u{e000}\u{f8ff}\u{10ffff}\u{1fffe}",
        "\u{4e2d}\u{6587}\u{75c5}\u{9662} \u{ac00}\u{ac01} \u{e2a}\u{e27}\u{e31}\u{e2a}",
        "a\u{a0}b\u{202f}c\u{2011}d\u{ad}e \u{fb01}ffi 1/2 3\u{d7}4",
        "path/with-many_parts.and:more@signs/that-go_on/and-on/and-on/and-on",
    ] {
        check(text);
    }
}

#[test]
fn thousands_of_rows_and_a_row_taller_than_a_page_find_their_pages() {
    let pdf = practices_pdf(&made_up::practices("A scan", 5_000), "00").expect("a PDF");
    assert!(pdf.len() > 100_000);
    let tall = "word ".repeat(6_000);
    let pdf = insurer_pdf(&made_up::insurer(&tall, 1)).expect("a PDF");
    assert!(pdf.len() > 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_paper(text in any::<String>()) {
        prop_assert!(board_pdf(&made_up::board(&text, 1)).is_ok());
        prop_assert!(insurer_pdf(&made_up::insurer(&text, 1)).is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// No line is wider than it may be, unless it holds a single character; no letter is lost.
    #[test]
    fn lines_fit_and_lose_nothing(text in "(\\PC|[a-z]{1,30}| ){0,80}", width in 20.0_f32..400.0) {
        let faces = Faces::new().expect("the typeface");
        let lines = wrap(&faces, &[Span::plain(text.clone())], Style::BODY, width);
        for line in &lines {
            let drawn: String = line.runs.iter().map(|r| r.text.trim()).collect();
            // One letter with its marks, or the number that stands for it, is not broken.
            let mut clusters: Vec<_> = line.runs.iter().flat_map(|r| &r.glyphs).map(|g| &g.text_range).collect();
            clusters.dedup();
            prop_assert!(line.width <= width + 0.01 || clusters.len() <= 2 || drawn.chars().count() <= 2, "{} > {width}", line.width);
        }
        let drawn: String = lines.iter().flat_map(|l| &l.runs).map(|r| r.text.as_str()).collect();
        let bare = |text: &str| layout::clean_for_tests(text).split_whitespace().collect::<String>();
        prop_assert_eq!(bare(&drawn), bare(&text));
        for run in lines.iter().flat_map(|l| &l.runs) {
            prop_assert!(run.glyphs.iter().all(|g| run.text.get(g.text_range.clone()).is_some_and(|t| !t.is_empty())));
        }
    }
}
