//! What the files say about a hospital's county and ZIP, gathered for the join and for the rural definitions.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::decide::rural::{CountyClass, RuralInputs, UrbanReach, ZipArea};
use crate::model::{
    CbsaRow, CountyFips, CountyRow, DirectoryTables, HospitalRow, LocationConfidence, LocationRow,
    SourceKind, StateCode, ZctaRow, Zip,
};

/// A county with what every file says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct County {
    /// Its Census row: name, people, middle point, urban areas.
    pub row: CountyRow,
    /// By the OMB delineation; `None` where that is not loaded or does not cover it.
    pub class: Option<CountyClass>,
    /// The metropolitan or micropolitan area it belongs to, "Billings, MT".
    pub area: Option<String>,
    /// Continuum code, 1 to 9.
    pub rucc: Option<u8>,
}

/// Every place table by its key.
pub(super) struct Places<'t> {
    counties: HashMap<CountyFips, &'t CountyRow>,
    by_name: HashMap<(StateCode, String), CountyFips>,
    cbsa: HashMap<CountyFips, &'t CbsaRow>,
    cbsa_urban: HashMap<&'t str, u32>,
    rucc: HashMap<CountyFips, u8>,
    ruca_2020: HashMap<Zip, u8>,
    ruca_2010: HashMap<Zip, u8>,
    forhp: HashSet<Zip>,
    zctas: HashMap<Zip, &'t ZctaRow>,
    releases: Arc<BTreeMap<SourceKind, String>>,
}

impl<'t> Places<'t> {
    pub(super) fn of(tables: &'t DirectoryTables) -> Self {
        let counties: HashMap<_, _> = tables.counties.iter().map(|c| (c.county, c)).collect();
        let mut cbsa_urban: HashMap<&str, u32> = HashMap::new();
        let mut unknown_reach: HashSet<&str> = HashSet::new();
        for row in &tables.cbsa {
            match counties.get(&row.county) {
                Some(county) => {
                    let most = cbsa_urban.entry(&row.cbsa).or_default();
                    *most = county.largest_urban_area.max(*most);
                }
                None => {
                    unknown_reach.insert(&row.cbsa);
                }
            }
        }
        cbsa_urban.retain(|cbsa, _| !unknown_reach.contains(cbsa));
        let mut by_name: HashMap<(StateCode, String), CountyFips> = HashMap::new();
        let mut twice = HashSet::new();
        for c in &tables.counties {
            let key = (c.state, letters(&c.name));
            for key in
                [short_name(&c.name).map(|short| (c.state, letters(short))), Some(key)].into_iter().flatten()
            {
                if by_name.insert(key.clone(), c.county).is_some_and(|other| other != c.county) {
                    twice.insert(key); // Baltimore city and Baltimore County: the name alone cannot tell
                }
            }
        }
        by_name.retain(|key, _| !twice.contains(key));
        Self {
            counties,
            by_name,
            cbsa: tables.cbsa.iter().map(|c| (c.county, c)).collect(),
            cbsa_urban,
            rucc: tables.rucc.iter().map(|r| (r.county, r.rucc)).collect(),
            ruca_2020: tables.ruca_2020.iter().map(|r| (r.zip, r.primary)).collect(),
            ruca_2010: tables.ruca_2010.iter().map(|r| (r.zip, r.primary)).collect(),
            forhp: tables.forhp_zips.iter().copied().collect(),
            zctas: tables.zctas.iter().map(|z| (z.zip, z)).collect(),
            releases: Arc::new(tables.releases.iter().map(|r| (r.kind, r.title.clone())).collect()),
        }
    }

    /// The location row, or one made of the ZIP area's middle and the county's name where the file has none.
    pub(super) fn completed(
        &self,
        hospital: &HospitalRow,
        location: Option<LocationRow>,
    ) -> Option<LocationRow> {
        let county = || self.by_name.get(&(hospital.state, letters(&hospital.county_name))).copied();
        let middle = || self.zctas.get(&hospital.zip).map(|z| z.point);
        match location {
            Some(mut row) => {
                row.county_fips = row.county_fips.or_else(county);
                if row.point.is_none() {
                    row.point = middle();
                    row.confidence = row.point.map(|_| LocationConfidence::Low);
                }
                Some(row)
            }
            None => {
                let (point, county_fips) = (middle(), county());
                (point.is_some() || county_fips.is_some()).then(|| LocationRow {
                    ccn: hospital.ccn,
                    point,
                    confidence: point.map(|_| LocationConfidence::Low),
                    county_fips,
                    beds: None,
                    web_domain: None,
                    nearest_other_ed: None,
                })
            }
        }
    }

    pub(super) fn rural_inputs(&self, hospital: &HospitalRow, county: Option<CountyFips>) -> RuralInputs {
        let row = county.and_then(|c| self.counties.get(&c));
        let named = |c: CountyFips| format!("county {c}");
        RuralInputs {
            zip: Some(hospital.zip),
            county,
            county_name: row
                .map(|r| format!("{}, {}", r.name, r.state))
                .or_else(|| county.map(named))
                .unwrap_or_default(),
            county_class: county.and_then(|c| self.class(c)),
            county_urban: row.map(|r| UrbanReach {
                at_most: r.largest_urban_area,
                at_least: r.largest_urban_area_certain,
            }),
            cbsa_urban_at_most: county
                .and_then(|c| self.cbsa.get(&c))
                .and_then(|c| self.cbsa_urban.get(c.cbsa.as_str()).copied()),
            ruca_2020: self.ruca_2020.get(&hospital.zip).copied(),
            ruca_2010: self.ruca_2010.get(&hospital.zip).copied(),
            zip_area: self
                .zctas
                .get(&hospital.zip)
                .map(|z| ZipArea { land_sq_mi: z.land_sq_mi as u32, population: z.population }),
            on_forhp_list: (!self.forhp.is_empty()).then(|| self.forhp.contains(&hospital.zip)),
            releases: self.releases.clone(),
        }
    }

    /// Absent from the delineation means outside every area, but only for a county that other files know and that
    /// the delineation covers: it has no rows for the four smaller territories, whichever class their islands are.
    fn class(&self, county: CountyFips) -> Option<CountyClass> {
        if self.cbsa.is_empty() {
            return None;
        }
        match self.cbsa.get(&county) {
            Some(row) if row.metropolitan && row.central => Some(CountyClass::MetroCentral),
            Some(row) if row.metropolitan => Some(CountyClass::MetroOutlying),
            Some(_) => Some(CountyClass::Micropolitan),
            None => {
                let known = self.counties.contains_key(&county) || self.rucc.contains_key(&county);
                let covered = !["60", "66", "69", "78"].contains(&&county.as_str()[..2]);
                (known && covered).then_some(CountyClass::Noncore)
            }
        }
    }

    pub(super) fn into_counties(self) -> HashMap<CountyFips, County> {
        self.counties
            .iter()
            .map(|(fips, row)| {
                let county = County {
                    row: (*row).clone(),
                    class: self.class(*fips),
                    area: self.cbsa.get(fips).map(|c| c.title.clone()),
                    rucc: self.rucc.get(fips).copied(),
                };
                (*fips, county)
            })
            .collect()
    }
}

/// "Carbon County" is printed as CARBON by CMS.
fn short_name(name: &str) -> Option<&str> {
    [" County", " Parish", " Borough", " Census Area", " Municipality", " Municipio", " Planning Region"]
        .iter()
        .find_map(|tail| name.strip_suffix(tail))
}

/// Letters and digits only, in capitals without accents, so that "Doña Ana" and "DONA ANA" are the same.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'á' | 'Á' => 'A',
            'é' | 'É' => 'E',
            'í' | 'Í' => 'I',
            'ñ' | 'Ñ' => 'N',
            'ó' | 'Ó' => 'O',
            'ú' | 'ü' | 'Ú' | 'Ü' => 'U',
            c => c,
        })
        .flat_map(char::to_uppercase)
        .collect()
}
