//! The national directory joined from its files: one listed hospital per certification number, with its place and rurality.
//!
//! Joining adds nothing that a file does not say: where the location file has no row, the middle of the ZIP area
//! stands in and is marked so, and a county is told by name only within its state and only when the name is exact.

mod place;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::facts::FactSource;
use crate::model::{
    Ccn, CountyFips, DirectoryTables, HospitalRow, HospitalType, LocationConfidence, LocationRow, Point,
    Release, SourceKind, StateCode, ZctaRow, Zip,
};

pub use place::County;

use super::rural::Rural;
use place::Places;

/// Two points this near are one place: the width of a hospital's grounds.
const SAME_PLACE_KM: f64 = 0.25;

/// A hospital of the directory with everything the files say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its row in the CMS file.
    pub hospital: HospitalRow,
    /// The release that row comes from.
    pub release: Arc<Release>,
    /// Where it stands, when known.
    pub location: Option<LocationRow>,
    /// Rural or not, by each definition.
    pub rural: Rural,
}

impl Listed {
    /// The CMS file as a fact's source.
    pub fn source(&self) -> FactSource {
        FactSource::Directory { file: self.release.title.clone(), released_on: self.release.released_on }
    }
}

/// A hospital that the latest list leaves out, with everything the files say about its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Former {
    /// As it was last listed.
    pub listed: Listed,
    /// The release that first left it out.
    pub gone_since: Release,
    /// The number it seems to have converted to.
    pub became: Option<Ccn>,
}

impl Former {
    /// What is so, as a sentence: "No longer listed since ... (2026-05-01)."
    pub fn sentence(&self) -> String {
        let became = self.became.map_or(String::new(), |ccn| format!(" It seems to be {ccn} now."));
        let since = &self.gone_since;
        format!("No longer listed since {} ({}).{became}", since.title, since.released_on)
    }
}

/// The whole directory, ready to look up.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    releases: Vec<Release>,
    hospitals: Vec<Listed>,
    by_ccn: HashMap<Ccn, usize>,
    by_state: BTreeMap<StateCode, Vec<usize>>,
    counties: HashMap<CountyFips, County>,
    zctas: Vec<ZctaRow>,
    converted_to: HashMap<Ccn, Ccn>,
    former: HashMap<Ccn, Former>,
}

impl Directory {
    /// Joins the files. Hospitals come out in order of certification number; of two rows with one number the first counts.
    ///
    /// Without a release of the CMS file there is nothing to say where a hospital comes from, so none is listed.
    pub fn join(tables: &DirectoryTables) -> Self {
        let mut directory = Self { releases: tables.releases.clone(), ..Self::default() };
        directory.releases.sort_by_key(|r| r.kind);
        let Some(release) = directory.release(SourceKind::CmsHospitals).cloned().map(Arc::new) else {
            return directory;
        };
        let places = Places::of(tables);
        let mut locations: HashMap<Ccn, &LocationRow> = HashMap::new();
        for row in &tables.locations {
            locations.entry(row.ccn).or_insert(row);
        }
        let mut rows: Vec<&HospitalRow> = tables.hospitals.iter().collect();
        rows.sort_by_key(|h| h.ccn);
        rows.dedup_by_key(|h| h.ccn);
        directory.hospitals = rows
            .into_iter()
            .map(|hospital| {
                let location = locations.get(&hospital.ccn).map(|l| (*l).clone());
                let location = places.completed(hospital, location);
                let county = location.as_ref().and_then(|l| l.county_fips);
                let rural = Rural::of(places.rural_inputs(hospital, county), hospital.hospital_type);
                Listed { hospital: hospital.clone(), release: release.clone(), location, rural }
            })
            .collect();
        for (i, listed) in directory.hospitals.iter().enumerate() {
            directory.by_ccn.insert(listed.hospital.ccn, i);
            directory.by_state.entry(listed.hospital.state).or_default().push(i);
        }
        directory.converted_to = directory.conversions();
        for row in &tables.former {
            let ccn = row.hospital.ccn;
            if directory.by_ccn.contains_key(&ccn) {
                continue; // listed again
            }
            let location = places.completed(&row.hospital, locations.get(&ccn).map(|l| (*l).clone()));
            let county = location.as_ref().and_then(|l| l.county_fips);
            let rural = Rural::of(places.rural_inputs(&row.hospital, county), row.hospital.hospital_type);
            let release = Arc::new(row.listed_in.clone());
            let listed = Listed { hospital: row.hospital.clone(), release, location, rural };
            let former = Former { listed, gone_since: row.gone_since.clone(), became: row.became };
            directory.former.insert(ccn, former);
        }
        directory.counties = places.into_counties();
        directory.zctas = tables.zctas.clone();
        directory.zctas.sort_by_key(|z| z.zip);
        directory
    }

    /// A hospital by its number.
    pub fn get(&self, ccn: Ccn) -> Option<&Listed> {
        self.by_ccn.get(&ccn).map(|i| &self.hospitals[*i])
    }

    /// A hospital that the latest list leaves out, as it was last listed.
    pub fn former(&self, ccn: Ccn) -> Option<&Former> {
        self.former.get(&ccn)
    }

    /// A hospital by its number, listed now or once: for those whose records are kept here, which do not end with a list.
    pub fn known(&self, ccn: Ccn) -> Option<&Listed> {
        self.get(ccn).or_else(|| self.former(ccn).map(|former| &former.listed))
    }

    /// All hospitals, in order of certification number.
    pub fn hospitals(&self) -> &[Listed] {
        &self.hospitals
    }

    /// Hospitals of a state, in order of certification number.
    pub fn in_state(&self, state: StateCode) -> impl Iterator<Item = &Listed> {
        self.by_state.get(&state).into_iter().flatten().map(|i| &self.hospitals[*i])
    }

    /// Other hospitals at the same place, in order of certification number: the same address and ZIP, or points
    /// within 250 metres where neither is only the middle of a ZIP area.
    pub fn same_place<'d>(&'d self, listed: &'d Listed) -> impl Iterator<Item = &'d Listed> {
        self.in_state(listed.hospital.state)
            .filter(move |o| o.hospital.ccn != listed.hospital.ccn && at_one_place(listed, o))
    }

    /// The number a hospital seems to have converted to while its old one is still listed: the same place, and a name
    /// that is the same or an address that is, as acute becomes critical access, or either becomes rural emergency.
    ///
    /// A hint for a person, never a fact: two hospitals under one roof can look the same.
    pub fn converted_to(&self, ccn: Ccn) -> Option<Ccn> {
        self.converted_to.get(&ccn).copied()
    }

    /// The number a hospital seems to have been listed under before it converted.
    pub fn converted_from(&self, ccn: Ccn) -> Option<Ccn> {
        self.converted_to.iter().filter(|(_, to)| **to == ccn).map(|(from, _)| *from).min()
    }

    /// A county by its code.
    pub fn county(&self, county: CountyFips) -> Option<&County> {
        self.counties.get(&county)
    }

    /// Every county, in no order.
    pub fn counties(&self) -> impl Iterator<Item = &County> {
        self.counties.values()
    }

    /// The county a hospital stands in.
    pub fn county_of(&self, listed: &Listed) -> Option<&County> {
        self.county(listed.location.as_ref()?.county_fips?)
    }

    /// People of a ZIP area; `None` for a ZIP without an area, such as a post office.
    pub fn population_of_zip(&self, zip: Zip) -> Option<u32> {
        let at = self.zctas.binary_search_by_key(&zip, |z| z.zip).ok()?;
        self.zctas.get(at).map(|z| z.population)
    }

    /// The middle of a ZIP area; `None` for a ZIP without an area.
    pub fn point_of_zip(&self, zip: Zip) -> Option<Point> {
        let at = self.zctas.binary_search_by_key(&zip, |z| z.zip).ok()?;
        self.zctas.get(at).map(|z| z.point)
    }

    /// ZIP areas with their people, in order of ZIP code.
    pub fn zctas(&self) -> &[ZctaRow] {
        &self.zctas
    }

    /// The release of a file, if it has been imported.
    pub fn release(&self, kind: SourceKind) -> Option<&Release> {
        self.releases.iter().find(|r| r.kind == kind)
    }

    /// Every release held.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    fn conversions(&self) -> HashMap<Ccn, Ccn> {
        let plain: Vec<Plain> = self.hospitals.iter().map(|l| Plain::of(&l.hospital)).collect();
        let mut found = HashMap::new();
        for same_state in self.by_state.values() {
            for new in same_state {
                let Some(after) = stage(self.hospitals[*new].hospital.hospital_type).filter(|s| *s > 0)
                else {
                    continue;
                };
                let old = same_state.iter().copied().find(|old| {
                    let before = stage(self.hospitals[*old].hospital.hospital_type);
                    before.is_some_and(|s| s < after)
                        && !found.contains_key(&self.hospitals[*old].hospital.ccn)
                        && self.is_same_hospital(&plain, *old, *new)
                });
                if let Some(old) = old {
                    found.insert(self.hospitals[old].hospital.ccn, self.hospitals[*new].hospital.ccn);
                }
            }
        }
        found
    }

    fn is_same_hospital(&self, plain: &[Plain], old: usize, new: usize) -> bool {
        let (a, b) = (&self.hospitals[old], &self.hospitals[new]);
        let near = a.hospital.zip == b.hospital.zip || plain[old].city == plain[new].city;
        near && (plain[old].name == plain[new].name || at_one_place(a, b))
    }
}

/// A hospital's name and city in plain letters.
struct Plain {
    name: String,
    city: String,
}

impl Plain {
    fn of(hospital: &HospitalRow) -> Self {
        Self { name: place::letters(&hospital.name), city: place::letters(&hospital.city) }
    }
}

/// The order in which a hospital converts; other types do not.
fn stage(kind: HospitalType) -> Option<u8> {
    match kind {
        HospitalType::ShortTerm => Some(0),
        HospitalType::CriticalAccess => Some(1),
        HospitalType::RuralEmergency => Some(2),
        _ => None,
    }
}

fn same_address(a: &HospitalRow, b: &HospitalRow) -> bool {
    a.zip == b.zip && !a.address.is_empty() && place::letters(&a.address) == place::letters(&b.address)
}

fn at_one_place(a: &Listed, b: &Listed) -> bool {
    let sure = |l: &Listed| {
        l.location.as_ref().filter(|l| l.confidence != Some(LocationConfidence::Low)).and_then(|l| l.point)
    };
    same_address(&a.hospital, &b.hospital)
        || sure(a).zip(sure(b)).is_some_and(|(p, q)| p.km_to(&q) <= SAME_PLACE_KM)
}
