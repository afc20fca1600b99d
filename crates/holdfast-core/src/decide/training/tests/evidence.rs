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
    let mut people = vec![
        (long(1), both(1, "2026-01-05")),
        (long(2), both(2, "2025-06-01")),
        (long(3), vec![did(3, "report", "2026-05-01")]),
        (learner(4, &["everyone"], "2026-05-30"), vec![]),
        (learner(5, &["it"], "2025-01-01"), vec![did(5, "report", "2026-05-01")]),
    ];
    people.extend((6..10).map(|id| (long(id), both(id, "2026-02-05"))));
    let evidence = proven("training-everyone", &people).expect("eight answer");
    // 1, 5 and four more did all that is for everyone, labs apart; 2 did it more than a year ago; 4 still has time.
    assert_eq!(evidence.finding, Finding::Partly(Coverage::new(6, 8).expect("a share")));
    assert_eq!(evidence.seen, Coverage::new(8, 9).ok());
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
    // Eight people in the same case, since of fewer nothing is told but that all are done.
    let check = |learner: Learner, done: Vec<Completion>, expect: Option<Finding>| {
        let one = |id: i64| {
            let done = done.iter().map(|c| Completion { learner: LearnerId(id), ..c.clone() }).collect();
            (Learner { id: LearnerId(id), ..learner.clone() }, done)
        };
        let eight: Vec<(Learner, Vec<Completion>)> = (1..9).map(one).collect();
        assert_eq!(proven("training-new-people", &eight).map(|e| e.finding), expect);
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
fn a_lesson_that_came_later_says_nothing_of_those_who_were_new_before_it() {
    let mut catalog = catalog("training", "training-new-people");
    let money = catalog.lessons.lessons.iter_mut().find(|l| l.id.as_str() == "money").expect("a lesson");
    money.since = day("2026-03-18");
    let says = |started: &str, done: &[&str], on: &str| {
        let people: Vec<(Learner, Vec<Completion>)> = (1..9)
            .map(|id| {
                let mut new = learner(id, &["everyone"], started);
                new.person.started_on = Some(day(started));
                (new, done.iter().map(|lesson| did(id, lesson, on)).collect())
            })
            .collect();
        let facts: Vec<TrainingFacts<'_>> =
            people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
        prove_training(&catalog, &facts, now()).into_iter().next().map(|e| e.finding)
    };
    // It came on the seventeenth day of the thirty: too late to be asked for within them.
    assert_eq!(says("2026-03-01", &["report"], "2026-03-05"), Some(Finding::Met));
    assert_eq!(says("2026-03-01", &[], "2026-03-05"), Some(Finding::NotMet));
    assert_eq!(says("2026-03-02", &["report"], "2026-03-05"), Some(Finding::NotMet));
    assert_eq!(says("2026-03-02", &["report", "money"], "2026-03-30"), Some(Finding::Met));
}

#[test]
fn a_lesson_that_just_came_is_no_reproach_to_anybody() {
    let mut catalog = catalog("training", "training-everyone");
    let money = catalog.lessons.lessons.iter_mut().find(|l| l.id.as_str() == "money").expect("a lesson");
    money.since = day("2026-05-30");
    let people: Vec<(Learner, Vec<Completion>)> = (1..9)
        .map(|id| (learner(id, &["everyone"], "2025-01-01"), vec![did(id, "report", "2026-02-05")]))
        .collect();
    let facts: Vec<TrainingFacts<'_>> =
        people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
    let words = training_words(&catalog, &facts, now());
    assert_eq!(words, [TrainingWord::NotYet { measure: MeasureId::new("training-everyone") }]);
}

#[test]
fn of_few_people_nothing_is_told_but_that_all_are_done() {
    let of = |n_done: i64, n_late: i64, n_in_time: i64| {
        let long = (1..=n_done + n_late).map(|id| {
            let done = if id <= n_done { both(id, "2026-02-05") } else { vec![] };
            (learner(id, &["everyone"], "2025-01-01"), done)
        });
        let new = (1..=n_in_time).map(|id| (learner(100 + id, &["everyone"], "2026-05-30"), vec![]));
        let people: Vec<(Learner, Vec<Completion>)> = long.chain(new).collect();
        let facts: Vec<TrainingFacts<'_>> =
            people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
        let words = training_words(&catalog("training", "training-everyone"), &facts, now());
        match words.as_slice() {
            [TrainingWord::Says { evidence }] => format!("{:?}", evidence.finding),
            [TrainingWord::TooFew { why, .. }] if why.starts_with("Too few people to tell of") => {
                "too few".to_owned()
            }
            [TrainingWord::NotYet { .. }] => "not yet".to_owned(),
            words => panic!("{words:?}"),
        }
    };
    assert_eq!(of(2, 0, 0), "Met");
    assert_eq!(
        (of(1, 1, 0), of(3, 4, 0), of(0, 7, 0)),
        ("too few".into(), "too few".into(), "too few".into())
    );
    // Whoever is late is not told from whoever still has time.
    assert_eq!(
        (of(0, 1, 0), of(0, 0, 1), of(1, 0, 1)),
        ("too few".into(), "too few".into(), "too few".into())
    );
    assert_eq!(of(7, 0, 20), "too few", "that these 7 are done tells of each of the others, too");
    assert_eq!(of(8, 0, 20), "Met");
    assert_eq!((of(0, 0, 8), of(0, 0, 0)), ("not yet".into(), "not yet".into()));
    assert_eq!((of(0, 8, 0), of(7, 1, 0).starts_with("Partly")), ("NotMet".into(), true));
}

#[test]
fn of_few_people_what_they_learnt_is_not_told_either() {
    let learnt = |n_done: i64, n: i64| {
        let people: Vec<(Learner, Vec<Completion>)> = (1..=n)
            .map(|id| {
                let done = if id <= n_done { vec![did(id, "dark", "2026-01-05")] } else { vec![] };
                (learner(id, &["clinical"], "2026-01-01"), done)
            })
            .collect();
        let facts: Vec<TrainingFacts<'_>> =
            people.iter().map(|(learner, done)| TrainingFacts { learner, done }).collect();
        let words = training_words(&catalog("ir-plan", "ir-plan-who-decides"), &facts, now());
        let [TrainingWord::Nothing { learnt, .. }] = words.as_slice() else { panic!("{words:?}") };
        *learnt
    };
    assert_eq!((learnt(1, 2), learnt(6, 7), learnt(0, 0)), (None, None, None));
    assert_eq!((learnt(7, 7), learnt(1, 8)), (Coverage::new(7, 7).ok(), Coverage::new(1, 8).ok()));
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
