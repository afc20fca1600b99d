//! Tests of the queue over made-up cases.

use super::*;
use crate::catalog::ProgramId;
use crate::decide::made_up::day;
use crate::model::{AccountId, ApplicationId, CaseId, RegistrationId};

/// A case as `7 belonging 2026-06-01 2026-06-08 open`.
fn case(words: &str) -> Case {
    let w: Vec<&str> = words.split(' ').collect();
    let kind = match w[1] {
        "belonging" => CaseKind::Belonging { registration: RegistrationId(1) },
        "join" => CaseKind::Join { account: AccountId(1) },
        _ => CaseKind::Application { application: ApplicationId(1) },
    };
    let on = |text: &str| day(text);
    let state = match w[4].split_once('@') {
        None => CaseState::Open,
        Some(("asked", d)) => CaseState::AskedBack { on: on(d), question: "Who?".to_owned() },
        Some(("approved", d)) => CaseState::Approved { on: on(d), reason: "Yes.".to_owned() },
        Some((_, d)) => CaseState::Refused { on: on(d), reason: "No.".to_owned() },
    };
    Case {
        id: CaseId(w[0].parse().expect("an id")),
        program: ProgramId::new("franklin"),
        ccn: None,
        kind,
        opened_on: on(w[2]),
        target_on: on(w[3]),
        state,
    }
}

fn cases() -> Vec<Case> {
    [
        "1 belonging 2026-06-01 2026-06-08 open",
        "2 join 2026-06-03 2026-06-10 open",
        "3 application 2026-05-20 2026-05-27 asked@2026-05-25",
        "4 belonging 2026-05-01 2026-05-08 approved@2026-05-09",
        "5 belonging 2026-05-02 2026-05-11 refused@2026-05-04",
    ]
    .map(case)
    .to_vec()
}

#[track_caller]
fn check(view: QueueView, expect: &str) {
    let (cases, directory) = (cases(), Directory::default());
    let shown: Vec<String> = rows(&cases, &directory, &view, day("2026-06-10"))
        .iter()
        .map(|r| format!("{} {}d {:?}", r.case.id, r.age_days, r.due))
        .collect();
    assert_eq!(shown.join("; "), expect);
}

#[test]
fn waiting_cases_by_target_and_a_question_stops_the_clock() {
    check(QueueView::default(), "3 21d Asked { days: 16 }; 1 9d Overdue { days: 2 }; 2 7d Left { days: 0 }");
    check(QueueView { show: Show::Overdue, ..QueueView::default() }, "1 9d Overdue { days: 2 }");
    check(
        QueueView { sort: QueueSort::Kind, backwards: true, ..QueueView::default() },
        "3 21d Asked { days: 16 }; 2 7d Left { days: 0 }; 1 9d Overdue { days: 2 }",
    );
}

#[test]
fn a_settled_case_keeps_the_age_it_had() {
    check(
        QueueView { show: Show::Settled, kind: Some("belonging"), ..QueueView::default() },
        "4 8d Settled { on: 2026-05-09, late: true }; 5 2d Settled { on: 2026-05-04, late: false }",
    );
    let n = counts(&cases(), day("2026-06-10"));
    assert_eq!(n, QueueCounts { n_open: 2, n_overdue: 1, n_asked: 1, n_settled: 2 });
}

#[test]
fn every_kind_has_a_filter() {
    for c in cases() {
        assert!(KINDS.iter().any(|(key, _)| *key == c.kind.key()));
    }
    assert_eq!(Show::from_key("asked"), Show::Asked);
    assert_eq!(Show::from_key("nonsense"), Show::Waiting);
}
