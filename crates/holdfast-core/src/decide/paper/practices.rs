//! Twelve months of recognized security practices: which safeguards were in place at the end of each month, how well that was
//! proven at the time, and the dated evidence behind it.
//!
//! Each month is assessed as it was known then, so nothing is made good afterwards. Whether this suffices is for the regulator to
//! say. Source: Pub. L. 116-321 (42 USC 17941): practices in place for not less than the previous 12 months are to be considered.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Foot, Given, proof};
use crate::Date;
use crate::catalog::{MeasureId, Method, Safeguard, SafeguardId};
use crate::decide::posture::{self, GoalStatus, Posture, State};
use crate::model::{Finding, Reply};

/// How many months, the last one ending on the day of the paper.
pub const N_MONTHS: usize = 12;

/// How a safeguard stood at the end of a month, as known then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Met, and every measure was proven.
    Proven,
    /// Met, in part or whole by a person's word.
    Said,
    /// Partly met.
    Partly,
    /// Not met.
    Not,
    /// Nothing was known.
    Unknown,
    /// Exceptions left it out.
    LeftOut,
}

impl Cell {
    /// A letter for tables, so that nothing hangs on color.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Proven => "P",
            Self::Said => "S",
            Self::Partly => "part",
            Self::Not => "no",
            Self::Unknown => "?",
            Self::LeftOut => "out",
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proven => "in place and proven",
            Self::Said => "in place, some of it only said",
            Self::Partly => "partly in place",
            Self::Not => "not in place",
            Self::Unknown => "not known",
            Self::LeftOut => "left out by an exception",
        }
    }

    /// Whether it was in place.
    pub fn is_in_place(self) -> bool {
        matches!(self, Self::Proven | Self::Said)
    }
}

/// One safeguard over the months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeRow {
    /// Which.
    pub safeguard: SafeguardId,
    /// Its place on its list.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What recognized lists ask for the same: NIST Cybersecurity Framework, then HICP. Our own reading.
    pub recognized: Vec<(String, Vec<String>)>,
    /// The months, oldest first.
    pub months: Vec<Cell>,
    /// Months at whose end it was in place, without a gap up to the last one.
    pub n_in_place_without_gap: usize,
    /// Months at whose end it was in place and proven.
    pub n_proven: usize,
}

/// What came in within a month about a measure: evidence of one kind, or answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PracticeEvent {
    /// The last day of it in that month.
    pub on: Date,
    /// The safeguard, by code.
    pub code: String,
    /// The measure.
    pub measure: MeasureId,
    /// The kind of evidence, or "answer".
    pub kind: String,
    /// By what or whom, the last of it.
    pub by: String,
    /// What the last of it found.
    pub found: String,
    /// How many there were in that month.
    pub n: usize,
    /// SHA-256 of the file behind the last of it, where there is one.
    pub digest: Option<String>,
}

/// The record of twelve months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticesRecord {
    /// What it was made from.
    pub foot: Foot,
    /// The first day of it.
    pub from: Date,
    /// The last day of each month, oldest first.
    pub month_ends: Vec<Date>,
    /// The safeguards in the catalog's order.
    pub rows: Vec<PracticeRow>,
    /// What came in, oldest first.
    pub events: Vec<PracticeEvent>,
}

/// Makes the record of the twelve months that end with the posture's moment.
pub fn record(given: &Given<'_>) -> PracticesRecord {
    let as_of = given.posture.as_of;
    let ends: Vec<Timestamp> = (0..N_MONTHS).rev().map(|back| months_before(as_of, back)).collect();
    let from = months_before(as_of, N_MONTHS);
    let postures: Vec<Posture> =
        ends.iter().map(|end| posture::assess(given.catalog, given.record, *end)).collect();
    let row = |s: &Safeguard| {
        let months: Vec<Cell> = postures.iter().map(|p| cell(p, s)).collect();
        let lists = s.maps_to.iter().filter(|m| matches!(m.framework.as_str(), "nist-csf" | "hicp"));
        PracticeRow {
            safeguard: s.id.clone(),
            code: s.code.clone(),
            name: s.name.clone(),
            recognized: lists.map(|m| (m.framework.to_string(), m.requirements.clone())).collect(),
            n_in_place_without_gap: months.iter().rev().take_while(|c| c.is_in_place()).count(),
            n_proven: months.iter().filter(|c| **c == Cell::Proven).count(),
            months,
        }
    };
    PracticesRecord {
        foot: given.foot(),
        from: proof::day(from),
        month_ends: ends.iter().map(|e| proof::day(*e)).collect(),
        rows: given.catalog.safeguards.iter().map(row).collect(),
        events: events(given, from, &ends),
    }
}

/// The same moment some months earlier; the beginning of time when there is none.
fn months_before(at: Timestamp, n: usize) -> Timestamp {
    let months = i32::try_from(n).unwrap_or(i32::MAX).months();
    at.to_zoned(TimeZone::UTC).checked_sub(months).map_or(Timestamp::MIN, |z| z.timestamp())
}

fn cell(posture: &Posture, safeguard: &Safeguard) -> Cell {
    let Some(goal) = posture.goals.iter().find(|g| g.safeguard == safeguard.id) else { return Cell::Unknown };
    match goal.status {
        GoalStatus::Met => {
            let mut counted = posture.measures_of(goal).filter(|m| m.exception.is_none());
            if counted.all(|m| m.state == State::Verified) { Cell::Proven } else { Cell::Said }
        }
        GoalStatus::Partly => Cell::Partly,
        GoalStatus::NotMet => Cell::Not,
        GoalStatus::Unknown => Cell::Unknown,
        GoalStatus::LeftOut => Cell::LeftOut,
    }
}

/// What came in after `from`, joined by month, measure and kind. Evidence is dated by its observation.
fn events(given: &Given<'_>, from: Timestamp, ends: &[Timestamp]) -> Vec<PracticeEvent> {
    let month = |at: Timestamp| (at > from).then(|| ends.iter().position(|end| at <= *end)).flatten();
    let as_of = given.posture.as_of;
    let mut came: Vec<(Timestamp, PracticeEvent)> = Vec::new();
    let mut add = |at: Timestamp,
                   measure: &MeasureId,
                   kind: String,
                   by: &str,
                   finding: Finding,
                   digest: Option<&str>| {
        if let Some((safeguard, _)) = given.catalog.measures().find(|(_, m)| m.id == *measure) {
            let event = PracticeEvent {
                on: proof::day(at),
                code: safeguard.code.clone(),
                measure: measure.clone(),
                kind,
                by: by.to_owned(),
                found: found(finding),
                n: 1,
                digest: digest.map(str::to_owned),
            };
            came.push((at, event));
        }
    };
    for e in given.record.evidence.iter().filter(|e| e.received_at <= as_of) {
        let kind = given.catalog.evidence_kind(&e.kind).map_or(e.kind.as_str(), |k| k.name.as_str());
        let method = if e.method == Method::Test { "test" } else { "examined" };
        let by = format!("{} on {}", e.collector, e.subject);
        add(e.observed_at, &e.measure, format!("{kind} ({method})"), &by, e.finding, e.digest.as_deref());
    }
    for a in given.record.answers.iter().filter(|a| a.at <= as_of) {
        if let Reply::Finds { finding } = a.reply {
            add(a.at, &a.measure, "Answer".to_owned(), &a.by, finding, None);
        }
    }
    // Of two at one moment, the one that reads later stands, so that order does not matter.
    came.sort();
    let mut rows: BTreeMap<(usize, MeasureId, String), PracticeEvent> = BTreeMap::new();
    for (at, event) in came {
        let Some(month) = month(at) else { continue };
        let key = (month, event.measure.clone(), event.kind.clone());
        let n = rows.get(&key).map_or(0, |last| last.n);
        rows.insert(key, PracticeEvent { n: n + 1, ..event });
    }
    let mut events: Vec<PracticeEvent> = rows.into_values().collect();
    events.sort();
    events
}

fn found(finding: Finding) -> String {
    match finding {
        Finding::Met => "so".to_owned(),
        Finding::Partly(c) => format!("{c}"),
        Finding::NotMet => "not so".to_owned(),
    }
}
