//! What is asked of the board, and what it buys.

use serde::{Deserialize, Serialize};

use super::super::Given;
use crate::Date;
use crate::catalog::StepId;
use crate::decide::plan::{Dollars, Plan, ScenarioLoss, Scheduled};
use crate::decide::posture::Attainment;

/// One step that takes money or many hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedStep {
    /// Which.
    pub step: StepId,
    /// What is done.
    pub name: String,
    /// By when.
    pub due_on: Date,
    /// Dollars in the first year, after offers.
    pub usd: u64,
    /// Dollars in each later year, likely and before any offer.
    pub yearly_usd: u64,
    /// Staff hours.
    pub hours: u32,
    /// Loss a year it avoids, likely.
    pub avoids_usd: u64,
}

/// What is asked for, and what it buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Dollars in the first year, after offers.
    pub usd: u64,
    /// The same at list price: what the offers take off is the difference.
    pub list_usd: u64,
    /// Dollars in each later year, likely and before any offer.
    pub yearly_usd: u64,
    /// Staff hours in the first year.
    pub hours: u64,
    /// The budget that was said, if one was.
    pub budget_usd: Option<u64>,
    /// Steps in the year.
    pub n_steps: usize,
    /// Those that take most money, then most hours; those of the first 13 weeks first among equals.
    pub largest: Vec<AskedStep>,
    /// Steps worth taking that find no place this year.
    pub n_deferred: usize,
    /// Loss to expect in a year as things are.
    pub loss_now: Dollars,
    /// The same once the steps are done.
    pub loss_after: Dollars,
    /// Goals met as things are.
    pub goals_now: Attainment,
    /// Goals met after 13 weeks, as promised.
    pub goals_quarter: Attainment,
    /// Goals met after a year, as promised.
    pub goals_year: Attainment,
    /// Whether every figure of these steps was checked at its source.
    pub is_verified: bool,
}

pub(super) fn asked(given: &Given<'_>) -> Option<Asked> {
    let plan = given.plan?;
    let scheduled: Vec<&Scheduled> = plan.quarter.iter().chain(&plan.year).collect();
    let price = |s: &Scheduled| plan.ranked.iter().find(|r| r.step == s.step);
    let mut largest: Vec<AskedStep> = scheduled
        .iter()
        .map(|s| AskedStep {
            step: s.step.clone(),
            name: given.catalog.step(&s.step).map_or(s.step.as_str(), |s| s.name.as_str()).to_owned(),
            due_on: s.due_on,
            usd: s.cost_usd,
            yearly_usd: price(s).map_or(0, |r| r.price.yearly_usd.likely),
            hours: s.hours,
            avoids_usd: price(s).map_or(0, |r| r.avoids.likely),
        })
        .collect();
    largest.sort_by(|a, b| (b.usd, b.hours, &a.due_on, &a.step).cmp(&(a.usd, a.hours, &b.due_on, &b.step)));
    largest.truncate(5);
    let sum = |pick: fn(&crate::decide::plan::Ranked) -> u64| {
        scheduled.iter().filter_map(|s| price(s)).map(pick).fold(0, u64::saturating_add)
    };
    let of = |losses: &[ScenarioLoss]| losses.iter().map(|l| l.a_year).sum();
    Some(Asked {
        usd: plan.cost_usd,
        list_usd: sum(|r| r.price.list_usd.likely),
        yearly_usd: sum(|r| r.price.yearly_usd.likely),
        hours: plan.hours,
        budget_usd: given.means.and_then(|m| m.budget_usd),
        n_steps: scheduled.len(),
        largest,
        n_deferred: plan.left_for_later.len(),
        loss_now: of(&plan.loss_now),
        loss_after: of(&plan.loss_after),
        goals_now: plan.attained_now,
        goals_quarter: plan.promised_quarter,
        goals_year: plan.promised_year,
        is_verified: is_verified(given, plan),
    })
}

fn is_verified(given: &Given<'_>, plan: &Plan) -> bool {
    let steps = plan.quarter.iter().chain(&plan.year).filter_map(|s| given.catalog.step(&s.step));
    let mut sources = steps.flat_map(|s| s.effects.iter().map(|e| &e.provenance).chain([&s.cost.provenance]));
    sources.all(|p| p.verified_on.is_some())
}
