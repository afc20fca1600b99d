//! The time line: one row a computer, one mark a finding, from its first event to its last.

use std::collections::BTreeMap;

use holdfast_wire::hunt::{Finding, Severity};
use jiff::Timestamp;

use crate::show::{cut, second, word};

/// Computers with a row of their own.
const MAX_ROWS: usize = 14;
/// Marks in all; those left out are of the least severity.
const MAX_MARKS: usize = 600;
const LEFT: f64 = 190.0;
const WIDTH: f64 = 790.0;
const ROW: f64 = 30.0;
const TOP: f64 = 34.0;

/// A time line, in the units of its view box.
pub(super) struct Strip {
    pub(super) height: f64,
    pub(super) rows: Vec<(f64, String)>,
    pub(super) marks: Vec<Mark>,
    pub(super) ticks: Vec<(f64, String)>,
    pub(super) n_more_rows: usize,
}

/// One finding.
pub(super) struct Mark {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) key: &'static str,
    pub(super) says: String,
}

/// The time line of findings above `info`. `None` when there are none.
pub(super) fn strip(findings: &[Finding]) -> Option<Strip> {
    let shown = || findings.iter().filter(|f| f.severity > Severity::Info);
    let first = shown().map(|f| f.first_at).min()?;
    let last = shown().map(|f| f.last_at).max()?;
    let mut hosts: BTreeMap<&str, (Severity, usize)> = BTreeMap::new();
    for finding in shown() {
        let host = hosts.entry(&finding.host).or_insert((finding.severity, 0));
        *host = (host.0.max(finding.severity), host.1 + 1);
    }
    let mut rows: Vec<(&str, (Severity, usize))> = hosts.into_iter().collect();
    rows.sort_by_key(|(name, (severity, n))| (std::cmp::Reverse((*severity, *n)), *name));
    let n_more_rows = rows.len().saturating_sub(MAX_ROWS);
    rows.truncate(MAX_ROWS);
    let span = (last.as_second() - first.as_second()).max(1) as f64;
    let x = |at: Timestamp| LEFT + (at.as_second() - first.as_second()) as f64 / span * WIDTH;
    let y = |row: usize| TOP + ROW * row as f64 + ROW / 2.0;
    // Findings come worst first, so the worst are kept; they are drawn last, on top.
    let mut marks: Vec<Mark> = shown()
        .filter_map(|f| {
            let row = rows.iter().position(|(host, _)| *host == f.host)?;
            let (from, to) = (x(f.first_at), x(f.last_at));
            let says =
                format!("{}: {} on {}, {} UTC", word(f.severity).0, f.rule.title, f.host, second(f.first_at));
            Some(Mark {
                x: round(from - 3.0),
                y: round(y(row) - 6.0),
                width: round((to - from).max(6.0)),
                key: f.severity.as_str(),
                says: cut(&says, 180),
            })
        })
        .take(MAX_MARKS)
        .collect();
    marks.reverse();
    let ticks = (0..=4).map(|n| {
        let part = f64::from(n) / 4.0;
        let at = Timestamp::from_second(first.as_second() + (span * part) as i64).unwrap_or(last);
        (round(LEFT + WIDTH * part), label(at, span))
    });
    Some(Strip {
        height: TOP + ROW * rows.len() as f64 + 10.0,
        rows: rows
            .iter()
            .enumerate()
            .map(|(row, (host, _))| (y(row), cut(if host.is_empty() { "(not named)" } else { host }, 21)))
            .collect(),
        marks,
        ticks: ticks.collect(),
        n_more_rows,
    })
}

/// As much of a time as the span needs.
fn label(at: Timestamp, span_s: f64) -> String {
    let form = match span_s {
        s if s < 120.0 => "%H:%M:%S",
        s if s < 172_800.0 => "%b %-d %H:%M",
        s if s < 15_768_000.0 => "%b %-d",
        _ => "%b %Y",
    };
    at.strftime(form).to_string()
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
