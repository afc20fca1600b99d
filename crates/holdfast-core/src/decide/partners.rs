//! What partners see of the program's totals: all tables at once, because they share numbers.
//!
//! A table that is safe alone can give a group away beside another: a total less a total is a group too. So what is
//! hidden is decided here for every table together, from the funnel down: stages, then months and states, then offers,
//! then offers by state. A number is shown only where each larger group around it is shown, and where the difference to
//! each is none or the minimum and more. So nothing shown below tells more about what is hidden above.
//!
//! Months are put together until none is small, so no month is hidden. Partners get one number an offer, those under
//! way: how far they are would be one more way to split the same hospitals.

use serde::Serialize;

use super::totals::{Group, Line, Shown, is_small};
use super::uptake::{OfferUptake, StateUptake, TwoWay, TwoWayRow};
use crate::model::{Stage, StateCode};

/// One stage of the funnel, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TotalsOf {
    /// The stage.
    pub stage: Stage,
    /// Hospitals that reached it.
    pub n: Shown,
    /// Share of those at the stage before; `None` when either is hidden or nobody was there.
    pub of_previous: Option<f64>,
}

/// One month, or several put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Month {
    /// The year of the first month.
    pub year: i16,
    /// The first month, 1 to 12.
    pub month: i8,
    /// Year and month of the last one: the same unless several are together.
    pub to: (i16, i8),
    /// Hospitals that first registered in it.
    pub registered: Shown,
    /// That were first validated in it.
    pub validated: Shown,
    /// That first had an offer running in it.
    pub activated: Shown,
}

/// Every table of totals, of the same day and the same hospitals.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// The funnel, in order.
    pub stages: Vec<TotalsOf>,
    /// Months since the first registration, oldest first, none left out.
    pub months: Vec<Month>,
    /// Every state with a listed hospital.
    pub states: Vec<StateUptake>,
    /// Every offer.
    pub offers: Vec<OfferUptake>,
    /// Offers by states, in the order of `offers`.
    pub two_way: TwoWay,
}

/// The tables as partners may see them, from the exact ones.
pub fn for_partners(exact: &Tables, min_group: u32) -> Tables {
    let mut hide = Hide { exact, min_group, stages: Vec::new(), registered: Vec::new() };
    hide.choose_stages();
    if !hide.choose_states() {
        hide.stages.clear();
    }
    let offers: Vec<Row> = (0..exact.offers.len()).map(|offer| hide.row(offer)).collect();
    let with_offer = hide.with_offer(&offers);
    Tables {
        stages: hide.funnel(),
        months: hide.months(),
        states: hide.states(&with_offer),
        two_way: hide.two_way(&offers, &with_offer),
        offers: exact.offers.iter().zip(&offers).map(|(o, row)| under_way_alone(o, row)).collect(),
    }
}

/// Stages whose difference to one another is a group: each takes the one before it.
const NESTED: [Stage; 7] = [
    Stage::Registered,
    Stage::Validated,
    Stage::Offered,
    Stage::Activated,
    Stage::Assessed,
    Stage::Remediated,
    Stage::Trained,
];
/// Stages that every hospital with an offer under way has reached.
const AROUND_OFFERS: [Stage; 3] = [Stage::Registered, Stage::Validated, Stage::Offered];
/// The columns of the months.
const BY_MONTH: [Stage; 3] = [Stage::Registered, Stage::Validated, Stage::Activated];

struct Hide<'a> {
    exact: &'a Tables,
    min_group: u32,
    /// The stages shown, with their numbers.
    stages: Vec<(Stage, u32)>,
    /// The states of which it is shown how many registered, with that number.
    registered: Vec<(StateCode, u32)>,
}

/// One offer: the end of its row and a cell for each state of `Hide::registered`.
struct Row {
    all: Option<u32>,
    cells: Vec<Option<u32>>,
}

impl Hide<'_> {
    fn is_small(&self, n: u32) -> bool {
        is_small(n, self.min_group)
    }

    /// Whether subtracting one number from another tells of a small group.
    fn tells(&self, a: u32, b: u32) -> bool {
        self.is_small(a.abs_diff(b))
    }

    fn shown_stage(&self, stage: Stage) -> Option<u32> {
        self.stages.iter().find(|(s, _)| *s == stage).map(|(_, n)| *n)
    }

    fn around_offers(&self) -> impl Iterator<Item = u32> {
        AROUND_OFFERS.into_iter().filter_map(|s| self.shown_stage(s))
    }

    fn choose_stages(&mut self) {
        for of in &self.exact.stages {
            let n = of.n.count().unwrap_or(0);
            let nested = |s: &Stage| NESTED.contains(s);
            let tells = nested(&of.stage) && self.stages.iter().any(|(s, m)| nested(s) && self.tells(*m, n));
            if !self.is_small(n) && !tells {
                self.stages.push((of.stage, n));
            }
        }
    }

    /// False when even without any state the number of all registered hospitals would tell.
    fn choose_states(&mut self) -> bool {
        let Some(total) = self.shown_stage(Stage::Registered) else { return true };
        let mut groups: Vec<Group> = self
            .exact
            .states
            .iter()
            .map(|s| {
                let n = s.registered.count().unwrap_or(0);
                Group { n, most: s.n_listed.max(n), of: None, unpublished: false }
            })
            .collect();
        let listed: u32 = groups.iter().map(|g| g.n).sum();
        if listed < total {
            // Hospitals that have left the directory since: in no state, but in the total.
            groups.push(Group { n: total - listed, most: total, of: None, unpublished: true });
        }
        // A state can have so few hospitals that a hidden number above none would be known. So none is hidden too.
        let line = Line { groups: &groups, total, min_group: self.min_group, shows_zeros: false };
        let Some(hidden) = line.hide() else { return false };
        let shown = self.exact.states.iter().zip(groups.iter().zip(hidden));
        self.registered =
            shown.filter(|(_, (_, hidden))| !hidden).map(|(s, (group, _))| (s.state, group.n)).collect();
        true
    }

    /// The exact number of an offer in a state.
    fn cell(&self, offer: usize, state: StateCode) -> u32 {
        let two_way = &self.exact.two_way;
        let column = two_way.states.iter().position(|s| *s == state);
        column.and_then(|c| two_way.rows[offer].cells[c].count()).unwrap_or(0)
    }

    fn exact_with_offer(&self, state: StateCode) -> u32 {
        self.exact.states.iter().find(|s| s.state == state).and_then(|s| s.with_offer.count()).unwrap_or(0)
    }

    fn row(&self, offer: usize) -> Row {
        let nothing = || Row { all: None, cells: vec![None; self.registered.len()] };
        let all = self.exact.offers[offer].under_way.count().unwrap_or(0);
        let Some(registered) = self.shown_stage(Stage::Registered) else { return nothing() };
        if self.is_small(all) || self.around_offers().any(|n| self.tells(n, all)) {
            return nothing();
        }
        let mut groups: Vec<Group> = self
            .registered
            .iter()
            .map(|(state, registered)| {
                let with_offer = self.exact_with_offer(*state);
                let most = if with_offer < self.min_group { *registered } else { with_offer };
                Group { n: self.cell(offer, *state), most, of: Some(*registered), unpublished: false }
            })
            .collect();
        let shown: u32 = groups.iter().map(|g| g.n).sum();
        let elsewhere = registered.saturating_sub(self.registered.iter().map(|(_, n)| n).sum());
        if elsewhere > 0 || shown < all {
            let n = all.saturating_sub(shown);
            groups.push(Group { n, most: elsewhere.max(n), of: Some(elsewhere.max(n)), unpublished: true });
        }
        let line = Line { groups: &groups, total: all, min_group: self.min_group, shows_zeros: true };
        let Some(hidden) = line.hide() else { return nothing() };
        let cells = groups.iter().zip(hidden).take(self.registered.len());
        Row { all: Some(all), cells: cells.map(|(g, hidden)| (!hidden).then_some(g.n)).collect() }
    }

    /// Hospitals with any offer, for each state of `registered`.
    ///
    /// It counts hospitals and the column counts offers, so it is shown only where it bounds no hidden cell.
    fn with_offer(&self, rows: &[Row]) -> Vec<Option<u32>> {
        let mut ends: Vec<Option<u32>> = (0..self.registered.len())
            .map(|i| {
                let (state, registered) = self.registered[i];
                let n = self.exact_with_offer(state);
                let column: Vec<Option<u32>> = rows.iter().map(|r| r.cells[i]).collect();
                let shown = || column.iter().flatten();
                let sum: u32 = shown().sum();
                let whole = column.iter().all(Option::is_some);
                let safe = !self.is_small(n)
                    && !self.tells(registered, n)
                    && !shown().any(|cell| *cell > 0 && self.tells(n, *cell))
                    && if whole { !self.tells(sum, n) } else { n > 0 && sum >= n };
                safe.then_some(n)
            })
            .collect();
        let all: u32 = self.exact.states.iter().filter_map(|s| s.with_offer.count()).sum();
        loop {
            let shown: u32 = ends.iter().flatten().sum();
            let stage_tells = self.around_offers().any(|n| n >= shown && self.tells(n, shown));
            let offer_tells =
                shown == all && rows.iter().any(|r| r.all.is_some_and(|n| self.tells(n, shown)));
            if !stage_tells && !offer_tells {
                return ends;
            }
            let Some(smallest) = ends.iter_mut().filter(|n| n.is_some_and(|n| n > 0)).min_by_key(|n| **n)
            else {
                return ends;
            };
            *smallest = None;
        }
    }

    fn funnel(&self) -> Vec<TotalsOf> {
        let mut before = None;
        self.exact
            .stages
            .iter()
            .map(|of| {
                let n = self.shown_stage(of.stage);
                let of_previous = of.of_previous.filter(|_| n.is_some() && before.is_some());
                before = n;
                TotalsOf { stage: of.stage, n: shown(n), of_previous }
            })
            .collect()
    }

    /// Months put together until, at the end of each, no column and no difference of two columns so far is small.
    fn months(&self) -> Vec<Month> {
        let columns: Vec<usize> =
            (0..BY_MONTH.len()).filter(|i| self.shown_stage(BY_MONTH[*i]).is_some()).collect();
        let mut periods: Vec<Period> = Vec::new();
        let mut so_far = [0; 3];
        let mut open: Option<Period> = None;
        for month in self.exact.months.iter().filter(|_| !columns.is_empty()) {
            let n = [month.registered, month.validated, month.activated].map(|s| s.count().unwrap_or(0));
            if open.is_none() && periods.is_empty() && columns.iter().all(|i| n[*i] == 0) {
                continue;
            }
            let one = Period { from: (month.year, month.month), to: month.to, n };
            so_far = add(so_far, n);
            let period = open.take().map_or(one, |before| before.and(one));
            if self.is_period(&period, so_far, &columns) {
                periods.push(period);
            } else {
                open = Some(period);
            }
        }
        while let Some(rest) = open.take() {
            let Some(before) = periods.pop() else {
                periods.push(rest);
                break;
            };
            let both = before.and(rest);
            if self.is_period(&both, so_far, &columns) {
                periods.push(both);
            } else {
                open = Some(both);
            }
        }
        let cell = |p: &Period, i: usize| Shown::unless(!columns.contains(&i), p.n[i]);
        periods
            .iter()
            .map(|p| Month {
                year: p.from.0,
                month: p.from.1,
                to: p.to,
                registered: cell(p, 0),
                validated: cell(p, 1),
                activated: cell(p, 2),
            })
            .collect()
    }

    fn is_period(&self, period: &Period, so_far: [u32; 3], columns: &[usize]) -> bool {
        columns.iter().all(|i| {
            !self.is_small(period.n[*i]) && !columns.iter().any(|j| self.tells(so_far[*i], so_far[*j]))
        })
    }

    fn states(&self, with_offer: &[Option<u32>]) -> Vec<StateUptake> {
        self.exact
            .states
            .iter()
            .map(|s| {
                let at = self.registered.iter().position(|(state, _)| *state == s.state);
                StateUptake {
                    registered: shown(at.map(|i| self.registered[i].1)),
                    with_offer: shown(at.and_then(|i| with_offer[i])),
                    registered_share: s.registered_share.filter(|_| at.is_some()),
                    ..s.clone()
                }
            })
            .collect()
    }

    fn two_way(&self, rows: &[Row], with_offer: &[Option<u32>]) -> TwoWay {
        let any = rows.iter().any(|r| r.all != Some(0));
        let width = if any { self.registered.len() } else { 0 };
        TwoWay {
            states: self.registered[..width].iter().map(|(state, _)| *state).collect(),
            rows: self
                .exact
                .offers
                .iter()
                .zip(rows)
                .map(|(o, row)| TwoWayRow {
                    offer: o.offer.clone(),
                    cells: row.cells[..width].iter().copied().map(shown).collect(),
                    all: shown(row.all),
                })
                .collect(),
            hospitals: with_offer[..width].iter().copied().map(shown).collect(),
        }
    }
}

/// Months together, and what they add up to.
#[derive(Clone, Copy)]
struct Period {
    from: (i16, i8),
    to: (i16, i8),
    n: [u32; 3],
}

impl Period {
    fn and(self, later: Self) -> Self {
        Self { from: self.from, to: later.to, n: add(self.n, later.n) }
    }
}

fn add(a: [u32; 3], b: [u32; 3]) -> [u32; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn shown(n: Option<u32>) -> Shown {
    n.map_or(Shown::Hidden, |n| Shown::Count { n })
}

fn under_way_alone(exact: &OfferUptake, row: &Row) -> OfferUptake {
    OfferUptake {
        offer: exact.offer.clone(),
        claimed: Shown::Hidden,
        validated: Shown::Hidden,
        active: Shown::Hidden,
        lapsed: Shown::Hidden,
        all: Shown::Hidden,
        under_way: shown(row.all),
    }
}

#[cfg(test)]
mod tests;
