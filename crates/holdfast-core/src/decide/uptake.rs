//! Who took up what: hospitals by offer, by state and by both, exact for the office and with small groups hidden for partners.
//!
//! It counts what is on record. A state's share is of the rural hospitals the directory lists there, which is said beside it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::totals::{Shown, is_safe, is_small, smallest_shown, suppress, total_shown};
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

impl View {
    /// Groups of one total that is itself shown, and the total.
    pub fn groups(self, counts: &[u32]) -> (Vec<Shown>, Shown) {
        match self {
            Self::Exact => (
                counts.iter().map(|n| Shown::Count { n: *n }).collect(),
                Shown::Count { n: counts.iter().sum() },
            ),
            Self::Hiding { min_group } => {
                let shown = suppress(counts, min_group);
                let total = total_shown(counts, &shown, min_group);
                (shown, total)
            }
        }
    }

    /// One number that is part of no total.
    pub fn one(self, n: u32) -> Shown {
        match self {
            Self::Hiding { min_group } if is_small(n, min_group) => Shown::Hidden,
            _ => Shown::Count { n },
        }
    }
}

/// Hospitals by how far they have come with one offer.
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
}

/// Uptake of each offer asked about, in their order.
pub fn by_offer(offers: &[OfferId], taken: &[Taken], view: View) -> Vec<OfferUptake> {
    offers
        .iter()
        .map(|offer| {
            let n = |is: fn(&Claim) -> bool| {
                distinct(taken.iter().filter(|t| t.offer == *offer && is(&t.claim)).map(|t| t.ccn))
            };
            let counts = [
                n(|c| matches!(c, Claim::Claimed { .. })),
                n(|c| matches!(c, Claim::Validated { .. })),
                n(|c| matches!(c, Claim::Active { .. })),
                n(|c| matches!(c, Claim::Lapsed { .. })),
            ];
            let (shown, all) = view.groups(&counts);
            OfferUptake {
                offer: offer.clone(),
                claimed: shown[0],
                validated: shown[1],
                active: shown[2],
                lapsed: shown[3],
                all,
            }
        })
        .collect()
}

/// One state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateUptake {
    /// Which.
    pub state: StateCode,
    /// Rural hospitals the directory lists; public, so never hidden.
    pub n_rural: u32,
    /// Hospitals that registered.
    pub registered: Shown,
    /// Hospitals with an offer accepted, confirmed or running.
    pub with_offer: Shown,
    /// Registered hospitals for each rural one; `None` when hidden or when there is no rural one. Registered hospitals
    /// that are not rural count too, so it can pass 1.
    pub registered_share: Option<f64>,
}

/// Registration and uptake by state, in the order of `rural`: the rural hospitals of each state.
pub fn by_state(
    rural: &[(StateCode, u32)],
    registered: &[(Ccn, StateCode)],
    taken: &[Taken],
    view: View,
) -> Vec<StateUptake> {
    let in_state =
        |state: StateCode| distinct(registered.iter().filter(|(_, s)| *s == state).map(|(ccn, _)| *ccn));
    let with_offer =
        |state: StateCode| distinct(under_way(taken).filter(|t| t.state == state).map(|t| t.ccn));
    let n_registered: Vec<u32> = rural.iter().map(|(state, _)| in_state(*state)).collect();
    let n_with_offer: Vec<u32> = rural.iter().map(|(state, _)| with_offer(*state)).collect();
    let (registered, _) = view.groups(&n_registered);
    let (with_offer, _) = view.groups(&n_with_offer);
    rural
        .iter()
        .zip(registered.into_iter().zip(with_offer))
        .map(|((state, n_rural), (registered, with_offer))| StateUptake {
            state: *state,
            n_rural: *n_rural,
            registered,
            with_offer,
            registered_share: registered
                .count()
                .filter(|_| *n_rural > 0)
                .map(|n| f64::from(n) / f64::from(*n_rural)),
        })
        .collect()
}

/// Hospitals with an offer accepted, confirmed or running, by offer and state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TwoWay {
    /// The states, in order of their names: those with any hospital in the table.
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
    /// All states.
    pub all: Shown,
}

/// The table of offers by states.
///
/// For partners every small cell is hidden, and more with it, until no row and no column with a shown end gives a hidden
/// cell away: in each, two or more are hidden and they add up to the minimum or more. Where a row or column has no
/// other cell to hide, its end is hidden instead.
pub fn two_way(offers: &[OfferId], taken: &[Taken], view: View) -> TwoWay {
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
    let counts: Vec<Vec<u32>> = (0..offers.len())
        .map(|row| {
            (0..states.len()).map(|column| cells.get(&(row, column)).map_or(0, |c| count(c.len()))).collect()
        })
        .collect();
    let ends: Vec<u32> = columns.iter().map(|c| count(c.len())).collect();
    let hidden = match view {
        View::Exact => Hidden::none(&counts, states.len()),
        View::Hiding { min_group } => Hidden::of(&counts, &ends, min_group),
    };
    let show = |n: u32, hidden: bool| if hidden { Shown::Hidden } else { Shown::Count { n } };
    TwoWay {
        rows: offers
            .iter()
            .enumerate()
            .map(|(row, offer)| TwoWayRow {
                offer: offer.clone(),
                cells: counts[row].iter().zip(&hidden.cells[row]).map(|(n, h)| show(*n, *h)).collect(),
                all: show(counts[row].iter().sum(), hidden.row_ends[row]),
            })
            .collect(),
        hospitals: ends.iter().zip(&hidden.column_ends).map(|(n, h)| show(*n, *h)).collect(),
        states,
    }
}

/// What is hidden in a table with ends of rows and columns.
struct Hidden {
    cells: Vec<Vec<bool>>,
    row_ends: Vec<bool>,
    column_ends: Vec<bool>,
}

impl Hidden {
    fn none(counts: &[Vec<u32>], n_columns: usize) -> Self {
        Self {
            cells: vec![vec![false; n_columns]; counts.len()],
            row_ends: vec![false; counts.len()],
            column_ends: vec![false; n_columns],
        }
    }

    /// Hides small cells and ends, then whatever else it takes. Each round hides at least one more, so it ends.
    fn of(counts: &[Vec<u32>], ends: &[u32], min_group: u32) -> Self {
        let mut hidden = Self::none(counts, ends.len());
        for (row, cells) in counts.iter().enumerate() {
            hidden.cells[row] = cells.iter().map(|n| is_small(*n, min_group)).collect();
            hidden.row_ends[row] = is_small(cells.iter().sum(), min_group);
        }
        hidden.column_ends = ends.iter().map(|n| is_small(*n, min_group)).collect();
        while hidden.hide_one_more(counts, ends, min_group) {}
        hidden
    }

    fn hide_one_more(&mut self, counts: &[Vec<u32>], ends: &[u32], min_group: u32) -> bool {
        for (row, cells) in counts.iter().enumerate() {
            if !self.row_ends[row] && !is_safe(cells, &self.cells[row], min_group) {
                match smallest_shown(cells, &self.cells[row]) {
                    Some(column) => self.cells[row][column] = true,
                    None => self.row_ends[row] = true,
                }
                return true;
            }
        }
        for column in 0..self.column_ends.len() {
            let cells: Vec<u32> = counts.iter().map(|row| row[column]).collect();
            let hidden: Vec<bool> = self.cells.iter().map(|row| row[column]).collect();
            if !self.column_ends[column] && !is_safe(&cells, &hidden, min_group) {
                match smallest_shown(&cells, &hidden) {
                    Some(row) => self.cells[row][column] = true,
                    None => self.column_ends[column] = true,
                }
                return true;
            }
        }
        // The ends add up to a total that the funnel publishes.
        if !is_safe(ends, &self.column_ends, min_group)
            && let Some(column) = smallest_shown(ends, &self.column_ends)
        {
            self.column_ends[column] = true;
            return true;
        }
        false
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
