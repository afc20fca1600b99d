//! The program: all rules compiled together, and how an event runs through it.
//!
//! [`Program::full_scan`] is the same question answered by the judge, rule by rule.

mod block;
mod build;
mod code;
mod finder;
mod needle;
mod router;
mod slots;

use std::sync::{Arc, OnceLock};

use crate::correlation::{Correlation, Member};
use crate::event::{Event, FieldId, Fields, Values};
use crate::expr::Matcher;
use crate::judge::Judge;
use crate::logsource::Route;
use crate::rule::Rule;
use crate::ruleset::RuleSet;
use crate::view::{Source, View};
use router::Router;
use slots::{Run, Slot, Slots};

/// The number of a rule in its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub(crate) u32);

impl RuleId {
    /// Its place among the rules of the set.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Rules compiled together.
#[derive(Debug)]
pub struct Program {
    rules: Arc<RuleSet>,
    fields: Fields,
    /// Where the events of each rule are found; empty for a rule that waits.
    routes: Vec<Vec<Route>>,
    router: Router,
    /// For each rule where the fields it looks at stand, one list for each of its routes; made when a hit first asks.
    looked_at: Vec<OnceLock<Vec<Box<[Source]>>>>,
}

/// What is reused from event to event.
#[derive(Debug, Default)]
pub struct Scratch {
    hits: Vec<RuleId>,
    slots: Vec<Slot>,
    values: Values,
    run: Run,
    n_events: u64,
    n_tried: u64,
}

impl Scratch {
    /// For any program; it grows to what the program needs.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rules were looked at so far, of all events together.
    pub fn n_tried(&self) -> u64 {
        self.n_tried
    }
}

impl Program {
    /// Compiles a set.
    pub fn compile(rules: impl Into<Arc<RuleSet>>) -> Self {
        let rules = rules.into();
        let routes: Vec<Vec<Route>> = rules
            .rules
            .iter()
            .map(|rule| {
                if rule.missing.is_empty() { rules.settings.sources.routes(&rule.source) } else { Vec::new() }
            })
            .collect();
        let fields = fields_of(&rules, &routes);
        let router = Router::build(&rules, &routes, &fields);
        let looked_at = rules.rules.iter().map(|_| OnceLock::new()).collect();
        Self { rules, fields, routes, router, looked_at }
    }

    /// The rules it was made of.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// One rule.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules.rules[id.index()]
    }

    /// The rule with this place in the set.
    pub fn rule_id(&self, index: usize) -> Option<RuleId> {
        (index < self.rules.rules.len()).then_some(RuleId(index as u32))
    }

    /// Every field it may ask an event for.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The rules the event hits, by number.
    pub fn matches<'s>(&self, event: &dyn Event, scratch: &'s mut Scratch) -> &'s [RuleId] {
        scratch.hits.clear();
        let Some(id) = event.event_id() else {
            // Nothing is known of its id, so nothing can be left out.
            scratch.hits = self.full_scan(event);
            return &scratch.hits;
        };
        let group = self.router.group(event.channel(), id).and_then(|at| self.router.groups.get(at as usize));
        let Some(group) = group else { return &scratch.hits };
        scratch.n_events += 1;
        let mut slots = Slots {
            slots: &mut scratch.slots,
            feeds: &group.feeds,
            event,
            fields: &self.fields,
            n: scratch.n_events,
        };
        for entry in &group.entries {
            let of_provider =
                entry.provider.as_deref().is_none_or(|p| p.eq_ignore_ascii_case(event.provider()));
            let fits = entry.only.is_none_or(|view| view.fits(event, &self.fields, &mut scratch.values));
            if of_provider && fits {
                entry.block.run(&entry.map, &mut slots, &mut scratch.run, &mut scratch.hits);
                scratch.n_tried += scratch.run.n_woken() as u64;
            }
        }
        scratch.hits.sort_unstable();
        scratch.hits.dedup();
        &scratch.hits
    }

    /// The rules the event hits, found by trying every one.
    pub fn full_scan(&self, event: &dyn Event) -> Vec<RuleId> {
        let mut hits = Vec::new();
        let mut values = Values::new();
        for (n, rule) in self.rules.rules.iter().enumerate() {
            let hit = self.routes[n].iter().any(|route| {
                takes(route, event)
                    && route.view.fits(event, &self.fields, &mut values)
                    && Judge { event, fields: &self.fields, view: route.view }.holds(&rule.expr)
            });
            if hit {
                hits.push(RuleId(n as u32));
            }
        }
        hits
    }

    /// Appends the values of every field that a rule which hit the event looks at: what the hit is about.
    ///
    /// The fields come in an order of their own, each once. A rule of keywords looks at no field and gives nothing.
    pub fn read_looked_at(&self, rule: RuleId, event: &dyn Event, values: &mut Values) {
        let n = rule.index();
        let mut kind = Values::new();
        let fits = |route: &Route| takes(route, event) && route.view.fits(event, &self.fields, &mut kind);
        let Some(at) = self.routes[n].iter().position(fits) else { return };
        let sources = self.looked_at[n].get_or_init(|| {
            let of = |route: &Route| sources_of(&self.rules.rules[n], route.view, &self.fields);
            self.routes[n].iter().map(of).collect()
        });
        for source in &sources[at] {
            source.read(event, &self.fields, values);
        }
    }

    /// Every field that a correlation may ask of an event one of its rules hit; in order, each once.
    pub fn correlated_fields(&self) -> Vec<FieldId> {
        let mut ids = Vec::new();
        for name in self.rules.correlations.iter().flat_map(|c| c.field_names()) {
            for view in View::ALL {
                let mut id = |name: &str| {
                    let id = self.fields.id(name).unwrap_or(FieldId(0));
                    ids.push(id);
                    id
                };
                view.source(name, &mut id);
                if let Some((name, _)) = view.only() {
                    id(name);
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// For each rule whether a hit is reported by itself. A rule that correlations build on is not, unless one of them asks.
    /// Specification, correlation rules, `generate`.
    pub fn reported(&self) -> Vec<bool> {
        self.said_of_members(true, |c| c.generate)
    }

    /// For each rule whether some correlation builds on it.
    pub fn correlated(&self) -> Vec<bool> {
        self.said_of_members(false, |_| true)
    }

    /// `otherwise` for each rule no correlation builds on, and for others whether `says` is true of one that does.
    fn said_of_members(&self, otherwise: bool, says: impl Fn(&Correlation) -> bool) -> Vec<bool> {
        let mut said: Vec<Option<bool>> = vec![None; self.rules.rules.len()];
        for correlation in &self.rules.correlations {
            for member in &correlation.members {
                if let Member::Rule(rule) = member {
                    said[*rule] = Some(said[*rule].unwrap_or(false) || says(correlation));
                }
            }
        }
        said.into_iter().map(|said| said.unwrap_or(otherwise)).collect()
    }

    /// How a rule sees an event of its log source.
    pub(crate) fn view_of(&self, rule: usize, event: &dyn Event) -> Option<View> {
        let mut values = Values::new();
        let fits = |route: &&Route| takes(route, event) && route.view.fits(event, &self.fields, &mut values);
        self.routes.get(rule)?.iter().find(fits).map(|route| route.view)
    }
}

fn takes(route: &Route, event: &dyn Event) -> bool {
    route.takes(event.channel(), event.provider(), event.event_id())
}

/// Where the fields of a rule stand, each once.
fn sources_of(rule: &Rule, view: View, fields: &Fields) -> Box<[Source]> {
    let mut sources: Vec<Source> = Vec::new();
    rule.expr.each_test(&mut |test| {
        if let Some(name) = &test.field {
            let source = view.source(name, &mut |name| fields.id(name).unwrap_or(FieldId(0)));
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    });
    sources.into()
}

/// Every field that matching or correlating may ask for, under the names events have for it.
fn fields_of(rules: &RuleSet, routes: &[Vec<Route>]) -> Fields {
    let mut fields = Fields::default();
    let note = |fields: &mut Fields, view: View, name: &str| {
        let mut id = |name: &str| -> FieldId { fields.intern(name) };
        view.source(name, &mut id);
        if let Some((name, _)) = view.only() {
            id(name);
        }
    };
    for (rule, routes) in rules.rules.iter().zip(routes) {
        for route in routes {
            rule.expr.each_test(&mut |test| {
                test.field.iter().for_each(|name| note(&mut fields, route.view, name));
                if let Matcher::Field(other) = &test.matcher {
                    note(&mut fields, route.view, &other.field);
                }
            });
        }
    }
    for correlation in &rules.correlations {
        for name in correlation.field_names() {
            View::ALL.iter().for_each(|view| note(&mut fields, *view, name));
        }
    }
    fields
}
