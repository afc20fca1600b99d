//! "If we go dark" as one page to hand out. What stops inside is by the catalog alone: what a hospital said of its services is its portal's.

use std::path::Path;

use holdfast_core::Date;
use holdfast_core::decide::care::{CareModel, Impact};
use holdfast_core::decide::downtime::{Outage, OwnServices, downtime};
use holdfast_core::decide::paper::Subject;
use holdfast_core::decide::paper::dark::{DarkGiven, Inside, Reader, dark};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::Ccn;

use crate::command::data::Reference;
use crate::command::save::save;
use crate::exit::Failure;
use crate::progress::say;

/// What the page is of.
pub(super) struct Of<'o> {
    pub(super) reference: &'o Reference,
    pub(super) model: &'o CareModel,
    pub(super) impact: &'o Impact,
    /// The hospital whose page it is.
    pub(super) ccn: Ccn,
    /// What it says of its own services.
    pub(super) own: &'o OwnServices,
    pub(super) day: Date,
}

/// Makes the page and writes it.
pub(super) fn write(path: &Path, of: &Of<'_>, reader: Reader) -> Result<(), Failure> {
    let catalog = &of.reference.catalog;
    let outage = Outage::Everything;
    let stops = downtime(&catalog.services, of.own, &outage.out_of_use(&catalog.services));
    let says = outage.sentence(&catalog.services, &stops);
    let hospital = subject(of);
    let given = DarkGiven {
        hospital: &hospital,
        as_of: of.day,
        catalog: &catalog.version,
        model: of.model,
        impact: of.impact,
        inside: Inside { downtime: &stops, says: &says, has_word: *of.own != OwnServices::default() },
    };
    let bytes = holdfast_report::dark_pdf(&dark(&given, reader)).map_err(anyhow::Error::from)?;
    save(path, &bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", bytes.len(), path.display()));
    Ok(())
}

fn subject(of: &Of<'_>) -> Subject {
    let listed = of.reference.directory.hospitals.get(of.ccn).map(|listed| &listed.hospital);
    Subject {
        name: listed.map(|h| display_case(&h.name)),
        ccn: Some(of.ccn),
        city: listed.map(|h| display_case(&h.city)),
        state: listed.map(|h| h.state),
    }
}
