//! Forms and files of colleges and classes, seats, grades, and what comes of a class.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

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
    check(&cohort(&[off]), 0, "2026-08-20", "It was called off: Snow");
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
fn grades_are_known_by_seat_and_a_slipped_line_grades_nobody() {
    let seats =
        [seat(1, "Ann Lee", None), seat(2, "Bo Ray", Some(Grade::DidNotPass)), seat(3, "Cy Own", None)];
    let lines = file(
        &["seat", "name", "grade"],
        "1|ann  lee|Passed/2|Bo Ray|passed/3||/3|Cy Own|W/4|Eve|P/2|Ann Lee|F/x||F/1|Ann Lee|A+",
    );
    let read = read_grades(&seats, &lines);
    let graded: Vec<String> = read
        .graded
        .iter()
        .map(|g| format!("{} {:?} to {}", g.seat, g.was.map(Grade::key), g.grade.key()))
        .collect();
    assert_eq!(graded, ["1 None to passed", "2 Some(\"did_not_pass\") to passed"]);
    assert_eq!((read.n_same, read.n_empty), (0, 1));
    assert_eq!(
        said(&read.faults),
        [
            "5 seat: Seat 3 stands on line 4 already.",
            "6 seat: The class has no seat 4. Take the number from the class list.",
            "7 name: Seat 2 is Bo Ray. See whether lines have slipped.",
            "8 seat: The class has no seat x. Take the number from the class list.",
            "9 seat: Seat 1 stands on line 2 already.",
        ]
    );
    let odd = read_grades(&seats, &file(&["seat", "grade"], "1|A+/2|failed"));
    assert_eq!(said(&odd.faults), ["2 grade: `A+` is no grade. Write passed, did not pass or withdrew."]);
    assert_eq!((odd.graded.len(), odd.n_same), (0, 1));
}

#[test]
fn a_colleges_own_list_adds_people_once_and_takes_nobody_out() {
    let seats = [seat(1, "Ann Lee", None)];
    let lines = file(&["seat", "name"], "1|Ann Lee/|Bo Ray/|bo  ray/|/|Cy Own/|Dee Late/9|Eve");
    let read = read_roster(&seats, 3, &lines);
    let joins: Vec<&str> = read.joins.iter().map(|j| j.seat.name.as_str()).collect();
    assert_eq!((joins.as_slice(), read.n_same), (["Bo Ray", "Cy Own"].as_slice(), 2));
    assert_eq!(
        said(&read.faults),
        [
            "5 name: Write one name, of up to 100 characters.",
            "7 seat: The class is full: it has 3 seats.",
            "8 seat: The class has no seat 9. Take the number from the class list.",
        ]
    );
}

#[test]
fn a_file_of_colleges_knows_those_on_the_list() {
    let kept = [college(7, &[]), college(8, &[("name", "Ridge College"), ("unit_id", "")])];
    let columns = [
        "name",
        "unit_id",
        "city",
        "state",
        "zip",
        "contact_name",
        "contact_email",
        "packs",
        "lessons",
        "seats",
    ];
    let lines = file(
        &columns,
        "Franklin Valley College|999901|Franklin|ZZ|99901|Ada Dean|ada@valley.example|it|restore|12/\
         RIDGE  college||Franklin|ZZ|99901|Bea Dean|bea@ridge.example|it||10/\
         New College||Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8/\
         New College||Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8/\
         Bad College|99|Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8",
    );
    let read = read_colleges(&kept, &lines, &lessons());
    let places: Vec<(Option<usize>, &str)> =
        read.colleges.iter().map(|(at, c)| (*at, c.name.as_str())).collect();
    assert_eq!(places, [(Some(1), "RIDGE college"), (None, "New College")]);
    assert_eq!(read.n_same, 1);
    assert_eq!(
        said(&read.faults),
        [
            "5 name: New College stands on line 4 already.",
            "6 unit_id: A unit id has six digits, like 100654; `99` does not.",
        ]
    );
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

proptest! {
    #[test]
    fn no_file_gives_more_seats_than_there_are_nor_grades_one_twice(
        cells in prop::collection::vec(("[0-9]{0,2}", "[a-c]{0,2}", "(passed|w|\\PC{0,6})"), 0..30),
        n_seats in 0u32..6,
    ) {
        let seats = [seat(1, "a", None), seat(2, "b", Some(Grade::Passed))];
        let line = |(n, (seat, name, grade)): (usize, &(String, String, String))| FileLine {
            line: n as u64 + 2,
            cells: fields(&[("seat", seat), ("name", name), ("grade", grade)]),
        };
        let lines: Vec<FileLine> = cells.iter().enumerate().map(line).collect();
        let roster = read_roster(&seats, n_seats, &lines);
        prop_assert!(roster.joins.len() + seats.len() <= seats.len().max(n_seats as usize));
        let grades = read_grades(&seats, &lines);
        let numbers: BTreeSet<u32> = grades.graded.iter().map(|g| g.seat).collect();
        prop_assert_eq!(numbers.len(), grades.graded.len());
        prop_assert!(grades.graded.iter().all(|g| g.was != Some(g.grade)));
    }
}
