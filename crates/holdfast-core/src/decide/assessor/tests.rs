//! What an assessor sees first, how far the work has come, and what a signature still covers.

use super::*;
use crate::catalog::{EvidenceKindId, Method};
use crate::decide::made_up::assurance;
use crate::decide::posture::assess;
use crate::model::{Answer, EvidenceId, Finding, Reply, Resolution};

fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day")
}

fn says(measure: &str, finding: Finding) -> Answer {
    let reply = Reply::Finds { finding };
    Answer { measure: MeasureId::new(measure), reply, by: "Dana".to_owned(), at: at("2026-03-01") }
}

fn found(id: i64, measure: &str, kind: &str, finding: Finding) -> Evidence {
    Evidence {
        id: EvidenceId(id),
        measure: MeasureId::new(measure),
        kind: EvidenceKindId::new(kind),
        method: if kind == "scan" { Method::Test } else { Method::Examine },
        collector: "Ada".to_owned(),
        subject: "the hospital".to_owned(),
        observed_at: at("2026-03-01"),
        received_at: at("2026-03-01"),
        digest: None,
        finding,
        seen: None,
        outliers: Vec::new(),
        limits: Vec::new(),
        note: String::new(),
    }
}

fn list(record: &Record, day: &str) -> Vec<String> {
    let catalog = assurance();
    let posture = assess(&catalog, record, at(day));
    let list = to_look(&catalog, &posture, record);
    let line = |t: &ToLook<'_>| {
        format!("{} {:?}{}", t.measure.id, t.first, if t.looked.is_some() { " seen" } else { "" })
    };
    let mut lines: Vec<String> = list.iter().map(line).collect();
    lines.push(progress(&list).map_or("none".to_owned(), |c| c.to_string()));
    lines
}

#[test]
fn contradictions_come_first_then_gates_then_what_is_only_said() {
    let mut record = Record { answers: vec![says("edge", Finding::Met)], ..Record::default() };
    assert_eq!(list(&record, "2026-03-02"), ["admins Gate", "edge Unproven", "mail Rest", "0 of 3"]);
    record.answers.push(says("mail", Finding::Met));
    record.evidence.push(found(1, "mail", "scan", Finding::NotMet));
    assert_eq!(list(&record, "2026-03-02"), ["mail Contradicted", "admins Gate", "edge Unproven", "0 of 3"]);
}

#[test]
fn a_look_counts_until_it_is_too_old_or_set_aside() {
    let mut record =
        Record { evidence: vec![found(1, "admins", ASSESSOR_REVIEW, Finding::Met)], ..Record::default() };
    assert_eq!(list(&record, "2026-03-02").last().map(String::as_str), Some("1 of 3"));
    assert_eq!(list(&record, "2026-04-10").last().map(String::as_str), Some("0 of 3"));
    record.resolutions.push(Resolution {
        evidence: EvidenceId(1),
        exit: Exit::EvidenceWrong,
        reason: "another hospital".to_owned(),
        by: "Dana".to_owned(),
        at: at("2026-03-01"),
    });
    assert_eq!(list(&record, "2026-03-02").last().map(String::as_str), Some("0 of 3"));
}

#[test]
fn nobody_assesses_their_own_work() {
    assert_eq!(may_assess(&[Role::Assessor]), Ok(()));
    assert_eq!(may_assess(&[Role::Assessor, Role::HospitalIt]), Err(ANSWERS_HERE));
    assert_eq!(may_assess(&[Role::Staff, Role::Assessor]), Err(ANSWERS_HERE));
}

#[test]
fn a_signature_is_for_what_was_shown_and_says_what_changed_since() {
    let catalog = assurance();
    let mut record = Record { answers: vec![says("mail", Finding::Met)], ..Record::default() };
    let posture = assess(&catalog, &record, at("2026-03-02"));
    let today = "2026-03-02".parse().expect("a day");
    let who = Typing { by: "Ada Stone, Assessor", at: at("2026-03-02"), today };
    let form = |record: &str, statement: &str| -> Fields {
        [("seen", record), ("statement", statement)].into_iter().collect()
    };
    let errors = sign_off(&posture, &form("another", "Seen."), who).expect_err("another record");
    // The same record, and another posture: an answer became too old while somebody read.
    let later = assess(&catalog, &record, at("2027-06-01"));
    assert!(sign_off(&later, &form(&seen(&posture), "Seen."), who).is_err());
    let same = assess(&catalog, &record, at("2026-03-03"));
    assert_eq!(seen(&same), seen(&posture), "a day on which nothing changed");
    assert!(errors[0].message.contains("Something came in or became too old while you were reading"));
    assert_eq!(sign_off(&posture, &form(&seen(&posture), " "), who).expect_err("no words").len(), 1);
    let signed = vec![sign_off(&posture, &form(&seen(&posture), "Seen on site."), who).expect("signed")];
    let sentence = |record: &Record, day: &str| {
        let now = assess(&catalog, record, at(day));
        since_signed(&signed, &now).expect("signed").sentence()
    };
    assert_eq!(
        sentence(&record, "2026-03-02"),
        "Signed by Ada Stone, Assessor on March 2, 2026; nothing changed since."
    );
    record.evidence.push(Evidence {
        received_at: at("2026-03-05"),
        observed_at: at("2026-03-05"),
        ..found(1, "edge", "scan", Finding::NotMet)
    });
    assert_eq!(
        sentence(&record, "2026-03-05"),
        "Signed by Ada Stone, Assessor on March 2, 2026; 1 measure changed since."
    );
    assert!(since_signed(&[], &posture).is_none());
}
