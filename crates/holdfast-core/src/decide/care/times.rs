//! Minutes by road of an operator's own file, in the place of the estimate for each pair that the file has.
//!
//! Nothing here knows how a file reads. A pair that is not in it, or whose minutes it leaves open, keeps the estimate.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::area::Area;
use super::site::Site;
use crate::model::{Ccn, TravelTimeRow, Zip};

/// What a file of travel times came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TimesUsed {
    /// The file, in words.
    pub title: String,
    /// Pairs of a ZIP area with people and an open emergency department that it gives minutes for.
    pub pairs: usize,
    /// ZIP areas with people that have at least one of these.
    pub areas: usize,
    /// Rows that leave the minutes open.
    pub holes: usize,
    /// Rows of a ZIP area that is not on file or has no people.
    pub no_area: usize,
    /// Rows of a hospital that is no open emergency department, or not listed.
    pub no_site: usize,
}

impl TimesUsed {
    /// What was used and what was not, in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = vec![format!(
            "{}: minutes of {} ways from {} ZIP areas are used.",
            self.title, self.pairs, self.areas
        )];
        let unused = [
            (self.holes, "leave the minutes open; the estimate stands in for them"),
            (self.no_area, "name a ZIP area that is not on file or has no people; they are not used"),
            (self.no_site, "name a hospital that is no open emergency department here; they are not used"),
        ];
        let told = unused.iter().filter(|(n, _)| *n > 0);
        said.extend(told.map(|(n, why)| format!("{n} of its rows {why}.")));
        said
    }
}

/// Minutes by area and site, each by its place in the model's lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    by_area: HashMap<u32, Ways>,
    used: Option<TimesUsed>,
}

/// The ways of one area.
#[derive(Clone, Debug, Default)]
struct Ways {
    /// Quickest first.
    quickest: Vec<(u32, f64)>,
    /// The same sites, in order.
    sites: Vec<u32>,
}

impl Times {
    /// Of hospitals at one place the shortest way counts: one door leads to both.
    pub(super) fn of(rows: &[TravelTimeRow], title: &str, sites: &[Site], areas: &[Area]) -> Self {
        let places = sites.iter().enumerate();
        let site_of: HashMap<Ccn, u32> =
            places.flat_map(|(i, s)| s.members.iter().map(move |m| (m.ccn, i as u32))).collect();
        let area_of: HashMap<Zip, u32> =
            areas.iter().enumerate().map(|(i, area)| (area.zip, i as u32)).collect();
        let mut used = TimesUsed { title: title.to_owned(), ..TimesUsed::default() };
        let mut by_area: HashMap<u32, Ways> = HashMap::new();
        for row in rows {
            let Some(area) = area_of.get(&row.zip) else {
                used.no_area += 1;
                continue;
            };
            let Some(site) = site_of.get(&row.ccn) else {
                used.no_site += 1;
                continue;
            };
            match row.minutes {
                Some(minutes) => {
                    by_area.entry(*area).or_default().quickest.push((*site, f64::from(minutes)));
                }
                None => used.holes += 1,
            }
        }
        for ways in by_area.values_mut() {
            ways.quickest.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            let mut seen = HashSet::new();
            ways.quickest.retain(|(site, _)| seen.insert(*site));
            ways.sites = ways.quickest.iter().map(|(site, _)| *site).collect();
            ways.sites.sort_unstable();
            used.pairs += ways.sites.len();
        }
        used.areas = by_area.len();
        Self { by_area, used: Some(used) }
    }

    /// The ways of an area that the file has, quickest first.
    pub(super) fn from(&self, area: u32) -> &[(u32, f64)] {
        self.by_area.get(&area).map_or(&[], |ways| &ways.quickest)
    }

    /// Whether the file has the way.
    pub(super) fn has(&self, area: u32, site: u32) -> bool {
        self.by_area.get(&area).is_some_and(|ways| ways.sites.binary_search(&site).is_ok())
    }

    /// What the file came to; `None` where there is none.
    pub(super) fn used(&self) -> Option<&TimesUsed> {
        self.used.as_ref()
    }
}
