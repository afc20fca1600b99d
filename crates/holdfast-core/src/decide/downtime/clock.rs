//! The clock of one service, and of the hospital's money.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{OwnServices, WhyDown};
use crate::catalog::{DependencyId, Estimate, Service, ServiceEffect, ServiceId, ServiceKind, Services};
use crate::model::grouped;

const HOURS_OF_A_DAY: u32 = 24;

/// What becomes of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    /// Nothing it leans on is down.
    GoesOn,
    /// It goes on by hand.
    Slows,
    /// It cannot go on here.
    Stops,
}

/// How far a service's clock has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It bears it.
    Bears,
    /// It may be hurt by now.
    MayBeHurt,
    /// By all estimates it is hurt.
    Hurt,
}

/// Something down that a service leans on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// What.
    pub on: DependencyId,
    /// What people call it.
    pub name: String,
    /// What becomes of the service without it.
    pub effect: ServiceEffect,
    /// Hours until care, or income, is hurt.
    pub hours: Estimate,
    /// How.
    pub why: String,
    /// Whether the hours are the hospital's own.
    pub is_own: bool,
    /// Whether nobody has held the hours against a published source.
    pub is_estimate: bool,
    /// Where the hours come from.
    pub source: String,
}

/// One service and its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceClock {
    /// Which.
    pub id: ServiceId,
    /// What people call it.
    pub name: String,
    /// For patients or for income.
    pub kind: ServiceKind,
    /// What becomes of it.
    pub state: ServiceState,
    /// Hours until care, or income, is hurt: the soonest of all causes. `None` while it goes on.
    pub hours: Option<Estimate>,
    /// What is down, soonest first.
    pub causes: Vec<Cause>,
    /// What staff do meanwhile.
    pub by_hand: String,
}

/// When money runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CashClock {
    /// Hours until there is none.
    pub hours: Estimate,
    /// Whether the hospital said how long its own lasts.
    pub is_own: bool,
    /// Where the figures come from.
    pub sources: Vec<String>,
}

impl ServiceClock {
    /// How far its clock has run after so many hours.
    pub fn stage(&self, after_hours: u32) -> Stage {
        match self.hours {
            Some(hours) if after_hours >= hours.high => Stage::Hurt,
            Some(hours) if after_hours >= hours.low => Stage::MayBeHurt,
            _ => Stage::Bears,
        }
    }

    /// What is so, in a sentence.
    pub fn sentence(&self) -> String {
        let (Some(hours), Some(first)) = (self.hours, self.causes.first()) else {
            return format!("{} goes on.", self.name);
        };
        let becomes = if self.state == ServiceState::Stops { "stops" } else { "goes on by hand" };
        let hurt = if self.kind == ServiceKind::Clinical { "care is hurt" } else { "income is hurt" };
        format!("{} {becomes}: {hurt} {}. {}", self.name, after_in_words(hours), first.why)
    }
}

impl CashClock {
    /// What is so, in a sentence.
    pub fn sentence(&self) -> String {
        format!("Money runs out {}.", after_in_words(self.hours))
    }
}

/// "after about 2 hours (1 to 6)", or "at once", or in days from two days on.
pub fn after_in_words(hours: Estimate) -> String {
    if hours.high == 0 {
        return "at once".to_owned();
    }
    let days = hours.likely >= 2 * HOURS_OF_A_DAY;
    let of = |hours: u32| {
        let n = if days { (hours + HOURS_OF_A_DAY / 2) / HOURS_OF_A_DAY } else { hours };
        grouped(u64::from(n))
    };
    let unit = match (days, hours.likely) {
        (true, _) => "days",
        (false, 1) => "hour",
        (false, _) => "hours",
    };
    format!("after about {} {unit} ({} to {})", of(hours.likely), of(hours.low), of(hours.high))
}

pub(super) fn of(
    services: &Services,
    service: &Service,
    own: &OwnServices,
    down: &BTreeMap<DependencyId, WhyDown>,
) -> ServiceClock {
    let needs = service.needs.iter().filter(|need| down.contains_key(&need.on));
    let mut causes: Vec<Cause> = needs
        .filter_map(|need| {
            let key = (service.id.clone(), need.on.clone());
            if own.without.contains(&key) {
                return None;
            }
            let own_hours = own.hours.get(&key).copied();
            let source = match own_hours {
                Some(_) => "the hospital's own word".to_owned(),
                None => need.provenance.source.clone(),
            };
            Some(Cause {
                on: need.on.clone(),
                name: services.dependency(&need.on).map_or_else(|| need.on.to_string(), |d| d.name.clone()),
                effect: need.effect,
                hours: own_hours.unwrap_or(need.hours),
                why: need.why.clone(),
                is_own: own_hours.is_some(),
                is_estimate: own_hours.is_none() && need.provenance.verified_on.is_none(),
                source,
            })
        })
        .collect();
    causes.sort_by_key(|cause| (cause.hours.likely, cause.hours.low, cause.hours.high));
    let state = causes.iter().map(|cause| match cause.effect {
        ServiceEffect::Stops => ServiceState::Stops,
        ServiceEffect::Slows => ServiceState::Slows,
    });
    ServiceClock {
        id: service.id.clone(),
        name: service.name.clone(),
        kind: service.kind,
        state: state.max().unwrap_or(ServiceState::GoesOn),
        hours: causes.iter().map(|cause| cause.hours).reduce(sooner),
        causes,
        by_hand: service.by_hand.clone(),
    }
}

/// Low, likely and high, each the sooner of the two: whichever comes first hurts.
fn sooner(a: Estimate, b: Estimate) -> Estimate {
    Estimate { low: a.low.min(b.low), likely: a.likely.min(b.likely), high: a.high.min(b.high) }
}

/// Hurt soonest first, then in the order of names; what goes on comes last.
pub(super) fn soonest(clock: &ServiceClock) -> (bool, u32, u32, String) {
    let hours = clock.hours.unwrap_or_default();
    (clock.hours.is_none(), hours.likely, hours.low, clock.name.clone())
}

/// From the moment the first service that brings money in is hurt: payments for what was sent before still come, then reserves are used.
pub(super) fn cash(services: &Services, own: &OwnServices, clocks: &[ServiceClock]) -> Option<CashClock> {
    let cash = services.cash.as_ref()?;
    let billing = clocks.iter().filter(|c| c.kind == ServiceKind::Billing && c.state == ServiceState::Stops);
    let hurt = billing.filter_map(|c| c.hours).reduce(sooner)?;
    let on_hand = own.days_of_cash.unwrap_or(cash.days_on_hand);
    let sum = |hours: u32, paid: u32, held: u32| hours + HOURS_OF_A_DAY * (paid + held);
    let paid = cash.days_still_paid;
    let held = match own.days_of_cash {
        Some(_) => "the hospital's own word".to_owned(),
        None => cash.on_hand_source.source.clone(),
    };
    Some(CashClock {
        hours: Estimate {
            low: sum(hurt.low, paid.low, on_hand.low),
            likely: sum(hurt.likely, paid.likely, on_hand.likely),
            high: sum(hurt.high, paid.high, on_hand.high),
        },
        is_own: own.days_of_cash.is_some(),
        sources: vec![cash.still_paid_source.source.clone(), held],
    })
}
