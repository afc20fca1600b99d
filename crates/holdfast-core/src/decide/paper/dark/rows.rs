//! The rows of the page in words: figures with their ranges, places, those that people turn to, services.

use std::cmp::Reverse;

use serde::Serialize;

use super::Reader;
use crate::catalog::ServiceKind;
use crate::decide::care::road::{KM_PER_MILE, Roads};
use crate::decide::care::{
    Count, Impact, Place, Receiver, added_in_words, beds_in_words, miles, people_in_words, share_in_words,
    span_in_words,
};
use crate::decide::downtime::{Downtime, ServiceState, after_in_words};
use crate::decide::registration::display_case;

const NOT_KNOWN: &str = "not known";

/// A figure with its range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it counts.
    pub what: String,
    /// How much, with the least and the most.
    pub says: String,
}

/// The people of a county or a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    /// Its name, a county with its state.
    pub name: String,
    /// People who lose their nearest emergency department.
    pub people: String,
    /// Of these, pushed beyond 30 minutes.
    pub beyond_30: String,
}

/// A place that people turn to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TurnTo {
    /// Its name.
    pub name: String,
    /// City and state.
    pub place: String,
    /// Telephone on file; empty when there is none.
    pub phone: String,
    /// Miles by road from the nearest that is down.
    pub miles: u64,
    /// People for whom it becomes the nearest.
    pub people: String,
    /// Emergency visits more a day.
    pub visits_a_day: String,
    /// Beds more in use on a day.
    pub beds_needed: String,
    /// Beds it has, and how many may be free.
    pub beds: String,
    /// Whether it bears it.
    pub strain: String,
}

/// A service that is hurt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceRow {
    /// What people call it.
    pub name: String,
    /// What becomes of it.
    pub becomes: String,
    /// When care, or income, is hurt.
    pub when: String,
}

impl PlaceRow {
    pub(super) fn of(place: &Place) -> Self {
        let name = match (place.county, place.state) {
            (Some(_), Some(state)) => format!("{}, {state}", place.name),
            _ => place.name.clone(),
        };
        Self { name, people: people_in_words(&place.people), beyond_30: people_in_words(&place.beyond_30) }
    }
}

impl TurnTo {
    pub(super) fn of(receiver: &Receiver) -> Self {
        let at = receiver.site.first();
        Self {
            name: display_case(&at.name),
            place: format!("{}, {}", display_case(&at.city), at.state),
            phone: at.phone.clone(),
            miles: miles(receiver.km * Roads::LIKELY.factor),
            people: people_in_words(&receiver.people),
            visits_a_day: span_in_words(receiver.visits_a_day),
            beds_needed: span_in_words(receiver.beds_needed),
            beds: beds_in_words(receiver),
            strain: receiver.strain().label().to_owned(),
        }
    }
}

/// What carries the page. Where people cannot be counted none of it is known, and none of it becomes a zero.
pub(super) fn figures(impact: &Impact, reader: Reader) -> Vec<Figure> {
    let who = &impact.who;
    let least = if impact.is_at_least { "at least " } else { "" };
    let count = |count: Option<Count>| {
        count.map_or_else(|| NOT_KNOWN.to_owned(), |count| format!("{least}{}", people_in_words(&count)))
    };
    let known = |n: usize| impact.people.map(|_| impact.pushed[n].people);
    let aged = match who.aged_65_share {
        Some(_) => format!("{}, {}", people_in_words(&who.aged_65), share_in_words(who.aged_65_share)),
        None => NOT_KNOWN.to_owned(),
    };
    let figure = |what: &str, says: String| Figure { what: what.to_owned(), says };
    let minutes = added_in_words(impact.added_minutes, 1.0, "minutes");
    let mut figures = vec![
        figure("Lose their nearest emergency department", count(impact.people)),
        figure("Pushed beyond 30 minutes from one", count(known(1))),
        figure("Way to the next one", lower(minutes)),
        figure("People of 65 and more among them", aged),
        figure("Households without a vehicle", share_in_words(who.no_vehicle_share)),
    ];
    if reader == Reader::County {
        let miles = added_in_words(impact.added_km, 1.0 / KM_PER_MILE, "miles");
        figures.extend([
            figure("Households without internet", share_in_words(who.no_internet_share)),
            figure("Pushed beyond 15 minutes", count(known(0))),
            figure("Pushed beyond an hour", count(known(2))),
            figure("By road", lower(miles)),
        ]);
    }
    figures
}

/// "Not known" within a table of small letters.
fn lower(text: String) -> String {
    if text == "Not known" { NOT_KNOWN.to_owned() } else { text }
}

/// Services that are hurt: those for patients before those for income, what stops before what goes on by hand, the soonest first; then money.
pub(super) fn services(downtime: &Downtime) -> Vec<ServiceRow> {
    let mut hurt: Vec<_> = downtime.services.iter().filter_map(|clock| Some((clock, clock.hours?))).collect();
    hurt.sort_by_key(|(clock, hours)| {
        (clock.kind != ServiceKind::Clinical, Reverse(clock.state), hours.likely, hours.low)
    });
    let row = |(clock, hours): &(&crate::decide::downtime::ServiceClock, crate::catalog::Estimate)| {
        let what = if clock.kind == ServiceKind::Clinical { "care" } else { "income" };
        ServiceRow {
            name: clock.name.clone(),
            becomes: if clock.state == ServiceState::Stops { "Stops" } else { "Goes on by hand" }.to_owned(),
            when: format!("{what} is hurt {}", after_in_words(*hours)),
        }
    };
    let money = downtime.cash.as_ref().map(|cash| ServiceRow {
        name: "Money".to_owned(),
        becomes: "Runs out".to_owned(),
        when: after_in_words(cash.hours),
    });
    hurt.iter().map(row).chain(money).collect()
}
