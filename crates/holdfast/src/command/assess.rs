//! `holdfast assess`: posture and plan from a file of facts, by the pure core alone, so that any answer can be made again.
//!
//! It opens no database. The file is what an export of a hospital's record holds.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, MeasureId};
use holdfast_core::decide::plan::{self, Means, Plan, Scheduled};
use holdfast_core::decide::posture::{self, Posture, Record};
use holdfast_core::model::Usd;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Assess;
use crate::out;
use crate::progress::say;

/// A larger file is no record of one hospital.
const MAX_BYTES: u64 = 64 << 20;

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsFile {
    record: Record,
    means: Option<Means>,
}

/// Assesses and, when the file says what the hospital can carry, plans.
pub(crate) fn run(settings: &Settings, what: &Assess) -> Result<ExitCode, Failure> {
    let catalog = catalog(settings)?;
    let facts = read(&what.facts).map_err(|e| Failure::new(exit::REFUSED, e))?;
    let as_of = end_of(what.as_of.unwrap_or_else(|| super::data::today(settings)))?;
    let posture = posture::assess(&catalog, &facts.record, as_of);
    let plan = facts.means.as_ref().map(|means| plan::draft(&catalog, &posture, means));
    let unknown = unknown_measures(&catalog, &facts.record);
    if what.json {
        let value = serde_json::json!({ "posture": posture, "plan": plan, "unknown_measures": unknown });
        out::line(&format!("{value:#}"))?;
    } else {
        out::print(&text(&catalog, &posture, plan.as_ref()))?;
    }
    for id in &unknown {
        say(&format!("The catalog has no measure `{id}`; what the file says of it is left out."));
    }
    Ok(ExitCode::from(if unknown.is_empty() { exit::DONE } else { exit::SOME_REFUSED }))
}

fn catalog(settings: &Settings) -> Result<Catalog, Failure> {
    let read = match &settings.catalog {
        Some(dir) => holdfast_catalog::load_dir(dir),
        None => holdfast_catalog::load_embedded(),
    };
    read.map_err(|e| Failure::new(exit::CATALOG, e))
}

fn read(path: &Path) -> anyhow::Result<FactsFile> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read `{shown}`"))?.len();
    if size > MAX_BYTES {
        return Err(anyhow!("`{shown}` has {size} bytes; a record of one hospital has at most {MAX_BYTES}"));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
    let wrong = || {
        format!(
            "`{shown}` is no file of facts; it is JSON with `record` and, for a plan, `means` (see docs/assess.md)"
        )
    };
    let facts: FactsFile = serde_json::from_str(&text).with_context(wrong)?;
    // A list would be read as a record with nothing in it.
    let is_object = |key: &str| {
        let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
        value.is_ok_and(|v| v.get(key).is_some_and(serde_json::Value::is_object))
    };
    if !is_object("record") || (facts.means.is_some() && !is_object("means")) {
        return Err(anyhow!("`record` and `means` are objects in braces").context(wrong()));
    }
    Ok(facts)
}

/// The last moment of a day, so that all that came in on it counts.
fn end_of(day: Date) -> anyhow::Result<jiff::Timestamp> {
    let next = day.tomorrow().context("that day has no end")?;
    let start = next.to_zoned(TimeZone::UTC).context("that day has no end")?.timestamp();
    Ok(start.checked_sub(jiff::SignedDuration::from_nanos(1))?)
}

fn unknown_measures(catalog: &Catalog, record: &Record) -> BTreeSet<MeasureId> {
    let known: BTreeSet<&MeasureId> = catalog.measures().map(|(_, m)| &m.id).collect();
    let said = record.evidence.iter().map(|e| &e.measure);
    let said = said.chain(record.answers.iter().map(|a| &a.measure));
    let said = said.chain(record.exceptions.iter().map(|e| &e.measure));
    said.filter(|id| !known.contains(id)).cloned().collect()
}

fn text(catalog: &Catalog, posture: &Posture, plan: Option<&Plan>) -> String {
    let a = posture.attainment;
    let mut out = format!(
        "{}: {} of {} essential goals met, {} of {} enhanced, {} of {} extras.\n",
        posture.label.key().to_uppercase(),
        a.essential_met,
        a.essential_of,
        a.enhanced_met,
        a.enhanced_of,
        a.extra_met,
        a.extra_of,
    );
    match posture.assurance {
        Some(c) => _ = writeln!(out, "Proven and fresh: {c} measures of goals that are met."),
        None => out += "Proven and fresh: no goal is met, so nothing is.\n",
    }
    if posture.without_exceptions != a {
        let bare = posture.without_exceptions;
        let (met, of) = (bare.met(), bare.of_goals());
        let _ = writeln!(out, "Without exceptions: {met} of {of} essential and enhanced goals.");
    }
    for gate in posture.gates.iter().filter(|g| g.state != posture::GateState::Shut) {
        let word = if gate.state == posture::GateState::Open { "Open" } else { "Not proven shut" };
        let _ = writeln!(out, "{word}: {}. {}", gate.measure, gate.why);
    }
    for goal in &posture.goals {
        let name = catalog.safeguard_name(&goal.safeguard);
        let status = format!("{:?}", goal.status).to_lowercase();
        let _ = writeln!(out, "\n{:4} {name}: {status}, {} %", goal.code, goal.share.percent());
        for m in posture.measures_of(goal) {
            let _ = writeln!(out, "     {:30} {:12} {}", m.measure.as_str(), m.state.key(), m.why);
        }
    }
    if let Some(plan) = plan {
        out += &planned(catalog, plan);
    }
    out
}

fn planned(catalog: &Catalog, plan: &Plan) -> String {
    let mut out = String::from("\nTHE PLAN\n");
    for said in &plan.assumed {
        let _ = writeln!(out, "{said}");
    }
    for stop in &plan.stop_now {
        let steps: Vec<&str> = stop.steps.iter().map(|s| s.as_str()).collect();
        let _ = writeln!(out, "Now: {} {} {}", stop.means, stop.why, steps.join(", "));
    }
    let mut list = |title: &str, steps: &[Scheduled]| {
        let _ = writeln!(out, "\n{title}");
        for s in steps {
            let name = catalog.step(&s.step).map_or(s.step.as_str(), |s| s.name.as_str());
            let ranked = plan.ranked.iter().find(|r| r.step == s.step);
            let _ = writeln!(out, "  {} to {}  {name}", s.starts_on, s.due_on);
            if let Some(r) = ranked {
                let _ = writeln!(out, "      {}\n      {}", r.why, r.unless);
            }
        }
    };
    list("The first 13 weeks", &plan.quarter);
    list("The rest of the year", &plan.year);
    if !plan.left_for_later.is_empty() {
        out += "\nNo place this year\n";
        for later in &plan.left_for_later {
            let _ = writeln!(out, "  {}: {}", later.step, later.why);
        }
    }
    let likely = |l: &[plan::ScenarioLoss]| Usd(l.iter().map(|s| s.a_year.likely).sum());
    let _ = writeln!(
        out,
        "\nLoss to expect in a year: {} now, {} after. {} and {} hours. Goals met: {} now, {} after 13 weeks, {} after a year.",
        likely(&plan.loss_now),
        likely(&plan.loss_after),
        Usd(plan.cost_usd),
        plan.hours,
        plan.attained_now.met(),
        plan.promised_quarter.met(),
        plan.promised_year.met(),
    );
    out
}
