//! What answers on machines rest on: the catalog's products and the tables of builds, fixes and exploited weaknesses, put in order once.

use holdfast_core::catalog::OfferId;
use holdfast_core::decide::device::{FleetPicture, Judged, Knowledge, fleet, judge};
use holdfast_core::model::{Claim, Device, HospitalScope};
use holdfast_store::Claims;

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

    /// The days of the files behind every answer, in a sentence, and which of them are old by now.
    pub fn feeds_in_words(&self) -> String {
        let dates = self.feeds().tables.dates();
        let old = dates.old_in_words(self.today());
        if old.is_empty() { dates.in_words() } else { format!("{} {}", dates.in_words(), sentence(&old)) }
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

/// With a capital at its start.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
