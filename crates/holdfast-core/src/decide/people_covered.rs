//! People covered: of the people whose nearest emergency department is a rural hospital's, how many have one that takes part.
//!
//! A place counts once, however many hospitals stand there, and as far as the hospital that has come farthest. People are those of
//! the care model, whom anybody can work out from public files; what of them a partner may see is decided in [`hide`].

mod hide;
mod site;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::funnel::Reached;
use super::partners::Tables;
use super::totals::Shown;
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

/// What share of the people is covered, as coarse as a map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarter {
    /// Under 25 percent.
    First,
    /// 25 to 49 percent.
    Second,
    /// 50 to 74 percent.
    Third,
    /// 75 percent and more.
    Fourth,
}

impl Quarter {
    /// Of so many people of so many; `None` of none.
    pub fn of(n: u64, all: u64) -> Option<Self> {
        let quarters = n.saturating_mul(4).checked_div(all)?;
        Some(match quarters {
            0 => Self::First,
            1 => Self::Second,
            2 => Self::Third,
            _ => Self::Fourth,
        })
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::First => "under 25 %",
            Self::Second => "25 to 49 %",
            Self::Third => "50 to 74 %",
            Self::Fourth => "75 % or more",
        }
    }
}

/// People, and how many of them have a hospital that takes part. `None`: hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// All of them.
    pub all: u64,
    /// Covered: whose hospital registered.
    pub registered: Option<u64>,
    /// The others.
    pub uncovered: Option<u64>,
    /// Whose hospital is assessed.
    pub assessed: Option<u64>,
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
    /// What share of them is covered.
    pub share: Option<Quarter>,
    /// Those of them who have no other within 30 minutes. Partners see only how many there are.
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
    let assessed_in = assessed_by_state(reached, state_of);
    let states = tables.states.iter().map(|of| {
        let here: Vec<&RuralSite> = sites.iter().filter(|s| s.state == of.state).collect();
        let n_assessed = Shown::Count { n: assessed_in.get(&of.state).copied().unwrap_or(0) };
        let exact = covered(&here, &first, of.n_rural, of.registered, n_assessed);
        let seen = match view {
            View::Exact => exact,
            View::Hiding { min_group } => hide::state(exact, &here, &first, min_group),
        };
        (of.state, seen)
    });
    let states: Vec<(StateCode, Covered)> = states.collect();
    let stage = |stage| tables.stages.iter().find(|s| s.stage == stage).map_or(Shown::Hidden, |s| s.n);
    let everywhere: Vec<&RuralSite> = sites.iter().collect();
    let n_rural = states.iter().map(|(_, c)| c.n_rural).sum();
    let exact = covered(&everywhere, &first, n_rural, stage(Stage::Registered), stage(Stage::Assessed));
    let months: Vec<MonthEnd> =
        tables.months.iter().map(|m| month_end(sites, &first, (m.year, m.month), m.to)).collect();
    match view {
        View::Exact => PeopleCovered { all: exact, states, months },
        View::Hiding { min_group } => PeopleCovered {
            all: hide::country(exact, &everywhere, &first, min_group),
            states,
            months: hide::months(months, tables, sites, &first, min_group),
        },
    }
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
        self.standing_by(site, (i16::MAX, i8::MAX))
    }

    /// How far a place had come by the end of a month.
    fn standing_by(&self, site: &RuralSite, month: (i16, i8)) -> Standing {
        let is_by = |days: &BTreeMap<Ccn, Date>, ccn: &Ccn| {
            days.get(ccn).is_some_and(|on| (on.year(), on.month()) <= month)
        };
        let any = |days| site.hospitals.iter().any(|ccn| is_by(days, ccn));
        match (any(&self.assessed), any(&self.registered)) {
            (true, _) => Standing::Assessed,
            (false, true) => Standing::Registered,
            (false, false) => Standing::Outside,
        }
    }
}

fn covered(
    sites: &[&RuralSite],
    first: &FirstDays,
    n_rural: u32,
    registered: Shown,
    assessed: Shown,
) -> Covered {
    let people = sums(sites, first, |s| s.people);
    Covered {
        n_rural,
        registered,
        assessed,
        people,
        share: Quarter::of(people.registered.unwrap_or(0), people.all),
        only_within_30: sums(sites, first, |s| s.only_within_30.mid),
    }
}

fn sums(sites: &[&RuralSite], first: &FirstDays, of: impl Fn(&RuralSite) -> u64) -> People {
    let with =
        |least: Standing| sites.iter().filter(|s| first.standing(s) >= least).map(|s| of(s)).sum::<u64>();
    let (all, registered) = (with(Standing::Outside), with(Standing::Registered));
    People {
        all,
        registered: Some(registered),
        uncovered: Some(all - registered),
        assessed: Some(with(Standing::Assessed)),
    }
}

fn month_end(sites: &[RuralSite], first: &FirstDays, from: (i16, i8), to: (i16, i8)) -> MonthEnd {
    let with = |least: Standing| {
        sites.iter().filter(|s| first.standing_by(s, to) >= least).map(|s| s.people).sum::<u64>()
    };
    MonthEnd {
        from,
        to,
        registered: Some(with(Standing::Registered)),
        assessed: Some(with(Standing::Assessed)),
    }
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
