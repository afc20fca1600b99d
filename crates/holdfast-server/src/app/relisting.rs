//! Hospitals that a new list leaves out, or lists under another number: what was known of them is kept, and where they have
//! records here a reviewer is asked what became of them. It moves no record.

use std::collections::BTreeMap;

use holdfast_core::model::{CaseKind, Ccn, FormerListing, Release};
use holdfast_import::SourceRows;
use holdfast_import::diff::DirectoryChange;
use holdfast_store::Write;
use holdfast_store::nouns::*;

use super::registration::scope_of;
use super::{App, AppError};

/// What a new list of hospitals changes about who is listed.
#[derive(Debug, Default)]
pub(super) struct Relisting {
    /// No longer listed.
    gone: Vec<FormerListing>,
    /// Under another number now, the old one listed still or not.
    became: BTreeMap<Ccn, Option<Ccn>>,
    /// Everyone listed, when the list itself was read; those are no longer missing.
    listed: Vec<Ccn>,
}

impl Relisting {
    /// Reads it off the changes between the list held and the new one. `hint`: the number a hospital seemed to have
    /// converted to while both were listed.
    pub(super) fn of(
        held: &Release,
        new: &Release,
        rows: &SourceRows,
        changes: &[DirectoryChange],
        hint: impl Fn(Ccn) -> Option<Ccn>,
    ) -> Self {
        let SourceRows::Hospitals(rows) = rows else { return Self::default() };
        let mut relisting = Self { listed: rows.iter().map(|h| h.ccn).collect(), ..Self::default() };
        for change in changes {
            let (hospital, became, is_gone) = match change {
                DirectoryChange::Gone { hospital } => (hospital, hint(hospital.ccn), true),
                DirectoryChange::Converted { from, to, both_listed } => (from, Some(to.ccn), !both_listed),
                _ => continue,
            };
            relisting.became.insert(hospital.ccn, became);
            if is_gone {
                relisting.gone.push(FormerListing {
                    hospital: hospital.clone(),
                    listed_in: held.clone(),
                    gone_since: new.clone(),
                    became,
                });
            }
        }
        relisting
    }
}

impl App {
    /// Keeps what was known of hospitals that went, forgets it of those that came back, and opens a case for each that
    /// holds a place in a program.
    pub(super) async fn relist(&self, write: &mut Write, relisting: &Relisting) -> Result<(), AppError> {
        let former = write.former_listings().await?;
        for back in former.iter().map(|f| f.hospital.ccn).filter(|ccn| relisting.listed.contains(ccn)) {
            write.drop_former_listing(back).await?;
        }
        for gone in &relisting.gone {
            write.keep_former_listing(gone).await?;
        }
        for (ccn, became) in &relisting.became {
            let registrations = write.registrations(scope_of(*ccn)).await?;
            for registration in registrations.iter().filter(|r| r.state.registers()) {
                self.open_case(write, registration, CaseKind::NumberChanged { became: *became }).await?;
            }
        }
        Ok(())
    }
}
