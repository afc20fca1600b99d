//! A case as people read it: its title, what happened, on which machines, the next three steps, and what nobody knows yet.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::story::accounts;
use super::words::{happened, title};
use super::{Rank, carries_in_words, rank};
use crate::catalog::Catalog;
use crate::decide::advice::advice;
use crate::model::{
    CareMachine, Detection, DetectionExample, DetectionRule, FirstStep, Incident, IncidentEvent, Severity,
    short_name,
};

/// A computer of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Its name as the events have it.
    pub name: String,
    /// What care it carries, in words; empty when the hospital named none.
    pub carries: String,
    /// Its gravest finding.
    pub severity: Severity,
}

/// What one rule hit, on all computers of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The rule.
    pub rule: DetectionRule,
    /// The gravest of its findings.
    pub severity: Severity,
    /// Where it hit, in the order it did.
    pub hosts: Vec<String>,
    /// How many events.
    pub n_events: u64,
    /// The first event.
    pub first_at: Timestamp,
    /// The last event.
    pub last_at: Timestamp,
    /// One of them.
    pub example: DetectionExample,
    /// Whether it never hit there before.
    pub is_first_seen: Option<bool>,
}

/// One of the next three steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// Which.
    pub step: FirstStep,
    /// What to do.
    pub says: String,
    /// Who did it and when.
    pub done: Option<IncidentEvent>,
}

/// A case as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStory {
    /// The gravest finding's severity.
    pub severity: Severity,
    /// In a line.
    pub title: String,
    /// What happened, in sentences.
    pub happened: Vec<String>,
    /// What the gravest finding means.
    pub means: String,
    /// The first event of all.
    pub first_at: Timestamp,
    /// The last.
    pub last_at: Timestamp,
    /// Its computers, those of care first.
    pub machines: Vec<Machine>,
    /// Accounts its events name.
    pub accounts: Vec<String>,
    /// What each rule hit, by time.
    pub lines: Vec<Line>,
    /// The next three steps.
    pub steps: Vec<NextStep>,
    /// What is not known, in sentences.
    pub unknown: Vec<String>,
    /// Where it stands among others.
    pub rank: Rank,
}

impl CaseStory {
    /// Whether a machine that care depends on is among its computers.
    pub fn touches_care(&self) -> bool {
        self.machines.iter().any(|m| !m.carries.is_empty())
    }
}

/// Puts a case in words. `None` when it has no finding, which no case that was opened has.
pub fn describe(
    catalog: &Catalog,
    case: &Incident,
    detections: &[Detection],
    care: &[CareMachine],
) -> Option<CaseStory> {
    let detections = newest_of_each(detections);
    let gravest =
        detections.iter().min_by_key(|d| (std::cmp::Reverse(d.severity), d.first_at, d.rule.key()))?;
    let lines = lines(&detections);
    let machines = machines(catalog, &detections, care);
    let mut names: Vec<String> = detections.iter().flat_map(|d| accounts(d)).collect();
    names.sort_unstable();
    names.dedup();
    let advice = advice(&catalog.detection, gravest.rule.id.as_deref(), &gravest.rule.tactics);
    let steps =
        [(FirstStep::Call, advice.call), (FirstStep::Unplug, advice.unplug), (FirstStep::Keep, advice.keep)]
            .map(|(step, text)| (step, text.to_owned()));
    let touches_care = machines.iter().any(|m| !m.carries.is_empty());
    Some(CaseStory {
        severity: gravest.severity,
        title: title(&gravest.rule, &machines),
        happened: happened(&lines, &machines, &names),
        means: advice.means.to_owned(),
        first_at: detections.iter().map(|d| d.first_at).min()?,
        last_at: detections.iter().map(|d| d.last_at).max()?,
        unknown: unknown(case, &detections),
        machines,
        accounts: names,
        lines,
        steps: steps
            .into_iter()
            .map(|(step, says)| NextStep { step, says, done: case.step_done(step).cloned() })
            .collect(),
        rank: rank(touches_care, gravest.severity, case.opened_at, case.number),
    })
}

/// Of findings that a later look at the same log found again with more events, the newest.
pub fn newest_of_each(all: &[Detection]) -> Vec<&Detection> {
    let mut newest: BTreeMap<(String, String, Timestamp), &Detection> = BTreeMap::new();
    for d in all {
        let now = newest.entry(d.thread()).or_insert(d);
        if (d.last_at, d.n_events) > (now.last_at, now.n_events) {
            *now = d;
        }
    }
    let mut all: Vec<&Detection> = newest.into_values().collect();
    all.sort_by_key(|d| (d.first_at, d.last_at));
    all
}

fn lines(detections: &[&Detection]) -> Vec<Line> {
    let mut by_rule: BTreeMap<&str, Line> = BTreeMap::new();
    for d in detections {
        let line = by_rule.entry(d.rule.key()).or_insert_with(|| Line {
            rule: d.rule.clone(),
            severity: d.severity,
            hosts: Vec::new(),
            n_events: 0,
            first_at: d.first_at,
            last_at: d.last_at,
            example: d.example.clone(),
            is_first_seen: d.is_first_seen,
        });
        line.severity = line.severity.max(d.severity);
        line.n_events = line.n_events.saturating_add(d.n_events);
        line.first_at = line.first_at.min(d.first_at);
        line.last_at = line.last_at.max(d.last_at);
        if !line.hosts.iter().any(|h| short_name(h) == short_name(&d.host)) {
            line.hosts.push(d.host.clone());
        }
    }
    let mut lines: Vec<Line> = by_rule.into_values().collect();
    lines.sort_by(|a, b| (a.first_at, &a.rule.title).cmp(&(b.first_at, &b.rule.title)));
    lines
}

fn machines(catalog: &Catalog, detections: &[&Detection], care: &[CareMachine]) -> Vec<Machine> {
    let mut by_name: BTreeMap<String, Machine> = BTreeMap::new();
    for d in detections {
        let short = short_name(&d.host);
        let carries = care.iter().find(|m| m.name == short).map(|m| carries_in_words(catalog, m));
        let machine = by_name.entry(short).or_insert_with(|| Machine {
            name: d.host.clone(),
            carries: carries.unwrap_or_default(),
            severity: d.severity,
        });
        machine.severity = machine.severity.max(d.severity);
    }
    let mut all: Vec<Machine> = by_name.into_values().collect();
    all.sort_by(|a, b| {
        (a.carries.is_empty(), b.severity, &a.name).cmp(&(b.carries.is_empty(), a.severity, &b.name))
    });
    all
}

/// The first second of the year 2000: no computer of a hospital wrote an event before.
const YEAR_2000: i64 = 946_684_800;

/// What no rule can say, and what is odd about the times.
fn unknown(case: &Incident, detections: &[&Detection]) -> Vec<String> {
    let mut says = vec![
        "Whether patient data was seen, changed or carried off. A rule shows signs, and no rule shows that."
            .to_owned(),
        "Who did it, and how they came in.".to_owned(),
        "Whether computers are concerned whose logs nobody looked at.".to_owned(),
    ];
    // When the last of it came in; a day is left for clocks that differ.
    let came = case.events.iter().map(|e| e.at).fold(case.opened_at, Timestamp::max);
    let latest = came.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
    let is_odd = |d: &&&Detection| d.last_at > latest || d.first_at.as_second() < YEAR_2000;
    let mut odd: Vec<&str> = detections.iter().filter(is_odd).map(|d| d.host.as_str()).collect();
    odd.sort_unstable();
    odd.dedup();
    if !odd.is_empty() {
        let shown = odd.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        says.push(format!(
            "When it really happened on {shown}: the clock there is wrong, since events stand before the year 2000 or in days to come."
        ));
    }
    says
}

#[cfg(test)]
mod tests;
