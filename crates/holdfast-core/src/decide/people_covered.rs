//! People covered: of the people whose nearest emergency department is a rural hospital's, how many have one that takes part.
//!
//! A place counts once, however many hospitals stand there, and as far as the hospital that has come farthest. People are those of
//! the care model, whom anybody can work out from public files. That is why a partner sees their sums rounded, and only where the
//! count of hospitals behind them is shown and leaves room for doubt: an exact sum would tell which hospitals it is made of.

mod site;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::funnel::Reached;
use super::partners::Tables;
use super::totals::{Shown, is_small};
use super::uptake::View;
use crate::Date;
use crate::model::{Ccn, Stage, StateCode};

pub use site::{RuralSite, rural_sites};

/// How far the hospitals of a place have come, as a map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// None of them registered.
    Outside,
    /// One registered, none is assessed.
    Registered,
    /// One is assessed.
    Assessed,
}

/// People, and how many of them have a hospital that takes part. `None`: too few hospitals to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// All of them.
    pub all: u64,
    /// Whose hospital registered.
    pub registered: Option<u64>,
    /// Whose hospital is assessed.
    pub assessed: Option<u64>,
}

impl People {
    /// People still uncovered: those whose hospital did not register.
    pub fn uncovered(&self) -> Option<u64> {
        self.registered.map(|covered| self.all.saturating_sub(covered))
    }
}

/// One state, or the country.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Covered {
    /// Rural hospitals the directory lists.
    pub n_rural: u32,
    /// Hospitals that registered.
    pub registered: Shown,
    /// Hospitals that are assessed. Partners see it of the country alone.
    pub assessed: Shown,
    /// People whose nearest emergency department is a rural hospital's.
    pub people: People,
    /// Those of them who have no other within 30 minutes. Partners see it of the country alone.
    pub only_within_30: People,
}

/// People covered at the end of a month, or of several put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthEnd {
    /// Year and month of the first one.
    pub from: (i16, i8),
    /// Year and month of the last one.
    pub to: (i16, i8),
    /// People whose hospital had registered by its end.
    pub registered: Option<u64>,
    /// People whose hospital was assessed by its end; partners do not see it.
    pub assessed: Option<u64>,
}

/// People covered, of the country, by state and by month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleCovered {
    /// The country.
    pub all: Covered,
    /// Every state with a listed hospital.
    pub states: Vec<(StateCode, Covered)>,
    /// Months since the first registration, oldest first, none left out.
    pub months: Vec<MonthEnd>,
}

/// People covered as of a day.
///
/// `reached`: who got where, up to that day and without hospitals that `view` may not count. `tables`: the totals of the same view, so
/// that no number of hospitals is shown here that is hidden there. `state_of`: the state of a hospital.
pub fn people_covered(
    sites: &[RuralSite],
    reached: &[Reached],
    tables: &Tables,
    view: View,
    state_of: &dyn Fn(Ccn) -> Option<StateCode>,
) -> PeopleCovered {
    let first = FirstDays::of(reached);
    let is_exact = view == View::Exact;
    let assessed_in = assessed_by_state(reached, state_of);
    let states = tables.states.iter().map(|of| {
        let here: Vec<&RuralSite> = sites.iter().filter(|s| s.state == of.state).collect();
        let mut people = sums(&here, &first, |s| s.people);
        let mut only = sums(&here, &first, |s| s.only_within_30.mid);
        if let View::Hiding { min_group } = view {
            let is_shown = of.registered.count().is_some_and(|n| leaves_doubt(n, of.n_rural, min_group))
                && leaves_doubt(n_registered(&here, &first), count(here.len()), min_group);
            people = People {
                all: people.all,
                registered: people.registered.filter(|_| is_shown),
                assessed: None,
            };
            only = People { all: only.all, ..People::default() };
        }
        let n_assessed = assessed_in.get(&of.state).copied().unwrap_or(0);
        let covered = Covered {
            n_rural: of.n_rural,
            registered: of.registered,
            assessed: Shown::unless(!is_exact, n_assessed),
            people: people.seen(view),
            only_within_30: only.seen(view),
        };
        (of.state, covered)
    });
    let states: Vec<(StateCode, Covered)> = states.collect();
    let stage = |stage| tables.stages.iter().find(|s| s.stage == stage).map_or(Shown::Hidden, |s| s.n);
    let (registered, assessed) = (stage(Stage::Registered), stage(Stage::Assessed));
    let everywhere: Vec<&RuralSite> = sites.iter().collect();
    let whole = |of: fn(&RuralSite) -> u64| {
        let sums = sums(&everywhere, &first, of);
        let seen = People {
            all: sums.all,
            registered: sums.registered.filter(|_| registered.count().is_some()),
            assessed: sums.assessed.filter(|_| assessed.count().is_some()),
        };
        seen.seen(view)
    };
    let all = Covered {
        n_rural: states.iter().map(|(_, c)| c.n_rural).sum(),
        registered,
        assessed,
        people: whole(|s| s.people),
        only_within_30: whole(|s| s.only_within_30.mid),
    };
    let months = tables.months.iter().map(|m| {
        let is_by = |days: &BTreeMap<Ccn, Date>, site: &RuralSite| {
            site.hospitals.iter().any(|ccn| days.get(ccn).is_some_and(|on| (on.year(), on.month()) <= m.to))
        };
        let assessed = |site: &&RuralSite| is_by(&first.assessed, site);
        let taking_part = |site: &&RuralSite| is_by(&first.registered, site) || assessed(site);
        let people = |sites: &mut dyn Iterator<Item = &RuralSite>| sites.map(|s| s.people).sum::<u64>();
        MonthEnd {
            from: (m.year, m.month),
            to: m.to,
            registered: m
                .registered
                .count()
                .map(|_| as_seen(people(&mut sites.iter().filter(taking_part)), view)),
            assessed: is_exact.then(|| people(&mut sites.iter().filter(assessed))),
        }
    });
    PeopleCovered { all, states, months: months.collect() }
}

/// How far each place has come, in the order of the places.
pub fn standings(sites: &[RuralSite], reached: &[Reached]) -> Vec<Standing> {
    let first = FirstDays::of(reached);
    sites.iter().map(|site| first.standing(site)).collect()
}

/// The first day each hospital got somewhere.
#[derive(Default)]
struct FirstDays {
    registered: BTreeMap<Ccn, Date>,
    assessed: BTreeMap<Ccn, Date>,
}

impl FirstDays {
    fn of(reached: &[Reached]) -> Self {
        let mut first = Self::default();
        for r in reached {
            let days = match r.stage {
                Stage::Registered => &mut first.registered,
                Stage::Assessed => &mut first.assessed,
                _ => continue,
            };
            days.entry(r.ccn).and_modify(|on| *on = (*on).min(r.on)).or_insert(r.on);
        }
        first
    }

    fn standing(&self, site: &RuralSite) -> Standing {
        let any = |days: &BTreeMap<Ccn, Date>| site.hospitals.iter().any(|ccn| days.contains_key(ccn));
        match (any(&self.assessed), any(&self.registered)) {
            (true, _) => Standing::Assessed,
            (false, true) => Standing::Registered,
            (false, false) => Standing::Outside,
        }
    }
}

impl People {
    fn seen(self, view: View) -> Self {
        let seen = |n: Option<u64>| n.map(|n| as_seen(n, view));
        Self { all: self.all, registered: seen(self.registered), assessed: seen(self.assessed) }
    }
}

/// Exact for the office; two figures that count for partners.
fn as_seen(n: u64, view: View) -> u64 {
    if view == View::Exact {
        return n;
    }
    let mut step = 1;
    while n / step >= 100 {
        step *= 10;
    }
    (n + step / 2) / step * step
}

/// Whether neither those in nor those out are a small group, so that a sum of people tells of nobody.
fn leaves_doubt(n: u32, of: u32, min_group: u32) -> bool {
    !is_small(n, min_group) && !is_small(of.abs_diff(n), min_group)
}

fn n_registered(sites: &[&RuralSite], first: &FirstDays) -> u32 {
    count(sites.iter().filter(|s| first.standing(s) > Standing::Outside).count())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn sums(sites: &[&RuralSite], first: &FirstDays, of: impl Fn(&RuralSite) -> u64) -> People {
    let (mut all, mut registered, mut assessed) = (0, 0, 0);
    for site in sites {
        let (n, standing) = (of(site), first.standing(site));
        all += n;
        registered += if standing >= Standing::Registered { n } else { 0 };
        assessed += if standing == Standing::Assessed { n } else { 0 };
    }
    People { all, registered: Some(registered), assessed: Some(assessed) }
}

fn assessed_by_state(
    reached: &[Reached],
    state_of: &dyn Fn(Ccn) -> Option<StateCode>,
) -> BTreeMap<StateCode, u32> {
    let once: BTreeSet<Ccn> = reached.iter().filter(|r| r.stage == Stage::Assessed).map(|r| r.ccn).collect();
    let mut by_state = BTreeMap::new();
    for state in once.into_iter().filter_map(state_of) {
        *by_state.entry(state).or_insert(0) += 1;
    }
    by_state
}

#[cfg(test)]
mod tests;
