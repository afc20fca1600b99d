//! Who loses care when hospitals go dark: people by ZIP area, each with the nearest open emergency department, and what changes
//! when any set of hospitals is down.
//!
//! Every figure is a range with its source in [`road`] and [`surge`]; what is not known is a [`Doubt`] with a name. It counts
//! emergency departments and nothing else a hospital does, knows no road but those of a file of travel times, and forecasts no
//! death. The formulas are in `docs/care.md`.

mod area;
mod at_stake;
mod critical;
mod doubt;
mod down_set;
mod figures;
mod impact;
mod near;
mod range;
pub mod road;
mod share;
mod site;
mod spread;
pub mod surge;
#[cfg(test)]
pub(super) mod tests;
mod times;
mod words;
mod worst;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::decide::directory::Directory;
use crate::model::{Ccn, CountyFips, PeopleTables, StateCode, TravelTimeRow};

pub use area::{Area, LARGE_RADIUS_KM, TOWN_PER_SQ_MI};
pub use at_stake::AtStake;
pub use critical::Criticality;
pub use doubt::Doubt;
pub use down_set::{DownSet, DownSetError, SaidSystem};
pub use figures::{added_in_words, beds_in_words, share_in_words, span_in_words, way_level};
pub use impact::{Added, Affected, CareError, Impact, MINUTES, Place, Pushed};
pub use near::Way;
pub use range::{Count, Range, Span};
pub use share::Who;
pub use site::{Beds, Member, NoSite, Site};
pub use surge::{Receiver, Strain};
pub use times::TimesUsed;
pub use words::{miles, people_in_words, sentence, sentence_of};
pub use worst::{MOST_WORST, Worst, WorstError};

use near::{Ground, Near};
use share::Shares;
use times::Times;

/// The longest outage that is asked for, in days. Longer ones have been, but nothing published says how people adapt to them.
pub const MOST_DAYS: u16 = 90;
/// How long an outage is unless somebody says, in days: three weeks is what published ones took.
pub const USUAL_DAYS: u16 = 21;

/// What the model is made of: sites, areas and counties, before anything is looked for.
#[derive(Clone, Debug, Default)]
pub struct CareFacts {
    /// Places with an open emergency department.
    pub sites: Vec<Site>,
    /// Listed hospitals that are none, with why.
    pub no_site: BTreeMap<Ccn, NoSite>,
    /// ZIP areas with people.
    pub areas: Vec<Area>,
    /// ZIP areas without people, which count nowhere.
    pub n_empty_areas: usize,
    /// Names of counties.
    names: HashMap<CountyFips, String>,
    shares: Shares,
    times: Times,
    /// The files all of this is from, in words.
    pub sources: Vec<String>,
}

impl CareFacts {
    /// From the directory and the facts on people.
    pub fn of(directory: &Directory, people: &PeopleTables) -> Self {
        let (sites, no_site) = site::sites(directory);
        let (areas, n_empty_areas) = area::areas(directory.zctas(), people);
        let mut names: HashMap<CountyFips, String> =
            people.counties.iter().map(|c| (c.county, c.name.clone())).collect();
        for area in &areas {
            if let Some((fips, county)) = area.county.and_then(|c| Some((c, directory.county(c)?))) {
                names.insert(fips, county.row.name.clone());
            }
        }
        let wanted = directory.releases().iter().filter(|r| {
            use crate::model::SourceKind::{CmsHospitals, Locations, Zctas};
            matches!(r.kind, CmsHospitals | Locations | Zctas)
        });
        let said = |title: &str, on: crate::Date| format!("{title} ({on})");
        let sources = wanted
            .map(|r| said(&r.title, r.released_on))
            .chain(people.releases.iter().map(|r| said(&r.title, r.released_on)))
            .collect();
        let shares = Shares::of(&people.counties);
        Self { sites, no_site, areas, n_empty_areas, names, shares, times: Times::default(), sources }
    }

    /// With minutes by road in the place of the estimate, for each pair that the rows have. `title`: the file, in words.
    pub fn with_times(mut self, rows: &[TravelTimeRow], title: &str) -> Self {
        self.times = Times::of(rows, title, &self.sites, &self.areas);
        self.sources.push(title.to_owned());
        self
    }

    /// Looks for the nearest sites of every area.
    pub fn model(self) -> CareModel {
        let near = Near::of(Ground { sites: &self.sites, areas: &self.areas, times: &self.times });
        let mut catchment = vec![0; self.sites.len()];
        for (i, area) in self.areas.iter().enumerate() {
            if let Some(first) = near.kept(i as u32).first() {
                catchment[first.site as usize] += u64::from(area.people);
            }
        }
        let site_of = self.sites.iter().enumerate();
        let site_of = site_of.flat_map(|(i, s)| s.members.iter().map(move |m| (m.ccn, i as u32))).collect();
        CareModel {
            near,
            catchment,
            site_of,
            peopled: self.areas.iter().filter_map(|a| a.state).collect(),
            sites: self.sites,
            no_site: self.no_site,
            areas: self.areas,
            names: self.names,
            shares: self.shares,
            times: self.times,
            sources: self.sources,
        }
    }
}

/// The country's emergency departments and people, ready for any set of hospitals that is down.
#[derive(Clone, Debug)]
pub struct CareModel {
    near: Near,
    catchment: Vec<u64>,
    site_of: HashMap<Ccn, u32>,
    peopled: BTreeSet<StateCode>,
    sites: Vec<Site>,
    no_site: BTreeMap<Ccn, NoSite>,
    areas: Vec<Area>,
    names: HashMap<CountyFips, String>,
    shares: Shares,
    times: Times,
    sources: Vec<String>,
}

impl CareModel {
    /// The model of a directory and the facts on people.
    pub fn of(directory: &Directory, people: &PeopleTables) -> Self {
        CareFacts::of(directory, people).model()
    }

    /// Places with an open emergency department.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// The place of a hospital, where it has an open emergency department.
    pub fn site(&self, ccn: Ccn) -> Option<&Site> {
        self.site_of.get(&ccn).and_then(|at| self.sites.get(*at as usize))
    }

    /// ZIP areas with people.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// People whose nearest each site is, in the order of the sites. Together they are everybody once.
    pub fn catchment(&self) -> &[u64] {
        &self.catchment
    }

    /// The nearest site of an area, by its place in [`CareModel::areas`]; `None` when no site is open anywhere.
    pub fn nearest(&self, area: usize) -> Option<Way> {
        self.ways(area).first().copied()
    }

    /// The sites near an area, nearest first: four at the least where there are so many, and all that may be nearest for somebody there.
    /// Empty for a place that is not in the list.
    pub fn ways(&self, area: usize) -> &[Way] {
        let area = u32::try_from(area).ok().filter(|a| (*a as usize) < self.areas.len());
        area.map_or(&[], |area| self.near.kept(area))
    }

    /// The files all of this is from, in words.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// What a file of travel times came to; `None` where there is none.
    pub fn times_used(&self) -> Option<&TimesUsed> {
        self.times.used()
    }

    fn ground(&self) -> Ground<'_> {
        Ground { sites: &self.sites, areas: &self.areas, times: &self.times }
    }
}
