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

use std::sync::Arc;

use crate::event::{Event, FieldId, Fields, Values};
use crate::expr::Matcher;
use crate::judge::Judge;
use crate::logsource::Route;
use crate::rule::Rule;
use crate::ruleset::RuleSet;
use crate::view::View;
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
        Self { rules, fields, routes, router }
    }

    /// The rules it was made of.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// One rule.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules.rules[id.index()]
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
