//! Facts on people beside the directory: in which county a ZIP area lies, and who lives in a county.
//!
//! Facts only, typed. What they say of care is [`crate::decide::care`]'s work.

use serde::{Deserialize, Serialize};

use super::{CountyFips, StateCode, Zip};
use crate::Date;

/// The public files the answers on people are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleKind {
    /// The county most of a ZIP area lies in.
    ZctaHomes,
    /// Who lives in a county.
    CountyPeople,
}

impl PeopleKind {
    /// All of them, in order.
    pub const ALL: [Self; 2] = [Self::ZctaHomes, Self::CountyPeople];

    /// The name of its table.
    pub fn key(self) -> &'static str {
        match self {
            Self::ZctaHomes => "zcta_homes",
            Self::CountyPeople => "county_people",
        }
    }

    /// By the name of its table.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One release of one of these files. Every answer that rests on it names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleRelease {
    /// Which file.
    pub kind: PeopleKind,
    /// Its name in words a person can look up.
    pub title: String,
    /// The first day of what is known of its release.
    pub released_on: Date,
    /// SHA-256 of the bytes read, in hex.
    pub digest: String,
    /// Rows kept.
    pub n_rows: u32,
    /// Rows refused.
    pub n_rejected: u32,
}

/// The county most of a ZIP area lies in. Connecticut's areas are listed under its old counties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZctaHomeRow {
    /// Key.
    pub zip: Zip,
    /// Its county.
    pub county: CountyFips,
}

/// Who lives in a county, by the federal index of social vulnerability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountyPeopleRow {
    /// Key. Connecticut is by planning regions.
    pub county: CountyFips,
    /// "Carbon County".
    pub name: String,
    /// State.
    pub state: StateCode,
    /// People.
    pub people: u32,
    /// People of 65 years and more.
    pub aged_65: u32,
    /// Households.
    pub households: u32,
    /// Households without a vehicle.
    pub no_vehicle: u32,
    /// Households without an internet subscription.
    pub no_internet: u32,
}

/// The rows of both files, with their releases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeopleTables {
    /// One release a file held.
    pub releases: Vec<PeopleRelease>,
    /// Counties of ZIP areas.
    pub homes: Vec<ZctaHomeRow>,
    /// Counties.
    pub counties: Vec<CountyPeopleRow>,
}
