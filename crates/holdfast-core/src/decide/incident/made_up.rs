//! Findings and cases for tests, made from a few words.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::{
    CloseReason, Detection, DetectionExample, DetectionRule, Incident, IncidentEvent, IncidentId,
    IncidentMove, Severity,
};

/// So many hours after the morning of March 2, 2026.
pub(crate) fn at(hours: i64) -> Timestamp {
    let morning: Timestamp = "2026-03-02T08:00:00Z".parse().expect("a time");
    morning + SignedDuration::from_hours(hours)
}

/// A critical finding of one event.
pub(crate) fn detection(rule: &str, host: &str, hours: i64) -> Detection {
    Detection {
        rule: DetectionRule {
            id: None,
            title: rule.to_owned(),
            author: Some("Ann Author".to_owned()),
            level: Some("high".to_owned()),
            techniques: vec!["T1490".to_owned()],
            tactics: vec!["impact".to_owned()],
        },
        severity: Severity::Critical,
        host: host.to_owned(),
        n_events: 1,
        first_at: at(hours),
        last_at: at(hours),
        example: DetectionExample {
            at: at(hours),
            channel: "Security".to_owned(),
            provider: "Microsoft-Windows-Security-Auditing".to_owned(),
            event_id: Some(4688),
            record_id: Some(7),
            file: "Security.evtx".to_owned(),
            fields: BTreeMap::new(),
        },
        is_first_seen: None,
        from_rules: Vec::new(),
    }
}

/// The same with another severity.
pub(crate) fn of(severity: Severity, d: Detection) -> Detection {
    Detection { severity, ..d }
}

/// The same by an account.
pub(crate) fn by(account: &str, mut d: Detection) -> Detection {
    d.example.fields.insert("TargetUserName".to_owned(), account.to_owned());
    d
}

/// A case opened so many hours after the morning, open or closed.
pub(crate) fn case(number: u32, hours: i64, is_open: bool) -> Incident {
    let event = |moved| IncidentEvent { moved, by: "Dana".to_owned(), at: at(hours) };
    let mut events = vec![event(IncidentMove::Opened { n_findings: 1, after: None })];
    if !is_open {
        events.push(event(IncidentMove::Closed { reason: CloseReason::Handled, words: "done".to_owned() }));
    }
    Incident { id: IncidentId(number.into()), number, opened_at: at(hours), events }
}
