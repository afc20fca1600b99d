//! What comes of a class when it is closed: a completion for each lesson of each learner who passed.
//!
//! Nothing counts before that, so that a grade given by mistake can be mended until then and a completion never has to be taken back.

use crate::Date;
use crate::catalog::{LessonId, Lessons};
use crate::model::{Ccn, Cohort, CohortPlan, Completion, CompletionHow, Grade, Seat};

/// The lessons a class teaches, in the catalog's order. One that the catalog no longer has is left out.
pub fn lessons_of(plan: &CohortPlan, lessons: &Lessons) -> Vec<LessonId> {
    let pack = plan.pack.as_ref().and_then(|id| lessons.pack(id));
    let of_pack = pack.map(|p| p.lessons.as_slice()).unwrap_or_default();
    let all = lessons.lessons.iter().map(|l| &l.id);
    all.filter(|id| plan.lessons.contains(id) || of_pack.contains(id)).cloned().collect()
}

/// Seats without a grade.
pub fn n_ungraded(seats: &[Seat]) -> u32 {
    u32::try_from(seats.iter().filter(|seat| seat.grade.is_none()).count()).unwrap_or(u32::MAX)
}

/// The completions of a class closed on a day, each with its hospital: of learners alone, for a name is nobody on a roster. They are
/// dated by the last day of the class, or by the day it was closed where that came first. `college`: its name.
pub fn completions(
    cohort: &Cohort,
    college: &str,
    seats: &[Seat],
    lessons: &Lessons,
    closed_on: Date,
) -> Vec<(Ccn, Completion)> {
    let taught = lessons_of(&cohort.plan, lessons);
    let done_on = cohort.plan.ends_on.min(closed_on);
    let by = format!("{}, {college}", cohort.plan.instructor.name);
    let passed = seats.iter().filter(|seat| seat.grade == Some(Grade::Passed));
    passed
        .filter_map(|seat| Some((seat.ccn?, seat.learner?)))
        .flat_map(|(ccn, learner)| taught.iter().map(move |lesson| (ccn, learner, lesson)))
        .map(|(ccn, learner, lesson)| {
            let (lesson, by) = (lesson.clone(), by.clone());
            (ccn, Completion { learner, lesson, done_on, how: CompletionHow::Class, by })
        })
        .collect()
}
