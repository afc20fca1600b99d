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
