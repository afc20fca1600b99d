//! How hospitals and their locations are kept as table cells. Nothing is checked here beyond what each type's own reader checks.

use super::{Cells, TableRow};
use crate::model::{
    Ccn, CountyFips, HospitalRow, HospitalType, LocationConfidence, LocationRow, MailDomain, NearestEd,
    Ownership, Point, StateCode, Zip,
};

impl TableRow for HospitalRow {
    const NAME: &'static str = "cms_hospitals";
    const COLUMNS: &'static [&'static str] = &[
        "ccn",
        "name",
        "address",
        "city",
        "state",
        "zip",
        "county_name",
        "phone",
        "hospital_type",
        "ownership",
        "emergency_services",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.ccn.to_string(),
            self.name.clone(),
            self.address.clone(),
            self.city.clone(),
            self.state.to_string(),
            self.zip.to_string(),
            self.county_name.clone(),
            self.phone.clone(),
            self.hospital_type.key().to_owned(),
            self.ownership.key().to_owned(),
            u8::from(self.emergency_services).to_string(),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            ccn: cells.read(0, Ccn::parse)?,
            name: cells.text(1).into_owned(),
            address: cells.text(2).into_owned(),
            city: cells.text(3).into_owned(),
            state: cells.read(4, StateCode::parse)?,
            zip: cells.read(5, Zip::parse)?,
            county_name: cells.text(6).into_owned(),
            phone: cells.text(7).into_owned(),
            hospital_type: cells.read(8, HospitalType::parse)?,
            ownership: cells.read(9, Ownership::parse)?,
            emergency_services: cells.flag(10)?,
        })
    }
}

impl LocationConfidence {
    /// The word files and tables use.
    pub fn key(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Check => "check",
            Self::Low => "low",
        }
    }

    /// The confidence with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::High, Self::Medium, Self::Check, Self::Low].into_iter().find(|c| c.key() == key)
    }
}

impl TableRow for LocationRow {
    const NAME: &'static str = "locations";
    const COLUMNS: &'static [&'static str] = &[
        "ccn",
        "lat",
        "lon",
        "confidence",
        "county_fips",
        "beds",
        "web_domain",
        "nearest_ed_ccn",
        "nearest_ed_km",
    ];

    fn cells(&self) -> Vec<String> {
        fn or_empty<T: std::fmt::Display>(value: Option<T>) -> String {
            value.map(|v| v.to_string()).unwrap_or_default()
        }
        vec![
            self.ccn.to_string(),
            or_empty(self.point.map(|p| p.lat)),
            or_empty(self.point.map(|p| p.lon)),
            or_empty(self.confidence.map(LocationConfidence::key)),
            or_empty(self.county_fips),
            or_empty(self.beds),
            or_empty(self.web_domain.as_ref()),
            or_empty(self.nearest_other_ed.map(|n| n.ccn)),
            or_empty(self.nearest_other_ed.map(|n| n.km)),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        let point = match (cells.text(1).is_empty(), cells.text(2).is_empty()) {
            (true, true) => None,
            _ => Some(Point::new(cells.number(1)?, cells.number(2)?).map_err(|e| e.to_string())?),
        };
        let word = |t: &str| LocationConfidence::from_key(t).ok_or("not a confidence");
        let nearest_other_ed = match cells.maybe(7, Ccn::parse)? {
            Some(ccn) => Some(NearestEd { ccn, km: cells.number(8)? }),
            None => None,
        };
        Ok(Self {
            ccn: cells.read(0, Ccn::parse)?,
            point,
            confidence: cells.maybe(3, word)?,
            county_fips: cells.maybe(4, CountyFips::parse)?,
            beds: cells.maybe(5, str::parse::<u32>)?,
            web_domain: cells.maybe(6, MailDomain::parse)?,
            nearest_other_ed,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::table::{read_table, write_table};

    prop_compose! {
        fn a_hospital()(digits in "99[0-9]{4}", name in "\\PC{0,30}", address in "[ -~\n\\\\]{0,30}", kind in 0usize..8, owner in 0usize..12, ed: bool) -> HospitalRow {
            HospitalRow {
                ccn: Ccn::parse(&digits).expect("six digits"),
                name, address,
                city: "FIXTURE".to_owned(),
                state: StateCode::parse("ZZ").expect("made up"),
                zip: Zip::parse("99901").expect("five digits"),
                county_name: String::new(),
                phone: "(999) 555-0100".to_owned(),
                hospital_type: HospitalType::ALL[kind],
                ownership: Ownership::ALL[owner],
                emergency_services: ed,
            }
        }
    }

    prop_compose! {
        fn a_location()(digits in "99[0-9]{4}", at in proptest::option::of((-90.0f64..=90.0, -180.0f64..=180.0)), beds: Option<u32>, km in proptest::option::of(0.0f64..500.0)) -> LocationRow {
            let ccn = Ccn::parse(&digits).expect("six digits");
            LocationRow {
                ccn,
                point: at.map(|(lat, lon)| Point { lat, lon }),
                confidence: at.map(|_| LocationConfidence::Check),
                county_fips: beds.map(|_| CountyFips::parse("99001").expect("five digits")),
                beds,
                web_domain: beds.map(|_| MailDomain::parse("fixturememorial.example").expect("a domain")),
                nearest_other_ed: km.map(|km| NearestEd { ccn, km }),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(hospitals in proptest::collection::vec(a_hospital(), 0..8), locations in proptest::collection::vec(a_location(), 0..8)) {
            prop_assert_eq!(read_table::<HospitalRow>(&write_table(&hospitals)), Ok(hospitals));
            prop_assert_eq!(read_table::<LocationRow>(&write_table(&locations)), Ok(locations));
        }

        #[test]
        fn hostile_text_is_refused_and_never_panics(text in "\\PC{0,200}", n in 0u32..9, body in "[0-9A-Z,\n\\\\.-]{0,300}") {
            let _ = read_table::<HospitalRow>(&text);
            for name in ["cms_hospitals", "locations"] {
                let columns = if name == "locations" { LocationRow::COLUMNS } else { HospitalRow::COLUMNS };
                let table = format!("holdfast-table 1 {name} {n}\n{}\n{body}", columns.join(","));
                let _ = read_table::<HospitalRow>(&table);
                let _ = read_table::<LocationRow>(&table);
            }
        }
    }
}
