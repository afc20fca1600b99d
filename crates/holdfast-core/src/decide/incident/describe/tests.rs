//! What a case says.

use super::*;
use crate::catalog::Serves;
use crate::decide::incident::made_up::{at, by, case, detection, of};
use crate::decide::made_up::catalog;
use crate::model::IncidentMove;

fn care(name: &str, carries: &str) -> CareMachine {
    CareMachine { name: name.to_owned(), system: None, carries: carries.to_owned() }
}

fn said(case: &Incident, detections: &[Detection], care: &[CareMachine]) -> CaseStory {
    describe(&catalog(Vec::new(), Serves::Hospitals), case, detections, care).expect("a story")
}

#[test]
fn a_case_in_plain_words() {
    let mut clear = of(Severity::High, by("FIXTURE\\lee", detection("Log cleared", "EHR-01", 1)));
    clear.rule.techniques = vec!["T1070.001".to_owned()];
    let all = [
        detection("Shadow copies deleted", "LAB-01", 2),
        clear,
        detection("Shadow copies deleted", "PC-7", 3),
    ];
    let story = said(&case(1, 0, true), &all, &[care("lab-01", "the laboratory")]);
    let text = format!(
        "{}\n{}\n{}\n{}",
        story.title,
        story.happened.join("\n"),
        story.machines.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(" "),
        story
            .lines
            .iter()
            .map(|l| format!("{} on {}", l.rule.title, l.hosts.join(",")))
            .collect::<Vec<_>>()
            .join("; "),
    );
    insta::assert_snapshot!(text, @r"
    Signs that files are being locked or destroyed on LAB-01 and 2 more
    2 detection rules hit on 3 computers, 3 events in all.
    Care depends on LAB-01: it carries the laboratory.
    These are signs that somebody cleared logs, and that files are being locked or destroyed.
    Accounts named in the events: lee.
    LAB-01 PC-7 EHR-01
    Log cleared on EHR-01; Shadow copies deleted on LAB-01,PC-7
    ");
    assert!(story.touches_care() && story.severity == Severity::Critical);
    assert_eq!(story.unknown.len(), 3);
}

#[test]
fn a_finding_that_grew_counts_once() {
    let small = detection("a", "LAB-01", 0);
    let grown = Detection { n_events: 40, last_at: at(5), ..small.clone() };
    let story = said(&case(1, 0, true), &[small, grown], &[]);
    assert_eq!((story.lines.len(), story.lines[0].n_events, story.last_at), (1, 40, at(5)));
}

#[test]
fn the_steps_say_who_did_them() {
    let mut one = case(1, 0, true);
    let moved = IncidentMove::Done { step: FirstStep::Call };
    one.events.push(IncidentEvent { moved, by: "Dana".to_owned(), at: at(1) });
    let story = said(&one, &[detection("a", "LAB-01", 0)], &[]);
    let done: Vec<bool> = story.steps.iter().map(|s| s.done.is_some()).collect();
    assert_eq!(done, [true, false, false]);
}

#[test]
fn a_wrong_clock_is_said() {
    let mut odd = detection("a", "LAB-01", 0);
    odd.first_at = Timestamp::UNIX_EPOCH;
    let story = said(&case(1, 0, true), &[odd], &[]);
    assert!(
        story.unknown.iter().any(|u| u.contains("LAB-01: the clock there is wrong")),
        "{:?}",
        story.unknown
    );
    let mut far = detection("a", "LAB-01", 0);
    (far.first_at, far.last_at) = (Timestamp::MAX, Timestamp::MAX);
    assert_eq!(said(&case(1, 0, true), &[far], &[]).unknown.len(), 4);
    assert!(describe(&catalog(Vec::new(), Serves::Hospitals), &case(1, 0, true), &[], &[]).is_none());
}
