//! Rules held against events that must hit them and events that must not.
//!
//! It runs what it is given and says where a rule does otherwise than promised. It reads no file and does not judge
//! whether the events are likely ones.

use holdfast_sigma::{Correlator, Event as _, JsonEvent, Limits, Program, RuleId, Scratch};
use jiff::Timestamp;

/// Names under which an event's time may stand, the likeliest first.
const TIMES: &[&str] = &["TimeCreated", "TimeCreated_SystemTime", "SystemTime"];

/// What is promised of one rule.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'a> {
    /// What it is called in faults, mostly file and line.
    pub place: &'a str,
    /// The id of a rule or a correlation.
    pub rule: &'a str,
    /// Whether it must hit.
    pub hits: bool,
    /// Flat JSON objects: one for a rule, in order of time for a correlation.
    pub events: &'a [String],
}

/// A promise that is not kept, or cannot be tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Fault {
    /// Where the promise was made.
    pub place: String,
    /// What is wrong.
    pub what: FaultKind,
}

/// What is wrong with a promise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// No rule and no correlation of the set has the id.
    #[error("no rule has the id `{0}`")]
    NoSuchRule(String),
    /// An event cannot be read; counted from 1.
    #[error("event {n} cannot be read: {why}")]
    Unreadable {
        /// Which event.
        n: usize,
        /// Why.
        why: String,
    },
    /// An event of a sequence says no time, or an earlier one than that before it; counted from 1.
    #[error("event {0} has no `TimeCreated`, or one before that of the event above it")]
    Time(usize),
    /// A rule about single events was given several, or none.
    #[error("a rule about single events needs one event, not {0}")]
    NotOne(usize),
    /// It must hit and does not.
    #[error("the rule does not hit, and should")]
    Silent,
    /// It must not hit and does.
    #[error("the rule hits, and should not")]
    Noisy,
}

/// Tries every promise. Returns those that are not kept, in order.
pub fn check(program: &Program, promises: &[Promise<'_>]) -> Vec<Fault> {
    let mut scratch = Scratch::new();
    let fault = |promise: &Promise<'_>, what| Fault { place: promise.place.to_owned(), what };
    promises
        .iter()
        .filter_map(|promise| match hits(program, promise, &mut scratch) {
            Err(what) => Some(fault(promise, what)),
            Ok(true) if !promise.hits => Some(fault(promise, FaultKind::Noisy)),
            Ok(false) if promise.hits => Some(fault(promise, FaultKind::Silent)),
            Ok(_) => None,
        })
        .collect()
}

fn hits(program: &Program, promise: &Promise<'_>, scratch: &mut Scratch) -> Result<bool, FaultKind> {
    let is_called = |id: &Option<String>| id.as_deref() == Some(promise.rule);
    let rules = program.rules();
    if let Some(wanted) = rules.rules.iter().position(|rule| is_called(&rule.about.id)) {
        let [json] = promise.events else { return Err(FaultKind::NotOne(promise.events.len())) };
        let event = read(program, 1, json)?;
        return Ok(program.matches(&event, scratch).iter().any(|hit| hit.index() == wanted));
    }
    match rules.correlations.iter().position(|correlation| is_called(&correlation.about.id)) {
        Some(wanted) => correlation_hits(program, wanted, promise.events, scratch),
        None => Err(FaultKind::NoSuchRule(promise.rule.to_owned())),
    }
}

/// Whether the correlation begins to hold anywhere in the sequence.
fn correlation_hits(
    program: &Program,
    wanted: usize,
    events: &[String],
    scratch: &mut Scratch,
) -> Result<bool, FaultKind> {
    let mut correlator = Correlator::new(program, Limits::default());
    let mut last_us = i64::MIN;
    let mut begins = false;
    for (n, json) in events.iter().enumerate() {
        let event = read(program, n + 1, json)?;
        let at_us = time_us(&event).filter(|at| *at >= last_us).ok_or(FaultKind::Time(n + 1))?;
        last_us = at_us;
        let hits: Vec<RuleId> = program.matches(&event, scratch).to_vec();
        let found = correlator.observe(program, &event, &hits, at_us, n as u64);
        begins |= found.iter().any(|hit| hit.correlation == wanted);
    }
    Ok(begins)
}

fn read(program: &Program, n: usize, json: &str) -> Result<JsonEvent, FaultKind> {
    let unreadable = |why: String| FaultKind::Unreadable { n, why };
    let mut event = JsonEvent::new();
    event.read(json.as_bytes(), program.fields()).map_err(|error| unreadable(error.to_string()))?;
    // Without these it would go to no rule, and every miss would be kept for nothing.
    if event.channel().is_empty() || event.event_id().is_none() {
        return Err(unreadable("it has no `Channel` or no `EventID`".to_owned()));
    }
    Ok(event)
}

fn time_us(event: &JsonEvent) -> Option<i64> {
    let text = TIMES.iter().find_map(|name| event.entries().find(|(n, _)| n == name)?.1)?;
    text.parse::<Timestamp>().ok().map(|at| at.as_microsecond())
}

#[cfg(test)]
mod tests {
    use holdfast_sigma::{RuleFile, RuleSet, Settings};

    use super::*;

    const RULES: &str = "
title: Log cleared
id: 1f0e0000-0000-4000-8000-000000000001
name: cleared
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 1102}
    condition: selection
---
title: Cleared twice
id: 1f0e0000-0000-4000-8000-000000000002
correlation:
    type: event_count
    rules: [cleared]
    group-by: [Computer]
    timespan: 5m
    condition: {gte: 2}
";

    fn faults(rule: &str, hits: bool, events: &[&str]) -> Vec<FaultKind> {
        let file = RuleFile { name: "rules.yml", bytes: RULES.as_bytes() };
        let set = RuleSet::read([file], Settings::default());
        assert!(set.rejected.is_empty(), "{:?}", set.rejected);
        let events: Vec<String> = events.iter().map(|e| (*e).to_owned()).collect();
        let rule = format!("1f0e0000-0000-4000-8000-{rule:0>12}");
        let promise = Promise { place: "rules.toml:3", rule: &rule, hits, events: &events };
        check(&Program::compile(set), &[promise]).into_iter().map(|f| f.what).collect()
    }

    const CLEARED: &str =
        r#"{"Channel":"Security","EventID":1102,"Computer":"FS1","TimeCreated":"2026-11-01T03:00:00Z"}"#;
    const LATER: &str =
        r#"{"Channel":"Security","EventID":1102,"Computer":"FS1","TimeCreated":"2026-11-01T03:04:00Z"}"#;
    const MUCH_LATER: &str =
        r#"{"Channel":"Security","EventID":1102,"Computer":"FS1","TimeCreated":"2026-11-01T03:06:00Z"}"#;
    const OTHER: &str = r#"{"Channel":"Security","EventID":1100}"#;

    #[test]
    fn promises_that_are_kept_are_no_faults() {
        assert_eq!(faults("1", true, &[CLEARED]), []);
        assert_eq!(faults("1", false, &[OTHER]), []);
        assert_eq!(faults("2", true, &[CLEARED, LATER]), []);
        assert_eq!(faults("2", false, &[CLEARED, MUCH_LATER]), []);
    }

    #[test]
    fn each_broken_promise_says_how() {
        assert_eq!(faults("1", true, &[OTHER]), [FaultKind::Silent]);
        assert_eq!(faults("1", false, &[CLEARED]), [FaultKind::Noisy]);
        assert_eq!(faults("2", true, &[CLEARED, MUCH_LATER]), [FaultKind::Silent]);
        assert_eq!(faults("2", false, &[CLEARED, LATER]), [FaultKind::Noisy]);
    }

    #[test]
    fn what_cannot_be_tried_is_a_fault_whatever_was_promised() {
        for hits in [true, false] {
            assert!(matches!(faults("3", hits, &[CLEARED])[..], [FaultKind::NoSuchRule(_)]));
            assert!(matches!(faults("1", hits, &["{"])[..], [FaultKind::Unreadable { n: 1, .. }]));
            assert!(matches!(
                faults("1", hits, &[r#"{"EventID":1102}"#])[..],
                [FaultKind::Unreadable { n: 1, .. }]
            ));
            assert_eq!(faults("1", hits, &[CLEARED, LATER]), [FaultKind::NotOne(2)]);
            assert_eq!(faults("2", hits, &[LATER, CLEARED]), [FaultKind::Time(2)]);
            assert_eq!(faults("2", hits, &[OTHER]), [FaultKind::Time(1)]);
        }
    }
}
