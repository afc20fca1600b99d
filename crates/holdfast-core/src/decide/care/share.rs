//! Who the people are: shares of their county, weighted by how many of them live there.
//!
//! Nothing below a county is known of age, vehicles and internet. People of one county count as alike.

use std::collections::HashMap;

use serde::Serialize;

use super::area::Area;
use super::range::Count;
use crate::model::{CountyFips, CountyPeopleRow, StateCode};

/// Shares of a county's people and households, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Of {
    aged_65: f64,
    no_vehicle: f64,
    no_internet: f64,
}

/// Shares by county, and by state where a county is listed under another name.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares {
    counties: HashMap<CountyFips, Of>,
    states: HashMap<StateCode, Of>,
}

/// Who the people are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Who {
    /// People of 65 years and more.
    pub aged_65: Count,
    /// The same as a share of those whose county is known, 0 to 1; `None` for nobody.
    pub aged_65_share: Option<f64>,
    /// Share of households without a vehicle.
    pub no_vehicle_share: Option<f64>,
    /// Share of households without an internet subscription.
    pub no_internet_share: Option<f64>,
    /// People of counties that the file does not cover: for them, all three are unknown.
    pub people_unknown: u64,
}

impl Shares {
    pub(super) fn of(rows: &[CountyPeopleRow]) -> Self {
        let mut sums: HashMap<StateCode, [u64; 5]> = HashMap::new();
        let mut counties = HashMap::new();
        for row in rows {
            let all =
                [row.people, row.aged_65, row.households, row.no_vehicle, row.no_internet].map(u64::from);
            if let Some(of) = shares(all) {
                counties.insert(row.county, of);
            }
            let sum = sums.entry(row.state).or_default();
            for (total, n) in sum.iter_mut().zip(all) {
                *total += n;
            }
        }
        let states = sums.into_iter().filter_map(|(state, all)| Some((state, shares(all)?))).collect();
        Self { counties, states }
    }

    /// Of the county; of the whole state where the county is not in the file, as Connecticut's old ones.
    fn get(&self, area: &Area) -> Option<Of> {
        let county = area.county.and_then(|c| self.counties.get(&c));
        county.or_else(|| self.states.get(&area.state?)).copied()
    }

    /// Sums over areas, each with how many of its people surely, likely and possibly count.
    pub(super) fn who<'a>(&self, affected: impl Iterator<Item = (&'a Area, Count)>) -> Who {
        let mut who = Who::default();
        let (mut known, mut sums, mut aged) = (0.0, [0.0; 3], [0.0; 3]);
        for (area, people) in affected {
            let Some(of) = self.get(area) else {
                who.people_unknown += people.mid;
                continue;
            };
            let n = people.mid as f64;
            known += n;
            for (sum, share) in sums.iter_mut().zip([of.aged_65, of.no_vehicle, of.no_internet]) {
                *sum += n * share;
            }
            for (sum, n) in aged.iter_mut().zip([people.low, people.mid, people.high]) {
                *sum += n as f64 * of.aged_65;
            }
        }
        let [low, mid, high] = aged.map(|n| n.round() as u64);
        who.aged_65 = Count { low, mid, high };
        let share = |sum: f64| (known > 0.0).then(|| sum / known);
        [who.aged_65_share, who.no_vehicle_share, who.no_internet_share] = sums.map(share);
        who
    }
}

fn shares([people, aged_65, households, no_vehicle, no_internet]: [u64; 5]) -> Option<Of> {
    let share = |n: u64, of: u64| (of > 0).then(|| n as f64 / of as f64);
    Some(Of {
        aged_65: share(aged_65, people)?,
        no_vehicle: share(no_vehicle, households)?,
        no_internet: share(no_internet, households)?,
    })
}
