//! Letters of many scripts: drawn by the typeface that has them, shown by number where none has, and never lost.

use super::*;
use crate::layout::{Line, Typeface};

fn line_of(text: &str) -> Line {
    let faces = Faces::new().expect("the typefaces");
    wrap(&faces, &[Span::plain(text)], Style::BODY, 2_000.0).remove(0)
}

/// A text is drawn in one typeface with no number in place of a letter.
#[track_caller]
fn drawn_in(typeface: Typeface, text: &str) {
    let line = line_of(text);
    for run in line.runs.iter().filter(|r| !r.text.trim().is_empty()) {
        assert_eq!(run.typeface, typeface, "{:?} of {text:?}", run.text);
        assert!(!run.has_stand_in, "{text:?}");
        assert!(run.glyphs.iter().all(|g| g.glyph_id.to_u32() != 0), "{text:?}");
    }
}

#[test]
fn names_are_drawn_in_the_typeface_that_has_their_letters() {
    for latin in [
        "O\u{2019}Brien",
        "Jos\u{e9} Nu\u{f1}ez",
        "\u{141}ukasz \u{17b}\u{f3}\u{142}\u{107}",
        "J\u{fc}rgen Gro\u{df}",
        "e\u{301}",
        "Nguye\u{302}\u{303}n",
    ] {
        drawn_in(Typeface::Main, latin);
    }
    for wide in [
        "\u{418}\u{432}\u{430}\u{43d}\u{43e}\u{432}",
        "\u{404}\u{432}\u{433}\u{435}\u{43d}\u{456}\u{44f} \u{490}\u{430}\u{43b}\u{430}\u{433}\u{430}\u{43d}",
        "\u{393}\u{3b9}\u{3ce}\u{3c1}\u{3b3}\u{3bf}\u{3c2}",
        "Nguy\u{1ec5}n \u{1ed2}\u{1eeb}",
        "\u{4d8}\u{43b}\u{438}\u{435}\u{432}",
        "\u{1f08}\u{1fd6}\u{3b1}",
    ] {
        let line = line_of(wide);
        assert!(line.runs.iter().any(|r| r.typeface == Typeface::Wide), "{wide:?}");
        assert!(line.runs.iter().all(|r| !r.has_stand_in), "{wide:?}");
    }
    drawn_in(Typeface::Wide, "\u{418}\u{432}\u{430}\u{43d} \u{41f}\u{435}\u{442}\u{440}\u{43e}\u{432}");
}

#[test]
fn a_letter_without_a_glyph_is_shown_by_its_number_and_kept_behind_it() {
    let line = line_of("a\u{5d0}\u{1f3e5}");
    let shown = line_of("a[U+05D0][U+1F3E5]");
    let ids = |l: &Line| l.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.glyph_id).collect::<Vec<_>>();
    assert_eq!(ids(&line), ids(&shown));
    let text: String = line.runs.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(text, "a\u{5d0}\u{1f3e5}");
    assert!(line.runs[0].has_stand_in && !shown.runs[0].has_stand_in);
}

#[test]
fn a_mark_no_typeface_has_keeps_its_letter() {
    let line = line_of("Z\u{489}");
    let ids: Vec<u32> = line.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.glyph_id.to_u32()).collect();
    assert!(!ids.contains(&0));
    let letter = line_of("Z").runs[0].glyphs[0].glyph_id.to_u32();
    let wide_letter = line_of("Z\u{418}").runs[0].glyphs[0].glyph_id.to_u32();
    assert!(ids.contains(&letter) || ids.contains(&wide_letter), "{ids:?}");
}

#[test]
fn a_character_that_a_file_may_not_hold_becomes_its_number_as_text() {
    let line = line_of("a\u{e000}b\u{fffe}");
    let text: String = line.runs.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(text, "a[U+E000]b[U+FFFE]");
    assert!(line.runs.iter().any(|r| r.has_stand_in));
}

#[test]
fn a_paper_says_what_a_number_means_only_when_it_shows_one() {
    let faces = Faces::new().expect("the typefaces");
    let says = |text: &str| pdf::board_laid_out(&made_up::board(text, 1), &faces).has_stand_in();
    assert!(says("\u{75c5}\u{9662}"));
    assert!(!says("\u{413}\u{43e}\u{440}\u{43e}\u{434} Ath\u{e9}na"));
}

#[test]
fn more_letters_cost_a_paper_little() {
    let plain = board_pdf(&made_up::board("Fixture Memorial", 3)).expect("a PDF").len();
    let cyrillic = board_pdf(&made_up::board("\u{411}\u{43e}\u{43b}\u{44c}\u{43d}\u{438}\u{446}\u{430}", 3))
        .expect("a PDF")
        .len();
    assert!(cyrillic < plain + 40_000, "{plain} and {cyrillic} bytes");
}
