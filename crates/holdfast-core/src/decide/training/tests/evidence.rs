//! What training proves, and what it leaves open.

use jiff::Timestamp;

use super::*;
use crate::catalog::{Catalog, EvidenceKind, EvidenceKindId, GatheredBy, MeasureId, Method};
use crate::decide::made_up::{assurance, made_up};
use crate::decide::training::{TrainingFacts, TrainingWord, prove_training, training_words};
use crate::model::{Coverage, Evidence, Finding};

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().expect("a time")
}

/// A catalog in which a measure is proven by training records.
fn catalog(safeguard: &str, measure: &str) -> Catalog {
    let mut catalog = assurance();
    catalog.lessons = lessons();
    catalog.evidence.push(EvidenceKind {
        id: EvidenceKindId::new("training-records"),
        name: "Training records".to_owned(),
        method: Method::Test,
        gathered_by: GatheredBy::Training,
        says: String::new(),
        provenance: made_up(),
    });
    catalog.safeguards[0].id = SafeguardId::new(safeguard);
    let first = &mut catalog.safeguards[0].measures[0];
    (first.id, first.proven_by) = (MeasureId::new(measure), vec![EvidenceKindId::new("training-records")]);
    catalog
}

fn proven(measure: &str, people: &[(Learner, Vec<Completion>)]) -> Option<Evidence> {
    let people: Vec<TrainingFacts<'_>> =
        people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
    prove_training(&catalog("training", measure), &people, now()).into_iter().next()
}

fn both(id: i64, on: &str) -> Vec<Completion> {
    vec![did(id, "report", on), did(id, "money", on)]
}

#[test]
fn everyone_is_those_who_finished_of_those_whose_time_is_up() {
    let long = |id| learner(id, &["everyone"], "2025-01-01");
    let people = [
        (long(1), both(1, "2026-01-05")),
        (long(2), both(2, "2025-06-01")),
        (long(3), vec![did(3, "report", "2026-05-01")]),
        (learner(4, &["everyone"], "2026-05-30"), vec![]),
        (learner(5, &["it"], "2025-01-01"), vec![did(5, "report", "2026-05-01")]),
    ];
    let evidence = proven("training-everyone", &people).expect("four answer");
    // 1 and 5 did all that is for everyone, labs apart; 2 did it more than a year ago; 4 still has time.
    assert_eq!(evidence.finding, Finding::Partly(Coverage::new(2, 4).expect("a share")));
    assert_eq!(evidence.seen, Coverage::new(4, 5).ok());
    assert_eq!(evidence.note, "1 person who still has time, or was asked too late, is counted as not seen.");
    assert!(evidence.outliers.is_empty(), "nobody is named");
    assert_eq!(evidence.limits.len(), 1);
}

#[test]
fn a_roster_that_just_came_in_proves_nothing() {
    let people = [
        (learner(1, &["everyone"], "2026-06-01"), vec![]),
        (learner(2, &["everyone"], "2026-05-25"), vec![]),
    ];
    assert_eq!(proven("training-everyone", &people), None);
    assert_eq!(proven("training-everyone", &[]), None);
    let words = training_words(&catalog("training", "training-everyone"), &[], now());
    assert_eq!(words, [TrainingWord::NotYet { measure: MeasureId::new("training-everyone") }]);
    let mut left = learner(3, &["everyone"], "2025-01-01");
    left.left_on = Some(day("2026-01-01"));
    assert_eq!(proven("training-everyone", &[(left, both(3, "2025-12-01"))]), None, "who left says nothing");
}

#[test]
fn new_people_finish_in_thirty_days() {
    let new = |id, started: &str, listed: &str| {
        let mut new = learner(id, &["everyone"], listed);
        new.person.started_on = Some(day(started));
        new
    };
    let check = |learner: Learner, done: Vec<Completion>, expect: Option<Finding>| {
        assert_eq!(proven("training-new-people", &[(learner, done)]).map(|e| e.finding), expect);
    };
    check(new(1, "2026-03-01", "2026-03-01"), both(1, "2026-03-31"), Some(Finding::Met));
    check(new(1, "2026-03-01", "2026-03-01"), both(1, "2026-04-01"), Some(Finding::NotMet));
    // Done in time and again later is done in time.
    check(
        new(1, "2026-03-01", "2026-03-01"),
        [both(1, "2026-05-05"), both(1, "2026-03-05")].concat(),
        Some(Finding::Met),
    );
    check(new(1, "2026-05-15", "2026-05-15"), vec![], None); // still has time
    check(new(1, "2026-03-01", "2026-03-25"), vec![], None); // came on the roster too late to be asked
    check(new(1, "2024-03-01", "2024-03-01"), vec![], None); // not new
    check(new(1, "2026-07-01", "2026-05-01"), both(1, "2026-05-05"), None); // has not begun
    check(learner(1, &["everyone"], "2026-03-01"), vec![], None); // nobody knows since when
}

#[test]
fn what_lessons_cannot_show_stays_open_and_says_why() {
    let people = [(learner(1, &["clinical"], "2026-01-01"), vec![did(1, "dark", "2026-01-05")])];
    let facts: Vec<TrainingFacts<'_>> =
        people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
    let plan = catalog("ir-plan", "ir-plan-who-decides");
    assert_eq!(prove_training(&plan, &facts, now()), []);
    let words = training_words(&plan, &facts, now());
    let [TrainingWord::Nothing { why, learnt, .. }] = words.as_slice() else { panic!("{words:?}") };
    assert!(why.contains("not that a named person may decide"), "{why}");
    assert_eq!(*learnt, Coverage::new(1, 1).ok());
    let mut other = catalog("training", "training-everyone");
    other.safeguards[0].measures[0].proven_by.clear();
    assert_eq!(prove_training(&other, &facts, now()), [], "the catalog says what proves a measure");
}
