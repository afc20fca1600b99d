//! What is told of a class that ended, and to whom.

use super::*;
use crate::model::Ccn;

fn of(ccn: Option<&str>, grade: Option<Grade>) -> Seat {
    Seat { ccn: ccn.and_then(|ccn| Ccn::parse(ccn).ok()), ..seat(1, "Ann Lee", grade) }
}

const OURS: Option<&str> = Some("991301");

fn closed(n_ungraded: u32) -> CohortState {
    CohortState::Closed { on: day("2026-10-20"), n_ungraded, why: "Away".to_owned() }
}

/// What the office, the instructor, a hospital's training manager and its head read.
#[track_caller]
fn check(state: &CohortState, own: &[Seat], expect: [&str; 4]) {
    let hospital = |sees_names| Reader::Hospital { seats: own, sees_names };
    let readers = [Reader::Office, Reader::Instructor, hospital(true), hospital(false)];
    assert_eq!(readers.map(|reader| reason(state, reader)), expect);
}

#[test]
fn why_some_have_no_grade_is_for_the_instructor_and_the_hospital_of_all_of_them() {
    let (graded, ungraded) = (of(OURS, Some(Grade::Passed)), of(OURS, None));
    check(&closed(1), &[], ["", "Away", "", ""]);
    check(&closed(1), std::slice::from_ref(&graded), ["", "Away", "", ""]);
    check(&closed(1), &[graded.clone(), ungraded.clone()], ["", "Away", "Away", ""]);
    check(&closed(2), &[graded, ungraded], ["", "Away", "", ""]);
}

#[test]
fn why_a_class_was_called_off_is_for_everybody_in_it_and_nobody_else() {
    let off = CohortState::CalledOff { on: day("2026-08-20"), why: "Snow".to_owned() };
    check(&off, &[], ["Snow", "Snow", "", ""]);
    check(&off, &[of(OURS, None)], ["Snow", "Snow", "Snow", "Snow"]);
    check(&CohortState::Running { on: day("2026-08-20") }, &[of(OURS, None)], [""; 4]);
}

#[test]
fn how_a_class_came_out_is_counted_from_eight_people_on() {
    let mut seats = vec![of(OURS, Some(Grade::Passed)); 6];
    seats.push(of(None, None));
    assert_eq!(grade_counts(&seats), None);
    seats.push(of(None, Some(Grade::Withdrew)));
    let counts = grade_counts(&seats).expect("eight people");
    assert_eq!(counts.in_words(), "Passed: 6, Did not pass: 0, Withdrew: 1, No grade: 1");
}
