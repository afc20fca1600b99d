//! Made-up colleges and classes of the State of Franklin.

mod class;
mod ended;
mod files;
mod place;

use super::*;
use crate::Date;
use crate::catalog::{Bilingual, LessonId, LessonKind, Lessons, Pack, PackId};
use crate::decide::made_up;
use crate::decide::registration::Fields;
use crate::model::{Cohort, CohortId, CohortMove, CohortState, CollegeId, Grade, ListedCollege, Seat};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn fields(words: &[(&str, &str)]) -> Fields {
    words.iter().copied().collect()
}

/// Three lessons, and a pack of the first two.
fn lessons() -> Lessons {
    let both = || Bilingual { en: "T".to_owned(), es: "T".to_owned() };
    let lesson = |id: &str| made_up::lesson(id, LessonKind::Frontline);
    let pack = Pack {
        id: PackId::new("it"),
        name: both(),
        who: both(),
        lessons: vec![LessonId::new("report-it"), LessonId::new("lost-devices")],
        first_due_days: 14,
        retest_days: 140,
        labs_due_days: None,
        provenance: made_up::made_up(),
    };
    Lessons { lessons: ["lost-devices", "report-it", "restore"].map(lesson).into(), packs: vec![pack] }
}

const COLLEGE: &[(&str, &str)] = &[
    ("name", "Franklin Valley College"),
    ("unit_id", "999901"),
    ("city", "Franklin"),
    ("state", "ZZ"),
    ("zip", "99901"),
    ("contact_name", "Ada Dean"),
    ("contact_email", "ada@valley.example"),
    ("packs", "it"),
    ("lessons", "restore"),
    ("seats", "12"),
];

const CLASS: &[(&str, &str)] = &[
    ("title", "Security for small hospitals"),
    ("pack", "it"),
    ("starts_on", "2026-09-01"),
    ("ends_on", "2026-10-15"),
    ("seats", "3"),
    ("instructor", "Ines Teacher"),
    ("instructor_email", "ines@valley.example"),
];

/// Some fields with others in their place.
fn with(base: &[(&str, &str)], other: &[(&str, &str)]) -> Fields {
    let mut fields = fields(base);
    for (name, value) in other {
        fields.set(*name, *value);
    }
    fields
}

fn college(id: i64, other: &[(&str, &str)]) -> ListedCollege {
    let college = read_college(&with(COLLEGE, other), &lessons()).expect("a college");
    ListedCollege { id: CollegeId(id), version: 1, college }
}

fn cohort(moves: &[CohortMove]) -> Cohort {
    let plan = read_cohort(&fields(CLASS), &lessons()).expect("a class");
    let state =
        moves.iter().try_fold(CohortState::Planned, |state, moved| state.apply(moved, day("2026-08-01")));
    Cohort { id: CohortId(1), college: CollegeId(1), version: 1, plan, state: state.expect("it follows") }
}

fn seat(number: u32, name: &str, grade: Option<Grade>) -> Seat {
    Seat { cohort: CohortId(1), number, ccn: None, learner: None, name: name.to_owned(), grade }
}

/// A file from its lines, cells in the order of `columns`.
fn file(columns: &[&'static str], text: &str) -> Vec<FileLine> {
    let line = |(n, line): (usize, &str)| FileLine {
        line: n as u64 + 2,
        cells: columns.iter().copied().zip(line.split('|')).collect(),
    };
    text.split('/').enumerate().map(line).collect()
}

fn said(faults: &[FileFault]) -> Vec<String> {
    faults.iter().map(|f| format!("{} {}: {}", f.line, f.column, f.says)).collect()
}
