//! The correlator: hits of rules go in as events pass, hits of correlations come out.
//!
//! It has no clock; an event's own time counts. Events should come in order of time. One that comes late still counts
//! while the newest hit of its group is less than a timespan ahead.

use std::collections::HashMap;
use std::hash::{Hash as _, Hasher as _};

use super::window::{Entry, Group};
use super::{Correlation, CorrelationKind, Member};
use crate::event::{Event, Values};
use crate::measure::Number;
use crate::pattern::folded;
use crate::program::{Program, RuleId};
use crate::view::View;

/// Bounds on memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Groups of one correlation.
    pub max_groups: usize,
    /// Hits of one group.
    pub max_entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_groups: 10_000, max_entries: 10_000 }
    }
}

/// A correlation whose condition has begun to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrelationHit {
    /// Its number among the correlations of the rule set.
    pub correlation: usize,
    /// The values the hits have in common, in the order of `group-by`.
    pub group: Vec<String>,
    /// Time of the first hit in the window, in microseconds since 1970.
    pub first_us: i64,
    /// Time of the last hit.
    pub last_us: i64,
    /// What was counted, or the sum, mean, percentile or middle.
    pub value: f64,
    /// What the caller called the events, oldest first.
    pub events: Vec<u64>,
}

/// Keeps what correlations need to know of the past.
#[derive(Clone, Debug)]
pub struct Correlator {
    limits: Limits,
    groups: Vec<HashMap<Box<str>, Group>>,
    n_forgotten: u64,
}

impl Correlator {
    /// Nothing has happened yet.
    pub fn new(program: &Program, limits: Limits) -> Self {
        let groups = program.rules().correlations.iter().map(|_| HashMap::new()).collect();
        Self { limits, groups, n_forgotten: 0 }
    }

    /// Hits that were forgotten, or came too late, because of the bounds on memory.
    pub fn n_forgotten(&self) -> u64 {
        self.n_forgotten
    }

    /// Takes the rules an event hit, and its time in microseconds since 1970. `name` is whatever the caller calls the
    /// event. Returns the correlations that begin to hold with it, those they build on first.
    pub fn observe(
        &mut self,
        program: &Program,
        event: &dyn Event,
        hits: &[RuleId],
        at_us: i64,
        name: u64,
    ) -> Vec<CorrelationHit> {
        let mut found: Vec<(CorrelationHit, View)> = Vec::new();
        if hits.is_empty() {
            return Vec::new();
        }
        for (n, correlation) in program.rules().correlations.iter().enumerate() {
            let mut members: Vec<(u16, View)> = Vec::new();
            for (at, member) in correlation.members.iter().enumerate() {
                let view = match member {
                    Member::Rule(rule) => {
                        let hit = hits.iter().any(|hit| hit.index() == *rule);
                        if hit { program.view_of(*rule, event) } else { None }
                    }
                    Member::Correlation(inner) => {
                        found.iter().find(|(hit, _)| hit.correlation == *inner).map(|(_, view)| *view)
                    }
                };
                members.extend(view.map(|view| (at as u16, view)));
            }
            for (member, view) in members {
                let seen = Seen { program, event, view, member, at_us, name };
                if let Some(hit) = self.one(n, correlation, &seen) {
                    found.push((hit, view));
                }
                if !correlation.is_temporal() {
                    // One event counts once, however many of the rules it hit.
                    break;
                }
            }
        }
        found.into_iter().map(|(hit, _)| hit).collect()
    }

    fn one(&mut self, n: usize, correlation: &Correlation, seen: &Seen<'_>) -> Option<CorrelationHit> {
        let group: Option<Vec<String>> =
            correlation.group_by.iter().map(|name| seen.value(correlation, name)).collect();
        // Without a value to group by, the event belongs to no group.
        let group = group?;
        let (mut distinct, mut number) = (0, 0.0);
        if !correlation.fields.is_empty() {
            let values: Option<Vec<String>> =
                correlation.fields.iter().map(|name| seen.value(correlation, name)).collect();
            let values = values?;
            if correlation.kind == CorrelationKind::ValueCount {
                let mut hasher = std::hash::DefaultHasher::new();
                for value in &values {
                    folded(value).hash(&mut hasher);
                }
                distinct = hasher.finish();
            } else {
                number = Number::parse(values.first()?)?.as_f64();
            }
        }
        let key: Box<str> = group.iter().map(|value| folded(value) + "\u{0}").collect::<String>().into();
        let span_us = i64::try_from(correlation.timespan_s).unwrap_or(i64::MAX).saturating_mul(1_000_000);
        self.make_room(n, &key, seen.at_us.saturating_sub(span_us));
        let state = self.groups[n].entry(key).or_default();
        let entry = Entry { at_us: seen.at_us, member: seen.member, distinct, number, event: seen.name };
        self.n_forgotten += state.add(entry, span_us, self.limits.max_entries);
        let value = state.value(correlation);
        let holds = match &correlation.which {
            Some(which) => which.holds(&|member| member.parse().is_ok_and(|member| state.has(member))),
            None => correlation.holds(value),
        };
        let begins = holds && !state.holds;
        state.holds = holds;
        begins.then(|| CorrelationHit {
            correlation: n,
            group,
            first_us: state.entries.front().map_or(seen.at_us, |e| e.at_us),
            last_us: state.entries.back().map_or(seen.at_us, |e| e.at_us),
            value,
            events: state.entries.iter().map(|e| e.event).collect(),
        })
    }

    /// Keeps the number of groups below its bound: first those that are over go, then the oldest tenth.
    fn make_room(&mut self, n: usize, key: &str, begins: i64) {
        let groups = &mut self.groups[n];
        if groups.len() < self.limits.max_groups.max(1) || groups.contains_key(key) {
            return;
        }
        let last = |group: &Group| group.entries.back().map_or(i64::MIN, |e| e.at_us);
        groups.retain(|_, group| last(group) >= begins);
        if groups.len() < self.limits.max_groups.max(1) {
            return;
        }
        let mut times: Vec<i64> = groups.values().map(last).collect();
        let tenth = times.len() / 10;
        let (_, limit, _) = times.select_nth_unstable(tenth);
        let limit = *limit;
        let forgotten = &mut self.n_forgotten;
        groups.retain(|_, group| {
            let stays = last(group) > limit;
            *forgotten += if stays { 0 } else { group.entries.len() as u64 };
            stays
        });
    }
}

impl Correlation {
    fn is_temporal(&self) -> bool {
        matches!(self.kind, CorrelationKind::Temporal | CorrelationKind::TemporalOrdered)
    }
}

/// One hit of one member.
struct Seen<'a> {
    program: &'a Program,
    event: &'a dyn Event,
    view: View,
    member: u16,
    at_us: i64,
    name: u64,
}

impl Seen<'_> {
    /// The first value of a field, by its name or alias in the correlation.
    fn value(&self, correlation: &Correlation, name: &str) -> Option<String> {
        let field = correlation.field_of(name, usize::from(self.member));
        let fields = self.program.fields();
        let mut known = true;
        let source = self.view.source(field, &mut |name| {
            fields.id(name).unwrap_or_else(|| {
                known = false;
                crate::event::FieldId(0)
            })
        });
        let mut values = Values::new();
        if known {
            source.read(self.event, fields, &mut values);
        }
        values.iter().flatten().next().map(str::to_owned)
    }
}
