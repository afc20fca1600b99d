//! Who took up what: hospitals by offer, by state and by both, counted exactly.
//!
//! It counts what is on record. A state's share is of the rural hospitals the directory lists there, which is said beside
//! it. What partners may see of it is decided in [`super::partners`], for all tables at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::totals::Shown;
use crate::catalog::OfferId;
use crate::model::{Ccn, Claim, StateCode};

/// How far one hospital has come with one offer. An offer never asked for has no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which hospital.
    pub ccn: Ccn,
    /// In which state.
    pub state: StateCode,
    /// Which offer.
    pub offer: OfferId,
    /// How far.
    pub claim: Claim,
}

/// Whether small groups are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every number, for the program office.
    Exact,
    /// For partners.
    Hiding {
        /// Smallest group shown.
        min_group: u32,
    },
}

/// Hospitals by how far they have come with one offer. Partners see those under way and nothing finer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferUptake {
    /// The offer.
    pub offer: OfferId,
    /// Accepted, not confirmed yet.
    pub claimed: Shown,
    /// Confirmed, not running yet.
    pub validated: Shown,
    /// Running.
    pub active: Shown,
    /// Ran out.
    pub lapsed: Shown,
    /// All of these.
    pub all: Shown,
    /// Accepted, confirmed or running.
    pub under_way: Shown,
}

/// Uptake of each offer asked about, in their order.
pub fn by_offer(offers: &[OfferId], taken: &[Taken]) -> Vec<OfferUptake> {
    offers
        .iter()
        .map(|offer| {
            let n = |is: fn(&Claim) -> bool| {
                distinct(taken.iter().filter(|t| t.offer == *offer && is(&t.claim)).map(|t| t.ccn))
            };
            let claimed = n(|c| matches!(c, Claim::Claimed { .. }));
            let validated = n(|c| matches!(c, Claim::Validated { .. }));
            let active = n(|c| matches!(c, Claim::Active { .. }));
            let lapsed = n(|c| matches!(c, Claim::Lapsed { .. }));
            let exact = |n| Shown::Count { n };
            OfferUptake {
                offer: offer.clone(),
                claimed: exact(claimed),
                validated: exact(validated),
                active: exact(active),
                lapsed: exact(lapsed),
                all: exact(claimed + validated + active + lapsed),
                under_way: exact(claimed + validated + active),
            }
        })
        .collect()
}

/// Hospitals of one state in the directory. Public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedIn {
    /// Which state.
    pub state: StateCode,
    /// The rural ones.
    pub n_rural: u32,
    /// All.
    pub n: u32,
}

/// One state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateUptake {
    /// Which.
    pub state: StateCode,
    /// Rural hospitals the directory lists; public, so never hidden.
    pub n_rural: u32,
    /// All hospitals the directory lists; public too.
    pub n_listed: u32,
    /// Hospitals that registered.
    pub registered: Shown,
    /// Hospitals with an offer accepted, confirmed or running.
    pub with_offer: Shown,
    /// Registered hospitals for each rural one; `None` when hidden or when there is no rural one. Registered hospitals
    /// that are not rural count too, so it can pass 1.
    pub registered_share: Option<f64>,
}

/// Registration and uptake by state, in the order of `listed`.
pub fn by_state(listed: &[ListedIn], registered: &[(Ccn, StateCode)], taken: &[Taken]) -> Vec<StateUptake> {
    listed
        .iter()
        .map(|l| {
            let of = |state: StateCode| state == l.state;
            let n = distinct(registered.iter().filter(|(_, s)| of(*s)).map(|(ccn, _)| *ccn));
            let with_offer = distinct(under_way(taken).filter(|t| of(t.state)).map(|t| t.ccn));
            StateUptake {
                state: l.state,
                n_rural: l.n_rural,
                n_listed: l.n,
                registered: Shown::Count { n },
                with_offer: Shown::Count { n: with_offer },
                registered_share: (l.n_rural > 0).then(|| f64::from(n) / f64::from(l.n_rural)),
            }
        })
        .collect()
}

/// Hospitals with an offer accepted, confirmed or running, by offer and state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TwoWay {
    /// The states, in order of their names: those with any hospital in the table. Partners see those of which they see
    /// how many registered.
    pub states: Vec<StateCode>,
    /// A row an offer: a cell a state, then all states.
    pub rows: Vec<TwoWayRow>,
    /// Hospitals with at least one offer in each state. They are fewer than the sum of the column where a hospital has
    /// several offers.
    pub hospitals: Vec<Shown>,
}

/// One offer across the states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TwoWayRow {
    /// The offer.
    pub offer: OfferId,
    /// A cell a state.
    pub cells: Vec<Shown>,
    /// All states, those without a column of their own too.
    pub all: Shown,
}

/// The table of offers by states.
pub fn two_way(offers: &[OfferId], taken: &[Taken]) -> TwoWay {
    let states: Vec<StateCode> =
        under_way(taken).map(|t| t.state).collect::<BTreeSet<_>>().into_iter().collect();
    let mut cells: BTreeMap<(usize, usize), BTreeSet<Ccn>> = BTreeMap::new();
    let mut columns: Vec<BTreeSet<Ccn>> = vec![BTreeSet::new(); states.len()];
    for t in under_way(taken) {
        let place = offers.iter().position(|o| *o == t.offer).zip(states.iter().position(|s| *s == t.state));
        if let Some((row, column)) = place {
            cells.entry((row, column)).or_default().insert(t.ccn);
            columns[column].insert(t.ccn);
        }
    }
    let exact = |n| Shown::Count { n };
    let at = |row, column| cells.get(&(row, column)).map_or(0, |c| count(c.len()));
    TwoWay {
        rows: offers
            .iter()
            .enumerate()
            .map(|(row, offer)| TwoWayRow {
                offer: offer.clone(),
                cells: (0..states.len()).map(|column| exact(at(row, column))).collect(),
                all: exact((0..states.len()).map(|column| at(row, column)).sum()),
            })
            .collect(),
        hospitals: columns.iter().map(|c| exact(count(c.len()))).collect(),
        states,
    }
}

fn under_way(taken: &[Taken]) -> impl Iterator<Item = &Taken> {
    taken
        .iter()
        .filter(|t| matches!(t.claim, Claim::Claimed { .. } | Claim::Validated { .. } | Claim::Active { .. }))
}

fn distinct(ccns: impl Iterator<Item = Ccn>) -> u32 {
    count(ccns.collect::<BTreeSet<_>>().len())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
