//! What the rural definitions are answered from, gathered for one hospital. Nothing is judged here.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{CountyFips, SourceKind, Zip};

/// A county by the OMB delineation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountyClass {
    /// In a metropolitan area, at its centre.
    MetroCentral,
    /// In a metropolitan area, at its edge.
    MetroOutlying,
    /// In a micropolitan area.
    Micropolitan,
    /// In neither.
    Noncore,
}

impl CountyClass {
    /// True in a metropolitan area.
    pub fn is_metro(self) -> bool {
        matches!(self, Self::MetroCentral | Self::MetroOutlying)
    }

    /// What it is, for a person.
    pub fn label(self) -> &'static str {
        match self {
            Self::MetroCentral => "central metropolitan county",
            Self::MetroOutlying => "outlying metropolitan county",
            Self::Micropolitan => "micropolitan county",
            Self::Noncore => "county outside metropolitan and micropolitan areas",
        }
    }
}

/// People of the largest urban area that reaches a county: at most and at least, as far as the files tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrbanReach {
    /// No larger one reaches it.
    pub at_most: u32,
    /// One this large surely does.
    pub at_least: u32,
}

/// Land and people of a ZIP area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZipArea {
    /// Land in whole square miles, rounded down.
    pub land_sq_mi: u32,
    /// People.
    pub population: u32,
}

/// Everything the definitions may know about one hospital's place. `None`: the file is not loaded or has no row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuralInputs {
    /// ZIP of the hospital's address.
    pub zip: Option<Zip>,
    /// Its county.
    pub county: Option<CountyFips>,
    /// The county's name, or its code where no name is known.
    pub county_name: String,
    /// The county by the delineation.
    pub county_class: Option<CountyClass>,
    /// Largest urban area that reaches the county.
    pub county_urban: Option<UrbanReach>,
    /// Largest urban area that may reach any county of the same metropolitan or micropolitan area.
    pub cbsa_urban_at_most: Option<u32>,
    /// Primary RUCA code of the ZIP, 2020 census; 99 is not coded.
    pub ruca_2020: Option<u8>,
    /// The same, 2010 census.
    pub ruca_2010: Option<u8>,
    /// The ZIP's area.
    pub zip_area: Option<ZipArea>,
    /// Whether the ZIP is on HRSA's list.
    pub on_forhp_list: Option<bool>,
    /// Title of each file used, with its edition.
    pub releases: Arc<BTreeMap<SourceKind, String>>,
}

impl RuralInputs {
    pub(super) fn title(&self, kind: SourceKind) -> &str {
        self.releases.get(&kind).map_or("a file not loaded", String::as_str)
    }

    pub(super) fn zip_text(&self) -> String {
        self.zip.map_or_else(|| "of the hospital".to_owned(), |z| z.to_string())
    }
}
