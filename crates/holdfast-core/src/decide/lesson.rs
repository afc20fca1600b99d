//! Whether a lesson is done: when each of its counted questions is answered right. Opening the page completes nothing.
//!
//! Wrong answers cost nothing and are not counted; a person tries again as often as they like. Who did it is no part of this.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::{Asked, Language, Lesson};

/// How one question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// Not yet.
    NotYet,
    /// With the right option.
    Right,
    /// With another.
    Wrong,
}

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// Of each counted question, in order.
    pub checks: Vec<Answered>,
    /// Whether the lesson is done.
    pub is_done: bool,
}

impl Marked {
    /// The places of the counted questions that are right, from 0.
    pub fn right(&self) -> BTreeSet<usize> {
        let right = self.checks.iter().enumerate().filter(|(_, answered)| **answered == Answered::Right);
        right.map(|(place, _)| place).collect()
    }
}

/// Marks answers of somebody whose right ones are remembered. `right_before`: places of questions answered right before, from 0; they
/// stay right, whatever is chosen now. The rest is as in [`mark`].
pub fn mark_after(lesson: &Lesson, right_before: &BTreeSet<usize>, chosen: &[Option<usize>]) -> Marked {
    let now = mark(lesson, chosen).checks.into_iter().enumerate();
    let joined = now.map(|(i, answered)| if right_before.contains(&i) { Answered::Right } else { answered });
    marked(joined.collect())
}

/// Marks answers. `chosen`: of each counted question in order the place of the option chosen; what is missing, or is no option, is not
/// answered.
pub fn mark(lesson: &Lesson, chosen: &[Option<usize>]) -> Marked {
    // Both languages have the same right options in the same places; the catalog's reader holds them to it.
    let checks = lesson.checks(Language::English).enumerate();
    let checks = checks.map(|(i, asked)| answered(asked, chosen.get(i).copied().flatten()));
    marked(checks.collect())
}

fn marked(checks: Vec<Answered>) -> Marked {
    let is_done = !checks.is_empty() && checks.iter().all(|answered| *answered == Answered::Right);
    Marked { checks, is_done }
}

fn answered(asked: &Asked, chosen: Option<usize>) -> Answered {
    match chosen.and_then(|place| asked.options.get(place)) {
        None => Answered::NotYet,
        Some(option) if option.is_right => Answered::Right,
        Some(_) => Answered::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Block, LessonKind, LessonOption, Text};
    use crate::decide::made_up;

    /// A lesson whose questions have these options right, of three each.
    fn lesson(right: &[usize]) -> Lesson {
        let option = |is_right| LessonOption { is_right, says: Text::default(), answer: Text::default() };
        let check = |right: &usize| {
            let options = (0..3).map(|i| option(i == *right)).collect();
            Block::Check(Asked { asks: Text::default(), options })
        };
        Lesson {
            en: right.iter().map(check).collect(),
            es: right.iter().map(check).collect(),
            ..made_up::lesson("fixture", LessonKind::Frontline)
        }
    }

    #[track_caller]
    fn check(chosen: &[Option<usize>], expect: &str) {
        let marked = mark(&lesson(&[2, 0, 1]), chosen);
        let said: Vec<String> = marked.checks.iter().map(|c| format!("{c:?}")).collect();
        assert_eq!(format!("{}{}", said.join(" "), if marked.is_done { ", done" } else { "" }), expect);
    }

    #[test]
    fn a_lesson_is_done_when_every_question_is_answered_right() {
        check(&[], "NotYet NotYet NotYet");
        check(&[Some(2), Some(0)], "Right Right NotYet");
        check(&[Some(2), Some(1), Some(1)], "Right Wrong Right");
        check(&[Some(2), Some(0), Some(1)], "Right Right Right, done");
        check(&[Some(9), None, Some(1), Some(0)], "NotYet NotYet Right");
        assert!(!mark(&lesson(&[]), &[]).is_done, "what asks nothing proves nothing");
    }

    #[test]
    fn what_was_right_before_stays_right_and_is_not_asked_again() {
        let after = |before: &[usize], chosen: &[Option<usize>]| {
            mark_after(&lesson(&[2, 0, 1]), &before.iter().copied().collect(), chosen)
        };
        let one = after(&[], &[Some(2), Some(1), None]);
        assert_eq!((one.right(), one.is_done), (BTreeSet::from([0]), false));
        let two = after(&[0], &[Some(1), Some(0), Some(2)]);
        assert_eq!((two.right(), two.is_done), (BTreeSet::from([0, 1]), false), "the first stays right");
        assert!(after(&[0, 1], &[None, None, Some(1)]).is_done);
        assert!(!after(&[7, 8, 9], &[Some(2), Some(0)]).is_done, "places of no question count for nothing");
    }
}
