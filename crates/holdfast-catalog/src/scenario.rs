//! `scenarios/*.toml`: one way a hospital is hurt a file, how often it comes and what it costs.
//!
//! What it comes to for one hospital is reckoned in core.

use holdfast_core::catalog::{Catalog, Loss, LossId, Per, Scenario, ScenarioId};

use crate::follow::{Names, Trail};
use crate::row::Row;

/// What losses and prices may be for one of.
pub(crate) const PER: &[(&str, Per)] = &[
    ("once", Per::Once),
    ("bed_day", Per::BedDay),
    ("licensed_beds", Per::LicensedBeds),
    ("staffed_users", Per::StaffedUsers),
    ("windows_devices", Per::WindowsDevices),
];

/// Reads a file of one scenario.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.scenarios.extend(scenario(file, trail));
    file.done();
}

fn scenario(row: &Row<'_>, trail: &mut Trail) -> Option<Scenario> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Scenario, row, id);
    }
    let (name, story, provenance) = (row.string("name"), row.string("story"), row.provenance());
    let (often, days) = (row.estimate("per_1000_years", 100_000), row.estimate("days_down", 365));
    let mut losses = Vec::new();
    for mut child in row.rows("loss", "loss") {
        losses.extend(loss(&mut child));
        child.done();
    }
    if !row.has("loss") {
        row.lacks("loss", format!("{} costs nothing; add a loss under `[[loss]]`", row.what()));
    }
    Some(Scenario {
        id: ScenarioId::new(id?.value),
        name: name?,
        story: story?,
        per_1000_years: often?,
        days_down: days?,
        losses,
        provenance: provenance?,
    })
}

fn loss(row: &mut Row<'_>) -> Option<Loss> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
    }
    let (says, basis, provenance) = (row.string("says"), row.string("basis"), row.provenance());
    let (per, usd) = (row.one_of("per", PER), row.estimate("usd", 100_000_000));
    Some(Loss {
        id: LossId::new(id?.value),
        says: says?,
        per: per?,
        usd: usd?,
        basis: basis?,
        provenance: provenance?,
    })
}
