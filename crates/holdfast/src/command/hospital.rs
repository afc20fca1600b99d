//! `holdfast hospital`: what the directory says of one hospital, with the release of every file, or a search.

use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::rural::RuralAnswer;
use holdfast_core::model::Ccn;
use holdfast_server::app::LoadedDirectory;
use serde_json::json;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Hospital;

/// Shows or searches.
pub(crate) async fn run(settings: Settings, what: Hospital) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(&settings).await?;
    match (&what.ccn, &what.search) {
        (_, Some(words)) => search(&reference.directory, words, what.json),
        (Some(text), None) => {
            let listed = find(&reference.directory, text)?;
            if what.json {
                println!("{:#}", as_json(listed))
            } else {
                print!("{}", as_text(listed))
            }
            Ok(ExitCode::from(exit::DONE))
        }
        (None, None) => {
            Err(anyhow!("name a certification number, or search with --search \"sheridan mt\"").into())
        }
    }
}

/// The hospital a typed number means. A unit's number leads to its hospital; an unknown one names its neighbours.
pub(crate) fn find<'d>(directory: &'d LoadedDirectory, text: &str) -> Result<&'d Listed, Failure> {
    let typed = Ccn::parse(text).map_err(|e| Failure::new(exit::NOT_FOUND, e))?;
    let ccn = typed.parent().unwrap_or(typed);
    if let Some(listed) = directory.hospitals.get(ccn) {
        if ccn != typed {
            eprintln!("holdfast: {typed} is a unit of {ccn}, {}.", listed.hospital.name);
        }
        return Ok(listed);
    }
    let near: Vec<String> = directory
        .search
        .search(&ccn.as_str()[..4], 3)
        .iter()
        .filter_map(|hit| directory.hospitals.get(hit.ccn))
        .map(|l| format!("{} {}", l.hospital.ccn, l.hospital.name))
        .collect();
    let near = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
    let why = anyhow!(
        "no hospital in the directory has the number `{ccn}`{near}. Search by name: holdfast hospital --search \"name city state\""
    );
    Err(Failure::new(exit::NOT_FOUND, why))
}

fn search(directory: &LoadedDirectory, words: &str, as_json: bool) -> Result<ExitCode, Failure> {
    let found: Vec<&Listed> = directory
        .search
        .search(words, 10)
        .iter()
        .filter_map(|hit| directory.hospitals.get(hit.ccn))
        .collect();
    if as_json {
        let rows: Vec<_> = found.iter().map(|l| json!(l.hospital)).collect();
        println!("{:#}", json!(rows));
    } else {
        for listed in &found {
            let h = &listed.hospital;
            println!("{}  {}  {}, {} {}  {}", h.ccn, h.name, h.city, h.state, h.zip, h.hospital_type);
        }
    }
    if found.is_empty() {
        eprintln!("holdfast: Nothing fits `{words}`. Try the city and state alone.");
        return Ok(ExitCode::from(exit::NOT_FOUND));
    }
    Ok(ExitCode::from(exit::DONE))
}

fn as_json(listed: &Listed) -> serde_json::Value {
    json!({
        "hospital": listed.hospital,
        "location": listed.location,
        "rural": listed.rural,
        "source": { "file": listed.release.title, "released_on": listed.release.released_on },
    })
}

fn as_text(listed: &Listed) -> String {
    let h = &listed.hospital;
    let mut out = format!("{}  {}\n", h.ccn, h.name);
    let mut line = |what: &str, value: String| out += &format!("  {what:<24}{value}\n");
    line("Address", format!("{}, {}, {} {}", h.address, h.city, h.state, h.zip));
    line("County", h.county_name.clone());
    line("Phone on file", h.phone.clone());
    line("Type", h.hospital_type.to_string());
    line("Owner", h.ownership.to_string());
    line("Emergency department", if h.emergency_services { "yes" } else { "no" }.to_owned());
    if let Some(at) = &listed.location {
        line("Beds (2022 layer)", at.beds.map_or("not known".to_owned(), |n| n.to_string()));
        if let Some(ed) = at.nearest_other_ed {
            line(
                "Nearest other emergency",
                format!("{}, {:.0} km in a straight line (roads are longer)", ed.ccn, ed.km),
            );
        }
    }
    let rural = |a: &RuralAnswer| {
        let word = a.holds.map_or("cannot say", |yes| if yes { "yes" } else { "no" });
        format!("{word}. {}", a.because)
    };
    line("Rural (HRSA FORHP)", rural(&listed.rural.forhp));
    line("Rural (FCC)", rural(&listed.rural.fcc));
    line("Rural (SHIP)", rural(&listed.rural.ship));
    line("Source", format!("{}, released {}", listed.release.title, listed.release.released_on));
    out
}
