//! From rules to a block: predicates shared by all rules that ask the same, literals shared by all predicates.
//!
//! It decides what is looked for, not where rules belong.

use foldhash::{HashMap, HashMapExt as _};

use super::RuleId;
use super::block::{Asked, Block, Consequence, FieldScan, When};
use super::code::{Code, Node, NodeId, PredicateId};
use super::finder::Finder;
use super::needle::{Answer, answer};
use super::slots::Feed;
use crate::expr::{Expr, Matcher, Test};
use crate::pattern::{Anchor, Pattern};

/// Collects rules and makes them into a block.
pub(super) struct Builder<'a> {
    /// The block's fields, by what feeds them.
    pub(super) feeds: Vec<Feed>,
    feed_ids: HashMap<Feed, u32>,
    fields: Vec<FieldDraft>,
    code: Code,
    rules: Vec<(RuleId, NodeId)>,
    asked: Vec<Option<Box<Asked>>>,
    matchers: Vec<Matcher>,
    /// Predicates that any of a field's tests makes true, by those tests.
    sets: HashMap<(u32, Vec<TestId>), PredicateId>,
    tests: HashMap<(u32, &'a Pattern), TestId>,
    regexes: HashMap<(u32, &'a str, [bool; 3]), TestId>,
    n_tests: TestId,
    asked_patterns: HashMap<(u32, &'a Pattern), PredicateId>,
    /// The id all events have, when they have one.
    event_id: Option<u32>,
}

type TestId = u32;

/// A field being built: literals, and what each test makes of them.
#[derive(Default)]
struct FieldDraft {
    literals: HashMap<Box<str>, u32>,
    in_order: Vec<Box<str>>,
    /// What each test looks for in this field.
    needles: HashMap<TestId, Needles>,
    consequences: Vec<Vec<Consequence>>,
}

type Needles = Vec<(u32, When)>;

impl<'a> Builder<'a> {
    /// Nothing yet. With an event id, what rules ask of it is answered now.
    pub(super) fn new(event_id: Option<u32>) -> Self {
        Self {
            feeds: Vec::new(),
            feed_ids: HashMap::new(),
            fields: Vec::new(),
            code: Code::default(),
            rules: Vec::new(),
            asked: Vec::new(),
            matchers: Vec::new(),
            sets: HashMap::new(),
            tests: HashMap::new(),
            regexes: HashMap::new(),
            n_tests: 0,
            asked_patterns: HashMap::new(),
            event_id,
        }
    }

    /// Adds a rule; `feed` says what feeds a field of the rule.
    pub(super) fn add(&mut self, id: RuleId, expr: &'a Expr, feed: &mut dyn FnMut(&str) -> Feed) {
        let node = self.lower(expr, feed);
        if self.code.node(node) != Node::Never {
            self.rules.push((id, node));
        }
    }

    fn field(&mut self, feed: Feed) -> u32 {
        if let Some(id) = self.feed_ids.get(&feed) {
            return *id;
        }
        let id = self.feeds.len() as u32;
        self.feeds.push(feed.clone());
        self.feed_ids.insert(feed, id);
        self.fields.push(FieldDraft::default());
        id
    }

    fn lower(&mut self, expr: &'a Expr, feed: &mut dyn FnMut(&str) -> Feed) -> NodeId {
        match expr {
            Expr::Test(test) => self.test(test, feed),
            Expr::Not(item) => {
                let item = self.lower(item, feed);
                self.code.not(item)
            }
            Expr::All(items) => {
                let items = items.iter().map(|item| self.lower(item, feed)).collect();
                self.code.all(items)
            }
            Expr::AtLeast(n, items) => {
                let items: Vec<NodeId> = items.iter().map(|item| self.lower(item, feed)).collect();
                self.code.at_least(*n, &items)
            }
            Expr::Any(items) => self.any(items, feed),
        }
    }

    /// Tests of one field that needles answer become one predicate, however many they are.
    fn any(&mut self, items: &'a [Expr], feed: &mut dyn FnMut(&str) -> Feed) -> NodeId {
        let mut nodes = Vec::new();
        let mut by_field: Vec<(u32, Vec<TestId>)> = Vec::new();
        let mut open: Vec<&'a Expr> = items.iter().rev().collect();
        while let Some(item) = open.pop() {
            match item {
                Expr::Any(inner) => open.extend(inner.iter().rev()),
                Expr::Test(test) if self.of_event_id(test).is_none() => {
                    let field = self.field_of(test, feed);
                    match self.needles(field, &test.matcher) {
                        Some(id) => match by_field.iter_mut().find(|(f, _)| *f == field) {
                            Some((_, ids)) => ids.push(id),
                            None => by_field.push((field, vec![id])),
                        },
                        None => nodes.push(self.test(test, feed)),
                    }
                }
                other => nodes.push(self.lower(other, feed)),
            }
        }
        for (field, ids) in by_field {
            nodes.push(self.set(field, ids));
        }
        self.code.any(nodes)
    }

    fn test(&mut self, test: &'a Test, feed: &mut dyn FnMut(&str) -> Feed) -> NodeId {
        if let Some(known) = self.of_event_id(test) {
            return self.code.add(if known { Node::Always } else { Node::Never });
        }
        let field = self.field_of(test, feed);
        if let Some(id) = self.needles(field, &test.matcher) {
            return self.set(field, vec![id]);
        }
        let other = match &test.matcher {
            Matcher::Field(reference) => {
                let feed = feed(&reference.field);
                self.field(feed)
            }
            _ => field,
        };
        let shared = match &test.matcher {
            Matcher::Pattern(pattern) => self.asked_patterns.get(&(field, pattern)).copied(),
            _ => None,
        };
        let predicate = shared.unwrap_or_else(|| {
            self.asked.push(Some(Box::new(Asked { field, matcher: test.matcher.clone(), other })));
            let predicate = (self.asked.len() - 1) as PredicateId;
            if let Matcher::Pattern(pattern) = &test.matcher {
                self.asked_patterns.insert((field, pattern), predicate);
            }
            predicate
        });
        self.code.add(Node::Predicate(predicate))
    }

    /// What is known of a test of the event id, when every event of the block has the same.
    fn of_event_id(&self, test: &Test) -> Option<bool> {
        Some(test.event_id()? == self.event_id?)
    }

    fn field_of(&mut self, test: &Test, feed: &mut dyn FnMut(&str) -> Feed) -> u32 {
        let feed = test.field.as_deref().map_or(Feed::Everything, feed);
        self.field(feed)
    }

    /// The number of a test that needles answer or wake.
    fn needles(&mut self, field: u32, matcher: &'a Matcher) -> Option<TestId> {
        let known = match matcher {
            Matcher::Pattern(pattern) => self.tests.get(&(field, pattern)),
            Matcher::Regex(regex) => {
                let (source, flags) = regex.key();
                self.regexes.get(&(field, source, flags))
            }
            _ => return None,
        };
        if let Some(id) = known {
            return Some(*id);
        }
        let needles: Vec<(String, When)> = match answer(matcher) {
            Answer::Found(found) => {
                found.into_iter().map(|(text, anchor)| (text, When::At(anchor))).collect()
            }
            Answer::Woken(texts, matcher) => {
                self.matchers.push(matcher.clone());
                let when = When::Matches((self.matchers.len() - 1) as u32);
                texts.into_iter().map(|text| (text, when)).collect()
            }
            Answer::Asked => return None,
        };
        let id = self.n_tests;
        self.n_tests += 1;
        let draft = &mut self.fields[field as usize];
        let needles = needles.into_iter().map(|(text, when)| (draft.literal(text), when)).collect();
        draft.needles.insert(id, needles);
        match matcher {
            Matcher::Pattern(pattern) => _ = self.tests.insert((field, pattern), id),
            Matcher::Regex(regex) => {
                let (source, flags) = regex.key();
                self.regexes.insert((field, source, flags), id);
            }
            _ => {}
        }
        Some(id)
    }

    /// The predicate that any of these tests makes true.
    fn set(&mut self, field: u32, mut ids: Vec<TestId>) -> NodeId {
        ids.sort_unstable();
        ids.dedup();
        if let Some(predicate) = self.sets.get(&(field, ids.clone())) {
            return self.code.add(Node::Predicate(*predicate));
        }
        self.asked.push(None);
        let predicate = (self.asked.len() - 1) as PredicateId;
        let draft = &mut self.fields[field as usize];
        for id in &ids {
            for (literal, when) in draft.needles.get(id).into_iter().flatten() {
                draft.consequences[*literal as usize].push(Consequence { predicate, when: *when });
            }
        }
        self.sets.insert((field, ids), predicate);
        self.code.add(Node::Predicate(predicate))
    }

    /// The block.
    pub(super) fn finish(mut self) -> (Block, Vec<Feed>) {
        let costs = self.costs();
        let mut always = Vec::new();
        let mut wakes: Vec<Vec<u32>> = vec![Vec::new(); self.asked.len()];
        for (n, (_, node)) in self.rules.iter().enumerate() {
            match self.code.witness(*node, &|p| costs[p as usize]) {
                Some((_, predicates)) => predicates.iter().for_each(|p| wakes[*p as usize].push(n as u32)),
                None => always.push(n as u32),
            }
        }
        let is_eager = |p: &PredicateId| self.asked[*p as usize].is_some() && !wakes[*p as usize].is_empty();
        let eager = (0..self.asked.len() as PredicateId).filter(is_eager).collect();
        let (wakes_at, wakes) = flat(wakes);
        self.code.shrink();
        let fields = self.fields.into_iter().map(FieldDraft::finish).collect();
        let (code, rules, asked, matchers) = (self.code, self.rules, self.asked, self.matchers);
        (Block { fields, code, rules, always, wakes_at, wakes, matchers, asked, eager }, self.feeds)
    }

    /// How often each predicate may be expected to be true, in no unit: what many rules look for is common, and so is
    /// what is short. Only the order matters, and only for speed.
    fn costs(&self) -> Vec<f64> {
        let mut costs = vec![0.0; self.asked.len()];
        for field in &self.fields {
            for (literal, consequences) in field.in_order.iter().zip(&field.consequences) {
                let rarity = match literal.len() {
                    0..=2 => 40.0,
                    3..=4 => 10.0,
                    5..=6 => 3.0,
                    _ => 1.0,
                };
                for consequence in consequences {
                    let place = if consequence.when == When::At(Anchor::Whole) { 0.5 } else { 1.0 };
                    costs[consequence.predicate as usize] += rarity * place * consequences.len() as f64;
                }
            }
        }
        for (cost, asked) in costs.iter_mut().zip(&self.asked) {
            if asked.is_some() {
                // It must be worked out for every event, and an absent or present field is nothing rare.
                *cost = 1e6;
            }
        }
        costs
    }
}

impl FieldDraft {
    fn literal(&mut self, text: String) -> u32 {
        if let Some(id) = self.literals.get(text.as_str()) {
            return *id;
        }
        let id = self.in_order.len() as u32;
        let text: Box<str> = text.into();
        self.in_order.push(text.clone());
        self.consequences.push(Vec::new());
        self.literals.insert(text, id);
        id
    }

    fn finish(self) -> FieldScan {
        let (starts, consequences) = flat(self.consequences);
        FieldScan { finder: Finder::new(&self.in_order), starts, consequences }
    }
}

/// Lists one after the other, and where each begins.
fn flat<T>(lists: Vec<Vec<T>>) -> (Vec<u32>, Vec<T>) {
    let mut starts = Vec::with_capacity(lists.len() + 1);
    let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    for list in lists {
        starts.push(all.len() as u32);
        all.extend(list);
    }
    starts.push(all.len() as u32);
    (starts, all)
}
