//! `holdfast impact`: who loses their nearest emergency department when hospitals are down, as text, JSON or a page to hand out; or every
//! hospital in turn as CSV.

mod handout;
mod national;
mod text;
mod times;

use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::decide::care::road::Roads;
use holdfast_core::decide::care::{
    CareFacts, CareModel, Doubt, DownSet, DownSetError, Impact, Worst, sentence, sentence_of,
};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Ccn, PeopleTables, StateCode};
use serde_json::json;

use super::data::Reference;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Impact as Flags;
use crate::out;

/// The hospitals that are down, and how they were chosen.
struct Asked {
    down: Vec<Ccn>,
    set: Option<DownSet>,
    worst: Option<Worst>,
}

/// What is said before the figures.
struct Answer {
    sentence: String,
    /// How the set was found, and what that leaves open.
    said: Vec<String>,
}

/// Answers for one set of hospitals or for each hospital.
pub(crate) async fn run(settings: Settings, what: Flags) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(&settings).await?;
    let mut facts = CareFacts::of(&reference.directory.hospitals, &people()?);
    let mut refused = Vec::new();
    if let Some(path) = &what.times {
        let times = times::read(path, super::data::today(&settings))?;
        facts = facts.with_times(&times.rows, &times.title);
        refused = times.refused;
    }
    let code = if refused.is_empty() { exit::DONE } else { exit::SOME_REFUSED };
    let no_site = facts.no_site.clone();
    let model = facts.model();
    if what.national {
        out::written(national::national_csv(&reference, &model, &no_site, what.days))?;
        return Ok(ExitCode::from(code));
    }
    let asked = asked(&reference, &model, &what)?;
    let impact = model.impact(&asked.down, what.days).map_err(|e| Failure::new(exit::USAGE, e))?;
    if let (Some(path), Some(ccn)) = (&what.pdf, asked.down.first()) {
        let (day, own) = (super::data::today(&settings), super::data::own_word(&settings, *ccn).await?);
        let of =
            handout::Of { reference: &reference, model: &model, impact: &impact, ccn: *ccn, own: &own, day };
        handout::write(path, &of, what.reader.unwrap_or_default().into())?;
        return Ok(ExitCode::from(code));
    }
    let answer = answer(&asked, &impact);
    if what.json {
        out::line(&format!("{:#}", as_json(&model, &impact, &asked, &answer, &refused)))?;
    } else {
        out::print(&text::text(&model, &impact, &answer))?;
    }
    Ok(ExitCode::from(code))
}

fn asked(reference: &Reference, model: &CareModel, what: &Flags) -> Result<Asked, Failure> {
    let directory = &reference.directory.hospitals;
    let of = |set: DownSet| Asked { down: set.hospitals.clone(), set: Some(set), worst: None };
    if let Some(words) = &what.system {
        return DownSet::of_system(directory, words).map(of).map_err(no_set);
    }
    if let Some(fips) = &what.county {
        return DownSet::of_county_named(directory, fips).map(of).map_err(no_set);
    }
    if let (Some(k), Some(state)) = (what.worst, &what.state) {
        let state = state_of(state)?;
        let worst = model.worst(state, k).map_err(|e| Failure::new(exit::NOT_FOUND, e))?;
        return Ok(Asked { down: worst.hospitals.clone(), set: None, worst: Some(worst) });
    }
    let mut down = Vec::new();
    for text in what.ccn.iter().chain(&what.down) {
        down.push(super::hospital::find(&reference.directory, text)?.hospital.ccn);
    }
    Ok(Asked { down, set: None, worst: None })
}

fn state_of(text: &str) -> Result<StateCode, Failure> {
    match StateCode::parse_name(text) {
        Some(state) => Ok(state),
        None => StateCode::parse(text).map_err(|e| Failure::new(exit::USAGE, e)),
    }
}

fn no_set(error: DownSetError) -> Failure {
    let code = match error {
        DownSetError::Nothing
        | DownSetError::EmptyList
        | DownSetError::TooCommon { .. }
        | DownSetError::ManyCounties { .. } => exit::USAGE,
        DownSetError::NoSystem(_)
        | DownSetError::NoCounty(_)
        | DownSetError::NoneInCounty(_)
        | DownSetError::NoneNamed(_) => exit::NOT_FOUND,
    };
    Failure::new(code, error)
}

fn answer(asked: &Asked, impact: &Impact) -> Answer {
    if let Some(set) = &asked.set {
        return Answer { sentence: sentence_of(set, impact), said: set.found_by.clone() };
    }
    let Some(worst) = &asked.worst else {
        return Answer { sentence: sentence(impact), said: Vec::new() };
    };
    let mut said = vec![worst.sentence()];
    for (members, more) in worst.hospitals.iter().zip(&worst.more_people) {
        let at = impact.down.iter().flatten().find(|m| m.ccn == *members);
        let name = at.map_or_else(
            || members.to_string(),
            |m| format!("{} {}, {}", m.ccn, display_case(&m.name), display_case(&m.city)),
        );
        said.push(format!("  {name}: {} people more", holdfast_core::model::grouped(*more)));
    }
    Answer { sentence: sentence_of(&worst.as_set(), impact), said }
}

/// The facts on people inside the binary.
pub(super) fn people() -> Result<PeopleTables, Failure> {
    let mut tables = PeopleTables::default();
    let held = holdfast_catalog::people_facts::embedded_people().map_err(anyhow::Error::from)?;
    for (release, bytes) in held {
        holdfast_import::load_people(&mut tables, release, bytes)
            .map_err(|e| anyhow!(e).context("the facts on people inside do not read"))?;
    }
    Ok(tables)
}

fn as_json(
    model: &CareModel,
    impact: &Impact,
    asked: &Asked,
    answer: &Answer,
    refused: &[String],
) -> serde_json::Value {
    let doubts: Vec<String> = impact.doubts.iter().map(Doubt::sentence).collect();
    let roads = Roads::ALL.map(
        |r| json!({ "km_for_each_straight_km": r.factor, "open_km_an_hour": r.open_kmh, "town_km_an_hour": r.town_kmh }),
    );
    json!({
        "sentence": answer.sentence, "found_by": answer.said, "set": asked.set, "worst": asked.worst, "impact": impact,
        "not_known": doubts, "travel_times": model.times_used(), "travel_times_refused": refused, "roads_fast_likely_slow": roads, "sources": model.sources(),
    })
}
