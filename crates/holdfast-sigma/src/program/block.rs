//! A block: rules that look at the same events, compiled together.
//!
//! Each field is scanned once for the literals of all its rules. What is found sets predicates; a
//! predicate wakes the rules that need it; a rule that is not woken cannot be true and is not looked at.

use super::RuleId;
use super::code::{Code, NodeId, PredicateId};
use super::finder::Finder;
use super::slots::{Run, Slots};
use crate::expr::Matcher;
use crate::judge::refers;
use crate::pattern::Anchor;

/// Compiled rules.
#[derive(Debug)]
pub(super) struct Block {
    /// One for each field, in the block's own numbering.
    pub(super) fields: Vec<FieldScan>,
    pub(super) code: Code,
    pub(super) rules: Vec<(RuleId, NodeId)>,
    /// Rules that can be true without any predicate.
    pub(super) always: Vec<u32>,
    /// For each predicate where its rules begin in `wakes`; one more at the end.
    pub(super) wakes_at: Vec<u32>,
    pub(super) wakes: Vec<u32>,
    /// Tests that a literal wakes.
    pub(super) matchers: Vec<Matcher>,
    /// What is asked when a rule wants to know; `None` for predicates the scan decides.
    pub(super) asked: Vec<Option<Box<Asked>>>,
    /// Those of `asked` that wake rules, so must be asked for every event.
    pub(super) eager: Vec<PredicateId>,
}

/// A predicate that is worked out from the field's values.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) field: u32,
    pub(super) matcher: Matcher,
    /// The other field of a reference.
    pub(super) other: u32,
}

/// What is looked for in one field.
#[derive(Debug, Default)]
pub(super) struct FieldScan {
    pub(super) finder: Finder,
    /// For each literal where its consequences begin; one more at the end.
    pub(super) starts: Vec<u32>,
    pub(super) consequences: Vec<Consequence>,
}

/// What a found literal means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Consequence {
    pub(super) predicate: PredicateId,
    pub(super) when: When,
}

/// When the literal counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    At(Anchor),
    /// When this one of the block's matchers says so.
    Matches(u32),
}

impl Block {
    /// Adds the rules the event hits to `hits`. `map` gives the slot of each of the block's fields.
    pub(super) fn run(&self, map: &[u32], slots: &mut Slots<'_>, run: &mut Run, hits: &mut Vec<RuleId>) {
        run.begin(self.asked.len(), self.rules.len(), self.matchers.len());
        for (field, scan) in self.fields.iter().enumerate() {
            if scan.finder.len() > 0 {
                slots.fill(map[field]);
                self.scan(scan, slots, map[field], run);
            }
        }
        for predicate in &self.eager {
            if self.ask(*predicate, map, slots, run) {
                self.set(*predicate, run);
            }
        }
        for rule in &self.always {
            run.wake(*rule);
        }
        let mut at = 0;
        while let Some(rule) = run.woken(at) {
            at += 1;
            let (id, node) = self.rules[rule as usize];
            let holds = self.code.holds(node, &mut |p| {
                if self.asked[p as usize].is_none() { run.is_set(p) } else { self.ask(p, map, slots, run) }
            });
            if holds {
                hits.push(id);
            }
        }
    }

    fn set(&self, predicate: PredicateId, run: &mut Run) {
        if run.set(predicate) {
            let (from, to) = (self.wakes_at[predicate as usize], self.wakes_at[predicate as usize + 1]);
            for rule in &self.wakes[from as usize..to as usize] {
                run.wake(*rule);
            }
        }
    }

    fn scan(&self, scan: &FieldScan, slots: &Slots<'_>, slot: u32, run: &mut Run) {
        for value in 0..slots.n_texts(slot) {
            let folded = slots.folded(slot, value);
            scan.finder.each(folded, &mut |literal, start, end| {
                let (from, to) = (scan.starts[literal as usize], scan.starts[literal as usize + 1]);
                for consequence in &scan.consequences[from as usize..to as usize] {
                    if run.is_set(consequence.predicate) {
                        continue;
                    }
                    let counts = match consequence.when {
                        When::At(Anchor::Inside) => true,
                        When::At(Anchor::Start) => start == 0,
                        When::At(Anchor::End) => end == folded.len(),
                        When::At(Anchor::Whole) => {
                            start == 0 && folded.as_bytes()[end..].iter().all(|b| *b == b' ')
                        }
                        // A value is held against a matcher once, however often its literal stands in it.
                        When::Matches(matcher) if !run.tries(matcher, value) => false,
                        When::Matches(matcher) => match &self.matchers[matcher as usize] {
                            Matcher::Pattern(pattern) if !pattern.is_cased() => {
                                pattern.matches_folded(folded)
                            }
                            matcher => matcher.matches(slots.text(slot, value)),
                        },
                    };
                    if counts {
                        self.set(consequence.predicate, run);
                    }
                }
            });
        }
    }

    /// Works a predicate out, once an event.
    fn ask(&self, predicate: PredicateId, map: &[u32], slots: &mut Slots<'_>, run: &mut Run) -> bool {
        if let Some(known) = run.answered(predicate) {
            return known;
        }
        let Some(asked) = &self.asked[predicate as usize] else { return false };
        let slot = map[asked.field as usize];
        slots.fill(slot);
        let answer = match &asked.matcher {
            Matcher::Null => slots.n_texts(slot) == 0,
            Matcher::Exists => !slots.values(slot).is_empty(),
            Matcher::Field(reference) => {
                let other = map[asked.other as usize];
                slots.fill(other);
                refers(reference, slots.values(slot), slots.values(other))
            }
            Matcher::Pattern(pattern) if pattern.is_anything() => slots.n_texts(slot) > 0,
            matcher => (0..slots.n_texts(slot)).any(|value| matcher.matches(slots.text(slot, value))),
        };
        run.answer(predicate, answer);
        answer
    }
}
