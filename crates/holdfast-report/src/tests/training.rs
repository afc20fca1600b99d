//! Papers of training: a lesson keeps to one page whatever stands in it and whatever its language, a sheet names its code on every page,
//! cards fit eight to a page, a certificate is one page, and every code is where it is needed.

use holdfast_core::catalog::{Block, Language, List, Manner, Piece, Text};
use holdfast_core::decide::paper::training::{
    BadgeCard, Certificate, LessonPage, Question, SheetPerson, SignInSheet,
};

use super::*;
use crate::layout::{Flow, Item, Shape};
use crate::pdf::{cards_laid_out, certificate_laid_out, sheet_laid_out, wall_laid_out};

const DAY: holdfast_core::Date = holdfast_core::Date::constant(2026, 11, 28);

fn text(words: &str) -> Text {
    Text(vec![Piece { manner: Manner::Plain, text: words.to_owned() }])
}

/// A made-up page with one text wherever a text may stand, and `n` steps.
fn wall(words: &str, n: usize, language: Language) -> LessonPage {
    let question = Question { asks: text(words), options: vec![text(words); n.clamp(2, 4)] };
    let steps = List { is_ordered: true, items: vec![text(words); n] };
    LessonPage {
        number: "F1".to_owned(),
        name: words.to_owned(),
        minutes: 4,
        behaviour: words.to_owned(),
        do_now: vec![Block::Paragraph(text(words)), Block::List(steps)],
        hand_in: (n > 2).then(|| words.to_owned()),
        questions: vec![question; 3],
        language,
        address: "https://hold.example/lessons/fixture?lang=en".to_owned(),
        source: words.to_owned(),
        verified_on: Some(DAY),
    }
}

fn sheet(words: &str, n_people: usize, n_blank_lines: u16) -> SignInSheet {
    let person = |n| SheetPerson {
        number: format!("{n:05}"),
        name: format!("{words} {n}"),
        department: words.to_owned(),
    };
    SignInSheet {
        hospital: "Fixture Memorial Hospital".to_owned(),
        lesson_number: "F1".to_owned(),
        lesson_name: words.to_owned(),
        language: Language::English,
        held_on: None,
        code: "K7-QX2".to_owned(),
        people: (0..n_people).map(person).collect(),
        n_blank_lines,
    }
}

fn cards(words: &str, n: usize) -> Vec<BadgeCard> {
    let card = |n| BadgeCard {
        name: words.to_owned(),
        department: words.to_owned(),
        url: format!("https://hold.example/learn/made-up-{n}"),
        language: if n % 2 == 0 { Language::English } else { Language::Spanish },
    };
    (0..n).map(card).collect()
}

fn award(words: &str, n: usize, language: Language) -> Certificate {
    Certificate {
        program: "Fixture Program".to_owned(),
        name: words.to_owned(),
        hospital: words.to_owned(),
        lessons: vec![(words.to_owned(), DAY); n],
        issued_on: DAY,
        verify_url: "https://hold.example/verify/K7QX2".to_owned(),
        code: "K7QX2".to_owned(),
        language,
    }
}

/// The lines of text on each page, without the foot, and how many codes it has.
fn pages(lay: impl FnOnce(&Faces) -> Vec<Vec<Item>>) -> Vec<(Vec<String>, usize)> {
    let faces = Faces::new().expect("the typefaces");
    let text = |item: &Item| match item {
        Item::Text { line, .. } => Some(line.runs.iter().map(|r| r.text.as_str()).collect()),
        _ => None,
    };
    let codes = |page: &Vec<Item>| page.iter().filter(|i| matches!(i, Item::Code { .. })).count();
    lay(&faces).iter().map(|page| (page.iter().filter_map(text).collect(), codes(page))).collect()
}

fn flowed(faces: &Faces, lay: impl FnOnce(&mut Flow<'_>)) -> Vec<Vec<Item>> {
    let mut flow = Flow::new(faces, Shape::UPRIGHT);
    lay(&mut flow);
    flow.finish();
    flow.pages
}

fn wall_pages(page: &LessonPage) -> Vec<(Vec<String>, usize)> {
    pages(|faces| wall_laid_out(page, faces).pages)
}

fn award_pages(of: &Certificate) -> Vec<(Vec<String>, usize)> {
    pages(|faces| {
        let shape = Shape { side: 44.0, top: 34.0, bottom: 48.0, ..Shape::WIDE };
        let mut flow = Flow::new(faces, shape);
        certificate_laid_out(&mut flow, of);
        flow.finish();
        flow.pages
    })
}

const HOSTILE: [&str; 6] = [
    "",
    "A short text",
    "\u{416}\u{449}\u{44e} \u{416}\u{449}\u{44e} \u{416}\u{449}\u{44e}",
    "\u{202e}reversed\u{0} \u{fffe}\u{1f3e5}",
    "\u{4e2d}\u{6587}\u{75c5}\u{9662}\u{4e2d}\u{6587}\u{75c5}\u{9662}",
    "word word word word word word word word word word word word word word word word word word word word",
];

#[test]
fn a_lesson_is_one_page_with_one_code_whatever_stands_in_it() {
    let long = "W".repeat(900);
    let spaced = "many words of a lesson ".repeat(60);
    for words in HOSTILE.into_iter().chain([long.as_str(), spaced.as_str()]) {
        for (n, language) in [(0, Language::Spanish), (3, Language::English), (30, Language::Spanish)] {
            let pages = wall_pages(&wall(words, n, language));
            let about = words.chars().take(30).collect::<String>();
            assert_eq!((pages.len(), pages[0].1), (1, 1), "{n} of {about:?}");
            let said = pages[0].0.join(" ");
            let must = match language {
                Language::English => ["Do this now", "Check yourself", "your own link"],
                Language::Spanish => ["Haga esto ahora", "Compruebe lo que sabe", "su propio enlace"],
            };
            for words in must {
                assert!(said.contains(words), "`{words}` is not in {said}");
            }
        }
    }
}

/// There is no sheet for a lab: what it hands in is its proof.
#[test]
fn a_lesson_names_its_sheet_and_a_lab_names_none() {
    for (language, sheet) in [(Language::English, "Sign the sheet"), (Language::Spanish, "Firme la hoja")] {
        let said = |n| wall_pages(&wall("A short text", n, language))[0].0.join(" ");
        assert!(said(2).contains(sheet) && !said(3).contains(sheet), "{sheet}");
        assert_eq!(
            (said(2).contains("____"), said(3).contains("____")),
            (true, false),
            "a line for its code"
        );
    }
}

#[test]
fn what_no_page_holds_is_counted_and_cut_with_the_mark() {
    let said = |words: &str, n| wall_pages(&wall(words, n, Language::English))[0].0.join("\n");
    let long = said(&"more words than fit ".repeat(80), 30);
    assert!(long.contains('\u{2026}') && long.contains("more: scan the code for the rest"), "{long}");
    let short = said("A short text", 3);
    assert!(!short.contains('\u{2026}') && !short.contains("more:"), "{short}");
}

#[test]
fn a_short_lesson_is_set_in_large_letters() {
    let largest = |page: &LessonPage| {
        let faces = Faces::new().expect("the typefaces");
        let flow = wall_laid_out(page, &faces);
        let size = |item: &Item| if let Item::Text { size, .. } = item { *size } else { 0.0 };
        flow.pages.iter().flatten().map(size).fold(0.0, f32::max)
    };
    let short = largest(&wall("A short text", 2, Language::English));
    let full = largest(&wall(&"many words ".repeat(14), 8, Language::English));
    assert!(short > 28.0 && full < short, "{short} and {full}");
}

#[test]
fn a_sheet_names_its_code_on_every_page_and_has_a_line_for_each() {
    for (n, n_blank) in [(0, 0), (1, 0), (18, 2), (19, 0), (20, 0), (21, 3), (64, 9), (300, 0)] {
        let pages =
            pages(|faces| flowed(faces, |flow| sheet_laid_out(flow, &sheet("Lee Fixture", n, n_blank))));
        for (page, n_codes) in &pages {
            assert!(page.iter().any(|line| line.contains("K7-QX2")), "{n}: {page:?}");
            assert!(page.iter().any(|line| line.contains("Signature")), "{n}: {page:?}");
            assert_eq!(*n_codes, 0);
        }
        let all: Vec<&String> = pages.iter().flat_map(|(page, _)| page).collect();
        for person in 0..n {
            assert_eq!(
                all.iter().filter(|line| line.trim() == format!("{person:05}")).count(),
                1,
                "{person} of {n}"
            );
        }
        let n_lines = if n == 0 { 18 } else { n + usize::from(n_blank) };
        assert!(all.iter().any(|line| line.trim() == n_lines.to_string()), "{n}");
        assert!(!all.iter().any(|line| line.trim() == (n_lines + 1).to_string()), "{n}");
        assert_eq!(all.iter().filter(|line| line.contains("To key this sheet in")).count(), 1, "{n}");
    }
}

#[test]
fn eight_cards_fit_a_page_and_each_has_its_code() {
    for (n, n_pages) in [(0, 1), (1, 1), (8, 1), (9, 2), (60, 8)] {
        let pages = pages(|faces| {
            let mut flow = Flow::new(faces, Shape { side: 36.0, top: 30.0, bottom: 42.0, ..Shape::UPRIGHT });
            cards_laid_out(&mut flow, &cards("Lee Fixture", n));
            flow.finish();
            flow.pages
        });
        assert_eq!(pages.len(), n_pages, "{n}");
        assert_eq!(pages.iter().map(|(_, codes)| codes).sum::<usize>(), n);
        let said = pages.iter().flat_map(|(page, _)| page).cloned().collect::<Vec<_>>().join("\n");
        assert!(!said.contains("/learn/"), "the link is not printed: {said}");
        assert_eq!(said.contains("Escanee"), n > 1);
    }
}

#[test]
fn a_certificate_is_one_page_with_every_lesson_or_how_many_more() {
    for words in HOSTILE.into_iter().chain([&*"W".repeat(200)]) {
        for n in [0, 1, 2, 12, 24, 90] {
            let pages = award_pages(&award(words, n, Language::Spanish));
            assert_eq!((pages.len(), pages[0].1), (1, 1), "{n}");
            let said = pages[0].0.join("\n");
            assert!(said.contains("K7QX2") && said.contains("28 de noviembre de 2026"), "{said}");
        }
    }
    let said = |n| award_pages(&award("Fixture lesson", n, Language::English))[0].0.join("\n");
    assert_eq!(said(24).matches("Fixture lesson").count(), 24 + 2, "each lesson, the name and the place");
    assert!(said(90).contains("more: the address below has all of them"), "{}", said(90));
    assert!(!said(24).contains("more:"));
}

#[test]
fn a_long_name_leaves_room_for_what_stands_below_it() {
    let faces = Faces::new().expect("the typefaces");
    let mut flow = Flow::new(&faces, Shape::UPRIGHT);
    cards_laid_out(&mut flow, &cards(&"Wilhelmina Anastasia Fixture-Featherstone ".repeat(3), 2));
    flow.finish();
    let mut ends: Vec<(bool, f32, f32)> = Vec::new();
    for item in flow.pages.iter().flatten() {
        if let Item::Text { x, baseline, size, .. } = item {
            ends.push((*x > 306.0, *baseline, *size));
        }
    }
    for pair in ends.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        assert!(pair[1].1 - pair[0].1 >= pair[1].2, "two lines overlap: {pair:?}");
    }
    assert!(ends.len() > 12);
}

/// The day is never cut, and the name only where it must be.
#[test]
fn a_name_of_usual_length_stands_whole_in_two_columns() {
    let said = award_pages(&award("Report it in five minutes today", 24, Language::Spanish))[0].0.join("\n");
    assert!(!said.contains('\u{2026}'), "{said}");
    assert_eq!(said.matches("28\u{a0}de\u{a0}noviembre\u{a0}de\u{a0}2026").count(), 24, "{said}");
    let long = award_pages(&award(&"word ".repeat(40), 24, Language::English))[0].0.join("\n");
    assert_eq!(long.matches("November\u{a0}28,\u{a0}2026").count(), 24, "{long}");
}

/// Lessons count as done by a sheet, a class or another system too, where nobody here saw an answer.
#[test]
fn a_certificate_says_done_and_not_how() {
    for (language, one, many) in [
        (Language::English, "has done this lesson", "has done these lessons"),
        (Language::Spanish, "ha hecho esta lecci\u{f3}n", "ha hecho estas lecciones"),
    ] {
        for (n, words) in [(1, one), (2, many)] {
            let said = award_pages(&award("Lee Fixture", n, language))[0].0.join("\n");
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

pub(super) fn all_training(words: &str, n: usize) -> Vec<(&'static str, Result<Vec<u8>, ReportError>)> {
    vec![
        ("wall", lesson_page_pdf(&wall(words, n, Language::Spanish))),
        ("sheet", sign_in_sheet_pdf(&sheet(words, n, 3))),
        ("cards", badge_sheet_pdf(&cards(words, n))),
        ("certificate", certificate_pdf(&award(words, n, Language::English))),
    ]
}

#[test]
fn training_papers_come_out_the_same_twice_whatever_stands_in_them() {
    for words in HOSTILE {
        for ((name, a), (_, b)) in all_training(words, 3).into_iter().zip(all_training(words, 3)) {
            let a = a.unwrap_or_else(|e| panic!("{name} with {words:?}: {e}"));
            assert!(a.starts_with(b"%PDF-1.7"), "{name}");
            assert_eq!(a, b.expect(name), "{name}");
        }
    }
    assert!(badge_sheet_pdf(&[]).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_training_papers(words in prop_oneof![any::<String>(), "\\PC{0,400}"], n in 0_usize..9) {
        for (_, pdf) in all_training(&words, n) {
            prop_assert!(pdf.is_ok());
        }
        prop_assert_eq!(wall_pages(&wall(&words, n, Language::English)).len(), 1);
        prop_assert_eq!(award_pages(&award(&words, n, Language::English)).len(), 1);
    }
}
