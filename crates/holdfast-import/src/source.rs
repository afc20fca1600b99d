//! One call for a source of the directory, whichever files it is made of, and one for a pile of files told apart by columns.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::Date;
use holdfast_core::model::{
    CbsaRow, CountyRow, DirectoryTables, HospitalRow, LocationRow, Release, RucaRow, RuccRow, SourceKind,
    ZctaRow, Zip,
};

use crate::diff::{RowChanges, count_changes};
use crate::error::ImportError;
use crate::imported::{Imported, RowError};
use crate::kind::{FileKind, NamedFile, recognise};
use crate::packed::{PackError, pack, unpack};
use crate::release::{from_name, month_and_year};

/// The rows of one source.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceRows {
    /// Hospitals.
    Hospitals(Vec<HospitalRow>),
    /// Locations.
    Locations(Vec<LocationRow>),
    /// RUCA of either census.
    Ruca(Vec<RucaRow>),
    /// FORHP ZIPs.
    ForhpZips(Vec<Zip>),
    /// Continuum codes.
    Rucc(Vec<RuccRow>),
    /// Delineation.
    Cbsa(Vec<CbsaRow>),
    /// ZIP areas.
    Zctas(Vec<ZctaRow>),
    /// Counties.
    Counties(Vec<CountyRow>),
}

/// One source, read.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRead {
    /// Which, when, how many: what is kept beside the rows.
    pub release: Release,
    /// Good rows.
    pub rows: SourceRows,
    /// Bad rows.
    pub rejected: Vec<RowError>,
    /// What was put right or left out.
    pub notes: Vec<String>,
}

impl SourceRows {
    /// The rows of a packed table.
    pub fn unpack(kind: SourceKind, bytes: &[u8]) -> Result<Self, PackError> {
        Ok(match kind {
            SourceKind::CmsHospitals => Self::Hospitals(unpack(bytes)?),
            SourceKind::Locations => Self::Locations(unpack(bytes)?),
            SourceKind::Ruca2020Zip | SourceKind::Ruca2010Zip => Self::Ruca(unpack(bytes)?),
            SourceKind::ForhpZips => Self::ForhpZips(unpack(bytes)?),
            SourceKind::RuccCounties => Self::Rucc(unpack(bytes)?),
            SourceKind::CbsaCounties => Self::Cbsa(unpack(bytes)?),
            SourceKind::Zctas => Self::Zctas(unpack(bytes)?),
            SourceKind::Counties => Self::Counties(unpack(bytes)?),
        })
    }

    /// How many there are.
    pub fn n_rows(&self) -> usize {
        match self {
            Self::Hospitals(rows) => rows.len(),
            Self::Locations(rows) => rows.len(),
            Self::Ruca(rows) => rows.len(),
            Self::ForhpZips(rows) => rows.len(),
            Self::Rucc(rows) => rows.len(),
            Self::Cbsa(rows) => rows.len(),
            Self::Zctas(rows) => rows.len(),
            Self::Counties(rows) => rows.len(),
        }
    }

    /// How many rows differ from another edition of the same source.
    pub fn changes_from(&self, before: &Self) -> RowChanges {
        match (before, self) {
            (Self::Hospitals(old), Self::Hospitals(new)) => count_changes(old, new),
            (Self::Locations(old), Self::Locations(new)) => count_changes(old, new),
            (Self::Ruca(old), Self::Ruca(new)) => count_changes(old, new),
            (Self::ForhpZips(old), Self::ForhpZips(new)) => count_changes(old, new),
            (Self::Rucc(old), Self::Rucc(new)) => count_changes(old, new),
            (Self::Cbsa(old), Self::Cbsa(new)) => count_changes(old, new),
            (Self::Zctas(old), Self::Zctas(new)) => count_changes(old, new),
            (Self::Counties(old), Self::Counties(new)) => count_changes(old, new),
            (old, new) => RowChanges { n_new: new.n_rows(), n_gone: old.n_rows(), n_changed: 0 },
        }
    }
}

impl SourceRead {
    /// Puts the web domains held into locations read without the file that tells them. Returns how many.
    ///
    /// They prove who a registrant is, so a file that says nothing of them does not take them away.
    pub fn keep_web_domains(&mut self, held: &SourceRows) -> usize {
        let (SourceRows::Locations(rows), SourceRows::Locations(held)) = (&mut self.rows, held) else {
            return 0;
        };
        if rows.iter().any(|row| row.web_domain.is_some()) {
            return 0;
        }
        let known: BTreeMap<_, _> =
            held.iter().filter_map(|row| Some((row.ccn, row.web_domain.as_ref()?))).collect();
        for row in rows.iter_mut() {
            row.web_domain = known.get(&row.ccn).map(|domain| (*domain).clone());
        }
        let n = rows.iter().filter(|row| row.web_domain.is_some()).count();
        if n > 0 {
            self.release.title += ", with web sites as held before";
        }
        n
    }

    /// The rows as one packed table.
    pub fn packed(&self) -> Vec<u8> {
        match &self.rows {
            SourceRows::Hospitals(rows) => pack(rows),
            SourceRows::Locations(rows) => pack(rows),
            SourceRows::Ruca(rows) => pack(rows),
            SourceRows::ForhpZips(rows) => pack(rows),
            SourceRows::Rucc(rows) => pack(rows),
            SourceRows::Cbsa(rows) => pack(rows),
            SourceRows::Zctas(rows) => pack(rows),
            SourceRows::Counties(rows) => pack(rows),
        }
    }

    /// Puts the rows and the release in their place, over what was there.
    pub fn put_into(self, tables: &mut DirectoryTables) {
        match self.rows {
            SourceRows::Hospitals(rows) => tables.hospitals = rows,
            SourceRows::Locations(rows) => tables.locations = rows,
            SourceRows::Ruca(rows) if self.release.kind == SourceKind::Ruca2010Zip => tables.ruca_2010 = rows,
            SourceRows::Ruca(rows) => tables.ruca_2020 = rows,
            SourceRows::ForhpZips(rows) => tables.forhp_zips = rows,
            SourceRows::Rucc(rows) => tables.rucc = rows,
            SourceRows::Cbsa(rows) => tables.cbsa = rows,
            SourceRows::Zctas(rows) => tables.zctas = rows,
            SourceRows::Counties(rows) => tables.counties = rows,
        }
        tables.releases.retain(|r| r.kind != self.release.kind);
        tables.releases.push(self.release);
        tables.releases.sort_by_key(|r| r.kind);
    }
}

/// Reads one source from its file or files, in any order; side files of [`SourceKind::Locations`] (HIFLD, optional) and
/// [`SourceKind::Counties`] (urban areas and two overlap files, needed) are told apart by their columns.
///
/// `released`: the release date; needed where the main file's name tells none.
pub fn read_source(
    kind: SourceKind,
    files: &[NamedFile],
    released: Option<Date>,
) -> Result<SourceRead, ImportError> {
    let label = main_kind(kind).label();
    let mut of: BTreeMap<FileKind, &NamedFile> = BTreeMap::new();
    if let [only] = files {
        of.insert(main_kind(kind), only); // its own reader names what is wrong with it
    } else {
        for file in files {
            let found = recognise(file)?;
            if let Some(first) = of.insert(found, file) {
                return Err(ImportError::Twice {
                    first: first.name.clone(),
                    second: file.name.clone(),
                    label: found.label(),
                });
            }
        }
    }
    let need = |part: FileKind| {
        of.get(&part).copied().ok_or(ImportError::MissingPart { source_label: label, needed: part.label() })
    };
    let main = || need(main_kind(kind));
    let read = match kind {
        SourceKind::CmsHospitals => {
            done(kind, crate::read_cms_hospitals(main()?, released)?, SourceRows::Hospitals)
        }
        SourceKind::Locations => {
            let hifld = of.get(&FileKind::Hifld).copied();
            let mut read =
                done(kind, crate::read_locations(main()?, hifld, released)?, SourceRows::Locations);
            read.release.title = locations_title(hifld, read.release.released_on);
            read
        }
        SourceKind::Ruca2020Zip => done(kind, crate::read_ruca_2020(main()?, released)?, SourceRows::Ruca),
        SourceKind::Ruca2010Zip => done(kind, crate::read_ruca_2010(main()?, released)?, SourceRows::Ruca),
        SourceKind::ForhpZips => {
            done(kind, crate::read_forhp_zips(main()?, released)?, SourceRows::ForhpZips)
        }
        SourceKind::RuccCounties => {
            let file = of.get(&FileKind::RuccLong).copied().map_or_else(main, Ok)?;
            done(kind, crate::read_rucc(file, released)?, SourceRows::Rucc)
        }
        SourceKind::CbsaCounties => done(kind, crate::read_cbsa(main()?, released)?, SourceRows::Cbsa),
        SourceKind::Zctas => done(kind, crate::read_zctas(main()?, released)?, SourceRows::Zctas),
        SourceKind::Counties => {
            let (urban, touches, within) =
                (need(FileKind::UrbanAreas)?, need(FileKind::ZctaUrbanAreas)?, need(FileKind::ZctaCounties)?);
            done(kind, crate::read_counties(main()?, urban, touches, within, released)?, SourceRows::Counties)
        }
    };
    Ok(read)
}

/// Reads a pile of files: each is told by its columns and put to its source. Sources come out in the order of [`SourceKind::ALL`].
///
/// `released`: release dates by source, for files whose names tell none.
pub fn read_directory(
    files: &[NamedFile],
    released: &BTreeMap<SourceKind, Date>,
) -> Result<Vec<SourceRead>, ImportError> {
    let mut piles: BTreeMap<SourceKind, Vec<NamedFile>> = BTreeMap::new();
    let mut seen: BTreeMap<FileKind, String> = BTreeMap::new();
    for file in files {
        let found = recognise(file)?;
        if let Some(first) = seen.insert(found, file.name.clone()) {
            return Err(ImportError::Twice { first, second: file.name.clone(), label: found.label() });
        }
        piles.entry(source_of(found)).or_default().push(file.clone());
    }
    let kinds: BTreeSet<SourceKind> = piles.keys().copied().collect();
    kinds.into_iter().map(|kind| read_source(kind, &piles[&kind], released.get(&kind).copied())).collect()
}

fn done<T>(kind: SourceKind, read: Imported<T>, rows: impl FnOnce(Vec<T>) -> SourceRows) -> SourceRead {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let release = Release {
        kind,
        title: title(kind, read.released_on),
        released_on: read.released_on,
        digest: read.digest,
        n_rows: count(read.rows.len()),
        n_rejected: count(read.rejected.len()),
    };
    SourceRead { release, rows: rows(read.rows), rejected: read.rejected, notes: read.notes }
}

fn title(kind: SourceKind, on: Date) -> String {
    let when = month_and_year(on);
    match kind {
        SourceKind::CmsHospitals => format!("CMS Hospital General Information, {when}"),
        SourceKind::Locations => format!("Hospital locations, derived, {when}"),
        SourceKind::Ruca2020Zip => format!("USDA ERS RUCA codes by ZIP, 2020 census, {when}"),
        SourceKind::Ruca2010Zip => format!("USDA ERS RUCA codes by ZIP, 2010 census, {when}"),
        SourceKind::ForhpZips => format!("HRSA FORHP rural ZIP list, {when}"),
        SourceKind::RuccCounties => format!("USDA ERS Rural-Urban Continuum Codes, {when}"),
        SourceKind::CbsaCounties => format!("OMB metropolitan and micropolitan delineation, {when}"),
        SourceKind::Zctas => format!("Census ZIP code tabulation areas, {when}"),
        SourceKind::Counties => {
            format!("Census counties, with urban areas placed by ZIP area (derived), {when}")
        }
    }
}

fn locations_title(hifld: Option<&NamedFile>, on: Date) -> String {
    let layer = hifld
        .and_then(|f| from_name(&f.name))
        .map(|d| format!(", {}", month_and_year(d)))
        .unwrap_or_default();
    let sites = if hifld.is_some() { ", with web sites of that layer" } else { "" };
    format!(
        "Hospital locations, derived {}: CMS hospitals joined to HIFLD Hospitals{layer}, Census areas and ZIP centres{sites}",
        month_and_year(on)
    )
}

fn main_kind(kind: SourceKind) -> FileKind {
    match kind {
        SourceKind::CmsHospitals => FileKind::CmsHospitals,
        SourceKind::Locations => FileKind::Locations,
        SourceKind::Ruca2020Zip => FileKind::Ruca2020,
        SourceKind::Ruca2010Zip => FileKind::Ruca2010,
        SourceKind::ForhpZips => FileKind::ForhpZips,
        SourceKind::RuccCounties => FileKind::RuccWide,
        SourceKind::CbsaCounties => FileKind::Cbsa,
        SourceKind::Zctas => FileKind::Zctas,
        SourceKind::Counties => FileKind::Counties,
    }
}

fn source_of(kind: FileKind) -> SourceKind {
    match kind {
        FileKind::CmsHospitals => SourceKind::CmsHospitals,
        FileKind::Locations | FileKind::Hifld => SourceKind::Locations,
        FileKind::Ruca2020 => SourceKind::Ruca2020Zip,
        FileKind::Ruca2010 => SourceKind::Ruca2010Zip,
        FileKind::RuccWide | FileKind::RuccLong => SourceKind::RuccCounties,
        FileKind::Cbsa => SourceKind::CbsaCounties,
        FileKind::ForhpZips => SourceKind::ForhpZips,
        // The files on people are read by name and never recognised; they stand beside these.
        FileKind::Zctas | FileKind::ZctaHomes => SourceKind::Zctas,
        FileKind::Counties
        | FileKind::UrbanAreas
        | FileKind::ZctaUrbanAreas
        | FileKind::ZctaCounties
        | FileKind::CountyVulnerability
        | FileKind::TravelTimes => SourceKind::Counties,
    }
}
