//! The calendar: steps in their order, put into weeks that have hours left, money left and, where needed, a downtime.
//!
//! The first 13 weeks are filled first, and what does not fit there waits for the rest of the year, so that the two
//! calendars agree.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use serde::{Deserialize, Serialize};

use super::price::price;
use super::{Means, Ranked};
use crate::Date;
use crate::catalog::{Catalog, Step, StepId, WindowNeed};

const QUARTER_WEEKS: usize = 13;
const YEAR_WEEKS: usize = 52;

/// A step with its weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Which.
    pub step: StepId,
    /// The first day of its first week.
    pub starts_on: Date,
    /// The last day of its last week: when it is due.
    pub due_on: Date,
    /// Staff hours.
    pub hours: u32,
    /// Dollars.
    pub cost_usd: u64,
    /// Its first week, counted from 0.
    pub first_week: u8,
    /// Its last week.
    pub last_week: u8,
}

/// A step without a place this year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotScheduled {
    /// Which.
    pub step: StepId,
    /// Why, in a sentence.
    pub why: String,
}

pub(super) struct Calendar {
    pub(super) quarter: Vec<Scheduled>,
    pub(super) year: Vec<Scheduled>,
    pub(super) left: Vec<NotScheduled>,
    pub(super) cost_usd: u64,
    pub(super) hours: u64,
}

struct Room<'m> {
    means: &'m Means,
    hours: Vec<u32>,
    downtimes: Vec<u32>,
    spent: u64,
    done: BTreeMap<StepId, usize>,
}

/// Schedules `first`, then the ranked steps, each with what it needs before it.
pub(super) fn schedule(catalog: &Catalog, means: &Means, ranked: &[Ranked], first: &[StepId]) -> Calendar {
    let months = YEAR_WEEKS.div_ceil(4);
    let mut room = Room {
        means,
        hours: vec![means.hours_a_week; YEAR_WEEKS],
        downtimes: vec![means.downtimes_a_month; months],
        spent: 0,
        done: BTreeMap::new(),
    };
    let open: BTreeSet<&StepId> = ranked.iter().map(|r| &r.step).collect();
    let mut order: Vec<&Step> = Vec::new();
    let wanted = first.iter().filter(|id| open.contains(id)).chain(ranked.iter().map(|r| &r.step));
    for step in wanted.filter_map(|id| catalog.step(id)) {
        let done = |id: &StepId| !open.contains(id) || order.iter().any(|s| s.id == *id);
        let bundle = super::rank::with_needs(catalog, step, done);
        for step in bundle {
            if !order.iter().any(|s| s.id == step.id) {
                order.push(step);
            }
        }
    }
    let mut scheduled: Vec<Scheduled> = Vec::new();
    let mut left: Vec<NotScheduled> = Vec::new();
    for until in [QUARTER_WEEKS, YEAR_WEEKS] {
        left.clear();
        for step in &order {
            if room.done.contains_key(&step.id) {
                continue;
            }
            match room.place(step, &open, until) {
                Ok(place) => scheduled.push(place),
                Err(why) => left.push(NotScheduled { step: step.id.clone(), why }),
            }
        }
    }
    scheduled.sort_by_key(|s| (s.first_week, s.last_week));
    let cost_usd = scheduled.iter().map(|s| s.cost_usd).sum();
    let hours = scheduled.iter().map(|s| u64::from(s.hours)).sum();
    let (quarter, year) = scheduled.into_iter().partition(|s| usize::from(s.last_week) < QUARTER_WEEKS);
    Calendar { quarter, year, left, cost_usd, hours }
}

impl Room<'_> {
    /// Takes the hours, the money and the downtime of a step, all or none.
    fn place(&mut self, step: &Step, open: &BTreeSet<&StepId>, until: usize) -> Result<Scheduled, String> {
        let mut from = 0;
        for need in step.after.iter().filter(|id| open.contains(id)) {
            match self.done.get(need) {
                Some(week) => from = from.max(week + 1),
                None => return Err("A step it needs first has no place this year.".to_owned()),
            }
        }
        let price = price(step, self.means);
        let cost_usd = price.usd.likely;
        if let Some(budget) = self.means.budget_usd
            && self.spent.saturating_add(cost_usd) > budget
        {
            let over = crate::model::Usd(self.spent.saturating_add(cost_usd) - budget);
            return Err(format!("The budget is short by {over} for it."));
        }
        let hours = price.hours.likely;
        let no_hours = || "Nobody has the hours for it this year.".to_owned();
        let mut taken: Vec<(usize, u32)> = Vec::new();
        let mut rest = hours;
        let mut week = from;
        while rest > 0 {
            let free = *self.hours.get(week).filter(|_| week < until).ok_or_else(no_hours)?;
            let take = free.min(rest);
            if take > 0 {
                taken.push((week, take));
                rest -= take;
            }
            week += 1;
        }
        let first_week = taken.first().map_or(from, |(w, _)| *w);
        let mut last_week = taken.last().map_or(from, |(w, _)| *w);
        if last_week >= until {
            return Err(no_hours());
        }
        if step.window == WindowNeed::Downtime {
            last_week = (last_week..until)
                .find(|w| self.downtimes.get(w / 4).is_some_and(|n| *n > 0))
                .ok_or_else(|| "No downtime is left for it this year.".to_owned())?;
            self.downtimes[last_week / 4] -= 1;
        }
        for (week, take) in taken {
            self.hours[week] -= take;
        }
        self.spent = self.spent.saturating_add(cost_usd);
        self.done.insert(step.id.clone(), last_week);
        let day = |weeks: usize, more: i64| {
            let span = Span::new().days(i64::try_from(weeks * 7).unwrap_or(0) + more);
            self.means.starts_on.checked_add(span).unwrap_or(self.means.starts_on)
        };
        let number = |week: usize| u8::try_from(week).unwrap_or(u8::MAX);
        Ok(Scheduled {
            step: step.id.clone(),
            starts_on: day(first_week, 0),
            due_on: day(last_week, 6),
            hours,
            cost_usd,
            first_week: number(first_week),
            last_week: number(last_week),
        })
    }
}
