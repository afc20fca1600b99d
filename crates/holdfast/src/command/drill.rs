//! `holdfast drill`: a hospital's downtime pack for a scenario, as text, JSON or a PDF to print.
//!
//! Where a portal is kept its word on the hospital's services counts; where none is, the catalog speaks alone.

use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::catalog::{Catalog, Drill as Scenario};
use holdfast_core::decide::care::CareModel;
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::decide::drill::{DrillAsked, DrillError, DrillPack, drill_for};
use holdfast_core::did_you_mean;
use holdfast_core::model::Ccn;
use holdfast_server::app::LoadedDirectory;

use super::save::save;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Drill as Flags;
use crate::out;
use crate::progress::say;

/// Makes a pack, or lists the scenarios.
pub(crate) async fn run(settings: &Settings, what: Flags) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(settings).await?;
    let own = super::hospital::find(&reference.directory, &what.ccn)?.hospital.ccn;
    let word = super::data::own_word(settings, own).await?;
    let pack = made(settings, &reference.catalog, &reference.directory, own, &word, &what)?;
    let Some(pack) = pack else { return Ok(ExitCode::from(exit::DONE)) };
    match &what.pdf {
        Some(path) => write(path, &pack)?,
        None if what.json => {
            let text = serde_json::to_string_pretty(&pack).map_err(anyhow::Error::from)?;
            out::line(&text)?;
        }
        None => out::print(&text(&pack))?,
    }
    Ok(ExitCode::from(exit::DONE))
}

/// The pack; `None` where no scenario was named and they were listed.
fn made(
    settings: &Settings,
    catalog: &Catalog,
    directory: &LoadedDirectory,
    own: Ccn,
    own_services: &OwnServices,
    what: &Flags,
) -> Result<Option<DrillPack>, Failure> {
    let Some(id) = &what.scenario else {
        out::print(&scenarios(catalog))?;
        return Ok(None);
    };
    let drill = scenario(catalog, id)?;
    let neighbour = match &what.neighbour {
        Some(text) => Some(super::hospital::find(directory, text)?.hospital.ccn),
        None => None,
    };
    let model = CareModel::of(&directory.hospitals, &super::impact::people()?);
    let as_of = super::data::today(settings);
    let asked = DrillAsked { own, neighbour, days: what.days, as_of, own_services };
    let pack = drill_for(catalog, drill, &directory.hospitals, &model, &asked);
    pack.map(Some).map_err(|e| {
        let code = match &e {
            DrillError::Care(_) | DrillError::NeighbourNotListed(_) | DrillError::NoNeighbour => {
                exit::NOT_FOUND
            }
            DrillError::NotOpen(_) | DrillError::SamePlace(_) => exit::USAGE,
        };
        Failure::new(code, e)
    })
}

fn scenario<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Scenario, Failure> {
    let ids = || catalog.drills.drills.iter().map(|d| d.id.as_str());
    catalog.drills.drill(id).ok_or_else(|| {
        let hint = did_you_mean::hint(id, ids());
        let known: Vec<&str> = ids().collect();
        let wrong = anyhow!("there is no scenario `{id}`{hint}; there are {}", known.join(", "));
        Failure::new(exit::USAGE, wrong)
    })
}

fn scenarios(catalog: &Catalog) -> String {
    let mut out = "Name a scenario with --scenario ID:\n".to_owned();
    for drill in &catalog.drills.drills {
        out += &format!("  {:<26}{}\n", drill.id.as_str(), drill.name);
    }
    out
}

/// What is in the pack, in short: whom to call first, and what there is beside.
fn text(pack: &DrillPack) -> String {
    let mut out = format!("{}\n{}\n\n{}\n", pack.name, pack.story, pack.sentence);
    if let Some(here) = &pack.comes_here {
        out += &format!("{here}\n");
    }
    out += &format!("\nWhom to call for patients ({})\n", pack.receivers.len());
    for (n, r) in pack.receivers.iter().enumerate() {
        let phone = r.phone.as_deref().unwrap_or("no number on file");
        out += &format!(
            "  {}. {}, {} {}, {phone}; beds {}; emergency department: {}. {}\n",
            n + 1,
            r.name,
            r.city,
            r.state,
            r.beds,
            r.department.to_lowercase(),
            r.why
        );
    }
    out += &format!("  {}\n", pack.order);
    if !pack.clocks.is_empty() {
        out += "\nHow long each service lasts\n";
    }
    for clock in &pack.clocks {
        let hurt = if clock.hurt.is_empty() { String::new() } else { format!("; {}", clock.hurt) };
        out += &format!("  {}: {}{hurt}\n", clock.name, clock.becomes());
    }
    if let Some(money) = &pack.money {
        out += &format!("  {money}\n");
    }
    out += &format!(
        "\nIn the pack beside: {} calls, {} injects, {} forms, {} lines on waivers. Write it with --pdf FILE.\n",
        pack.calls.len(),
        pack.injects.len(),
        pack.forms.len(),
        pack.waiver.iter().map(|list| list.points.len()).sum::<usize>(),
    );
    out += "\nWhat is not known\n";
    for doubt in &pack.not_known {
        out += &format!("  {doubt}\n");
    }
    out
}

fn write(path: &Path, pack: &DrillPack) -> Result<(), Failure> {
    let bytes = holdfast_report::drill_pdf(pack).map_err(anyhow::Error::from)?;
    save(path, &bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", bytes.len(), path.display()));
    Ok(())
}
