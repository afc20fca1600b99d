//! Words of the pages of training: how a lesson stands, who somebody is, and counts of people and lessons.

use holdfast_core::catalog::{Language, Lessons};
use holdfast_core::decide::training::{Owed, Standing};
use holdfast_core::model::{StaffMember, day_in_words};

/// A count with its word.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Tone, icon and label of how a lesson stands. Nothing is red: late is a fact and no reproach.
pub(super) fn tag(standing: Standing) -> (&'static str, &'static str, &'static str) {
    match standing {
        Standing::Done { .. } => ("done", "yes", "Done"),
        Standing::Due { .. } => ("wait", "clock", "Due later"),
        Standing::Again { .. } => ("wait", "clock", "Due again"),
        Standing::Overdue { .. } | Standing::AgainOverdue { .. } => ("", "ring", "Past its day"),
    }
}

/// How a lesson stands, as a sentence or two.
pub(super) fn says(owed: &Owed) -> String {
    let done = owed.done_on.map(|on| format!("Done on {}. ", day_in_words(on))).unwrap_or_default();
    let by = day_in_words(owed.standing.by());
    let then = match owed.standing {
        Standing::Done { .. } => format!("Asked again by {by}."),
        Standing::Due { .. } => format!("Due by {by}."),
        Standing::Again { .. } => format!("Three questions again by {by}."),
        Standing::Overdue { .. } => format!("It was due by {by}."),
        Standing::AgainOverdue { .. } => format!("Three questions again were due by {by}."),
    };
    done + &then
}

/// How somebody stands, in one line: never in which order they are late.
pub(super) fn stands(owed: &[Owed]) -> String {
    if owed.is_empty() {
        return "Nothing is asked.".to_owned();
    }
    let n_done = owed.iter().filter(|o| o.standing.is_done()).count();
    let mut says = format!("{n_done} of {} done.", count(owed.len(), "lesson", "lessons"));
    let next = owed.iter().filter(|o| o.standing.is_due()).map(|o| o.standing.by()).min();
    if let Some(next) = next {
        says += &format!(" Next by {}.", day_in_words(next));
    }
    let n_past = owed.iter().filter(|o| o.standing.is_overdue()).count();
    if n_past > 0 {
        says += &format!(" {n_past} past {}.", if n_past == 1 { "its day" } else { "their day" });
    }
    says
}

/// Department and roles of somebody, in one line.
pub(super) fn works(person: &StaffMember, lessons: &Lessons) -> String {
    let department = if person.department.is_empty() { "No department" } else { &person.department };
    format!("{department}. {}", packs(person, lessons))
}

/// The names of somebody's role packs.
pub(super) fn packs(person: &StaffMember, lessons: &Lessons) -> String {
    let name = |pack: &holdfast_core::catalog::PackId| {
        lessons.pack(pack).map_or_else(|| pack.to_string(), |p| p.name.en.clone())
    };
    person.packs.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// The name of a language, in English.
pub(super) fn language(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Spanish",
    }
}

/// What a field of the roster is called.
pub(super) fn field(key: &str) -> &'static str {
    match key {
        "name" => "Name",
        "email" => "Mail address",
        "department" => "Department",
        "packs" => "Roles",
        "language" => "Language",
        "started_on" => "First day of work",
        _ => "Something else",
    }
}

/// The key of a lesson with its name, for a list to choose from.
pub(super) fn choice(lesson: &holdfast_core::catalog::Lesson) -> (String, String) {
    (lesson.id.to_string(), format!("{} {}", lesson.number, lesson.name.en))
}
