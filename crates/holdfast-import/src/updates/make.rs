//! All files of the feeds on updates to the tables that ship, each with its release.

use std::collections::BTreeSet;

use holdfast_core::model::table::SoftwareRanges;
use holdfast_core::model::{FeedKind, FeedRelease, Month};

use super::{
    FeedError, FixFact, Listed, Told, follow_kev, make_builds, make_fixes, read_cpe_lists, read_cve_records,
    read_cvrf, read_epss, read_fixes_csv, read_kev, read_kev_events, read_release_list, replay_kev,
    software_rows, windows_product,
};
use crate::open::digest_of;
use crate::{NamedFile, RowError, pack};
use jiff::civil::Date;

/// The files, unpacked.
#[derive(Clone, Debug, Default)]
pub struct UpdateFiles {
    /// Microsoft's monthly documents.
    pub documents: Vec<NamedFile>,
    /// Tables others made of them.
    pub fixes: Vec<NamedFile>,
    /// Lists of releases.
    pub lists: Vec<NamedFile>,
    /// CISA's lists, oldest first. The last one is what holds.
    pub kev: Vec<NamedFile>,
    /// What others saw change on them.
    pub kev_events: Vec<NamedFile>,
    /// FIRST's estimates, and the day they are of.
    pub epss: Option<(NamedFile, Date)>,
    /// Records of weaknesses, the newer shape.
    pub cve_records: Vec<NamedFile>,
    /// Records of weaknesses, the older shape with lists of versions.
    pub cpe_lists: Vec<NamedFile>,
    /// The day the records are of.
    pub records_of: Option<Date>,
    /// Products of which records are kept; see [`holdfast_core::catalog::KnownAs::Cpe`].
    pub products: BTreeSet<String>,
}

/// The tables, packed.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeTables {
    /// One for each feed, in the order of [`FeedKind::ALL`].
    pub tables: Vec<(FeedRelease, Vec<u8>)>,
    /// Entries that did not read, with the file they are in.
    pub rejected: Vec<(String, RowError)>,
}

/// Makes the tables. The same files always give the same bytes.
pub fn make_update_tables(files: &UpdateFiles) -> Result<MadeTables, FeedError> {
    let Windows { facts, listed, mut rejected, n_bad_lists, n_bad_facts } = read_windows(files)?;
    let mut n_bad = [n_bad_lists, n_bad_facts, 0, 0, 0];
    let builds = make_builds(&facts, &listed);
    let fixes = make_fixes(&facts, &builds);
    let (kev, kev_version, kev_day) = kev(files, &mut rejected, &mut n_bad[2])?;
    let mut epss = Vec::new();
    if let Some((file, _)) = &files.epss {
        let read = read_epss(&file.name, &file.bytes)?;
        n_bad[3] += read.rejected.len();
        rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
        epss = read.rows;
        epss.sort_unstable();
    }
    let software = software(files, &mut rejected, &mut n_bad[4]);
    let newest = facts.iter().map(|f| f.month).chain(listed.iter().filter_map(Listed::month)).max();
    let windows_day = newest.map_or(Date::ZERO, Month::patch_day);
    let epss_day = files.epss.as_ref().map_or(Date::ZERO, |(_, day)| *day);
    let documents: Vec<&NamedFile> = files.documents.iter().chain(&files.fixes).chain(&files.lists).collect();
    let events: Vec<&NamedFile> = files.kev.iter().chain(&files.kev_events).collect();
    let epss_file: Vec<&NamedFile> = files.epss.iter().map(|(file, _)| file).collect();
    let release =
        |kind: FeedKind, title: String, released_on, from: &[&NamedFile], n_rows: usize| FeedRelease {
            kind,
            title,
            released_on,
            digest: digest_of(from),
            n_rows: n_rows as u32,
            n_rejected: n_bad[kind as usize] as u32,
        };
    let records: Vec<&NamedFile> = files.cve_records.iter().chain(&files.cpe_lists).collect();
    let records_day = files.records_of.unwrap_or(Date::ZERO);
    let words = newest.map_or_else(String::new, Month::in_words);
    Ok(MadeTables {
        tables: vec![
            (
                release(
                    FeedKind::WindowsBuilds,
                    format!("Builds of Windows by month, through {words}"),
                    windows_day,
                    &documents,
                    builds.len(),
                ),
                pack(&builds),
            ),
            (
                release(
                    FeedKind::WindowsFixes,
                    format!("Updates of Windows and what each closes, through {words}"),
                    windows_day,
                    &documents,
                    fixes.len(),
                ),
                pack(&fixes),
            ),
            (
                release(
                    FeedKind::Kev,
                    format!("CISA Known Exploited Vulnerabilities, {kev_version}"),
                    kev_day,
                    &events,
                    kev.len(),
                ),
                pack(&kev),
            ),
            (
                release(
                    FeedKind::Epss,
                    format!("FIRST EPSS of exploited weaknesses, {epss_day}"),
                    epss_day,
                    &epss_file,
                    epss.len(),
                ),
                pack(&epss),
            ),
            (
                release(
                    FeedKind::Software,
                    format!("Records of weaknesses in programs, {records_day}"),
                    records_day,
                    &records,
                    software.len(),
                ),
                pack(&software),
            ),
        ],
        rejected,
    })
}

/// What the records say of the wanted products; the newer shape before the older.
fn software(
    files: &UpdateFiles,
    rejected: &mut Vec<(String, RowError)>,
    n_bad: &mut usize,
) -> Vec<SoftwareRanges> {
    let mut told = Told::new();
    for file in &files.cve_records {
        let read = read_cve_records(&file.bytes, &files.products, &mut told);
        *n_bad += read.rejected.len();
        rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
    }
    for file in &files.cpe_lists {
        let read = read_cpe_lists(&file.bytes, &files.products, &mut told);
        *n_bad += read.rejected.len();
        rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
    }
    SoftwareRanges::of(&software_rows(told))
}

/// What Microsoft's documents and lists say.
#[derive(Clone, Debug, Default)]
pub(super) struct Windows {
    pub(super) facts: Vec<FixFact>,
    pub(super) listed: Vec<Listed>,
    pub(super) rejected: Vec<(String, RowError)>,
    n_bad_lists: usize,
    n_bad_facts: usize,
}

impl Windows {
    /// The newest month in which documents or lists name something for Windows.
    pub(super) fn newest_month(&self) -> Option<Month> {
        self.newest_document().into_iter().chain(self.listed.iter().filter_map(Listed::month)).max()
    }

    /// The newest month of the documents that name something for Windows; they appear before their month's updates do.
    pub(super) fn newest_document(&self) -> Option<Month> {
        self.facts.iter().filter(|f| windows_product(&f.product).is_some()).map(|f| f.month).max()
    }

    /// Entries refused that belong to a feed.
    pub(super) fn n_rejected(&self, kind: FeedKind) -> usize {
        if kind == FeedKind::WindowsBuilds { self.n_bad_lists } else { self.n_bad_facts }
    }
}

/// Reads Microsoft's documents and lists.
pub(super) fn read_windows(files: &UpdateFiles) -> Result<Windows, FeedError> {
    let mut all = Windows::default();
    for (file, read) in files
        .documents
        .iter()
        .map(|f| (f, read_cvrf(&f.name, &f.bytes)))
        .chain(files.fixes.iter().map(|f| (f, read_fixes_csv(&f.name, &f.bytes))))
    {
        let read = read?;
        all.n_bad_facts += read.rejected.len();
        all.rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
        all.facts.extend(read.rows);
    }
    for file in &files.lists {
        let read = read_release_list(&file.bytes);
        all.n_bad_lists += read.rejected.len();
        all.rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
        all.listed.extend(read.rows);
    }
    Ok(all)
}

type Kev = (Vec<holdfast_core::model::KevRow>, String, Date);

/// What others saw change first, so that history is there; then each list over it.
fn kev(
    files: &UpdateFiles,
    rejected: &mut Vec<(String, RowError)>,
    n_bad: &mut usize,
) -> Result<Kev, FeedError> {
    let mut rows = Vec::new();
    for file in &files.kev_events {
        let read = read_kev_events(&file.name, &file.bytes)?;
        *n_bad += read.rejected.len();
        rejected.extend(read.rejected.into_iter().map(|row| (file.name.clone(), row)));
        rows = replay_kev(&rows, &read.rows, Date::ZERO);
    }
    // Of what is only known from changes, keep what is gone: the lists tell the rest better.
    rows.retain(|row| row.removed_on.is_some());
    let (mut version, mut day) = (String::new(), Date::ZERO);
    for file in &files.kev {
        let list = read_kev(&file.name, &file.bytes)?;
        *n_bad += list.rejected.len();
        rows = follow_kev(&rows, &list).0;
        rejected.extend(list.rejected.into_iter().map(|row| (file.name.clone(), row)));
        (version, day) = (list.version, list.released_on);
    }
    Ok((rows, version, day))
}
