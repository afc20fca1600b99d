//! What a new roster changes, one case a test.

use super::*;
use crate::decide::training::{
    LearnerChange, NumbersSay, ReadRoster, RosterChange, RosterColumn, StaysWhy, apply, compare,
};
use crate::model::EmailAddress;

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
    let reused = change.reused.iter().map(|r| format!("!{}", r.person.number));
    let leaves = change.leaves.iter().map(|l| format!("-{}", l.person.number));
    let stays = change.stays.iter().map(|s| format!("={}", s.learner.person.number));
    let many = change.leaves_many.then(|| "many".to_owned());
    let all = joins.chain(changes).chain(returns).chain(reused).chain(leaves).chain(stays).chain(many);
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

fn at(name: &str) -> Option<EmailAddress> {
    EmailAddress::parse(&format!("{name}@fixture.example")).ok()
}

#[test]
fn a_number_with_another_name_and_the_same_address_is_pointed_out() {
    let mut ann = kept("1", "Ann Lee", "everyone");
    ann.person.email = at("ann");
    let now = [ann];
    let under_one = |name: &str, mail: &str| {
        let mut new = file(&[("1", name, "everyone")]);
        new.rows[0].1.email = at(mail);
        said(&compare(&now, &new, true))
    };
    assert_eq!(under_one("LEE, Ann", "ann"), "~1[name Ann Lee>LEE, Ann] same 0");
    assert_eq!(under_one("Zoe Quill", "ann"), "~1[name Ann Lee>Zoe Quill] OTHER same 0");
    assert_eq!(
        under_one("Ann Quill", "quill"),
        "~1[name Ann Lee>Ann Quill,email ann@fixture.example>quill@fixture.example] same 0"
    );
    assert_eq!(under_one("Bo Ray", "bo"), "!1 same 0", "nothing but the number is the same");
}

#[test]
fn a_number_used_again_is_nobodys_change_until_a_person_says_whose_it_is() {
    let mut gone = kept("2", "Cy Poe", "everyone");
    gone.left_on = Some(day("2026-02-01"));
    let now = [kept("1", "Ann Lee", "everyone"), gone];
    let new = file(&[("1", "Bo Ray", "everyone"), ("2", "Di Fox", "everyone"), ("3", "Ed Ito", "everyone")]);
    let change = compare(&now, &new, true);
    assert_eq!(said(&change), "+3 !1 !2 same 0");
    assert_eq!((change.n_touched(), change.n_may_leave(), change.is_nothing()), (3, 1, false));
    let on = day("2026-03-01");
    assert_eq!(apply(&now, &change, on, || LearnerId(77)).len(), 1, "unsaid, only who is new comes in");
    assert_eq!(said(&change.clone().settled(NumbersSay::Others)), "+1 +2 +3 -1 same 0");
    let same = change.settled(NumbersSay::Same);
    assert_eq!(said(&same), "+3 ~1[name Ann Lee>Bo Ray] OTHER <2[name Cy Poe>Di Fox] OTHER same 0");
}

#[test]
fn of_two_who_had_a_number_the_one_who_is_alike_comes_back() {
    let gone = |id: i64, name: &str, left: &str| {
        let mut gone = kept("1", name, "everyone");
        (gone.id, gone.left_on) = (LearnerId(id), Some(day(left)));
        gone
    };
    let now = [gone(7, "Ann Lee", "2026-01-01"), gone(8, "Bo Ray", "2026-02-01")];
    let back = |name: &str| compare(&now, &file(&[("1", name, "everyone")]), true);
    assert_eq!(back("Ann Lee").returns[0].learner, LearnerId(7));
    assert_eq!(back("Bo Ray").returns[0].learner, LearnerId(8));
    assert_eq!(back("Di Fox").reused[0].learner.id, LearnerId(8), "whoever had it last");
    let mut now = now.to_vec();
    now.push(Learner { id: LearnerId(9), left_on: None, ..kept("1", "Cy Poe", "everyone") });
    let same = compare(&now, &file(&[("1", "Cy Poe", "everyone")]), true);
    assert_eq!(said(&same), "same 1", "who is on the roster has it, whoever had it before");
    assert_eq!(said(&compare(&now, &file(&[("2", "Ed Ito", "everyone")]), true)), "+2 -1 same 0");
}

#[test]
fn what_a_file_has_no_column_for_stays_and_what_it_leaves_empty_goes() {
    let mut ann = kept("1", "Ann Lee", "clinical");
    (ann.person.email, ann.person.department) = (at("ann"), "Lab".to_owned());
    (ann.person.language, ann.person.started_on) = (Language::Spanish, Some(day("2024-05-06")));
    let mut back = kept("2", "Bo Ray", "everyone");
    (back.person.department, back.left_on) = ("ED".to_owned(), Some(day("2026-02-01")));
    let now = [ann, back];
    let mut new =
        file(&[("1", "Ann Lee", "everyone"), ("2", "Bo Ray", "everyone"), ("3", "Cy Poe", "everyone")]);
    let empty = compare(&now, &new, true);
    assert_eq!(
        said(&empty),
        "+3 ~1[email ann@fixture.example>,department Lab>,packs clinical>everyone,language es>en,started_on 2024-05-06>] \
         <2[department ED>] same 0"
    );
    assert!(empty.keeps.is_empty());
    new.lacks = RosterColumn::OPTIONAL.into();
    let kept = compare(&now, &new, true);
    assert_eq!(said(&kept), "+3 <2[] same 1");
    assert_eq!(kept.keeps, ["email", "department", "packs", "language", "started_on"]);
    assert_eq!(kept.returns[0].person.department, "ED", "it is kept of whoever comes back, too");
    new.lacks = [RosterColumn::Department].into();
    new.rows.truncate(1);
    assert_eq!(compare(&now[..1], &new, true).keeps, ["department"]);
    assert!(compare(&[], &new, true).keeps.is_empty(), "of nobody nothing is kept");
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
fn nobody_leaves_by_a_file_in_which_a_cell_may_have_swallowed_lines() {
    let now = [kept("1", "Ann Lee", "everyone"), kept("2", "Bo Ray", "everyone")];
    let mut read = file(&[("1", "Ann Lee", "clinical")]);
    read.has_open_quote = true;
    let change = compare(&now, &read, true);
    assert_eq!(said(&change), "~1[packs everyone>clinical] =2 same 0");
    assert_eq!(change.stays[0].why, StaysWhy::QuoteOpen);
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
    assert!(compare(&few, &ReadRoster::default(), true).leaves_many, "all of four are more than a third");
    let stays = file(&[("1", "Ann Lee", "everyone")]);
    assert!(!compare(&few[..2], &stays, true).leaves_many, "one person is a small change");
    let other =
        file(&[("1", "Bo Ray", "everyone"), ("2", "Cy Poe", "everyone"), ("3", "Ann Lee", "everyone")]);
    let reused = compare(&few[..3], &other, true);
    assert!(reused.leaves_many, "whose number is somebody else's may leave, too");
    assert!(!reused.settled(NumbersSay::Same).leaves_many);
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
