//! What a new roster changes, one case a test.

use super::*;
use crate::decide::training::{LearnerChange, ReadRoster, RosterChange, StaysWhy, apply, compare};

/// `number name pack` as the line of a file.
fn file(people: &[(&str, &str, &str)]) -> ReadRoster {
    let row = |(i, (number, name, pack)): (usize, &(&str, &str, &str))| {
        let person = StaffMember {
            number: (*number).to_owned(),
            name: (*name).to_owned(),
            email: None,
            department: String::new(),
            packs: [PackId::new(pack)].into(),
            language: Language::English,
            started_on: None,
        };
        (i as u64 + 2, person)
    };
    ReadRoster { rows: people.iter().enumerate().map(row).collect(), ..ReadRoster::default() }
}

fn kept(number: &str, name: &str, pack: &str) -> Learner {
    let mut kept = learner(number.parse().expect("digits"), &[pack], "2026-01-01");
    kept.person.number = number.to_owned();
    kept.person.name = name.to_owned();
    kept
}

fn said(change: &RosterChange) -> String {
    let fields = |one: &LearnerChange| {
        let fields = one.fields.iter().map(|f| format!("{} {}>{}", f.field, f.was, f.is));
        let other = if one.is_other_name { " OTHER" } else { "" };
        format!("{}[{}]{other}", one.person.number, fields.collect::<Vec<_>>().join(","))
    };
    let joins = change.joins.iter().map(|p| format!("+{}", p.number));
    let changes = change.changes.iter().map(|c| format!("~{}", fields(c)));
    let returns = change.returns.iter().map(|c| format!("<{}", fields(c)));
    let leaves = change.leaves.iter().map(|l| format!("-{}", l.person.number));
    let stays = change.stays.iter().map(|s| format!("={}", s.learner.person.number));
    let many = change.leaves_many.then(|| "many".to_owned());
    let all = joins.chain(changes).chain(returns).chain(leaves).chain(stays).chain(many);
    let all: Vec<String> = all.chain([format!("same {}", change.n_same)]).collect();
    all.join(" ")
}

#[test]
fn joins_changes_returns_and_leavers_are_told_apart() {
    let mut gone = kept("4", "Di Fox", "everyone");
    gone.left_on = Some(day("2026-02-01"));
    let now = [
        kept("1", "Ann Lee", "everyone"),
        kept("2", "Bo Ray", "everyone"),
        kept("3", "Cy Poe", "everyone"),
        gone,
    ];
    let new = file(&[
        ("0005", "Ed Ito", "everyone"),
        ("4", "Di Fox", "clinical"),
        ("2", "Bo Ray-Orr", "clinical"),
        ("001", "Ann Lee", "everyone"),
    ]);
    let whole = compare(&now, &new, true);
    assert_eq!(
        said(&whole),
        "+0005 ~2[name Bo Ray>Bo Ray-Orr,packs everyone>clinical] <4[packs everyone>clinical] -3 same 1"
    );
    let part = compare(&now, &new, false);
    assert_eq!(part.leaves, [], "a part of the roster says nothing of those it does not name");
    assert_eq!((whole.n_touched(), part.n_touched(), whole.is_nothing()), (4, 3, false));
    assert!(compare(&now, &ReadRoster::default(), false).is_nothing());
}

#[test]
fn a_number_that_seems_to_be_somebody_elses_now_is_pointed_out() {
    let now = [kept("1", "Ann Lee", "everyone")];
    assert_eq!(
        said(&compare(&now, &file(&[("1", "LEE, Ann", "everyone")]), true)),
        "~1[name Ann Lee>LEE, Ann] same 0"
    );
    assert_eq!(
        said(&compare(&now, &file(&[("1", "Bo Ray", "everyone")]), true)),
        "~1[name Ann Lee>Bo Ray] OTHER same 0"
    );
}

#[test]
fn nobody_leaves_whose_line_could_not_be_read() {
    let now =
        [kept("1", "Ann Lee", "everyone"), kept("2", "Bo Ray", "everyone"), kept("3", "Cy Poe", "everyone")];
    let mut read = file(&[("1", "Ann Lee", "everyone")]);
    read.unread.insert("2".to_owned());
    let change = compare(&now, &read, true);
    assert_eq!(said(&change), "-3 =2 same 1");
    assert_eq!(change.stays[0].why, StaysWhy::LineUnread);
    read.has_nameless = true;
    let change = compare(&now, &read, true);
    assert_eq!(said(&change), "=2 =3 same 1");
    assert_eq!(change.stays[1].why, StaysWhy::LineNameless);
}

#[test]
fn many_who_leave_at_once_are_asked_about() {
    let now: Vec<Learner> = (1..=24).map(|n| kept(&n.to_string(), "Ann Lee", "everyone")).collect();
    let names: Vec<String> = (1..=24).map(|n| n.to_string()).collect();
    let check = |n_stay: usize, expect: bool| {
        let people: Vec<(&str, &str, &str)> =
            names.iter().take(n_stay).map(|n| (n.as_str(), "Ann Lee", "everyone")).collect();
        assert_eq!(compare(&now, &file(&people), true).leaves_many, expect, "{n_stay} stay");
    };
    check(20, false); // four
    check(19, true); // five of 24 are more than a fifth
    let few: Vec<Learner> = now[..4].to_vec();
    assert!(!compare(&few, &ReadRoster::default(), true).leaves_many, "four at most are a small change");
    let many: Vec<Learner> = (1..=25).map(|n| kept(&n.to_string(), "A B", "everyone")).collect();
    let stay: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
    let stay: Vec<(&str, &str, &str)> = stay.iter().map(|n| (n.as_str(), "A B", "everyone")).collect();
    assert!(!compare(&many, &file(&stay), true).leaves_many, "five of 25 are just a fifth");
}

#[test]
fn what_is_applied_keeps_days_that_go_on_and_begins_those_that_do_not() {
    let mut gone = kept("4", "Di Fox", "everyone");
    gone.left_on = Some(day("2026-02-01"));
    let mut two = kept("2", "Bo Ray", "everyone");
    two.person.packs = [PackId::new("everyone")].into();
    let now = [two, kept("3", "Cy Poe", "everyone"), gone];
    let mut new =
        file(&[("2", "Bo Ray", "everyone"), ("4", "Di Fox", "everyone"), ("5", "Ed Ito", "everyone")]);
    new.rows[0].1.packs.insert(PackId::new("clinical"));
    let on = day("2026-03-01");
    let touched = apply(&now, &compare(&now, &new, true), on, || LearnerId(77));
    let line = |l: &Learner| {
        let since = l.packs_since.iter().map(|(p, d)| format!("{p} {d}")).collect::<Vec<_>>().join(",");
        let left = l.left_on.map_or_else(String::new, |d| format!(" left {d}"));
        format!("{} #{} listed {} [{since}]{left}", l.id, l.person.number, l.listed_on)
    };
    assert_eq!(
        touched.iter().map(line).collect::<Vec<_>>(),
        [
            "77 #5 listed 2026-03-01 [everyone 2026-03-01]",
            "4 #4 listed 2026-03-01 [everyone 2026-03-01]",
            "2 #2 listed 2026-01-01 [clinical 2026-03-01,everyone 2026-01-01]",
            "3 #3 listed 2026-01-01 [everyone 2026-01-01] left 2026-03-01",
        ]
    );
}
