//! Lines of the pack: stretches of time, the clock of a service, a call, a part of the list on waivers.

use serde::Serialize;

use crate::catalog::{CallBy, Catalog, Drill, ServiceKind, WaiverPart, WaiverPoint};
use crate::decide::downtime::{ServiceClock, ServiceState, after_in_words};

/// What to do in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// "The first hour".
    pub title: &'static str,
    /// What to do, each in a sentence or two.
    pub actions: Vec<String>,
}

impl Stretch {
    pub(super) fn all(drill: &Drill) -> Vec<Self> {
        [
            ("The first hour", &drill.first_hour),
            ("The first day", &drill.first_day),
            ("The first week", &drill.first_week),
        ]
        .into_iter()
        .map(|(title, actions)| Self { title, actions: actions.clone() })
        .collect()
    }
}

/// What becomes of a service, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockLine {
    /// What people call it.
    pub name: String,
    /// What becomes of it.
    pub state: ServiceState,
    /// When care, or income, is hurt; empty while it goes on.
    pub hurt: String,
    /// Why; empty while it goes on.
    pub why: String,
    /// What staff do meanwhile.
    pub by_hand: String,
    /// Whether hours of it are the hospital's own word.
    pub is_own: bool,
}

impl ClockLine {
    pub(super) fn of(clock: &ServiceClock) -> Self {
        let hurt = clock.hours.map_or_else(String::new, |hours| {
            let what = if clock.kind == ServiceKind::Clinical { "care" } else { "income" };
            format!("{what} is hurt {}", after_in_words(hours))
        });
        Self {
            name: clock.name.clone(),
            state: clock.state,
            hurt,
            why: clock.causes.first().map_or_else(String::new, |cause| cause.why.clone()),
            by_hand: if clock.state == ServiceState::GoesOn { String::new() } else { clock.by_hand.clone() },
            is_own: clock.causes.iter().any(|cause| cause.is_own),
        }
    }

    /// What becomes of it, in a word or two.
    pub fn becomes(&self) -> &'static str {
        match self.state {
            ServiceState::Stops => "Stops",
            ServiceState::Slows => "By hand",
            ServiceState::GoesOn => "Goes on",
        }
    }
}

/// One call of the tree. Name and number are written in by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallLine {
    /// Its id.
    pub id: String,
    /// Whom.
    pub who: String,
    /// Whether it is somebody outside the hospital.
    pub is_outside: bool,
    /// Who makes the call.
    pub caller: String,
    /// By when.
    pub by: CallBy,
    /// Why.
    pub why: String,
    /// What to say first.
    pub say: String,
    /// Where the row comes from.
    pub source: String,
    /// Whether somebody held it against that source.
    pub is_verified: bool,
}

/// The tree of a scenario in the order to call: soonest first, else as the catalog has them.
pub(super) fn calls(catalog: &Catalog, drill: &Drill) -> Vec<CallLine> {
    let mut all: Vec<CallLine> = catalog
        .drills
        .calls_of(&drill.id)
        .map(|call| {
            let caller = call.called_by.as_ref().and_then(|by| catalog.drills.call(by));
            let contact = call.contact.as_ref().and_then(|id| catalog.contact(id.as_str()));
            let why = call.why.as_ref().or(contact.map(|c| &c.why));
            CallLine {
                id: call.id.to_string(),
                who: call.who.clone(),
                is_outside: call.is_outside,
                caller: caller.map_or_else(|| "Whoever sees it first".to_owned(), |c| c.who.clone()),
                by: call.by,
                why: why.cloned().unwrap_or_default(),
                say: call.say.clone(),
                source: call.provenance.source.clone(),
                is_verified: call.provenance.verified_on.is_some(),
            }
        })
        .collect();
    all.sort_by_key(|line| line.by);
    all
}

/// A part of the list on waivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverList {
    /// Which part.
    pub part: WaiverPart,
    /// Its heading.
    pub title: &'static str,
    /// Its lines, each with its source.
    pub points: Vec<WaiverPoint>,
}

impl WaiverList {
    /// The parts that have lines, in order.
    pub(super) fn all(catalog: &Catalog) -> Vec<Self> {
        let of = |part: WaiverPart| Self {
            part,
            title: part.title(),
            points: catalog.drills.waiver.iter().filter(|p| p.part == part).cloned().collect(),
        };
        WaiverPart::ALL.into_iter().map(of).filter(|list| !list.points.is_empty()).collect()
    }
}
