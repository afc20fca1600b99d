//! The days by which lessons are due, for the calendar of whoever runs training: how many, and of how many people. Nobody is named, because
//! calendars are shared.

use std::collections::{BTreeMap, BTreeSet};

use super::Owed;
use crate::Date;
use crate::decide::ics::DayEvent;
use crate::model::LearnerId;

/// Days before a day at which a calendar reminds.
const REMIND_DAYS: [u16; 1] = [7];

/// A day by which lessons are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The last day on which they are in time.
    pub on: Date,
    /// Lessons, counted once for each person.
    pub n_lessons: usize,
    /// People who are asked for any of them.
    pub n_people: usize,
}

impl DueDay {
    /// As an event of a calendar.
    pub fn event(&self) -> DayEvent<'static> {
        let lessons =
            if self.n_lessons == 1 { "1 lesson is" } else { &format!("{} lessons are", self.n_lessons) };
        let people = if self.n_people == 1 { "1 person" } else { &format!("{} people", self.n_people) };
        DayEvent {
            key: format!("training.{}", self.on),
            on: self.on,
            title: format!("Training: {lessons} due"),
            says: format!("Last day for {people}. The page Training has who they are."),
            remind_days: &REMIND_DAYS,
        }
    }
}

/// The days, soonest first. What is done or late has no day ahead and is left out.
pub fn due_days<'o>(all: impl IntoIterator<Item = (LearnerId, &'o [Owed])>) -> Vec<DueDay> {
    let mut days: BTreeMap<Date, (usize, BTreeSet<LearnerId>)> = BTreeMap::new();
    for (learner, owed) in all {
        for one in owed.iter().filter(|one| one.standing.is_due()) {
            let (n_lessons, people) = days.entry(one.standing.by()).or_default();
            *n_lessons += 1;
            people.insert(learner);
        }
    }
    let day = |(on, (n_lessons, people)): (Date, (usize, BTreeSet<LearnerId>))| DueDay {
        on,
        n_lessons,
        n_people: people.len(),
    };
    days.into_iter().map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{LessonId, PackId};
    use crate::decide::training::Standing;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn owed(standing: Standing) -> Owed {
        let done_on = None;
        Owed { lesson: LessonId::new("fixture"), asked_by: vec![PackId::new("everyone")], done_on, standing }
    }

    #[test]
    fn days_ahead_are_counted_and_nothing_else() {
        let (soon, later) = (day("2026-03-16"), day("2026-04-01"));
        let ada = [owed(Standing::Due { by: soon }), owed(Standing::Again { by: later })];
        let ben = [
            owed(Standing::Due { by: soon }),
            owed(Standing::Due { by: soon }),
            owed(Standing::Overdue { since: soon }),
            owed(Standing::AgainOverdue { since: soon }),
            owed(Standing::Done { on: soon, again_by: later }),
        ];
        let days = due_days([(LearnerId(2), &ben[..]), (LearnerId(1), &ada[..])]);
        let expect =
            [DueDay { on: soon, n_lessons: 3, n_people: 2 }, DueDay { on: later, n_lessons: 1, n_people: 1 }];
        assert_eq!(days, expect);
        assert_eq!(due_days([(LearnerId(1), &[][..])]), Vec::new());
        assert_eq!(days[0].event().title, "Training: 3 lessons are due");
        assert_eq!(days[1].event().says, "Last day for 1 person. The page Training has who they are.");
        assert_eq!(days[0].event().key, "training.2026-03-16");
    }
}
