//! What answers on machines rest on: the catalog's products and the tables of builds, fixes and exploited weaknesses, put in order once.

use holdfast_catalog::update_facts::embedded_updates;
use holdfast_core::catalog::OfferId;
use holdfast_core::decide::device::{FleetPicture, Judged, Knowledge, UpdateTables, fleet, judge};
use holdfast_core::model::{Claim, Device, FeedKind, FeedRelease, HospitalScope, day_in_words};
use holdfast_import::unpack;
use holdfast_store::Claims;

use super::look::Fleet;
use crate::app::{App, AppError};

/// The tables inside the binary.
pub(in crate::app) fn embedded_tables() -> Result<UpdateTables, AppError> {
    let broken =
        |e: String| AppError::Broken { what: format!("the tables of updates inside the binary: {e}") };
    let (mut builds, mut fixes, mut kev, mut epss) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut feeds: Vec<FeedRelease> = Vec::new();
    for (release, bytes) in embedded_updates().map_err(|e| broken(e.to_string()))? {
        let read = match release.kind {
            FeedKind::WindowsBuilds => unpack(bytes).map(|rows| builds = rows),
            FeedKind::WindowsFixes => unpack(bytes).map(|rows| fixes = rows),
            FeedKind::Kev => unpack(bytes).map(|rows| kev = rows),
            FeedKind::Epss => unpack(bytes).map(|rows| epss = rows),
        };
        read.map_err(|e| broken(crate::app::chain(&e)))?;
        feeds.push(release);
    }
    Ok(UpdateTables::new(&builds, &fixes, &kev, &epss, feeds))
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

    /// The days of the files behind every answer, in a sentence.
    pub fn feeds_in_words(&self) -> String {
        let feeds = self.knowledge().feeds;
        let one = |f: &FeedRelease| format!("{} ({})", f.title, day_in_words(f.released_on));
        format!("By the catalog and these files: {}.", feeds.iter().map(one).collect::<Vec<_>>().join("; "))
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
