//! Whether a learner is written to about what they owe: one mail for all lessons, at most one a week, none once all is done.
//!
//! Only whoever the hospital once invited by mail is reminded by mail: a roster alone sends nothing. It writes no mail.

use jiff::ToSpan;
use serde::Serialize;

use super::{Owed, Standing};
use crate::Date;

/// A lesson is named in a mail this many days before its last day, or later.
pub const REMIND_WITHIN_DAYS: i32 = 7;
/// Days from one mail to the next.
pub const DAYS_BETWEEN_MAILS: i32 = 7;

/// Whether to write, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Reminder {
    /// Write about these, what is late longest or due soonest first.
    Write {
        /// The lessons, each with its standing.
        about: Vec<Owed>,
    },
    /// Nothing is late, or due within the days.
    NothingDue,
    /// They were written to less than a week ago.
    WrittenLately {
        /// The day.
        on: Date,
    },
    /// The hospital never invited them by mail.
    NotInvited,
}

/// Decides for one learner. `written_on`: the day of the last mail to them, the invitation included; `None` when there was none.
pub fn remind(owed: &[Owed], written_on: Option<Date>, as_of: Date) -> Reminder {
    let Some(on) = written_on else { return Reminder::NotInvited };
    let mut about: Vec<Owed> = owed.iter().filter(|one| is_named(one.standing, as_of)).cloned().collect();
    if about.is_empty() {
        return Reminder::NothingDue;
    }
    let is_lately = on.checked_add(DAYS_BETWEEN_MAILS.days()).is_ok_and(|next| as_of < next);
    if is_lately {
        return Reminder::WrittenLately { on };
    }
    // The order of the catalog stays among those of one day.
    about.sort_by_key(|one| one.standing.by());
    Reminder::Write { about }
}

fn is_named(standing: Standing, as_of: Date) -> bool {
    let soon = as_of.checked_add(REMIND_WITHIN_DAYS.days()).unwrap_or(Date::MAX);
    standing.is_overdue() || standing.is_due() && standing.by() <= soon
}

/// The name a page greets a person by: the first word, or of "Last, First" the first word after the comma.
pub fn first_name(name: &str) -> &str {
    let given = name.split_once(',').map_or(name, |(_, given)| given);
    let first = |text: &str| text.split_whitespace().next().map(str::len);
    match first(given) {
        Some(len) => &given.trim_start()[..len],
        None => name.trim(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::LessonId;
    use crate::decide::made_up::day;

    fn owed(lesson: &str, standing: Standing) -> Owed {
        Owed { lesson: LessonId::new(lesson), asked_by: Vec::new(), done_on: None, standing }
    }

    fn all() -> Vec<Owed> {
        vec![
            owed("late", Standing::Overdue { since: day("2026-03-01") }),
            owed("soon", Standing::Due { by: day("2026-03-09") }),
            owed("later", Standing::Due { by: day("2026-03-10") }),
            owed("again-late", Standing::AgainOverdue { since: day("2026-02-20") }),
            owed("again", Standing::Again { by: day("2026-03-02") }),
            owed("done", Standing::Done { on: day("2026-03-01"), again_by: day("2026-07-19") }),
        ]
    }

    #[track_caller]
    fn check(owed: &[Owed], written_on: Option<&str>, expect: &str) {
        let said = match remind(owed, written_on.map(day), day("2026-03-02")) {
            Reminder::Write { about } => {
                let names: Vec<&str> = about.iter().map(|one| one.lesson.as_str()).collect();
                format!("write about {}", names.join(", "))
            }
            other => format!("{other:?}"),
        };
        assert_eq!(said, expect);
    }

    #[test]
    fn one_mail_names_what_is_late_or_due_within_a_week_and_nothing_else() {
        check(&all(), Some("2026-02-01"), "write about again-late, late, again, soon");
        check(&all()[2..3], Some("2026-02-01"), "NothingDue");
        check(&all()[5..], Some("2026-02-01"), "NothingDue");
        check(&[], Some("2026-02-01"), "NothingDue");
    }

    #[test]
    fn nobody_gets_two_mails_in_a_week_and_nobody_who_was_never_invited_gets_one() {
        check(&all(), Some("2026-02-23"), "write about again-late, late, again, soon");
        check(&all(), Some("2026-02-24"), "WrittenLately { on: 2026-02-24 }");
        check(&all(), Some("2026-03-02"), "WrittenLately { on: 2026-03-02 }");
        check(&all(), None, "NotInvited");
        check(&all(), Some("2027-01-01"), "WrittenLately { on: 2027-01-01 }");
    }

    #[test]
    fn a_person_is_greeted_by_their_first_name() {
        let names =
            ["Ana Mora Vega", "Mora Vega, Ana Luz", " Ana ", "Mora,", ",", "\u{c9}lodie", ", \u{c9}va B"];
        let first: Vec<&str> = names.iter().map(|name| first_name(name)).collect();
        assert_eq!(first, ["Ana", "Ana", "Ana", "Mora,", ",", "\u{c9}lodie", "\u{c9}va"]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_first_name_within_it(name in "\\PC{0,60}") {
            prop_assert!(name.contains(first_name(&name)));
        }

        #[test]
        fn two_mails_are_a_week_apart_however_often_it_is_asked(nights in prop::collection::vec(0i64..400, 1..60)) {
            let mut nights = nights;
            nights.sort_unstable();
            let late = [owed("late", Standing::Overdue { since: day("2026-01-01") })];
            let mut written = day("2026-01-01");
            for night in nights {
                let as_of = day("2026-01-02").checked_add(night.days()).expect("a day");
                if matches!(remind(&late, Some(written), as_of), Reminder::Write { .. }) {
                    prop_assert!(as_of.since(written).expect("apart").get_days() >= DAYS_BETWEEN_MAILS);
                    written = as_of;
                }
            }
        }
    }
}
