//! What is proven, what is not, and where nothing is said.

use super::*;
use crate::catalog::{
    Catalog, EvidenceKind, GatheredBy, Measure, Method, Safeguard, SafeguardId, SafeguardSet, Serves,
};
use crate::decide::incident::made_up::{at, case, detection};
use crate::decide::made_up;
use crate::model::IncidentEvent;

fn catalog() -> Catalog {
    let kind = |id: &str, method| EvidenceKind {
        id: EvidenceKindId::new(id),
        name: id.to_owned(),
        method,
        gathered_by: GatheredBy::Logs,
        says: String::new(),
        provenance: made_up::made_up(),
    };
    let measure = |id: &str, by: &str| Measure {
        id: MeasureId::new(id),
        says: id.to_owned(),
        counts: None,
        proven_by: vec![EvidenceKindId::new(by)],
        fresh_for_days: 7,
        weight: 1,
        gate: None,
    };
    let safeguard = Safeguard {
        id: SafeguardId::new("detect"),
        code: "N6".to_owned(),
        name: String::new(),
        title: None,
        set: SafeguardSet::Enhanced,
        means: String::new(),
        why: String::new(),
        maps_to: Vec::new(),
        mapped_by: made_up::made_up(),
        measures: vec![
            measure("logs-arrive", "log-coverage"),
            measure("detect-someone-looks", "detection-records"),
            measure("detect-alarm-tested", "detection-test"),
            measure("detect-none-open", "open-cases"),
        ],
        provenance: made_up::made_up(),
    };
    Catalog {
        safeguards: vec![safeguard],
        evidence: vec![
            kind("log-coverage", Method::Test),
            kind("detection-records", Method::Examine),
            kind("detection-test", Method::Test),
            kind("open-cases", Method::Test),
        ],
        ..made_up::catalog(Vec::new(), Serves::Hospitals)
    }
}

fn log(host: &str, hours: i64) -> LogCoverage {
    let channel = "Security".to_owned();
    LogCoverage { host: host.to_owned(), channel, n_events: 5, first_at: at(-900), last_at: at(hours) }
}

fn care(name: &str) -> CareMachine {
    CareMachine { name: name.to_owned(), system: None, carries: String::new() }
}

#[test]
fn logs_count_by_the_newest_event_and_what_was_not_read_is_not_seen() {
    let logs = [log("LAB-01", 0), log("lab-01.fixture.example", 9), log("PC-7", -30)];
    let e = log_coverage(&catalog(), &logs, &[care("lab-01"), care("ehr-01")], at(50)).expect("evidence");
    assert_eq!(e.finding, Finding::Partly(Coverage::new(1, 2).expect("a share")));
    assert_eq!(e.seen, Coverage::new(2, 6).ok());
    assert_eq!(e.observed_at, at(9));
    assert_eq!(e.outliers, [Outlier { name: "PC-7".to_owned(), is_privileged: false }]);
    assert_eq!((e.collector.as_str(), e.method), (COLLECTOR, Method::Test));
    assert!(e.note.contains("No log of 1 machine that care depends on"), "{}", e.note);
}

#[test]
fn no_log_proves_nothing_and_neither_does_a_clock_ahead() {
    assert_eq!(log_coverage(&catalog(), &[], &[care("lab-01")], at(0)), None);
    let empty = LogCoverage { n_events: 0, ..log("LAB-01", 0) };
    let ahead = LogCoverage { last_at: Timestamp::MAX, ..log("PC-7", 0) };
    assert_eq!(log_coverage(&catalog(), &[empty, ahead], &[], at(0)), None);
    let other = made_up::catalog(Vec::new(), Serves::Hospitals);
    assert_eq!(log_coverage(&other, &[log("LAB-01", 0)], &[], at(0)), None, "nobody asks for it");
}

fn looked(number: u32, opened: i64, looked: Option<i64>) -> (Incident, Vec<Detection>) {
    let mut one = case(number, opened, true);
    let event = |h| IncidentEvent { moved: IncidentMove::Taken, by: "Dana".to_owned(), at: at(h) };
    one.events.extend(looked.map(event));
    (one, vec![detection("a", "LAB-01", 0)])
}

#[test]
fn an_alarm_counts_from_the_event_and_not_from_the_upload() {
    let of = |cases: &[_], now| looked_in_time(&catalog(), cases, at(now)).map(|e| e.finding);
    assert_eq!(of(&[looked(1, 0, Some(1))], 5), Some(Finding::Met));
    assert_eq!(of(&[looked(1, 30, Some(30))], 31), Some(Finding::NotMet), "found a day late");
    assert_eq!(of(&[looked(1, 0, None)], 1), None, "the hour is not over");
    assert_eq!(of(&[looked(1, 0, None)], 2), Some(Finding::NotMet));
    let two = [looked(1, 0, Some(1)), looked(2, 0, None)];
    assert_eq!(of(&two, 9), Some(Finding::Partly(Coverage::new(1, 2).expect("a share"))));
    assert_eq!(of(&two, 24 * 91), None, "too long ago");
    assert_eq!(of(&[], 0), None);
}

#[test]
fn a_case_closed_as_a_test_proves_the_alarm_when_somebody_looked() {
    let closed = |moves: &[IncidentMove], reason: CloseReason| {
        let mut one = case(1, 0, true);
        let closed = IncidentMove::Closed { reason, words: "drill".to_owned() };
        let event = |moved| IncidentEvent { moved, by: "Dana".to_owned(), at: at(1) };
        one.events.extend(moves.iter().cloned().chain([closed]).map(event));
        alarm_test(&catalog(), &one, at(2))
    };
    let e = closed(&[IncidentMove::Taken], CloseReason::Test).expect("evidence");
    assert_eq!((e.finding, e.observed_at), (Finding::Met, at(1)));
    assert_eq!(closed(&[], CloseReason::Test), None);
    assert_eq!(closed(&[IncidentMove::Taken], CloseReason::Harmless), None);
    assert_eq!(alarm_test(&catalog(), &case(1, 0, true), at(2)), None);
}

#[test]
fn an_open_critical_case_is_named_by_its_computers_and_a_closed_one_is_over() {
    use crate::decide::incident::made_up::of;
    let with = |is_open, d: Detection| {
        none_open(&catalog(), &[(case(1, 0, is_open), vec![d])], &[care("lab-01")], at(1))
    };
    let open = with(true, detection("a", "LAB-01", 0)).expect("evidence");
    assert_eq!(open.finding, Finding::NotMet);
    assert_eq!(open.outliers, [Outlier { name: "LAB-01".to_owned(), is_privileged: true }]);
    for e in [
        with(false, detection("a", "LAB-01", 0)),
        with(true, of(Severity::High, detection("a", "LAB-01", 0))),
    ] {
        assert_eq!(e.map(|e| e.finding), Some(Finding::Met));
    }
}
