//! The rule of stories, in words and their places.

use proptest::prelude::*;

use super::*;
use crate::decide::incident::made_up::{by, case, detection, of};
use crate::model::Severity::{Critical, High, Info, Low, Medium};

fn kept(id: i64, case: Option<i64>, detection: Detection) -> Kept {
    Kept { id, incident: case.map(IncidentId), detection }
}

/// Where each new finding goes: `n0` a new case, `c1` case 1, `-` none.
#[track_caller]
fn check(new: &[Detection], kept: &[Kept], cases: &[Incident], places: &str) -> Sorted {
    let sorted = sort(new, kept, cases);
    let word = |p: &Place| match p {
        Place::Joins(id) => format!("c{id}"),
        Place::Opens(n) => format!("n{n}"),
        Place::Seen => "-".to_owned(),
    };
    let got: Vec<String> = sorted.new.iter().map(word).collect();
    assert_eq!(got.join(" "), places);
    sorted
}

#[test]
fn one_computer_within_a_day_is_one_story_and_after_a_day_another() {
    let (a, b) = (detection("a", "LAB-01", 0), detection("b", "lab-01.fixture.example", 24));
    check(&[a.clone(), b], &[], &[], "n0 n0");
    check(&[a.clone(), detection("b", "LAB-01", 25)], &[], &[], "n0 n1");
    // A long one reaches from its end.
    let long = Detection { last_at: crate::decide::incident::made_up::at(20), ..a };
    check(&[detection("b", "LAB-01", 44), long], &[], &[], "n0 n0");
}

#[test]
fn two_computers_are_one_story_by_account_by_rule_or_by_correlation() {
    let medium = |rule: &str, host: &str, h| of(Medium, detection(rule, host, h));
    check(&[medium("a", "LAB-01", 0), medium("b", "EHR-01", 1)], &[], &[], "n0 n1");
    let (a, b) =
        (by("FIXTURE\\Lee", medium("a", "LAB-01", 0)), by("lee@fixture.example", medium("b", "EHR-01", 1)));
    check(&[a, b.clone()], &[], &[], "n0 n0");
    check(&[by("lee", medium("a", "LAB-01", 0)), by("lee", medium("b", "EHR-01", 30))], &[], &[], "n0 n1");
    // Accounts of Windows itself tie nothing.
    for own in ["SYSTEM", "NT AUTHORITY\\whoever", "LAB-01$", "-", "DWM-1", "S-1-5-18"] {
        check(&[by(own, medium("a", "LAB-01", 0)), by(own, medium("b", "EHR-01", 1))], &[], &[], "n0 n1");
    }
    check(&[of(High, detection("a", "LAB-01", 0)), of(High, detection("a", "EHR-01", 1))], &[], &[], "n0 n0");
    check(&[medium("a", "LAB-01", 0), medium("a", "EHR-01", 1)], &[], &[], "n0 n1");
    let chain = Detection { from_rules: vec!["a".to_owned(), "b".to_owned()], ..medium("both", "DC-01", 2) };
    check(&[medium("a", "LAB-01", 0), medium("b", "EHR-01", 1), chain], &[], &[], "n0 n0 n0");
}

#[test]
fn low_findings_open_nothing_link_nothing_and_stand_beside_a_case() {
    check(&[of(Low, detection("a", "LAB-01", 0)), of(Info, detection("b", "LAB-01", 0))], &[], &[], "- -");
    check(&[of(Low, detection("a", "LAB-01", 20)), detection("b", "LAB-01", 0)], &[], &[], "n0 n0");
    check(&[of(Low, detection("a", "LAB-01", 25)), detection("b", "LAB-01", 0)], &[], &[], "- n0");
    let through = [
        detection("a", "LAB-01", 0),
        of(Low, by("lee", detection("b", "LAB-01", 20))),
        detection("c", "LAB-01", 40),
    ];
    check(&through, &[], &[], "n0 n0 n1");
    // One seen earlier stands beside the case that comes now.
    let seen = [kept(5, None, of(Low, detection("a", "LAB-01", -3)))];
    let sorted = check(&[detection("b", "LAB-01", 0)], &seen, &[], "n0");
    assert_eq!(sorted.beside, [(5, Place::Opens(0))]);
}

#[test]
fn a_new_finding_joins_the_open_case_and_a_closed_one_is_named() {
    let new = [detection("b", "LAB-01", 3)];
    check(&new, &[kept(1, Some(1), detection("a", "LAB-01", 0))], &[case(1, 0, true)], "c1");
    let sorted = check(&new, &[kept(1, Some(1), detection("a", "LAB-01", 0))], &[case(1, 0, false)], "n0");
    assert_eq!(sorted.opened, [Some(IncidentId(1))]);
    // Another computer's closed case is not what it follows on.
    let sorted =
        check(&new, &[kept(1, Some(1), of(Medium, detection("a", "EHR-01", 0)))], &[case(1, 0, false)], "n0");
    assert_eq!(sorted.opened, [None]);
}

#[test]
fn two_open_cases_are_tied_and_not_made_one() {
    let old = [
        kept(1, Some(1), of(Medium, detection("a", "LAB-01", 0))),
        kept(2, Some(2), of(Medium, detection("b", "EHR-01", 0))),
    ];
    let new = [
        by("lee", of(Medium, detection("c", "LAB-01", 1))),
        by("lee", of(Medium, detection("d", "EHR-01", 2))),
    ];
    let sorted = check(&new, &old, &[case(2, 5, true), case(1, 9, true)], "c2 c2");
    assert_eq!(sorted.tied, [(IncidentId(1), IncidentId(2))]);
}

#[test]
fn a_closed_case_bridges_nothing() {
    let old = [kept(1, Some(1), by("lee", of(Medium, detection("a", "DC-01", 0))))];
    let new = [
        by("lee", of(Medium, detection("c", "LAB-01", 20))),
        by("lee", of(Medium, detection("d", "EHR-01", -20))),
    ];
    check(&new, &old, &[case(1, 0, false)], "n1 n0");
}

#[test]
fn times_at_the_ends_of_the_calendar_are_sorted_too() {
    let mut far = detection("a", "LAB-01", 0);
    far.last_at = jiff::Timestamp::MAX;
    far.first_at = jiff::Timestamp::MAX;
    let mut old = detection("b", "LAB-01", 0);
    old.first_at = jiff::Timestamp::MIN;
    old.last_at = jiff::Timestamp::MIN;
    check(&[far, old, detection("c", "LAB-01", 0)], &[], &[], "n2 n0 n1");
}

fn any_detection() -> impl Strategy<Value = Detection> {
    let severity = prop::sample::select(vec![Info, Low, Medium, High, Critical]);
    (severity, 0_i64..200, 0_usize..5, 0_usize..4, 0_usize..6).prop_map(
        |(severity, hours, host, rule, account)| {
            let d = of(severity, detection(&format!("rule {rule}"), &format!("PC-{host}"), hours));
            if account < 3 { by(&format!("user{account}"), d) } else { d }
        },
    )
}

proptest! {
    /// Whatever the order, the same findings stand together.
    #[test]
    fn order_does_not_matter(all in prop::collection::vec(any_detection(), 0..14)) {
        let together = |all: &[Detection]| {
            let sorted = sort(all, &[], &[]);
            let mut pairs = Vec::new();
            for i in 0..all.len() {
                for j in 0..all.len() {
                    if let (Place::Opens(a), Place::Opens(b)) = (sorted.new[i], sorted.new[j])
                        && a == b && all[i].severity.opens_a_case() && all[j].severity.opens_a_case() {
                        pairs.push((all[i].digest(), all[j].digest()));
                    }
                }
            }
            pairs.sort();
            pairs.dedup();
            pairs
        };
        let turned: Vec<Detection> = all.iter().rev().cloned().collect();
        prop_assert_eq!(together(&all), together(&turned));
    }

    /// Every finding grave enough is in a case, and no case is empty.
    #[test]
    fn nothing_grave_is_lost(all in prop::collection::vec(any_detection(), 0..40)) {
        let sorted = sort(&all, &[], &[]);
        for (d, place) in all.iter().zip(&sorted.new) {
            prop_assert!(!d.severity.opens_a_case() || *place != Place::Seen);
        }
        for n in 0..sorted.opened.len() {
            prop_assert!(sorted.new.contains(&Place::Opens(n)));
        }
    }
}
