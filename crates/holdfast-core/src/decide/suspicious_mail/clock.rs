//! How fast: minutes until somebody reported a lure, and until the reporter had an answer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest time between the day a mail says it was sent and its report that is believed: what a mail says of itself may be made up.
const MOST_DAYS: i64 = 30;

/// When one report came, and when it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportTimes {
    /// When the mail says it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When its reporter was answered; `None` until then.
    pub answered_at: Option<Timestamp>,
}

/// Whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub i64);

/// How fast reports of one lure, or of one hospital, came and were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Reports in all.
    pub n_reports: usize,
    /// From the first mail that was sent to the first report; `None` when no mail says when it was sent, or none is believed.
    pub to_first_report: Option<Minutes>,
    /// From the first report to the first answer; `None` while there is none.
    pub to_first_answer: Option<Minutes>,
    /// The middle of all times from report to answer; `None` while there is none.
    pub middle_to_answer: Option<Minutes>,
    /// Reports without an answer.
    pub n_waiting: usize,
    /// How long the oldest of them has waited.
    pub longest_wait: Option<Minutes>,
}

/// Reads the clock as of a moment.
pub fn clock(reports: &[ReportTimes], as_of: Timestamp) -> Clock {
    let first_report = reports.iter().map(|report| report.reported_at).min();
    let believed = reports.iter().filter_map(|report| {
        let sent = report.sent_at?;
        let days = report.reported_at.duration_since(sent).as_hours().div_euclid(24);
        (sent <= report.reported_at && days < MOST_DAYS).then_some(sent)
    });
    let first_sent = believed.min();
    let first_answer = reports.iter().filter_map(|report| report.answered_at).min();
    let mut waits: Vec<Minutes> = reports
        .iter()
        .filter_map(|report| report.answered_at.map(|answered| between(report.reported_at, answered)))
        .collect();
    waits.sort();
    let waiting = reports.iter().filter(|report| report.answered_at.is_none());
    Clock {
        n_reports: reports.len(),
        to_first_report: first_sent.zip(first_report).map(|(sent, reported)| between(sent, reported)),
        to_first_answer: first_report
            .zip(first_answer)
            .map(|(reported, answered)| between(reported, answered)),
        // Of an even number the later of the two in the middle: never faster than it was.
        middle_to_answer: waits.get(waits.len() / 2).copied(),
        n_waiting: waiting.clone().count(),
        longest_wait: waiting.map(|report| between(report.reported_at, as_of)).max(),
    }
}

/// Minutes from one moment to a later one; none before it.
fn between(from: Timestamp, to: Timestamp) -> Minutes {
    Minutes(to.duration_since(from).as_mins().max(0))
}
