//! Correlations over a hunt: events in the order of time, whichever file they came from.
//!
//! Events are kept until all files are read, up to a bound; past it the older half is looked at, and what comes later and is
//! older than that may be missed, which is counted.

use std::collections::{HashMap, VecDeque};

use holdfast_sigma::{Correlator, Event, Limits};
use holdfast_wire::hunt::{Finding, Severity};
use sha2::{Digest as _, Sha256};

use crate::captured::Captured;
use crate::card::{Room, timestamp};
use crate::engine::{Engine, severity, shape};
use crate::examine::first_half;
use crate::fold::Digest;

/// Events kept to be put in order.
const MAX_KEPT: usize = 100_000;
/// Events looked at that may still be named by a correlation.
const MAX_NAMED: usize = 20_000;
/// Findings of correlations.
const MAX_FINDINGS: usize = 5_000;

/// Events waiting for their turn, and what correlations made of those that had it.
pub(crate) struct Later<'e> {
    engine: &'e Engine,
    kept: Vec<Captured>,
    correlator: Correlator,
    /// Events that had their turn, and the number of the first of them.
    named: VecDeque<Captured>,
    first_named: u64,
    newest_us: i64,
    found: HashMap<(usize, Digest), Finding>,
    n_late: u64,
}

impl<'e> Later<'e> {
    pub(crate) fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            kept: Vec::new(),
            correlator: Correlator::new(engine.program(), Limits::default()),
            named: VecDeque::new(),
            first_named: 0,
            newest_us: i64::MIN,
            found: HashMap::new(),
            n_late: 0,
        }
    }

    /// Takes events; empties `events`.
    pub(crate) fn add(&mut self, events: &mut Vec<Captured>) {
        self.kept.append(events);
        if self.kept.len() > MAX_KEPT {
            self.sort();
            let newer = self.kept.split_off(MAX_KEPT / 2);
            let older = std::mem::replace(&mut self.kept, newer);
            self.observe(older);
        }
    }

    /// Looks at all that is left. Gives each finding with the digest of what it is about, and how many events came too late.
    #[cfg(feature = "files")]
    pub(crate) fn finish(mut self) -> (Vec<(Digest, Finding)>, u64) {
        let found = self.so_far();
        (found, self.n_late + self.correlator.n_forgotten())
    }

    /// Looks at all that is there, and goes on from it: what comes next may complete what began. Gives what was found since last
    /// time.
    pub(crate) fn so_far(&mut self) -> Vec<(Digest, Finding)> {
        self.sort();
        let all = std::mem::take(&mut self.kept);
        self.observe(all);
        std::mem::take(&mut self.found).into_iter().map(|((_, digest), finding)| (digest, finding)).collect()
    }

    fn sort(&mut self) {
        self.kept.sort_by(|a, b| (a.at_us, &a.file, a.place).cmp(&(b.at_us, &b.file, b.place)));
    }

    fn observe(&mut self, events: Vec<Captured>) {
        for event in events {
            self.n_late += u64::from(event.at_us < self.newest_us);
            self.newest_us = self.newest_us.max(event.at_us);
            let name = self.first_named + self.named.len() as u64;
            let hits =
                self.correlator.observe(self.engine.program(), &event, &event.rules, event.at_us, name);
            self.named.push_back(event);
            for hit in hits {
                self.found(hit);
            }
            if self.named.len() > MAX_NAMED {
                self.named.pop_front();
                self.first_named += 1;
            }
        }
    }

    fn found(&mut self, hit: holdfast_sigma::CorrelationHit) {
        let program = self.engine.program();
        let Some(correlation) = program.rules().correlations.get(hit.correlation) else { return };
        let Some(last) = self.named.back() else { return };
        let mut hash = Sha256::new();
        for value in &hit.group {
            hash.update((value.len() as u64).to_le_bytes());
            hash.update(value.to_lowercase().as_bytes());
        }
        let digest = first_half(&hash.finalize());
        let events = hit
            .events
            .iter()
            .filter_map(|name| self.named.get(usize::try_from(name.checked_sub(self.first_named)?).ok()?));
        let mut from_rules: Vec<String> = events
            .flat_map(|event| event.rules.iter().map(|rule| program.rule(*rule).about.title.clone()))
            .collect();
        from_rules.sort();
        from_rules.dedup();
        let (first_at, last_at) = (timestamp(hit.first_us), timestamp(hit.last_us));
        let n_events = hit.events.len() as u64;
        if let Some(known) = self.found.get_mut(&(hit.correlation, digest)) {
            known.n_events += n_events;
            known.first_at = known.first_at.min(first_at);
            known.last_at = known.last_at.max(last_at);
            return;
        }
        if self.found.len() >= MAX_FINDINGS {
            self.n_late += 1;
            return;
        }
        let finding = Finding {
            rule: shape(&correlation.about),
            severity: severity(&correlation.about).max(Severity::Info),
            host: last.host.to_string(),
            n_events,
            first_at,
            last_at,
            example: example(last, program.fields()),
            is_first_seen: None,
            from_rules,
        };
        self.found.insert((hit.correlation, digest), finding);
    }
}

/// The event with which a correlation began to hold.
fn example(event: &Captured, fields: &holdfast_sigma::Fields) -> holdfast_wire::hunt::Example {
    let mut room = Room::new();
    let shown = event.shown(fields);
    holdfast_wire::hunt::Example {
        at: timestamp(event.at_us),
        channel: event.channel().to_owned(),
        provider: event.provider().to_owned(),
        event_id: event.event_id(),
        record_id: event.record_id,
        file: event.file.to_string(),
        place: event.place,
        fields: shown.filter_map(|(name, value)| Some((name.to_owned(), room.fit(name, value)?))).collect(),
    }
}
