//! `holdfast assess`: posture and plan from a file of facts, by the pure core alone, so that any answer can be made again.
//!
//! It opens no database. The file is what an export of a hospital's record holds.

use std::fmt::Write as _;
use std::process::ExitCode;

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::plan::{self, Plan, Scheduled};
use holdfast_core::decide::posture::{self, Posture};
use holdfast_core::model::Usd;

use super::facts_file;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Assess;
use crate::out;

/// Assesses and, when the file says what the hospital can carry, plans.
pub(crate) fn run(settings: &Settings, what: &Assess) -> Result<ExitCode, Failure> {
    let catalog = facts_file::catalog(settings)?;
    let facts = facts_file::read(&what.facts).map_err(|e| Failure::new(exit::REFUSED, e))?;
    let as_of = facts_file::end_of(what.as_of.unwrap_or_else(|| super::data::today(settings)))?;
    let posture = posture::assess(&catalog, &facts.record, as_of);
    let plan = facts.means.as_ref().map(|means| plan::draft(&catalog, &posture, means));
    let unknown = facts_file::unknown_measures(&catalog, &facts.record);
    if what.json {
        let value = serde_json::json!({ "posture": posture, "plan": plan, "unknown_measures": unknown });
        out::line(&format!("{value:#}"))?;
    } else {
        out::print(&text(&catalog, &posture, plan.as_ref()))?;
    }
    Ok(facts_file::done(&unknown))
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
