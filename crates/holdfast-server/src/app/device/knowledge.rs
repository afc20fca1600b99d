//! What answers on machines rest on: the catalog's products and programs, and the tables of builds, fixes and weaknesses, put in order once.

use holdfast_core::catalog::OfferId;
use holdfast_core::decide::device::{
    FleetPicture, FleetPrograms, Judged, Knowledge, Programs, fleet, fleet_programs, judge, programs,
};
use holdfast_core::model::{Claim, Device, FeedKind, FeedRelease, HospitalScope, capital, day_in_words};
use holdfast_store::Claims;
use holdfast_wire::device::DeviceFacts;

use super::look::Fleet;
use crate::app::{App, AppError};

impl App {
    /// What answers on machines rest on.
    pub fn knowledge(&self) -> Knowledge<'_> {
        Knowledge::of(&self.catalog.products, &self.feeds().tables)
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
        programs(&self.feeds().software, facts)
    }

    /// What is possible in the programs of all machines of a hospital, in their order.
    pub fn fleet_programs(&self, all: &Fleet) -> FleetPrograms {
        fleet_programs(&self.feeds().software, all.devices.iter().map(|d| &d.brief))
    }

    /// The days of the files behind every answer, in a sentence, and which of them are old by now.
    pub fn feeds_in_words(&self) -> String {
        let dates = self.feeds().tables.dates();
        let old = dates.old_in_words(self.today());
        if old.is_empty() { dates.in_words() } else { format!("{} {}", dates.in_words(), capital(&old)) }
    }

    /// The days of the files behind what is said of programs, in a sentence.
    pub fn software_feeds_in_words(&self) -> String {
        let feeds = self.feeds();
        let asked = feeds.in_use.iter().map(|f| &f.release);
        let asked = asked.filter(|f| matches!(f.kind, FeedKind::Kev | FeedKind::Software));
        let one = |f: &FeedRelease| format!("{} ({})", f.title, day_in_words(f.released_on));
        let asked = asked.map(one).collect::<Vec<_>>().join("; ");
        let old = feeds.tables.dates().old_software_in_words(self.today());
        format!("By the catalog and these files: {asked}. {old}").trim_end().to_owned()
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
