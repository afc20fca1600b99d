//! Sheets and other systems' words, as sentences in and pictures out.

use proptest::prelude::*;

use super::*;
use crate::catalog::{Language, PackId};
use crate::decide::made_up::lesson;
use crate::model::StaffMember;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

const AS_OF: Date = Date::constant(2026, 3, 2);

fn lessons() -> Lessons {
    let lessons = vec![lesson("report-it", LessonKind::Frontline), lesson("patching", LessonKind::Lab)];
    Lessons { lessons, packs: Vec::new() }
}

fn learner(id: i64, number: &str, left_on: Option<Date>) -> Learner {
    let person = StaffMember {
        number: number.to_owned(),
        name: format!("Person {id}"),
        email: None,
        department: String::new(),
        packs: BTreeSet::from([PackId::new("everyone")]),
        language: Language::English,
        started_on: None,
    };
    Learner { id: LearnerId(id), person, listed_on: day("2026-01-05"), left_on, packs_since: BTreeMap::new() }
}

/// Ada 007, Ben E-12, Cy who left in January, and a number used again after somebody left.
fn people() -> Vec<Learner> {
    let gone = Some(day("2026-01-31"));
    vec![
        learner(1, "007", None),
        learner(2, "E-12", None),
        learner(3, "44", gone),
        learner(4, "50", None),
        learner(5, "50", Some(day("2026-02-28"))),
    ]
}

#[track_caller]
fn check(sheet: &KeyedSheet, expect: &str) {
    let done = BTreeMap::from([(
        LearnerId(2),
        vec![Completion {
            learner: LearnerId(2),
            lesson: LessonId::new("report-it"),
            done_on: day("2026-02-20"),
            how: CompletionHow::Answered,
            by: "their link".to_owned(),
        }],
    )]);
    let said = match signed(sheet, &lessons(), &people(), &done, "Ivo It", AS_OF) {
        Ok(signed) => {
            let ids: Vec<String> = signed.completions.iter().map(|c| c.learner.to_string()).collect();
            let unknown: Vec<&str> = signed.unknown.iter().map(|u| u.number.as_str()).collect();
            let known = signed.known.len();
            let strangers: Vec<String> = signed.strangers.iter().map(|id| format!(" / no {id}")).collect();
            format!("{} / {known} known / {}{}", ids.join(" "), unknown.join(" "), strangers.concat())
        }
        Err(faults) => {
            let fields: Vec<String> = faults.iter().map(|f| format!("{f:?}")).collect();
            fields.join(" ")
        }
    };
    assert_eq!(said.trim(), expect);
}

fn sheet(held_on: &str, ticked: &[i64], numbers: &str) -> KeyedSheet {
    KeyedSheet {
        lesson: "report-it".to_owned(),
        held_on: held_on.to_owned(),
        ticked: ticked.iter().copied().map(LearnerId).collect(),
        numbers: numbers.to_owned(),
    }
}

#[test]
fn ticks_and_numbers_name_people_each_once() {
    check(&sheet("2026-03-01", &[1], "7\n0007, e-12"), "1 2 / 0 known /");
    check(&sheet("2026-02-20", &[1, 2], ""), "1 / 1 known /");
    check(&sheet("2026-03-01", &[], "E-12; 99\r\n\r\n,"), "2 / 0 known / 99");
    check(&sheet("2026-03-01", &[77], "7"), "1 / 0 known /  / no 77");
}

#[test]
fn whoever_left_counts_up_to_the_day_they_left_and_a_number_used_again_means_who_is_here() {
    check(&sheet("2026-01-30", &[], "44"), "3 / 0 known /");
    check(&sheet("2026-02-01", &[], "44"), "/ 0 known / 44");
    check(&sheet("2026-02-01", &[], "50"), "4 / 0 known /");
}

#[test]
fn a_number_that_is_nobodys_says_whose_it_was() {
    let sheet = sheet("2026-02-01", &[], "44, 99");
    let read = signed(&sheet, &lessons(), &people(), &BTreeMap::new(), "Ivo It", AS_OF).expect("a sheet");
    let says: Vec<&str> = read.unknown.iter().map(|u| u.says.as_str()).collect();
    assert_eq!(
        says,
        [
            "The number 44 was that of Person 3, who left on January 31, 2026, before the meeting.",
            "Nobody on the roster has the number 99."
        ]
    );
}

#[test]
fn everything_wrong_with_a_sheet_is_said_at_once() {
    let wrong = KeyedSheet { lesson: "patching".to_owned(), ..sheet("soon", &[], " ,\n") };
    check(&wrong, "Lesson Day(Unreadable) Nobody");
    check(&sheet("2026-03-03", &[1], ""), "Day(ToCome)");
    check(&sheet("2024-02-01", &[1], ""), "Day(LongPast)");
    check(&sheet("2026-03-02", &[], &"1,".repeat(MOST_PEOPLE + 1)), "TooMany");
    for fault in [SheetFault::Lesson, SheetFault::Day(DayFault::ToCome), SheetFault::Nobody] {
        assert!(fault.in_words(AS_OF).ends_with('.') && !fault.field().is_empty());
    }
}

#[test]
fn another_systems_word_needs_its_name() {
    let say = |lesson: &str, day: &str, system: &str| {
        learned_elsewhere(LearnerId(1), (lesson, day, system), &lessons(), "Ivo It", AS_OF)
    };
    let kept = say("patching", " 2026-02-01 ", "  County\tLMS ").expect("all is there");
    assert_eq!(kept.how, CompletionHow::OtherSystem { name: "County LMS".to_owned() });
    assert_eq!((kept.done_on, kept.by.as_str()), (day("2026-02-01"), "Ivo It"));
    let wrong = say("nothing", "2026-02-30", " ").expect_err("nothing is right");
    let fields: Vec<&str> = wrong.iter().map(|f| f.field()).collect();
    assert_eq!(fields, ["lesson", "done_on", "system"]);
    assert!(say("patching", "2026-02-01", &"x".repeat(MOST_SYSTEM + 1)).is_err());
    assert!(say("patching", "2026-02-01", "a\u{0}b").is_err());
}

proptest! {
    #[test]
    fn keying_a_sheet_in_again_records_nothing(numbers in "[0-9E,\\-\n;x ]{0,60}", ticks: Vec<u8>) {
        let ticks: Vec<i64> = ticks.iter().map(|n| i64::from(*n % 8)).collect();
        let sheet = sheet("2026-02-15", &ticks, &numbers);
        let key_in = |done: &BTreeMap<LearnerId, Vec<Completion>>| {
            signed(&sheet, &lessons(), &people(), done, "Ivo It", AS_OF)
        };
        if let Ok(first) = key_in(&BTreeMap::new()) {
            let mut done: BTreeMap<LearnerId, Vec<Completion>> = BTreeMap::new();
            for one in first.completions.clone() {
                done.entry(one.learner).or_default().push(one);
            }
            let again = key_in(&done).expect("as before");
            prop_assert_eq!(again.completions, Vec::new());
            prop_assert_eq!(again.known.len(), first.completions.len());
            prop_assert_eq!(again.unknown, first.unknown);
        }
    }

    #[test]
    fn hostile_numbers_never_panic(numbers in "\\PC{0,200}") {
        let _ = signed(&sheet("2026-02-15", &[], &numbers), &lessons(), &people(), &BTreeMap::new(), "I", AS_OF);
    }
}
