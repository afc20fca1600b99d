//! Severities, times and counts in the words these pages use. It decides nothing.

use holdfast_core::catalog::Provenance;
use holdfast_core::decide::incident::Machine;
use holdfast_core::model::{Severity, day_in_words};
use jiff::Timestamp;

use crate::web::moment;

/// A word with its icon.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) label: String,
}

/// How soon to look.
pub(super) fn severity(severity: Severity) -> Tag {
    let (tone, icon, word) = match severity {
        Severity::Critical => ("late", "stop", "Critical"),
        Severity::High => ("late", "bell", "High"),
        Severity::Medium => ("wait", "clock", "Medium"),
        Severity::Low => ("cannot", "ring", "Low"),
        Severity::Info => ("cannot", "info", "For the record"),
    };
    let look = match severity {
        Severity::Critical => ": look now",
        Severity::High => ": look today",
        Severity::Medium => ": look this week",
        Severity::Low | Severity::Info => "",
    };
    Tag { tone, icon, label: format!("{word}{look}") }
}

/// Where a row's words come from, and whether somebody looked them up there.
pub(super) fn source(provenance: &Provenance) -> String {
    match provenance.verified_on {
        Some(on) => format!("{}. Checked on {}.", provenance.source, day_in_words(on)),
        None => format!("{}. Nobody has checked it there yet.", provenance.source),
    }
}

/// A time to the minute.
pub(super) fn moment(at: Timestamp) -> String {
    moment::moment(at.as_millisecond())
}

/// From one time to another.
pub(super) fn span(from: Timestamp, to: Timestamp) -> String {
    match (moment(from), moment(to)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from} to {to}"),
    }
}

/// What a text weighs on a page, in bytes: some signs are written as five.
pub(super) fn weight(text: &str) -> usize {
    text.len() + 4 * text.matches(['<', '>', '&', '"', '\'']).count()
}

/// The first of a list, as many as weigh no more than that together, and at least one.
pub(super) fn fitting<T>(
    all: impl IntoIterator<Item = T>,
    most_bytes: usize,
    weight: impl Fn(&T) -> usize,
) -> Vec<T> {
    let mut sum = 0;
    let mut chosen = Vec::new();
    for one in all {
        sum += weight(&one);
        if sum > most_bytes && !chosen.is_empty() {
            break;
        }
        chosen.push(one);
    }
    chosen
}

/// A text of up to so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['\u{2026}']).collect()
}

/// A computer's name: no name of a computer is longer. Source: RFC 1035, 2.3.4.
pub(super) fn host(name: &str) -> String {
    cut(name, 63)
}

/// A number with its word.
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// The first of some computers, and how many more there are.
pub(super) fn machines(all: &[Machine], most: usize) -> String {
    let shown: Vec<String> = all.iter().take(most).map(|m| host(&m.name)).collect();
    match all.len().saturating_sub(most) {
        0 => shown.join(", "),
        n => format!("{} and {n} more", shown.join(", ")),
    }
}
