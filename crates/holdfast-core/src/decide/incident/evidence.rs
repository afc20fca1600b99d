//! What a hunt and its cases prove, as evidence beside all other: logs that arrived, alarms that somebody looked at, an alarm that
//! was tested. Where nothing was covered there is no evidence, and the measure stays unknown.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::words::count;
use crate::catalog::{Catalog, EvidenceKindId, MeasureId};
use crate::model::{
    CareMachine, CloseReason, Coverage, Detection, Evidence, EvidenceId, Finding, Incident, IncidentMove,
    LogCoverage, Outlier, Severity, short_name,
};

/// What evidence of hunts is collected by.
pub const COLLECTOR: &str = "holdfast hunt";

/// Sources beside Windows computers that the measure asks for and a hunt does not read: firewall, VPN and mail.
const OTHER_SOURCES: usize = 3;

/// Most computers named as outliers.
const MOST_NAMED: usize = 200;

/// A serious alarm is looked at within so many minutes.
const LOOK_MINUTES: i64 = 60;

/// Cases of so many days count.
const LOOK_BACK_DAYS: i64 = 90;

/// Whether the computers' logs arrived: their last event is within a day of the newest event of all. Computers that care depends on
/// and whose logs were not there, and the firewall, VPN and mail, count as not seen.
///
/// `None` when no log was covered. What stands in the future is the word of a clock that is wrong, and proves nothing.
pub fn log_coverage(
    catalog: &Catalog,
    coverage: &[LogCoverage],
    care: &[CareMachine],
    received_at: Timestamp,
) -> Option<Evidence> {
    let day = SignedDuration::from_hours(24);
    let tomorrow = received_at.checked_add(day).unwrap_or(Timestamp::MAX);
    let mut newest: BTreeMap<String, (&str, Timestamp)> = BTreeMap::new();
    for c in coverage.iter().filter(|c| c.n_events > 0 && c.last_at <= tomorrow) {
        let at = newest.entry(short_name(&c.host)).or_insert((&c.host, c.last_at));
        at.1 = at.1.max(c.last_at);
    }
    let until = newest.values().map(|(_, at)| *at).max()?;
    let from = until.checked_sub(day).unwrap_or(Timestamp::MIN);
    let is_care = |name: &str| care.iter().any(|m| m.name == name);
    let late: Vec<Outlier> = newest
        .iter()
        .filter(|(_, (_, at))| *at < from)
        .take(MOST_NAMED)
        .map(|(short, (name, _))| Outlier { name: (*name).to_owned(), is_privileged: is_care(short) })
        .collect();
    let n_late = newest.values().filter(|(_, at)| *at < from).count();
    let silent = care.iter().filter(|m| !newest.contains_key(&m.name)).count();
    let n_seen = newest.len();
    let found = Coverage::new(small(n_seen - n_late), small(n_seen)).ok()?;
    let seen = Coverage::new(small(n_seen), small(n_seen + silent + OTHER_SOURCES)).ok();
    let silent = match silent {
        0 => String::new(),
        n => format!(
            " No log of {} was there.",
            count(n, "machine that care depends on", "machines that care depends on")
        ),
    };
    let note = format!(
        "Logs of {} were read.{silent} Firewall, VPN and mail are not read in a hunt of Windows logs, and count as not seen.",
        count(n_seen, "Windows computer", "Windows computers")
    );
    let evidence =
        Draft { measure: "logs-arrive", kind: "log-coverage", subject: "Windows event logs", note };
    evidence.of(catalog, Finding::of(found), seen, late, until.min(received_at), received_at)
}

/// Of the high and critical cases of the last 90 days, how many somebody looked at within an hour of their first grave event.
///
/// `None` when there was no such case, or none is an hour old yet and unlooked at.
pub fn looked_in_time(
    catalog: &Catalog,
    cases: &[(Incident, Vec<Detection>)],
    now: Timestamp,
) -> Option<Evidence> {
    let hour = SignedDuration::from_mins(LOOK_MINUTES);
    let since = now.checked_sub(SignedDuration::from_hours(24 * LOOK_BACK_DAYS)).unwrap_or(Timestamp::MIN);
    let (mut n, mut of, mut late) = (0_usize, 0_usize, Vec::new());
    for (case, detections) in cases.iter().filter(|(case, _)| case.opened_at >= since) {
        let grave = detections.iter().filter(|d| d.severity >= Severity::High);
        let Some(began) = grave.map(|d| d.first_at).min() else { continue };
        // A clock ahead of ours cannot make anybody early.
        let began = began.min(case.opened_at);
        match case.first_looked() {
            Some(looked) if looked.at.duration_since(began) <= hour => (n, of) = (n + 1, of + 1),
            None if now.duration_since(began) <= hour => {}
            _ => {
                of += 1;
                late.push(Outlier { name: format!("Case {}", case.number), is_privileged: false });
            }
        }
    }
    let found = Coverage::new(small(n), small(of)).ok()?;
    late.truncate(MOST_NAMED);
    let note = format!(
        "{found} cases of high or critical severity were looked at within an hour of their first event."
    );
    let evidence = Draft {
        measure: "detect-someone-looks",
        kind: "detection-records",
        subject: "Security cases, last 90 days",
        note,
    };
    evidence.of(catalog, Finding::of(found), None, late, now, now)
}

/// Whether a critical case is open, with the computers of those that are. It speaks of what was found in logs that were read; what
/// was not read is counted in [`log_coverage`].
pub fn none_open(
    catalog: &Catalog,
    cases: &[(Incident, Vec<Detection>)],
    care: &[CareMachine],
    now: Timestamp,
) -> Option<Evidence> {
    let is_critical = |d: &&Detection| d.severity == Severity::Critical;
    let open: Vec<&Detection> = cases
        .iter()
        .filter(|(case, all)| case.is_open() && all.iter().any(|d| is_critical(&d)))
        .flat_map(|(_, all)| all.iter().filter(is_critical))
        .collect();
    let named: BTreeMap<String, &str> = open.iter().map(|d| (short_name(&d.host), d.host.as_str())).collect();
    let is_care = |name: &str| care.iter().any(|m| m.name == name);
    let outliers = named
        .iter()
        .take(MOST_NAMED)
        .map(|(short, name)| Outlier { name: (*name).to_owned(), is_privileged: is_care(short) });
    let finding = if open.is_empty() { Finding::Met } else { Finding::NotMet };
    let note = "Counts the cases kept here. An open one is a sign of an attack that nobody has said is over."
        .to_owned();
    let evidence = Draft { measure: "detect-none-open", kind: "open-cases", subject: "Security cases", note };
    evidence.of(catalog, finding, None, outliers.collect(), now, now)
}

/// A case closed as a test is a test of the alarm: a machine saw it, and a person looked. `None` for any other case, and when nobody
/// looked before it was closed.
pub fn alarm_test(catalog: &Catalog, case: &Incident, now: Timestamp) -> Option<Evidence> {
    let closed = case.closed()?;
    if !matches!(&closed.moved, IncidentMove::Closed { reason: CloseReason::Test, .. }) {
        return None;
    }
    let looked = case.first_looked().filter(|e| !matches!(e.moved, IncidentMove::Closed { .. }))?;
    let note = format!(
        "Case {}: {} looked at it first. {} closed it as a test or a drill.",
        case.number, looked.by, closed.by
    );
    let evidence =
        Draft { measure: "detect-alarm-tested", kind: "detection-test", subject: "Alarm to a person", note };
    evidence.of(catalog, Finding::Met, None, Vec::new(), looked.at.min(now), now)
}

/// What is the same in all of it.
struct Draft {
    measure: &'static str,
    kind: &'static str,
    subject: &'static str,
    note: String,
}

impl Draft {
    /// `None` when the catalog no longer asks for the measure by this kind: then nobody would read it.
    fn of(
        self,
        catalog: &Catalog,
        finding: Finding,
        seen: Option<Coverage>,
        outliers: Vec<Outlier>,
        observed_at: Timestamp,
        received_at: Timestamp,
    ) -> Option<Evidence> {
        let kind = catalog.evidence_kind(&EvidenceKindId::new(self.kind))?;
        let measure = catalog.measure(&MeasureId::new(self.measure))?;
        measure.proven_by.contains(&kind.id).then(|| Evidence {
            id: EvidenceId(0),
            measure: measure.id.clone(),
            kind: kind.id.clone(),
            method: kind.method,
            collector: COLLECTOR.to_owned(),
            subject: self.subject.to_owned(),
            observed_at,
            received_at,
            digest: None,
            finding,
            seen,
            outliers,
            limits: Vec::new(),
            note: self.note,
        })
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
