//! Which badges a learner has earned, as of a day. Nothing is given by hand, and nothing is taken for granted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Achievement, Feat, achievements};
use crate::Date;
use crate::catalog::{LessonId, Lessons, PackId};
use crate::model::Completion;

/// A badge a learner has earned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earned {
    /// The badge.
    pub achievement: Achievement,
    /// The day the last of its lessons was done.
    pub on: Date,
    /// The last day it holds; `None` where it does not run out.
    pub until: Option<Date>,
}

/// What a learner who belongs to these packs has earned by a day. A badge that has run out by then is not earned; one of a lab
/// never runs out, because work done stays done.
///
/// `done`: what the learner did, and nobody else. A lesson done on a later day than `as_of` does not count yet.
pub fn earned(lessons: &Lessons, packs: &BTreeSet<PackId>, done: &[Completion], as_of: Date) -> Vec<Earned> {
    let mut latest: BTreeMap<&LessonId, Date> = BTreeMap::new();
    for completion in done.iter().filter(|completion| completion.done_on <= as_of) {
        let day = latest.entry(&completion.lesson).or_insert(completion.done_on);
        *day = (*day).max(completion.done_on);
    }
    let is_theirs = |achievement: &Achievement| match &achievement.feat {
        Feat::Pack(id) => packs.contains(id),
        Feat::Lab(_) => true,
    };
    let all = achievements(lessons).into_iter().filter(is_theirs);
    all.filter_map(|achievement| {
        let days: Option<Vec<Date>> = achievement.lessons.iter().map(|id| latest.get(id).copied()).collect();
        let days = days?;
        let (first, on) = (*days.iter().min()?, *days.iter().max()?);
        let until = match achievement.holds_days {
            None => None,
            Some(n) => Some(first.checked_add(jiff::Span::new().days(i64::from(n))).ok()?),
        };
        let is_in_force = until.is_none_or(|until| until >= as_of);
        is_in_force.then_some(Earned { achievement, on, until })
    })
    .collect()
}

impl Achievement {
    /// Whether a badge given for this, earned on a day and until a day, rests on a completion, so that it holds no more when that was a
    /// mistake.
    ///
    /// `rest`: what counts of the same learner without it. Where the lesson was done in time another way too, the badge stays true.
    pub fn rests_on(
        &self,
        (earned_on, until): (Date, Option<Date>),
        mistake: &Completion,
        rest: &[Completion],
    ) -> bool {
        // The first of its lessons was done on the day from which it holds so long.
        let first = match (self.holds_days, until) {
            (Some(n), Some(until)) => until.checked_sub(jiff::Span::new().days(i64::from(n))).ok(),
            _ => None,
        };
        let is_of_it = |one: &Completion| {
            one.done_on <= earned_on
                && first.is_none_or(|first| first <= one.done_on)
                && self.lessons.contains(&one.lesson)
        };
        if !is_of_it(mistake) {
            return false;
        }
        let in_time: Vec<&Completion> = rest.iter().filter(|one| is_of_it(one)).collect();
        let has_all = self.lessons.iter().all(|id| in_time.iter().any(|one| one.lesson == *id));
        // Without the mistake, it would say another day.
        !(has_all && in_time.iter().any(|one| one.done_on == earned_on))
    }
}
