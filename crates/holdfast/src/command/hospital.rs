//! `holdfast hospital`: what the directory says of one hospital, with the release of every file, or a search.

use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::decide::directory::{County, Listed};
use holdfast_core::decide::rural::{RuralAnswer, decided_by};
use holdfast_core::model::Ccn;
use holdfast_server::app::LoadedDirectory;
use serde_json::json;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Hospital;
use crate::out;
use crate::progress::say;

/// Shows or searches.
pub(crate) async fn run(settings: Settings, what: Hospital) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(&settings).await?;
    match (&what.ccn, &what.search) {
        (_, Some(words)) => search(&reference.directory, words, what.json),
        (Some(text), None) => {
            let listed = find(&reference.directory, text)?;
            let county = reference.directory.hospitals.county_of(listed);
            if what.json {
                out::line(&format!("{:#}", as_json(listed, county)))?;
            } else {
                out::print(&as_text(listed, county))?;
            }
            Ok(ExitCode::from(exit::DONE))
        }
        (None, None) => Err(Failure::new(
            exit::USAGE,
            anyhow!("name a certification number, or search with --search \"sheridan mt\""),
        )),
    }
}

/// The hospital a typed number means. A unit's number leads to its hospital; an unknown one names its neighbours.
pub(crate) fn find<'d>(directory: &'d LoadedDirectory, text: &str) -> Result<&'d Listed, Failure> {
    let typed = Ccn::parse(text).map_err(|e| Failure::new(exit::USAGE, e))?;
    let ccn = typed.parent().unwrap_or(typed);
    if let Some(listed) = directory.hospitals.get(ccn) {
        if ccn != typed {
            say(&format!("{typed} is a unit of {ccn}, {}.", listed.hospital.name));
        }
        return Ok(listed);
    }
    if let Some(former) = directory.hospitals.former(ccn) {
        let h = &former.listed.hospital;
        let was = format!("{ccn} was {}, {}, {}. {}", h.name, h.city, h.state, former.sentence());
        return Err(Failure::new(exit::NOT_FOUND, anyhow!(was)));
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
    if words.trim().is_empty() {
        let why =
            anyhow!("say what to look for: --search \"sheridan mt\", a name, city, state, ZIP or number");
        return Err(Failure::new(exit::USAGE, why));
    }
    let found: Vec<&Listed> = directory
        .search
        .search(words, 10)
        .iter()
        .filter_map(|hit| directory.hospitals.get(hit.ccn))
        .collect();
    if as_json {
        let rows: Vec<_> = found.iter().map(|l| json!(l.hospital)).collect();
        out::line(&format!("{:#}", json!(rows)))?;
    } else {
        let line = |l: &&Listed| {
            let h = &l.hospital;
            format!("{}  {}  {}, {} {}  {}\n", h.ccn, h.name, h.city, h.state, h.zip, h.hospital_type)
        };
        out::print(&found.iter().map(line).collect::<String>())?;
    }
    if found.is_empty() {
        say(&format!("Nothing fits `{words}`. Try the city and state alone."));
        return Ok(ExitCode::from(exit::NOT_FOUND));
    }
    Ok(ExitCode::from(exit::DONE))
}

fn as_json(listed: &Listed, county: Option<&County>) -> serde_json::Value {
    let deciders: serde_json::Map<_, _> = listed
        .rural
        .facts()
        .map(|(kind, _)| (kind.key().to_owned(), json!(decided_by(kind))))
        .into_iter()
        .collect();
    json!({
        "hospital": listed.hospital,
        "location": listed.location,
        "rural": listed.rural,
        "rural_decided_by": deciders,
        "county": county.map(|c| json!({
            "fips": c.row.county, "name": c.row.name, "population": c.row.population, "area": c.area, "rucc": c.rucc,
        })),
        "source": { "file": listed.release.title, "released_on": listed.release.released_on },
    })
}

fn as_text(listed: &Listed, county: Option<&County>) -> String {
    let h = &listed.hospital;
    let mut out = format!("{}  {}\n", h.ccn, h.name);
    let rural = |a: &RuralAnswer| {
        let word = a.holds.map_or("cannot say", |yes| if yes { "yes" } else { "no" });
        format!("{word}. {}", a.because)
    };
    let mut line = |what: &str, value: String| out += &format!("  {what:<24}{value}\n");
    line("Address", format!("{}, {}, {} {}", h.address, h.city, h.state, h.zip));
    let people = county.map(|c| format!(", {} people", c.row.population)).unwrap_or_default();
    line("County", format!("{}{people}", h.county_name));
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
    let names = ["Rural (HRSA FORHP)", "Rural (FCC)", "Rural (SHIP)"];
    for (name, (kind, answer)) in names.into_iter().zip(listed.rural.facts()) {
        line(name, rural(answer));
        line("", decided_by(kind).unwrap_or_default().to_owned());
    }
    let code = |n: Option<u8>| n.map_or("not coded".to_owned(), |n| n.to_string());
    let inputs = &listed.rural.inputs;
    line(
        "Other codes",
        format!(
            "RUCA {} (2020 census) and {} (2010) by ZIP; RUCC {} by county; these decide nothing by themselves",
            code(inputs.ruca_2020),
            code(inputs.ruca_2010),
            code(county.and_then(|c| c.rucc)),
        ),
    );
    line("Source", format!("{}, released {}", listed.release.title, listed.release.released_on));
    out
}
