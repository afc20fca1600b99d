//! Who owes what by when, one rule a test.

use super::*;
use crate::decide::training::{Owed, Standing, by_learner, owed};

fn said(owed: &[Owed]) -> String {
    let standing = |o: &Owed| match o.standing {
        Standing::Due { by } => format!("due by {by}"),
        Standing::Overdue { since } => format!("overdue since {since}"),
        Standing::Done { on, again_by } => format!("done {on}, again by {again_by}"),
        Standing::Again { by } => format!("again by {by}"),
        Standing::AgainOverdue { since } => format!("again overdue since {since}"),
    };
    let line = |o: &Owed| {
        let packs: Vec<&str> = o.asked_by.iter().map(|p| p.as_str()).collect();
        format!("{} ({}) {}", o.lesson, packs.join("+"), standing(o))
    };
    owed.iter().map(line).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(learner: &Learner, done: &[Completion], as_of: &str, expect: &str) {
    assert_eq!(said(&owed(&lessons(), learner, done, day(as_of))), expect);
}

#[test]
fn the_first_day_in_time_counts_from_the_latest_of_start_roster_and_pack() {
    let ann = learner(1, &["everyone"], "2026-03-01");
    check(&ann, &[], "2026-03-01", "report (everyone) due by 2026-03-15; money (everyone) due by 2026-03-15");
    check(&ann, &[], "2026-03-15", "report (everyone) due by 2026-03-15; money (everyone) due by 2026-03-15");
    check(
        &ann,
        &[],
        "2026-03-16",
        "report (everyone) overdue since 2026-03-16; money (everyone) overdue since 2026-03-16",
    );
    let mut new = ann.clone();
    new.person.started_on = Some(day("2026-04-01"));
    check(&new, &[], "2026-03-16", "report (everyone) due by 2026-04-15; money (everyone) due by 2026-04-15");
    let mut long_here = ann.clone();
    long_here.person.started_on = Some(day("1999-04-01"));
    check(
        &long_here,
        &[],
        "2026-03-01",
        "report (everyone) due by 2026-03-15; money (everyone) due by 2026-03-15",
    );
    let mut given = learner(1, &["clinical"], "2026-03-01");
    given.packs_since = [(PackId::new("clinical"), day("2026-05-01"))].into();
    check(
        &given,
        &[],
        "2026-03-01",
        "report (clinical) due by 2026-05-31; dark (clinical) due by 2026-05-31",
    );
}

#[test]
fn of_several_packs_the_earliest_day_counts_and_a_lesson_stands_once() {
    let both = learner(1, &["everyone", "clinical"], "2026-03-01");
    check(
        &both,
        &[did(1, "report", "2026-03-02")],
        "2026-03-03",
        "report (everyone+clinical) done 2026-03-02, again by 2026-06-10; dark (clinical) due by 2026-03-31; \
         money (everyone) due by 2026-03-15",
    );
}

#[test]
fn before_the_first_shift_is_before_the_day_itself() {
    let mut vol = learner(1, &["volunteers"], "2026-03-01");
    check(&vol, &[], "2026-03-01", "report (volunteers) overdue since 2026-03-01");
    vol.person.started_on = Some(day("2026-03-10"));
    check(&vol, &[], "2026-03-09", "report (volunteers) due by 2026-03-09");
    check(&vol, &[], "2026-03-10", "report (volunteers) overdue since 2026-03-10");
}

#[test]
fn what_was_done_is_named_again_thirty_days_before_it_is_asked_for() {
    let vol = learner(1, &["volunteers"], "2026-03-01");
    let done = [did(1, "report", "2026-03-01")];
    check(&vol, &done, "2026-06-18", "report (volunteers) done 2026-03-01, again by 2026-07-19");
    check(&vol, &done, "2026-06-19", "report (volunteers) again by 2026-07-19");
    check(&vol, &done, "2026-07-19", "report (volunteers) again by 2026-07-19");
    check(&vol, &done, "2026-07-20", "report (volunteers) again overdue since 2026-07-20");
    let twice = [did(1, "report", "2026-07-01"), did(1, "report", "2026-03-01")];
    check(&vol, &twice, "2026-07-20", "report (volunteers) done 2026-07-01, again by 2026-11-18");
}

#[test]
fn what_was_done_long_before_is_asked_anew_in_the_time_anybody_has() {
    let back = learner(1, &["everyone"], "2026-03-01");
    let done = [did(1, "report", "2024-01-01"), did(1, "money", "2026-02-27")];
    check(
        &back,
        &done,
        "2026-03-01",
        "report (everyone) again by 2026-03-15; money (everyone) done 2026-02-27, again by 2026-07-17",
    );
    check(
        &back,
        &done,
        "2026-03-16",
        "report (everyone) again overdue since 2026-03-16; money (everyone) done 2026-02-27, again by 2026-07-17",
    );
}

/// What somebody long on the roster owes when `money`, or `report`, comes later.
#[track_caller]
fn check_came(came: &str, since: &str, learner: &Learner, as_of: &str, expect: &str) {
    let mut lessons = lessons();
    lessons.lessons.iter_mut().filter(|l| l.id.as_str() == came).for_each(|l| l.since = day(since));
    assert_eq!(said(&owed(&lessons, learner, &[], day(as_of))), expect);
}

#[test]
fn a_lesson_that_came_later_makes_nobody_late_on_the_day_it_comes() {
    let ann = learner(1, &["everyone"], "2025-03-01");
    check_came(
        "money",
        "2026-03-01",
        &ann,
        "2026-03-15",
        "report (everyone) overdue since 2025-03-16; money (everyone) due by 2026-03-15",
    );
    check_came(
        "money",
        "2026-03-01",
        &ann,
        "2026-03-16",
        "report (everyone) overdue since 2025-03-16; money (everyone) overdue since 2026-03-16",
    );
    // Who came after the lesson has their own days.
    let new = learner(1, &["everyone"], "2026-03-10");
    check_came(
        "money",
        "2026-03-01",
        &new,
        "2026-03-16",
        "report (everyone) due by 2026-03-24; money (everyone) due by 2026-03-24",
    );
}

#[test]
fn what_is_asked_before_the_first_shift_and_came_after_it_has_its_days_too() {
    let vol = learner(1, &["volunteers"], "2025-03-01");
    check_came("report", "2026-03-01", &vol, "2026-03-15", "report (volunteers) due by 2026-03-15");
    check_came("report", "2025-02-01", &vol, "2025-03-01", "report (volunteers) overdue since 2025-03-01");
}

#[test]
fn labs_have_their_own_time() {
    let it = learner(1, &["it"], "2026-03-01");
    check(&it, &[], "2026-03-20", "report (it) overdue since 2026-03-16; lab-patch (it) due by 2027-03-01");
    check(
        &it,
        &[did(1, "lab-patch", "2026-03-02")],
        "2026-12-01",
        "report (it) overdue since 2026-03-16; lab-patch (it) done 2026-03-02, again by 2027-03-02",
    );
}

#[test]
fn what_is_not_theirs_or_not_yet_does_not_count() {
    let vol = learner(1, &["volunteers", "a-pack-no-longer-there"], "2026-03-01");
    let done =
        [did(2, "report", "2026-03-01"), did(1, "money", "2026-03-01"), did(1, "report", "2026-03-09")];
    check(&vol, &done, "2026-03-02", "report (volunteers) overdue since 2026-03-01");
    check(&vol, &done, "2026-03-09", "report (volunteers) done 2026-03-09, again by 2026-07-27");
    let mut left = learner(1, &["everyone"], "2026-03-01");
    left.left_on = Some(day("2026-03-05"));
    check(
        &left,
        &[],
        "2026-03-04",
        "report (everyone) due by 2026-03-15; money (everyone) due by 2026-03-15",
    );
    check(&left, &[], "2026-03-05", "");
    check(&left, &[], "2026-02-28", "");
    check(&learner(1, &["a-pack-no-longer-there"], "2026-03-01"), &[], "2026-03-05", "");
}

#[test]
fn the_end_of_all_days_is_no_trouble() {
    let mut ann = learner(1, &["everyone"], "2026-03-01");
    ann.person.started_on = Some(Date::MAX);
    assert_eq!(owed(&lessons(), &ann, &[], day("2026-03-01"))[0].standing, Standing::Due { by: Date::MAX });
    let mut vol = learner(1, &["volunteers"], "2026-03-01");
    vol.listed_on = Date::MIN;
    vol.packs_since.clear();
    assert!(owed(&lessons(), &vol, &[], Date::MIN).len() == 1);
}

#[test]
fn completions_are_put_together_by_person() {
    let all =
        vec![did(2, "report", "2026-03-02"), did(1, "report", "2026-03-01"), did(2, "money", "2026-03-01")];
    let by = by_learner(all);
    assert_eq!(by.iter().map(|(id, done)| (id.0, done.len())).collect::<Vec<_>>(), [(1, 1), (2, 2)]);
    assert_eq!(by[&LearnerId(2)][0].lesson.as_str(), "report", "their order is kept");
}
