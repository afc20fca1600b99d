//! What is kept while one event runs through its blocks: texts of the fields looked at, predicates found, rules woken.
//!
//! All of it is reused: nothing is cleared but by a number that counts up.

use super::code::PredicateId;
use crate::event::{Event, Fields, Values};
use crate::pattern::fold_into;
use crate::view::Source;

/// One field of the event: its values as they are, and folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    values: Values,
    folded: String,
    /// Where each text lies: in the values, and folded. Nulls are left out.
    texts: Vec<(TextRange, TextRange)>,
    event: u64,
}

#[derive(Clone, Copy, Debug)]
struct TextRange {
    start: u32,
    end: u32,
}

/// Where the values of a slot come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Feed {
    Source(Source),
    /// Every value of the event, for keywords.
    Everything,
    /// A field by a rule's name for it; only in a block before it is put in its places.
    Named(Box<str>),
}

/// The slots of one event.
pub(super) struct Slots<'a> {
    pub(super) slots: &'a mut Vec<Slot>,
    pub(super) feeds: &'a [Feed],
    pub(super) event: &'a dyn Event,
    pub(super) fields: &'a Fields,
    /// Counts events; a slot with another number holds an earlier one.
    pub(super) n: u64,
}

impl Slots<'_> {
    /// Reads the field, unless it was read for this event already.
    pub(super) fn fill(&mut self, slot: u32) {
        if self.slots.len() < self.feeds.len() {
            self.slots.resize_with(self.feeds.len(), Slot::default);
        }
        let held = &mut self.slots[slot as usize];
        if held.event == self.n {
            return;
        }
        held.event = self.n;
        held.values.clear();
        held.folded.clear();
        held.texts.clear();
        match &self.feeds[slot as usize] {
            Feed::Source(source) => source.read(self.event, self.fields, &mut held.values),
            Feed::Everything => self.event.every_value(&mut held.values),
            Feed::Named(_) => {}
        }
        for (start, end) in held.values.ranges() {
            let from = held.folded.len() as u32;
            fold_into(&held.values.as_str()[start..end], &mut held.folded);
            let folded = TextRange { start: from, end: held.folded.len() as u32 };
            held.texts.push((TextRange { start: start as u32, end: end as u32 }, folded));
        }
    }

    pub(super) fn values(&self, slot: u32) -> &Values {
        &self.slots[slot as usize].values
    }

    /// How many texts there are, nulls not counted.
    pub(super) fn n_texts(&self, slot: u32) -> usize {
        self.slots[slot as usize].texts.len()
    }

    pub(super) fn text(&self, slot: u32, n: usize) -> &str {
        let slot = &self.slots[slot as usize];
        let (range, _) = slot.texts[n];
        &slot.values.as_str()[range.start as usize..range.end as usize]
    }

    pub(super) fn folded(&self, slot: u32, n: usize) -> &str {
        let slot = &self.slots[slot as usize];
        let (_, range) = slot.texts[n];
        &slot.folded[range.start as usize..range.end as usize]
    }
}

/// Predicates and rules of one run through one block.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Counts runs; what bears another number is not set.
    n: u32,
    set: Vec<u32>,
    /// Answers of predicates that were asked: twice the run's number, and one more for yes.
    answers: Vec<u64>,
    /// For each matcher the run and the value it was last held against.
    tried: Vec<(u32, u32)>,
    is_woken: Vec<u32>,
    woken: Vec<u32>,
}

impl Run {
    pub(super) fn begin(&mut self, n_predicates: usize, n_rules: usize, n_matchers: usize) {
        self.n = self.n.wrapping_add(1);
        if self.n == 0 {
            // The count came round: old marks could look new.
            self.set.clear();
            self.answers.clear();
            self.is_woken.clear();
            self.tried.clear();
            self.n = 1;
        }
        if self.set.len() < n_predicates {
            self.set.resize(n_predicates, 0);
            self.answers.resize(n_predicates, 0);
        }
        if self.is_woken.len() < n_rules {
            self.is_woken.resize(n_rules, 0);
        }
        if self.tried.len() < n_matchers {
            self.tried.resize(n_matchers, (0, 0));
        }
        self.woken.clear();
    }

    /// Whether the matcher was not held against this value last.
    pub(super) fn tries(&mut self, matcher: u32, value: usize) -> bool {
        let now = (self.n, value as u32);
        std::mem::replace(&mut self.tried[matcher as usize], now) != now
    }

    pub(super) fn is_set(&self, predicate: PredicateId) -> bool {
        self.set[predicate as usize] == self.n
    }

    /// Whether it was not set before.
    pub(super) fn set(&mut self, predicate: PredicateId) -> bool {
        std::mem::replace(&mut self.set[predicate as usize], self.n) != self.n
    }

    pub(super) fn answered(&self, predicate: PredicateId) -> Option<bool> {
        let answer = self.answers[predicate as usize];
        (answer >> 1 == u64::from(self.n)).then_some(answer & 1 == 1)
    }

    pub(super) fn answer(&mut self, predicate: PredicateId, answer: bool) {
        self.answers[predicate as usize] = u64::from(self.n) << 1 | u64::from(answer);
    }

    pub(super) fn wake(&mut self, rule: u32) {
        if std::mem::replace(&mut self.is_woken[rule as usize], self.n) != self.n {
            self.woken.push(rule);
        }
    }

    pub(super) fn woken(&self, at: usize) -> Option<u32> {
        self.woken.get(at).copied()
    }

    /// How many rules were looked at in the last run.
    pub(super) fn n_woken(&self) -> usize {
        self.woken.len()
    }
}
