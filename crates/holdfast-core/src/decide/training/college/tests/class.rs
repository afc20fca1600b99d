//! Forms of colleges and classes, seats, and what comes of a class.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::catalog::Language;
use crate::model::{Ccn, Learner, LearnerId, StaffMember};

fn wrong(fields: &Fields) -> Vec<String> {
    let errors = read_cohort(fields, &lessons()).expect_err("something is wrong");
    errors.into_iter().map(|e| format!("{}: {}", e.field, e.message)).collect()
}

#[test]
fn a_college_reads_back_from_its_own_fields() {
    let kept = college(1, &[("lat", "45.5"), ("lon", "-110.25"), ("address", "1 Main St")]).college;
    assert_eq!(read_college(&college_fields(&kept), &lessons()), Ok(kept));
    let errors = read_college(&fields(&[("zip", "x"), ("lat", "45"), ("lessons", "gone")]), &lessons());
    let at: Vec<&str> = errors.expect_err("nearly all is wrong").iter().map(|e| e.field).collect();
    assert_eq!(
        at,
        ["name", "city", "state", "zip", "lat", "contact_name", "contact_email", "lessons", "seats"]
    );
}

#[test]
fn a_class_reads_back_from_its_own_fields_and_its_days_have_an_order() {
    let plan = cohort(&[]).plan;
    assert_eq!(read_cohort(&cohort_fields(&plan), &lessons()), Ok(plan));
    let check = |other: &[(&str, &str)], expect: &[&str]| assert_eq!(wrong(&with(CLASS, other)), expect);
    check(
        &[("ends_on", "2026-08-31")],
        &["ends_on: The last day cannot come before the first, September 1, 2026."],
    );
    check(&[("ends_on", "2028-08-31")], &["ends_on: A class lasts 400 days at most. Check the year."]);
    check(&[("starts_on", "-009999-01-01")], &["starts_on: Write a day of this century, like 10 13 2026."]);
    check(&[("pack", "")], &["pack: Say what the class teaches: a role pack, or single lessons."]);
    check(
        &[("pack", "nurses")],
        &["pack: There is no role pack `nurses`. The list of lessons has their names."],
    );
    check(&[("seats", "501")], &["seats: The number of seats must be a whole number between 1 and 500."]);
    check(
        &[("instructor_email", "ines")],
        &["instructor_email: Write an e-mail address, like name@college.edu."],
    );
}

#[test]
fn a_class_that_is_full_past_or_not_open_is_not_offered() {
    let open = cohort(&[CohortMove::Open]);
    let check = |cohort: &Cohort, n_taken, as_of, expect: &str| {
        let said =
            offered(cohort, n_taken, day(as_of)).map_or_else(|why| why.in_words(), |left| left.to_string());
        assert_eq!(said, expect);
    };
    check(&open, 1, "2026-08-20", "2");
    check(&open, 1, "2026-09-01", "2");
    check(&open, 1, "2026-09-02", "It began on September 1, 2026.");
    check(&open, 1, "2026-10-16", "It ended on October 15, 2026.");
    check(&open, 3, "2026-08-20", "All 3 seats are taken.");
    check(&open, 9, "2026-08-20", "All 3 seats are taken.");
    check(&cohort(&[]), 0, "2026-08-20", "The program office is still preparing it.");
    check(&cohort(&[CohortMove::Open, CohortMove::Start]), 0, "2026-08-20", "It began on August 1, 2026.");
    let off = CohortMove::CallOff { why: "Snow".to_owned() };
    check(&cohort(&[off]), 0, "2026-08-20", "It was called off.");
}

fn learner(id: i64, number: &str, name: &str) -> Learner {
    let person = StaffMember {
        number: number.to_owned(),
        name: name.to_owned(),
        email: None,
        department: String::new(),
        packs: BTreeSet::from([PackId::new("it")]),
        language: Language::English,
        started_on: None,
    };
    Learner {
        id: LearnerId(id),
        person,
        listed_on: day("2026-01-01"),
        left_on: None,
        packs_since: BTreeMap::new(),
    }
}

#[test]
fn a_hospital_puts_forward_whom_it_has_while_seats_last() {
    let mut gone = learner(3, "103", "Gil Gone");
    gone.left_on = Some(day("2026-02-01"));
    let roster = [learner(1, "101", "Ann Lee"), learner(2, "B102", "Bo Ray"), gone];
    let own =
        [Seat { learner: Some(LearnerId(1)), ccn: Ccn::parse("991301").ok(), ..seat(1, "Ann Lee", None) }];
    let read = put_forward("101\n\n b102 \n103\n999", "Cy Own\n cy  OWN\nDee Late", &roster, &own, 2);
    let names: Vec<&str> = read.seats.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Bo Ray", "Cy Own"]);
    assert_eq!(
        said(&read.faults),
        [
            "1 numbers: Ann Lee has a seat already.",
            "4 numbers: Nobody on your roster has the number 103.",
            "5 numbers: Nobody on your roster has the number 999.",
            "2 names: cy OWN has a seat already.",
            "3 names: No seat is left. Look for another class.",
        ]
    );
}

#[test]
fn more_people_than_the_largest_class_holds_are_told_at_the_first_line_too_many() {
    let names = |n: usize| (0..n).map(|i| format!("Person {i}\n")).collect::<String>();
    let most = crate::model::MOST_SEATS;
    assert_eq!(put_forward("", &names(500), &[], &[], most).seats.len(), 500);
    let read = put_forward("\n1\n", &names(500), &[], &[], most);
    let says = "This is one too many. At most 500 people are put forward at a time, and nobody was.";
    assert_eq!((said(&read.faults), read.seats.len()), (vec![format!("500 names: {says}")], 0));
    let read = put_forward(&"1\n\n".repeat(501), "", &[], &[], most);
    assert_eq!(said(&read.faults), [format!("1001 numbers: {says}")]);
}

#[test]
fn too_many_ids_in_one_field_are_told_and_never_cut() {
    let ids = "report-it ".repeat(201);
    assert_eq!(wrong(&with(CLASS, &[("lessons", &ids)])), ["lessons: Write up to 200 ids. Here are more."]);
}

#[test]
fn who_passed_gets_each_lesson_of_the_class_and_nobody_else_any() {
    let ccn = Ccn::parse("991301").ok();
    let of = |number, learner: Option<i64>, grade| Seat {
        ccn,
        learner: learner.map(LearnerId),
        ..seat(number, "Ann Lee", grade)
    };
    let seats = [
        of(1, Some(11), Some(Grade::Passed)),
        of(2, Some(12), Some(Grade::DidNotPass)),
        of(3, Some(13), Some(Grade::Withdrew)),
        of(4, Some(14), None),
        of(5, None, Some(Grade::Passed)),
    ];
    assert_eq!(n_ungraded(&seats), 1);
    let lines = |closed_on| {
        let made = completions(&cohort(&[]), "Franklin Valley College", &seats, &lessons(), day(closed_on));
        let line = |(ccn, c): &(Ccn, crate::model::Completion)| {
            format!("{ccn} {} {} {} {} {}", c.learner, c.lesson.as_str(), c.done_on, c.how.key(), c.by)
        };
        made.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("2026-10-20"),
        [
            "991301 11 lost-devices 2026-10-15 class Ines Teacher, Franklin Valley College",
            "991301 11 report-it 2026-10-15 class Ines Teacher, Franklin Valley College",
        ]
    );
    assert!(lines("2026-10-02").iter().all(|line| line.contains("2026-10-02")));
}
