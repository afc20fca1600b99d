//! The tables on updates and weaknesses as rows, each with its release: what newer files are laid over, and what decisions are made from.

use holdfast_core::decide::device::UpdateTables;
use holdfast_core::model::table::SoftwareRanges;
use holdfast_core::model::{BuildRow, EpssRow, FeedKind, FeedRelease, FixRow, KevRow, Month};

use crate::{PackError, pack, unpack};

/// The tables that are in use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeldTables {
    /// Builds of Windows.
    pub builds: Vec<BuildRow>,
    /// Updates of Windows.
    pub fixes: Vec<FixRow>,
    /// CISA's list with what left it.
    pub kev: Vec<KevRow>,
    /// FIRST's estimates.
    pub epss: Vec<EpssRow>,
    /// Versions of programs that have weaknesses.
    pub software: Vec<SoftwareRanges>,
    /// Their releases, in the order of [`FeedKind::ALL`].
    pub releases: Vec<FeedRelease>,
}

impl HeldTables {
    /// Puts a packed table in its place. When it does not read, nothing is changed.
    pub fn load(&mut self, release: FeedRelease, body: &[u8]) -> Result<(), PackError> {
        match release.kind {
            FeedKind::WindowsBuilds => self.builds = unpack(body)?,
            FeedKind::WindowsFixes => self.fixes = unpack(body)?,
            FeedKind::Kev => self.kev = unpack(body)?,
            FeedKind::Epss => self.epss = unpack(body)?,
            FeedKind::Software => self.software = unpack(body)?,
        }
        self.name(release);
        Ok(())
    }

    /// Notes the release of a table.
    pub(super) fn name(&mut self, release: FeedRelease) {
        self.releases.retain(|held| held.kind != release.kind);
        self.releases.push(release);
        self.releases.sort_by_key(|held| held.kind);
    }

    /// A table, packed.
    pub fn body(&self, kind: FeedKind) -> Vec<u8> {
        match kind {
            FeedKind::WindowsBuilds => pack(&self.builds),
            FeedKind::WindowsFixes => pack(&self.fixes),
            FeedKind::Kev => pack(&self.kev),
            FeedKind::Epss => pack(&self.epss),
            FeedKind::Software => pack(&self.software),
        }
    }

    /// Rows of one.
    pub fn n_rows(&self, kind: FeedKind) -> usize {
        match kind {
            FeedKind::WindowsBuilds => self.builds.len(),
            FeedKind::WindowsFixes => self.fixes.len(),
            FeedKind::Kev => self.kev.len(),
            FeedKind::Epss => self.epss.len(),
            FeedKind::Software => self.software.len(),
        }
    }

    /// The release of one.
    pub fn release(&self, kind: FeedKind) -> Option<&FeedRelease> {
        self.releases.iter().find(|held| held.kind == kind)
    }

    /// The month that both of Microsoft's tables reach. When one stands in for a damaged one, they differ, and files are needed from
    /// the earlier one on.
    pub fn windows_month(&self) -> Option<Month> {
        FeedKind::WINDOWS.into_iter().filter_map(|kind| Month::of(self.release(kind)?.released_on)).min()
    }

    /// As decisions want them.
    pub fn tables(&self) -> UpdateTables {
        UpdateTables::new(&self.builds, &self.fixes, &self.kev, &self.epss, self.releases.clone())
    }
}
