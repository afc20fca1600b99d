//! Lines of files to download: the roster, what was done, and who owes what. How a line becomes CSV is the report's work.

use std::collections::BTreeMap;

use super::LearnerOwed;
use crate::catalog::{Language, Lesson, Lessons};
use crate::model::{Completion, Learner, LearnerId};

/// Heads of the columns of [`completion_lines`].
pub const COMPLETIONS_HEAD: &[&str] = &[
    "employee_number",
    "name",
    "email",
    "department",
    "lesson",
    "lesson_number",
    "lesson_name",
    "done_on",
    "how",
    "system",
    "recorded_by",
];

/// Heads of the columns of [`owed_lines`].
pub const OWED_HEAD: &[&str] = &[
    "employee_number",
    "name",
    "email",
    "department",
    "lesson",
    "lesson_number",
    "lesson_name",
    "standing",
    "by",
    "done_on",
    "asked_by",
];

/// Heads of the columns of [`roster_lines`], as a roster is read.
pub const ROSTER_HEAD: &[&str] =
    &["employee_number", "name", "email", "department", "role_packs", "language", "start_date"];

/// The roster as it is, one person a line, in the order of names. It can be changed and sent in again.
pub fn roster_lines(learners: &[Learner]) -> Vec<Vec<String>> {
    let line = |learner: &&Learner| {
        let p = &learner.person;
        let packs: Vec<&str> = p.packs.iter().map(|pack| pack.as_str()).collect();
        let started_on = p.started_on.map(|d| d.to_string()).unwrap_or_default();
        vec![
            p.number.clone(),
            p.name.clone(),
            mail(learner),
            p.department.clone(),
            packs.join("; "),
            p.language.key().to_owned(),
            started_on,
        ]
    };
    let listed = learners.iter().filter(|l| l.is_listed());
    in_order(listed.collect()).iter().map(line).collect()
}

/// What was done, one completion a line, the newest first; that of people who left as well. Completions of nobody in `learners` are left
/// out.
pub fn completion_lines(lessons: &Lessons, learners: &[Learner], done: &[Completion]) -> Vec<Vec<String>> {
    let by_id: BTreeMap<LearnerId, &Learner> = learners.iter().map(|l| (l.id, l)).collect();
    let known = done.iter().filter_map(|one| Some((*by_id.get(&one.learner)?, one)));
    let mut known: Vec<(&Learner, &Completion)> = known.collect();
    known.sort_by(|(a, x), (b, y)| {
        let key = |l: &Learner| (l.person.name.clone(), l.id);
        y.done_on.cmp(&x.done_on).then_with(|| key(a).cmp(&key(b))).then_with(|| x.lesson.cmp(&y.lesson))
    });
    let line = |(learner, one): &(&Learner, &Completion)| {
        let mut cells = person(learner);
        cells.push(one.lesson.as_str().to_owned());
        cells.extend(named(lessons.lesson(&one.lesson), learner.person.language));
        cells.extend([
            one.done_on.to_string(),
            one.how.key().to_owned(),
            one.how.name().to_owned(),
            one.by.clone(),
        ]);
        cells
    };
    known.iter().map(line).collect()
}

/// Who owes what: one lesson of one person a line, in the order of names and of lessons. What is done stands there too.
pub fn owed_lines(lessons: &Lessons, people: &[LearnerOwed<'_>]) -> Vec<Vec<String>> {
    let mut people: Vec<&LearnerOwed<'_>> = people.iter().collect();
    people
        .sort_by(|a, b| (&a.learner.person.name, a.learner.id).cmp(&(&b.learner.person.name, b.learner.id)));
    let mut lines = Vec::new();
    for p in people {
        for owed in p.owed {
            let mut cells = person(p.learner);
            cells.push(owed.lesson.as_str().to_owned());
            cells.extend(named(lessons.lesson(&owed.lesson), p.learner.person.language));
            let asked_by: Vec<&str> = owed.asked_by.iter().map(|pack| pack.as_str()).collect();
            cells.extend([
                owed.standing.key().to_owned(),
                owed.standing.by().to_string(),
                owed.done_on.map(|d| d.to_string()).unwrap_or_default(),
                asked_by.join("; "),
            ]);
            lines.push(cells);
        }
    }
    lines
}

fn in_order(mut learners: Vec<&Learner>) -> Vec<&Learner> {
    learners.sort_by(|a, b| (&a.person.name, a.id).cmp(&(&b.person.name, b.id)));
    learners
}

fn mail(learner: &Learner) -> String {
    learner.person.email.as_ref().map(|e| e.as_str().to_owned()).unwrap_or_default()
}

fn person(learner: &Learner) -> Vec<String> {
    let p = &learner.person;
    vec![p.number.clone(), p.name.clone(), mail(learner), p.department.clone()]
}

/// A lesson's number and name; empty for one that is no longer in the catalog.
fn named(lesson: Option<&Lesson>, language: Language) -> [String; 2] {
    let of = |lesson: &Lesson| [lesson.number.clone(), lesson.name.in_language(language).to_owned()];
    lesson.map(of).unwrap_or_default()
}
