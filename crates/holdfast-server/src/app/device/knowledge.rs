//! What answers on machines rest on: the catalog's products and programs, and the tables of builds, fixes and weaknesses, put in order once.

use holdfast_catalog::update_facts::embedded_updates;
use holdfast_core::catalog::{Catalog, OfferId};
use holdfast_core::decide::device::{
    FleetPicture, FleetPrograms, Judged, Knowledge, Programs, SoftwareTables, UpdateTables, fleet,
    fleet_programs, judge, programs,
};
use holdfast_core::model::table::SoftwareRanges;
use holdfast_core::model::{Claim, Device, FeedKind, FeedRelease, HospitalScope, day_in_words};
use holdfast_import::unpack;
use holdfast_store::Claims;
use holdfast_wire::device::DeviceFacts;

use super::look::Fleet;
use crate::app::{App, AppError};

/// The tables inside the binary, those on programs with the programs of a catalog.
pub(in crate::app) fn embedded_tables(catalog: &Catalog) -> Result<(UpdateTables, SoftwareTables), AppError> {
    let broken =
        |e: String| AppError::Broken { what: format!("the tables of updates inside the binary: {e}") };
    let (mut builds, mut fixes, mut kev, mut epss) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut ranges: Vec<SoftwareRanges> = Vec::new();
    let mut feeds: Vec<FeedRelease> = Vec::new();
    for (release, bytes) in embedded_updates().map_err(|e| broken(e.to_string()))? {
        let read = match release.kind {
            FeedKind::WindowsBuilds => unpack(bytes).map(|rows| builds = rows),
            FeedKind::WindowsFixes => unpack(bytes).map(|rows| fixes = rows),
            FeedKind::Kev => unpack(bytes).map(|rows| kev = rows),
            FeedKind::Epss => unpack(bytes).map(|rows| epss = rows),
            FeedKind::Software => unpack(bytes).map(|rows| ranges = rows),
        };
        read.map_err(|e| broken(crate::app::chain(&e)))?;
        feeds.push(release);
    }
    let software = SoftwareTables::new(&catalog.software, &SoftwareRanges::rows(ranges), &kev);
    Ok((UpdateTables::new(&builds, &fixes, &kev, &epss, feeds), software))
}

impl App {
    /// What answers on machines rest on.
    pub fn knowledge(&self) -> Knowledge<'_> {
        Knowledge::of(&self.catalog.products, &self.update_tables)
    }

    /// All machines of a hospital, judged as of today.
    pub fn fleet_picture<'f>(&self, all: &'f Fleet) -> FleetPicture<'f> {
        fleet(&self.catalog, &self.knowledge(), &all.devices, &all.granted, self.today())
    }

    /// One machine, judged as of today.
    pub fn judged<'d>(&self, device: &'d Device, granted: &[OfferId]) -> Judged<'d> {
        judge(&self.catalog, &self.knowledge(), device, granted, self.today())
    }

    /// What is possible in the programs of one machine.
    pub fn programs(&self, facts: &DeviceFacts) -> Programs {
        programs(&self.software_tables, facts)
    }

    /// What is possible in the programs of all machines of a hospital, in their order.
    pub fn fleet_programs(&self, all: &Fleet) -> FleetPrograms {
        fleet_programs(&self.software_tables, all.devices.iter().map(|d| &d.brief))
    }

    /// The days of the files behind every answer, in a sentence.
    pub fn feeds_in_words(&self) -> String {
        self.feeds_of(|_| true)
    }

    /// The days of the files behind what is said of programs, in a sentence.
    pub fn software_feeds_in_words(&self) -> String {
        self.feeds_of(|kind| matches!(kind, FeedKind::Kev | FeedKind::Software))
    }

    fn feeds_of(&self, is_asked: fn(FeedKind) -> bool) -> String {
        let feeds = self.knowledge().feeds;
        let one = |f: &FeedRelease| format!("{} ({})", f.title, day_in_words(f.released_on));
        let asked = feeds.iter().filter(|f| is_asked(f.kind)).map(one).collect::<Vec<_>>();
        format!("By the catalog and these files: {}.", asked.join("; "))
    }

    /// Offers the hospital switched on, some of which give extended updates.
    pub(super) async fn switched_on<R: Claims + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Vec<OfferId>, AppError> {
        let all = read.claims(scope).await?;
        let is_on = |c: &holdfast_store::ClaimRecord| matches!(c.claim, Claim::Active { .. });
        Ok(all.into_iter().filter(is_on).map(|c| c.offer).collect())
    }
}
