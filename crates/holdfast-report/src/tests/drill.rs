//! The downtime pack: a form takes one page, whatever stands in it nothing panics, and what is not on file is a line to write on.

use holdfast_core::catalog::{
    BlankForm, CallBy, FormId, FormPart, Inject, Provenance, WaiverPart, WaiverPoint, WaiverPointId,
    WhoIsDark,
};
use holdfast_core::decide::downtime::ServiceState;
use holdfast_core::decide::drill::{
    CallLine, ClockLine, DrillPack, DrillReceiver, ORDER, Stretch, WaiverList,
};
use holdfast_core::decide::paper::{Foot, Subject};
use holdfast_core::model::{Ccn, StateCode};

use super::*;
use crate::layout::{Flow, Item, Shape};
use crate::pdf::drill_laid_out;

fn provenance(text: &str) -> Provenance {
    Provenance { source: text.to_owned(), verified_on: None }
}

fn form(text: &str, n: usize) -> BlankForm {
    let lines = |title: &str, n: usize| FormPart {
        title: format!("{title} {text}"),
        fields: vec![text.to_owned(); n],
        columns: Vec::new(),
        blank_rows: 0,
    };
    let table = FormPart {
        title: text.to_owned(),
        fields: Vec::new(),
        columns: vec![text.to_owned(); 5],
        blank_rows: 40,
    };
    BlankForm {
        id: FormId::new("log"),
        name: text.to_owned(),
        how: text.to_owned(),
        parts: vec![lines("Above", n.min(8)), table, lines("Below", n.min(6))],
        provenance: provenance(text),
    }
}

/// A made-up pack with one text wherever a text may stand, and `n` rows each.
pub(super) fn pack(text: &str, n: usize) -> DrillPack {
    let some = || text.to_owned();
    let many = || vec![text.to_owned(); n];
    DrillPack {
        hospital: Subject { name: Some(some()), city: Some(some()), ..Subject::default() },
        as_of: holdfast_core::Date::constant(2026, 8, 10),
        catalog: "made-up".to_owned(),
        scenario: "made-up".to_owned(),
        name: some(),
        story: some(),
        dark: WhoIsDark::Us,
        dark_hospitals: Vec::new(),
        days: 21,
        lost: many(),
        sentence: some(),
        comes_here: Some(some()),
        receivers: (0..n)
            .map(|i| DrillReceiver {
                ccn: Ccn::parse("991302").expect("six digits"),
                name: some(),
                city: some(),
                state: StateCode::parse("ZZ").expect("made up"),
                phone: (i % 2 == 0).then(some),
                miles: (i % 3 != 2).then_some(35),
                beds: some(),
                people: Some(some()),
                beds_hold: "Should hold it",
                department: "Overwhelmed",
                why: some(),
            })
            .collect(),
        order: ORDER,
        timeline: vec![Stretch { title: "The first hour", actions: many() }],
        injects: (0..n)
            .map(|_| Inject { minute: 5, story_time: some(), says: some(), expect: some() })
            .collect(),
        look_at: many(),
        clocks: (0..n)
            .map(|_| ClockLine {
                name: some(),
                state: ServiceState::Slows,
                hurt: some(),
                why: some(),
                by_hand: some(),
                is_own: false,
            })
            .collect(),
        money: Some(some()),
        has_word: false,
        calls: (0..n)
            .map(|_| CallLine {
                id: "chief".to_owned(),
                who: some(),
                is_outside: true,
                caller: some(),
                by: CallBy::AtOnce,
                why: some(),
                say: some(),
                source: some(),
                is_verified: false,
            })
            .collect(),
        forms: vec![form(text, n)],
        waiver: vec![WaiverList {
            part: WaiverPart::First,
            title: WaiverPart::First.title(),
            points: (0..n)
                .map(|_| WaiverPoint {
                    id: WaiverPointId::new("both"),
                    part: WaiverPart::First,
                    says: some(),
                    provenance: provenance(text),
                })
                .collect(),
        }],
        not_known: many(),
        provenance: provenance(text),
        sources: many(),
    }
}

/// The lines of text on each page, without the foot.
fn pages(pack: &DrillPack) -> Vec<Vec<String>> {
    let faces = Faces::new().expect("the typefaces");
    let mut flow = Flow::new(&faces, Shape::UPRIGHT);
    let foot = Foot {
        hospital: pack.hospital.clone(),
        as_of: pack.as_of,
        catalog: pack.catalog.clone(),
        record: "0".repeat(64),
    };
    drill_laid_out(&mut flow, pack, &foot);
    flow.finish();
    let text = |item: &Item| match item {
        Item::Text { line, .. } => Some(line.runs.iter().map(|r| r.text.as_str()).collect()),
        _ => None,
    };
    flow.pages.iter().map(|p| p.iter().filter_map(text).collect()).collect()
}

#[test]
fn a_form_takes_one_page_and_begins_one() {
    let mut pack = pack("A short text", 6);
    pack.forms = vec![form("Registration", 8), form("Orders", 8), form("Bed board", 2)];
    let pages = pages(&pack);
    for name in ["Registration", "Orders", "Bed board"] {
        let with: Vec<&Vec<String>> = pages.iter().filter(|p| p.iter().any(|line| line == name)).collect();
        assert_eq!(with.len(), 1, "{name}");
        assert_eq!(with[0].first().map(String::as_str), Some(name));
        let below = format!("Below {name}");
        assert!(with[0].contains(&below), "{name} does not fit its page: {:?}", with[0]);
    }
}

#[test]
fn what_is_not_on_file_is_a_line_to_write_on() {
    let said = pages(&pack("A short text", 2)).concat().join("\n");
    assert!(said.contains("Not on file."), "{said}");
    assert!(said.contains("The hospital said nothing of its services"), "{said}");
    let none = pages(&pack("A short text", 0)).concat().join("\n");
    assert!(none.contains("No place that could take patients is known"), "{none}");
    assert!(!none.contains("Not on file."));
}

#[test]
fn who_stands_first_says_why_and_beds_are_told_from_the_department() {
    let mut pack = pack("A short text", 3);
    pack.receivers[0].why = "Near, and has room.".to_owned();
    // Words of a narrow column stand on lines of their own.
    let said = pages(&pack).concat().join(" ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Near, and has room.", "Its beds", "Should hold it", "Overwhelmed", "Not known"] {
        assert!(said.contains(words), "`{words}` is not in {said}");
    }
}

#[test]
fn calls_and_forms_name_their_sources_once() {
    let mut pack = pack("A short text", 3);
    for call in &mut pack.calls {
        call.source = "A call list".to_owned();
    }
    pack.forms[0].provenance = provenance("A form book");
    let said = pages(&pack).concat().join("\n");
    assert!(said.contains("The call tree: A call list."), "{said}");
    assert!(said.contains("The forms: A form book."), "{said}");
}

/// What is cut off is not missed in silence.
#[test]
fn what_does_not_fit_ends_with_the_mark() {
    let long = "more words than fit ".repeat(600);
    let mut pack = pack("A short text", 2);
    let marks =
        |pack: &DrillPack| pages(pack).concat().iter().filter(|line| line.ends_with('\u{2026}')).count();
    assert_eq!(marks(&pack), 0);
    pack.timeline[0].actions[0].clone_from(&long);
    assert_eq!(marks(&pack), 1, "an item with a box");
    pack.forms[0].parts[0].fields[0].clone_from(&long);
    assert_eq!(marks(&pack), 2, "the name of a line");
    pack.forms[0].parts[1].columns[0].clone_from(&long);
    assert_eq!(marks(&pack), 3, "the head of a column");
}

#[test]
fn more_places_than_the_page_holds_are_counted() {
    let said = pages(&pack("A short text", 40)).concat().join("\n");
    assert!(said.contains("28 more are left out here"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_pack(text in any::<String>(), n in 0_usize..9) {
        prop_assert!(drill_pdf(&pack(&text, n)).is_ok());
    }
}
