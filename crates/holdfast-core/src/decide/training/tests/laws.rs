//! What holds of every roster and every day.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::decide::training::{LearnerOwed, NumbersSay, Owed, ReadRoster, apply, compare, owed, progress};

const PACKS: [&str; 4] = ["everyone", "clinical", "volunteers", "it"];
const LESSONS: [&str; 5] = ["report", "dark", "money", "lab-patch", "spare"];

fn a_day() -> impl Strategy<Value = Date> {
    (0i32..900).prop_map(|n| day("2025-01-01").checked_add(jiff::Span::new().days(n)).expect("a day"))
}

fn a_learner() -> impl Strategy<Value = Learner> {
    let packs = proptest::collection::btree_map(0usize..4, a_day(), 1..4);
    (a_day(), proptest::option::of(a_day()), packs).prop_map(|(listed_on, started_on, packs)| {
        let mut one = learner(1, &[], "2025-01-01");
        one.packs_since = packs.into_iter().map(|(i, since)| (PackId::new(PACKS[i]), since)).collect();
        one.person.packs = one.packs_since.keys().cloned().collect();
        (one.listed_on, one.person.started_on) = (listed_on, started_on);
        one
    })
}

fn some_done() -> impl Strategy<Value = Vec<Completion>> {
    let one = (0usize..5, a_day())
        .prop_map(|(i, on)| Completion { done_on: on, ..did(1, LESSONS[i], "2025-01-01") });
    proptest::collection::vec(one, 0..8)
}

/// The day in time of each lesson.
fn days(owed: &[Owed]) -> BTreeMap<LessonId, Date> {
    owed.iter().map(|o| (o.lesson.clone(), o.standing.by())).collect()
}

fn overdue(owed: &[Owed]) -> BTreeSet<LessonId> {
    owed.iter().filter(|o| o.standing.is_overdue()).map(|o| o.lesson.clone()).collect()
}

fn a_person() -> impl Strategy<Value = StaffMember> {
    (0u32..12, 0usize..4, 0usize..3).prop_map(|(number, pack, name)| StaffMember {
        number: format!("{number:03}"),
        name: ["Ann Lee", "Bo Ray", "Cy Poe"][name].to_owned(),
        packs: [PackId::new(PACKS[pack])].into(),
        ..learner(1, &[], "2025-01-01").person
    })
}

/// A file in which each number stands once.
fn a_file() -> impl Strategy<Value = ReadRoster> {
    (proptest::collection::vec(a_person(), 0..12), any::<bool>()).prop_map(|(people, has_nameless)| {
        let by_number: BTreeMap<String, StaffMember> =
            people.into_iter().map(|p| (p.number.clone(), p)).collect();
        let rows = by_number.into_values().enumerate().map(|(i, p)| (i as u64 + 2, p)).collect();
        ReadRoster { rows, has_nameless, unread: ["3".to_owned()].into(), ..ReadRoster::default() }
    })
}

fn put(now: &[Learner], read: &ReadRoster, whole: bool, on: &str) -> Vec<Learner> {
    let mut next = 100 + i64::try_from(now.len()).expect("few");
    let change = compare(now, read, whole).settled(NumbersSay::Others);
    let touched = apply(now, &change, day(on), || {
        next += 1;
        LearnerId(next)
    });
    let mut all: BTreeMap<LearnerId, Learner> = now.iter().map(|l| (l.id, l.clone())).collect();
    all.extend(touched.into_iter().map(|l| (l.id, l)));
    all.into_values().collect()
}

proptest! {
    #[test]
    fn nobody_owes_a_lesson_twice_and_nobody_owes_what_no_pack_asks(one in a_learner(), done in some_done(), on in a_day()) {
        let lessons = lessons();
        let owed = owed(&lessons, &one, &done, on);
        prop_assert_eq!(days(&owed).len(), owed.len());
        for o in &owed {
            prop_assert!(!o.asked_by.is_empty());
            for pack in &o.asked_by {
                prop_assert!(one.person.packs.contains(pack) && lessons.pack(pack).is_some_and(|p| p.lessons.contains(&o.lesson)));
            }
            prop_assert!(o.standing.is_overdue() == (o.standing.by() < on));
        }
    }

    #[test]
    fn more_packs_never_make_a_day_later(one in a_learner(), done in some_done(), on in a_day(), more in 0usize..4, since in a_day()) {
        let before = days(&owed(&lessons(), &one, &done, on));
        let mut with = one.clone();
        with.packs_since.entry(PackId::new(PACKS[more])).or_insert(since);
        with.person.packs.insert(PackId::new(PACKS[more]));
        let after = days(&owed(&lessons(), &with, &done, on));
        for (lesson, by) in before {
            prop_assert!(after[&lesson] <= by, "{}", lesson);
        }
    }

    #[test]
    fn a_completion_never_makes_anything_more_overdue(one in a_learner(), done in some_done(), on in a_day(), more in some_done()) {
        let before = owed(&lessons(), &one, &done, on);
        let after = owed(&lessons(), &one, &[done, more].concat(), on);
        prop_assert!(overdue(&after).is_subset(&overdue(&before)));
        for (lesson, by) in days(&before) {
            prop_assert!(days(&after)[&lesson] >= by);
        }
    }

    #[test]
    fn the_order_of_completions_decides_nothing(one in a_learner(), done in some_done(), on in a_day()) {
        let turned: Vec<Completion> = done.iter().rev().cloned().collect();
        prop_assert_eq!(owed(&lessons(), &one, &done, on), owed(&lessons(), &one, &turned, on));
    }

    #[test]
    fn a_roster_that_comes_in_makes_nobody_late_that_day_but_before_the_first_shift(file in a_file(), done in some_done()) {
        for one in put(&[], &file, true, "2026-01-01") {
            let mine: Vec<Completion> = done.iter().map(|c| Completion { learner: one.id, ..c.clone() }).collect();
            for o in owed(&lessons(), &one, &mine, day("2026-01-01")) {
                prop_assert!(!o.standing.is_overdue() || o.asked_by.contains(&PackId::new("volunteers")));
            }
        }
    }

    #[test]
    fn what_is_applied_once_changes_nothing_the_second_time(first in a_file(), second in a_file(), whole: bool) {
        let now = put(&[], &first, true, "2026-01-01");
        let now = put(&now, &second, whole, "2026-02-01");
        prop_assert!(compare(&now, &second, whole).is_nothing());
        let backwards = ReadRoster { rows: second.rows.iter().rev().cloned().collect(), ..second.clone() };
        prop_assert_eq!(compare(&now, &second, whole), compare(&now, &backwards, whole));
        let listed = now.iter().filter(|l| l.is_listed()).count();
        prop_assert!(listed >= second.rows.len(), "everybody in the file is on the roster");
        prop_assert!(first.rows.len() <= now.len(), "nobody is deleted");
        let numbers: Vec<&str> = now.iter().filter(|l| l.is_listed()).map(|l| l.person.number.as_str()).collect();
        prop_assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "of two with one number, one has left");
    }
}

proptest! {
    // Each case tries thousands of ways to reckon.
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Adds and takes away lines of both tables in every way, and looks whether the people singled out are few.
    #[test]
    fn nothing_that_can_be_reckoned_from_what_is_shown_is_about_few(
        where_they_are in proptest::collection::vec((0usize..4, 0usize..4), 0..70),
        steps in proptest::collection::vec((0usize..4, 0usize..4, 1usize..12), 0..5),
    ) {
        let places: Vec<(usize, usize)> =
            where_they_are.into_iter().chain(steps.into_iter().flat_map(|(p, d, n)| vec![(p, d); n])).collect();
        let people: Vec<Learner> = places.iter().enumerate().map(|(i, (pack, department))| {
            let mut one = learner(i64::try_from(i).expect("few"), &[PACKS[*pack]], "2026-03-01");
            one.person.department = format!("D{department}");
            one
        }).collect();
        let lessons = lessons();
        let shown: Vec<LearnerOwed<'_>> = people.iter().map(|learner| LearnerOwed { learner, owed: &[] }).collect();
        let progress = progress(&lessons, &shown, day("2026-03-02"));
        // Which people each line is about.
        let packs: BTreeSet<String> = progress.by_pack.iter().filter_map(|l| l.pack.as_ref().map(ToString::to_string)).collect();
        let names: BTreeSet<&str> = progress.by_department.iter().map(|l| l.name.as_str()).collect();
        let pack_line = |l: &Learner| l.person.packs.iter().next().map(ToString::to_string).filter(|p| packs.contains(p));
        let department_line = |l: &Learner| Some(l.person.department.clone()).filter(|d| names.contains(d.as_str()));
        let mut lines: Vec<Vec<bool>> = Vec::new();
        for line in people.iter().map(pack_line).collect::<BTreeSet<_>>() {
            lines.push(people.iter().map(|l| pack_line(l) == line).collect());
        }
        for line in people.iter().map(department_line).collect::<BTreeSet<_>>() {
            lines.push(people.iter().map(|l| department_line(l) == line).collect());
        }
        if progress.all.is_none() {
            prop_assert!(people.len() < 8);
            return Ok(());
        }
        let total: usize = progress.by_pack.iter().map(|l| l.tally.n_learners).sum();
        prop_assert_eq!((total, progress.n_learners), (people.len(), people.len()));
        prop_assert_eq!(lines.len(), progress.by_pack.len() + progress.by_department.len());
        for way in 0..3usize.pow(u32::try_from(lines.len()).expect("few")) {
            let mut sums = vec![0i32; people.len()];
            let mut rest = way;
            for line in &lines {
                let sign = [0, 1, -1][rest % 3];
                rest /= 3;
                for (sum, is_in) in sums.iter_mut().zip(line) {
                    *sum += if *is_in { sign } else { 0 };
                }
            }
            let n = sums.iter().filter(|s| **s == 1).count();
            let is_a_group = sums.iter().all(|s| matches!(s, 0 | 1));
            prop_assert!(!is_a_group || n == 0 || n >= 8, "{} of {}", n, people.len());
        }
    }
}
