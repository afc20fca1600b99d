//! What happened lately, by group: a bounded list of hits for each set of equal values.
//!
//! Memory has two bounds, hits of a group and groups of a correlation. What is forgotten to keep them is counted.

use std::collections::{HashMap, VecDeque};

use super::{Correlation, CorrelationKind};

/// One hit that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Microseconds since 1970.
    pub(crate) at_us: i64,
    pub(crate) member: u16,
    /// Hash of the values counted.
    pub(crate) distinct: u64,
    pub(crate) number: f64,
    /// Whatever the caller calls the event.
    pub(crate) event: u64,
}

/// The hits of one group within the timespan, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) entries: VecDeque<Entry>,
    n_by_member: Vec<u32>,
    n_by_value: HashMap<u64, u32>,
    /// Whether the condition held after the last hit; it reports once when it begins to.
    pub(crate) holds: bool,
}

impl Group {
    /// Adds a hit in its place by time, and drops what is too old or too much. Returns how many were forgotten early.
    pub(crate) fn add(&mut self, entry: Entry, span_us: i64, max_entries: usize) -> u64 {
        let newest = self.entries.back().map_or(entry.at_us, |last| last.at_us.max(entry.at_us));
        let begins = newest.saturating_sub(span_us);
        while self.entries.front().is_some_and(|first| first.at_us < begins) {
            self.drop_first();
        }
        if entry.at_us < begins {
            return 1;
        }
        let at = self.entries.partition_point(|e| e.at_us <= entry.at_us);
        self.entries.insert(at, entry);
        let member = usize::from(entry.member);
        if self.n_by_member.len() <= member {
            self.n_by_member.resize(member + 1, 0);
        }
        self.n_by_member[member] += 1;
        *self.n_by_value.entry(entry.distinct).or_default() += 1;
        let mut forgotten = 0;
        while self.entries.len() > max_entries {
            self.drop_first();
            forgotten += 1;
        }
        forgotten
    }

    fn drop_first(&mut self) {
        let Some(entry) = self.entries.pop_front() else { return };
        if let Some(n) = self.n_by_member.get_mut(usize::from(entry.member)) {
            *n -= 1;
        }
        if let Some(n) = self.n_by_value.get_mut(&entry.distinct) {
            *n -= 1;
            if *n == 0 {
                self.n_by_value.remove(&entry.distinct);
            }
        }
    }

    pub(crate) fn has(&self, member: usize) -> bool {
        self.n_by_member.get(member).is_some_and(|n| *n > 0)
    }

    /// The number the condition is about.
    pub(crate) fn value(&self, correlation: &Correlation) -> f64 {
        match correlation.kind {
            CorrelationKind::EventCount => self.entries.len() as f64,
            CorrelationKind::ValueCount => self.n_by_value.len() as f64,
            CorrelationKind::Temporal => self.n_by_member.iter().filter(|n| **n > 0).count() as f64,
            CorrelationKind::TemporalOrdered => self.in_order() as f64,
            CorrelationKind::ValueSum => self.entries.iter().map(|e| e.number).sum(),
            CorrelationKind::ValueAvg => {
                self.entries.iter().map(|e| e.number).sum::<f64>() / self.entries.len().max(1) as f64
            }
            CorrelationKind::ValuePercentile => {
                let sorted = self.sorted();
                // Nearest rank: the least value that so many in a hundred do not exceed.
                let rank = (correlation.percentile / 100.0 * sorted.len() as f64).ceil().max(1.0) as usize;
                sorted.get(rank - 1).copied().unwrap_or(0.0)
            }
            CorrelationKind::ValueMedian => {
                let sorted = self.sorted();
                let (low, high) =
                    (sorted.get(sorted.len().saturating_sub(1) / 2), sorted.get(sorted.len() / 2));
                (low.copied().unwrap_or(0.0) + high.copied().unwrap_or(0.0)) / 2.0
            }
        }
    }

    /// How many members, from the first on, hit one after the other.
    fn in_order(&self) -> usize {
        let mut next = 0;
        for entry in &self.entries {
            next += usize::from(usize::from(entry.member) == next);
        }
        next
    }

    fn sorted(&self) -> Vec<f64> {
        let mut numbers: Vec<f64> = self.entries.iter().map(|e| e.number).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers
    }
}
