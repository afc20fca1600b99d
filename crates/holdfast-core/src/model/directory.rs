//! The national directory's rows: what public files say about a hospital and its place, each file with its release.
//!
//! Rows are as the files give them, typed. Joining them is [`crate::decide::directory`]'s work.

use serde::{Deserialize, Serialize};

use super::{Ccn, CountyFips, HospitalType, MailDomain, Ownership, Point, StateCode, Zip};
use crate::Date;

/// The public files the directory is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// CMS "Hospital General Information".
    CmsHospitals,
    /// Where each hospital stands: point, county, beds, mail domain.
    Locations,
    /// USDA RUCA codes by ZIP, 2020 census.
    Ruca2020Zip,
    /// USDA RUCA codes by ZIP, 2010 census.
    Ruca2010Zip,
    /// HRSA FORHP rural-grant-eligible ZIPs.
    ForhpZips,
    /// USDA Rural-Urban Continuum Codes by county.
    RuccCounties,
    /// OMB metropolitan and micropolitan delineation by county.
    CbsaCounties,
    /// Census ZIP code tabulation areas: people, area, middle point.
    Zctas,
    /// Census counties: people, area, middle point, largest urban area touching it.
    Counties,
}

/// One release of one public file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Which file.
    pub kind: SourceKind,
    /// Its name in words a person can look up, with edition: "CMS Hospital General Information, February 2026".
    pub title: String,
    /// The day it was released.
    pub released_on: Date,
    /// SHA-256 of the bytes read, in hex.
    pub digest: String,
    /// Rows kept.
    pub n_rows: u32,
    /// Rows refused.
    pub n_rejected: u32,
}

/// A row of the CMS file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HospitalRow {
    /// Key.
    pub ccn: Ccn,
    /// As CMS prints it, in capitals.
    pub name: String,
    /// Street address.
    pub address: String,
    /// City or town.
    pub city: String,
    /// State.
    pub state: StateCode,
    /// ZIP code.
    pub zip: Zip,
    /// County name; CMS gives no code.
    pub county_name: String,
    /// Telephone as printed, `(406) 555-0100`.
    pub phone: String,
    /// Type.
    pub hospital_type: HospitalType,
    /// Owner.
    pub ownership: Ownership,
    /// Has emergency services.
    pub emergency_services: bool,
}

/// A hospital that the list had once and has no longer, as it was last listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerListing {
    /// Its last row.
    pub hospital: HospitalRow,
    /// The release that row is from.
    pub listed_in: Release,
    /// The release that first left it out.
    pub gone_since: Release,
    /// The number it seems to have converted to. A hint for a person, never a fact.
    pub became: Option<Ccn>,
}

/// How sure a location is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationConfidence {
    /// Two sources agree.
    High,
    /// One good source.
    Medium,
    /// Sources differ by more than two kilometres, or are far from the ZIP.
    Check,
    /// The middle of the ZIP area.
    Low,
}

/// Where a hospital stands, and what the national hospital layer says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocationRow {
    /// Key.
    pub ccn: Ccn,
    /// Latitude and longitude.
    pub point: Option<Point>,
    /// How sure the point is.
    pub confidence: Option<LocationConfidence>,
    /// County code.
    pub county_fips: Option<CountyFips>,
    /// Beds in the 2022 national layer; not a licence count.
    pub beds: Option<u32>,
    /// Registrable domain of its web site there.
    pub web_domain: Option<MailDomain>,
    /// Closest other hospital with emergency services, straight line.
    pub nearest_other_ed: Option<NearestEd>,
}

/// The closest other emergency department.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearestEd {
    /// Which hospital.
    pub ccn: Ccn,
    /// Straight-line kilometres. Roads are longer.
    pub km: f64,
}

/// A RUCA code by ZIP: primary 1 to 10, or 99 where not coded; secondary in tenths (10.3 is 103).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RucaRow {
    /// Key.
    pub zip: Zip,
    /// 1 to 10, 99 not coded.
    pub primary: u8,
    /// Tenths.
    pub secondary_tenths: u16,
}

/// A county's continuum code, 1 to 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuccRow {
    /// Key.
    pub county: CountyFips,
    /// 1 to 3 metro, 4 to 9 not.
    pub rucc: u8,
}

/// Whether a county is in a metropolitan or micropolitan area, and at its centre or edge. Absent counties are noncore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CbsaRow {
    /// Key.
    pub county: CountyFips,
    /// Five-digit area code.
    pub cbsa: String,
    /// "Billings, MT".
    pub title: String,
    /// True for metropolitan, false for micropolitan.
    pub metropolitan: bool,
    /// True for a central county, false for an outlying one.
    pub central: bool,
}

/// People and area of a ZIP code tabulation area.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZctaRow {
    /// Key.
    pub zip: Zip,
    /// People (ACS five-year estimate).
    pub population: u32,
    /// Land in square miles.
    pub land_sq_mi: f32,
    /// Census internal point; not weighted by people.
    pub point: Point,
}

/// People of a county.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountyRow {
    /// Key.
    pub county: CountyFips,
    /// "Carbon County".
    pub name: String,
    /// State.
    pub state: StateCode,
    /// People (ACS five-year estimate).
    pub population: u32,
    /// Census internal point.
    pub point: Point,
    /// People of the largest 2020 urban area any part of which may lie in the county; 0 for none.
    ///
    /// Overlap is told by ZIP area: an urban area may reach the county when a ZIP area that touches both exists.
    /// So this is never too small, and may be too large where a ZIP area crosses the county line.
    pub largest_urban_area: u32,
    /// As above, counting only urban areas that surely reach the county: a ZIP area wholly inside it touches
    /// them, or it is their principal county. Never too large.
    pub largest_urban_area_certain: u32,
}

/// The rows of every file, as last imported, with their releases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectoryTables {
    /// One release a file held.
    pub releases: Vec<Release>,
    /// CMS hospitals.
    pub hospitals: Vec<HospitalRow>,
    /// Locations.
    pub locations: Vec<LocationRow>,
    /// RUCA 2020.
    pub ruca_2020: Vec<RucaRow>,
    /// RUCA 2010.
    pub ruca_2010: Vec<RucaRow>,
    /// FORHP-eligible ZIPs.
    pub forhp_zips: Vec<Zip>,
    /// RUCC.
    pub rucc: Vec<RuccRow>,
    /// CBSA.
    pub cbsa: Vec<CbsaRow>,
    /// ZCTAs.
    pub zctas: Vec<ZctaRow>,
    /// Counties.
    pub counties: Vec<CountyRow>,
    /// Hospitals no longer listed.
    pub former: Vec<FormerListing>,
}

impl SourceKind {
    /// Every file, in the order they are imported.
    pub const ALL: &'static [Self] = &[
        Self::CmsHospitals,
        Self::Locations,
        Self::Ruca2020Zip,
        Self::Ruca2010Zip,
        Self::ForhpZips,
        Self::RuccCounties,
        Self::CbsaCounties,
        Self::Zctas,
        Self::Counties,
    ];

    /// The key in the database and file names.
    pub fn key(self) -> &'static str {
        match self {
            Self::CmsHospitals => "cms_hospitals",
            Self::Locations => "locations",
            Self::Ruca2020Zip => "ruca_2020_zip",
            Self::Ruca2010Zip => "ruca_2010_zip",
            Self::ForhpZips => "forhp_zips",
            Self::RuccCounties => "rucc_counties",
            Self::CbsaCounties => "cbsa_counties",
            Self::Zctas => "zctas",
            Self::Counties => "counties",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.key() == key)
    }
}
