//! "If we go dark" keeps to one page whatever stands in it, for the board and for the county, and always says that something is not known.

use holdfast_core::decide::paper::dark::DarkPaper;

use super::*;
use crate::layout::Item;
use crate::pdf::dark_laid_out;

/// The lines of text on each page, without the foot.
fn pages(paper: &DarkPaper) -> Vec<Vec<String>> {
    let faces = Faces::new().expect("the typefaces");
    let text = |item: &Item| match item {
        Item::Text { line, .. } => Some(line.runs.iter().map(|r| r.text.as_str()).collect()),
        _ => None,
    };
    dark_laid_out(paper, &faces).pages.iter().map(|p| p.iter().filter_map(text).collect()).collect()
}

#[track_caller]
fn check_pages(paper: &DarkPaper, about: &str) {
    let pages = pages(paper);
    assert_eq!(pages.len(), 1, "{} pages for the {}: {about}", pages.len(), paper.reader.key());
    let said = pages.concat().join("\n");
    assert!(said.contains("What is not known"), "{about}:\n{said}");
}

#[test]
fn there_is_one_page_whatever_was_typed_and_however_many_there_are() {
    let sentence =
        "Whoever looks after the machines that hold the records of patients wrote this at length. ".repeat(7);
    let wide = "W".repeat(600);
    let spaced = "W W W W W W W W W W ".repeat(30);
    let cyrillic = "\u{416}\u{449}\u{44e} ".repeat(150);
    let numbers = "\u{4e2d}\u{6587}\u{75c5}\u{9662}".repeat(150);
    for text in ["", "A scan", &sentence, &wide, &spaced, &cyrillic, &numbers] {
        for n in [0, 1, 3, 12, 90] {
            for reader in Reader::ALL {
                let about = format!("{n} of {:?}", text.chars().take(40).collect::<String>());
                check_pages(&made_up::dark(text, n, reader), &about);
            }
        }
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let said = |reader| pages(&made_up::dark("A place", 400, reader)).concat().join("\n");
    let (board, county) = (said(Reader::Board), said(Reader::County));
    assert!(board.contains("more; the page \u{201c}If we go dark\u{201d} has the rest"), "{board}");
    assert!(county.contains("more; ask the hospital for the rest"), "{county}");
    assert!(!county.contains("the page \u{201c}"), "the county cannot open it: {county}");
}

#[test]
fn the_picture_is_drawn_where_there_is_room_and_bars_stand_in_for_it() {
    let shapes = |paper: &DarkPaper| {
        let faces = Faces::new().expect("the typefaces");
        let flow = dark_laid_out(paper, &faces);
        let n = |pick: fn(&Item) -> bool| flow.pages.iter().flatten().filter(|i| pick(i)).count();
        (n(|i| matches!(i, Item::Disc { .. })), n(|i| matches!(i, Item::Cross { .. })))
    };
    let mut paper = made_up::dark("A place", 3, Reader::Board);
    let (discs, crosses) = shapes(&paper);
    assert!(discs > 6 && crosses == 4, "3 areas, 3 numbers and the key: {discs} and {crosses}");
    paper.picture = None;
    assert_eq!(shapes(&paper), (0, 0));
    let said = pages(&paper).concat().join("\n");
    assert!(said.contains("Beyond 30 minutes"), "{said}");
    // What nobody can count has no bars either.
    paper.pushed.clear();
    assert!(!pages(&paper).concat().join("\n").contains("Beyond 30 minutes"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_number_of_rows_keep_to_one_page(
        text in prop_oneof![
            any::<String>(),
            "[A-Za-z]{1,30}( [A-Za-z]{1,40}){0,60}",
            "\\PC{0,600}",
            "[\u{400}-\u{4ff}\u{370}-\u{3ff}\u{4e00}-\u{4fff} ]{0,600}",
        ],
        n in 0_usize..80,
    ) {
        for reader in Reader::ALL {
            let pages = pages(&made_up::dark(&text, n, reader));
            prop_assert!(pages.len() == 1, "{} pages for the {}", pages.len(), reader.key());
        }
    }
}
