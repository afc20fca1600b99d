//! Training as a whole: made-up lessons, packs and people, in one line each.

mod compare;
mod evidence;
mod laws;
mod owed;
mod progress;

use std::collections::BTreeMap;

use crate::Date;
use crate::catalog::{
    Bilingual, Language, Lesson, LessonId, LessonKind, Lessons, Pack, PackId, Provenance, SafeguardId,
};
use crate::decide::made_up;
use crate::model::{Completion, CompletionHow, Learner, LearnerId, StaffMember};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A lesson: its id begins with `lab` when it is one.
fn lesson(id: &str, helps: &[&str]) -> Lesson {
    let kind = if id.starts_with("lab") { LessonKind::Lab } else { LessonKind::Frontline };
    Lesson {
        number: id.to_uppercase(),
        helps: helps.iter().map(|s| SafeguardId::new(s)).collect(),
        name: Bilingual::new(format!("About {id}"), format!("Sobre {id}")),
        ..made_up::lesson(id, kind)
    }
}

fn pack(id: &str, lessons: &[&str], first_due_days: u16, retest_days: u16, labs: Option<u16>) -> Pack {
    Pack {
        id: PackId::new(id),
        name: Bilingual::new(format!("The {id}"), format!("Los {id}")),
        who: Bilingual::new("People.", "Gente."),
        lessons: lessons.iter().map(|l| LessonId::new(l)).collect(),
        first_due_days,
        retest_days,
        labs_due_days: labs,
        provenance: Provenance { source: "made up".to_owned(), verified_on: None },
    }
}

fn lessons() -> Lessons {
    Lessons {
        lessons: ["report", "dark", "money", "lab-patch", "spare"]
            .map(|id| lesson(id, if id == "dark" { &["ir-plan"] } else { &[] }))
            .into(),
        packs: vec![
            pack("everyone", &["report", "money"], 14, 140, None),
            pack("clinical", &["report", "dark"], 30, 100, None),
            pack("volunteers", &["report"], 0, 140, None),
            pack("it", &["report", "lab-patch"], 14, 140, Some(365)),
        ],
    }
}

/// Somebody on the roster since a day, in packs they have had since then.
fn learner(id: i64, packs: &[&str], listed_on: &str) -> Learner {
    let listed_on = day(listed_on);
    let packs_since: BTreeMap<PackId, Date> = packs.iter().map(|p| (PackId::new(p), listed_on)).collect();
    Learner {
        id: LearnerId(id),
        person: StaffMember {
            number: id.to_string(),
            name: format!("Person {id}"),
            email: None,
            department: String::new(),
            packs: packs_since.keys().cloned().collect(),
            language: Language::English,
            started_on: None,
        },
        listed_on,
        left_on: None,
        packs_since,
    }
}

fn did(id: i64, lesson: &str, on: &str) -> Completion {
    Completion {
        learner: LearnerId(id),
        lesson: LessonId::new(lesson),
        done_on: day(on),
        how: CompletionHow::Answered,
        by: "the learner".to_owned(),
    }
}
