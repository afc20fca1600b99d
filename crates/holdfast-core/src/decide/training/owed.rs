//! What a learner owes: each lesson their role packs ask for, and whether it is done, due or overdue on a day.
//!
//! It asks for nothing that no pack asks for, and keeps nothing: the same roster, completions and day give the same answer.

use std::collections::BTreeMap;

use jiff::ToSpan;
use serde::Serialize;

use crate::Date;
use crate::catalog::{Lesson, LessonId, LessonKind, Lessons, PackId};
use crate::model::{Completion, Learner, LearnerId};

/// So many days before a lesson is asked for again, it is named.
const NAMED_BEFORE_DAYS: i32 = 30;
/// Whoever works already when a lesson comes that is asked before the first shift has so many days: what packs give all others.
const AFTER_IT_CAME_DAYS: i32 = 14;

/// One lesson that is asked of a learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// Which.
    pub lesson: LessonId,
    /// The learner's packs that ask for it, in the catalog's order. Never empty.
    pub asked_by: Vec<PackId>,
    /// The day it was done last; `None` when it never was.
    pub done_on: Option<Date>,
    /// How it stands.
    pub standing: Standing,
}

/// How a lesson stands with a learner on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// Not done yet, and in time.
    Due {
        /// The last day on which it is in time.
        by: Date,
    },
    /// Not done, and late.
    Overdue {
        /// The first day on which it was late.
        since: Date,
    },
    /// Done.
    Done {
        /// The day.
        on: Date,
        /// The last day on which doing it again is in time.
        again_by: Date,
    },
    /// Done, and asked for again within 30 days.
    Again {
        /// The last day on which it is in time.
        by: Date,
    },
    /// Done once, asked for again, and late.
    AgainOverdue {
        /// The first day on which it was late.
        since: Date,
    },
}

impl Standing {
    /// Whether nothing is asked now.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Whether it is late.
    pub fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::AgainOverdue { .. })
    }

    /// Whether it is asked for now and in time.
    pub fn is_due(self) -> bool {
        matches!(self, Self::Due { .. } | Self::Again { .. })
    }

    /// The last day on which it is, or was, in time.
    pub fn by(self) -> Date {
        match self {
            Self::Due { by } | Self::Again { by } | Self::Done { again_by: by, .. } => by,
            Self::Overdue { since } | Self::AgainOverdue { since } => days_after(since, -1),
        }
    }

    /// The key used in files and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Due { .. } => "due",
            Self::Overdue { .. } => "overdue",
            Self::Done { .. } => "done",
            Self::Again { .. } => "again",
            Self::AgainOverdue { .. } => "again-overdue",
        }
    }
}

/// What one pack asks of a lesson.
#[derive(Clone, Copy, Debug)]
struct Ask<'l> {
    pack: &'l PackId,
    /// Days until it is due first. 0 is before the first shift.
    first_days: i32,
    /// Days after which it is asked for again.
    again_days: i32,
}

/// The catalog's packs, put in order once, so that what each of many learners owes is cheap to find.
#[derive(Clone, Debug)]
pub struct TrainingRules<'l> {
    /// Of each lesson, in the catalog's order, what the packs ask.
    asks: Vec<(&'l Lesson, Vec<Ask<'l>>)>,
}

impl<'l> TrainingRules<'l> {
    /// Puts the packs in order.
    pub fn new(lessons: &'l Lessons) -> Self {
        let of = |lesson: &'l Lesson| {
            let asking = lessons.packs.iter().filter(|pack| pack.lessons.contains(&lesson.id));
            let asks = asking.map(|pack| {
                // Labs take an hour or more, so they are asked for again in their own time and not every few months.
                let (first, again) = match (lesson.kind, pack.labs_due_days) {
                    (LessonKind::Lab, Some(days)) => (days, days),
                    (LessonKind::Lab | LessonKind::Frontline, _) => (pack.first_due_days, pack.retest_days),
                };
                Ask { pack: &pack.id, first_days: i32::from(first), again_days: i32::from(again) }
            });
            (lesson, asks.collect::<Vec<_>>())
        };
        Self { asks: lessons.lessons.iter().map(of).filter(|(_, asks)| !asks.is_empty()).collect() }
    }

    /// The lessons that some pack asks for, in the catalog's order.
    pub fn lessons(&self) -> impl Iterator<Item = &'l Lesson> + '_ {
        self.asks.iter().map(|(lesson, _)| *lesson)
    }

    /// What a learner owes on a day, in the catalog's order of lessons, each lesson once. `done`: what is known of the learner's
    /// lessons; those of others, of other lessons and of later days do not count. Somebody who has left, or is not listed yet, owes nothing.
    pub fn owed(&self, learner: &Learner, done: &[Completion], as_of: Date) -> Vec<Owed> {
        let has_left = learner.left_on.is_some_and(|left| left <= as_of);
        if has_left || as_of < learner.listed_on {
            return Vec::new();
        }
        let mut last: BTreeMap<&str, Date> = BTreeMap::new();
        for one in done.iter().filter(|c| c.learner == learner.id && c.done_on <= as_of) {
            let day = last.entry(one.lesson.as_str()).or_insert(one.done_on);
            *day = one.done_on.max(*day);
        }
        let asked = self.asks.iter().filter_map(|(lesson, asks)| {
            let is_theirs = |ask: &&Ask<'_>| learner.person.packs.contains(ask.pack);
            let theirs = || asks.iter().filter(is_theirs);
            // Of several packs the earliest day counts, and the shortest time until it is asked for again.
            let first_by = theirs().map(|ask| first_by(learner, lesson.since, ask)).min()?;
            let again_days = theirs().map(|ask| ask.again_days).min()?;
            let done_on = last.get(lesson.id.as_str()).copied();
            Some(Owed {
                lesson: lesson.id.clone(),
                asked_by: theirs().map(|ask| ask.pack.clone()).collect(),
                done_on,
                standing: standing(first_by, again_days, done_on, as_of),
            })
        });
        asked.collect()
    }
}

/// What a learner owes on a day; see [`TrainingRules::owed`], which is cheaper for many learners.
pub fn owed(lessons: &Lessons, learner: &Learner, done: &[Completion], as_of: Date) -> Vec<Owed> {
    TrainingRules::new(lessons).owed(learner, done, as_of)
}

/// Completions by learner, so that each learner's are found without looking through all. The order of each one's own is kept.
pub fn by_learner(done: Vec<Completion>) -> BTreeMap<LearnerId, Vec<Completion>> {
    let mut by: BTreeMap<LearnerId, Vec<Completion>> = BTreeMap::new();
    for one in done {
        by.entry(one.learner).or_default().push(one);
    }
    by
}

/// The last day in time for what a pack asks first. Days count from the latest of the first day of work, the day the person came on
/// the roster, the day the pack was given and the day the lesson came, so that nobody is late on the day a roster or a lesson comes in, but
/// for what is asked before the first shift: its last day in time is the day before.
fn first_by(learner: &Learner, lesson_since: Date, ask: &Ask<'_>) -> Date {
    let given = learner.packs_since.get(ask.pack).copied();
    let from = [learner.person.started_on, Some(learner.listed_on), given].into_iter().flatten().max();
    let from = from.unwrap_or(learner.listed_on);
    match ask.first_days {
        0 if lesson_since > from => days_after(lesson_since, AFTER_IT_CAME_DAYS),
        0 => days_after(from, -1),
        days => days_after(from.max(lesson_since), days),
    }
}

fn standing(first_by: Date, again_days: i32, done_on: Option<Date>, as_of: Date) -> Standing {
    let Some(on) = done_on else {
        return if as_of <= first_by {
            Standing::Due { by: first_by }
        } else {
            Standing::Overdue { since: days_after(first_by, 1) }
        };
    };
    // What was done long before the person was asked is asked for anew, in the time anybody has who is asked first.
    let by = days_after(on, again_days).max(first_by);
    match () {
        () if as_of > by => Standing::AgainOverdue { since: days_after(by, 1) },
        () if as_of >= days_after(by, -NAMED_BEFORE_DAYS) => Standing::Again { by },
        () => Standing::Done { on, again_by: by },
    }
}

/// A day so many days later, or the last day there is.
pub(super) fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}
