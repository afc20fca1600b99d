//! The register: one row for each kind of system and each threat to it, and what was decided about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::{Given, Line, Standing, proof};
use super::Decision;
use super::level::{self, Level, Risk, Weak};
use crate::Date;
use crate::catalog::{AssetId, AssetKind, Estimate, Harm, MeasureId, ScenarioId, StepId, Threat};
use crate::decide::plan::{how_often, loss_to_expect};
use crate::decide::posture::GateState;

/// A step of the plan that works on a row's weaknesses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Which.
    pub step: StepId,
    /// What is done.
    pub name: String,
    /// By when.
    pub due_on: Date,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// The kind of system.
    pub asset: AssetId,
    /// Its name.
    pub asset_name: String,
    /// The threat.
    pub scenario: ScenarioId,
    /// Its name.
    pub threat_name: String,
    /// How it hits this kind of system.
    pub how: String,
    /// What is harmed.
    pub harms: Vec<Harm>,
    /// What is not so, not proven or not known, and so a vulnerability here.
    pub weaknesses: Vec<Line>,
    /// What is in place and proven against it.
    pub in_place: Vec<Line>,
    /// How likely.
    pub likelihood: Level,
    /// Why.
    pub likelihood_because: String,
    /// How bad.
    pub impact: Level,
    /// Why.
    pub impact_because: String,
    /// What the two come to.
    pub risk: Risk,
    /// What is planned against it, by day.
    pub planned: Vec<Planned>,
}

/// Every row, worst first; within a level in the catalog's order.
pub(super) fn register(given: &Given<'_>) -> Vec<RegisterRow> {
    let often: BTreeMap<ScenarioId, Estimate> = how_often(given.catalog, given.posture).into_iter().collect();
    let costs: BTreeMap<ScenarioId, u64> = given
        .means
        .map(|means| loss_to_expect(given.catalog, given.posture, means))
        .unwrap_or_default()
        .into_iter()
        .map(|l| (l.scenario, l.when_it_comes.likely))
        .collect();
    let mut rows: Vec<RegisterRow> = given
        .catalog
        .assets
        .iter()
        .flat_map(|asset| asset.threats.iter().map(move |threat| (asset, threat)))
        .filter_map(|(asset, threat)| row(given, asset, threat, &often, &costs))
        .collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.risk));
    rows
}

fn row(
    given: &Given<'_>,
    asset: &AssetKind,
    threat: &Threat,
    often: &BTreeMap<ScenarioId, Estimate>,
    costs: &BTreeMap<ScenarioId, u64>,
) -> Option<RegisterRow> {
    let scenario = given.catalog.scenario(&threat.scenario)?;
    let lines = || threat.weak_without.iter().filter_map(|id| proof::line(given.catalog, given.posture, id));
    let (in_place, weaknesses): (Vec<Line>, Vec<Line>) =
        lines().partition(|l| l.standing == Standing::Proven);
    let open =
        |id: &MeasureId| given.posture.gates.iter().find(|g| g.measure == *id && g.state == GateState::Open);
    let weak = Weak {
        n: in_place.len() + weaknesses.len(),
        n_proven: in_place.len(),
        n_unknown: weaknesses
            .iter()
            .filter(|l| matches!(l.standing, Standing::Unknown | Standing::TooOld))
            .count(),
        open_gate: weaknesses.iter().find_map(|l| open(&l.measure)).map(|g| g.means.clone()),
    };
    let (likelihood, likelihood_because) =
        level::likelihood(often.get(&threat.scenario).copied().unwrap_or(scenario.per_1000_years), &weak);
    let (impact, impact_because) =
        level::impact(asset, scenario, threat, costs.get(&threat.scenario).copied());
    Some(RegisterRow {
        asset: asset.id.clone(),
        asset_name: asset.name.clone(),
        scenario: threat.scenario.clone(),
        threat_name: scenario.name.clone(),
        how: threat.how.clone(),
        harms: threat.harms.clone(),
        planned: planned(given, &weaknesses),
        weaknesses,
        in_place,
        likelihood,
        likelihood_because,
        impact,
        impact_because,
        risk: Risk::of(likelihood, impact),
    })
}

fn planned(given: &Given<'_>, weaknesses: &[Line]) -> Vec<Planned> {
    let mut planned: Vec<Planned> = given
        .plan
        .into_iter()
        .flat_map(|p| p.quarter.iter().chain(&p.year))
        .filter_map(|s| {
            let step = given.catalog.step(&s.step)?;
            let helps = weaknesses.iter().any(|w| step.closes.contains(&w.measure));
            helps.then(|| Planned { step: s.step.clone(), name: step.name.clone(), due_on: s.due_on })
        })
        .collect();
    planned.sort_by(|a, b| (a.due_on, &a.step).cmp(&(b.due_on, &b.step)));
    planned
}

/// What was decided: steps by the day they are due, then risks someone answers for.
pub(super) fn decisions(given: &Given<'_>, register: &[RegisterRow]) -> Vec<Decision> {
    let mut by_step: BTreeMap<(Date, &StepId), (&Planned, Vec<usize>)> = BTreeMap::new();
    for (i, row) in register.iter().enumerate() {
        for planned in &row.planned {
            by_step.entry((planned.due_on, &planned.step)).or_insert((planned, Vec::new())).1.push(i + 1);
        }
    }
    let proof_of = |id: &StepId| -> String {
        let kinds = given.catalog.step(id).map(|s| s.proof.clone()).unwrap_or_default();
        let names = kinds.iter().filter_map(|k| given.catalog.evidence_kind(k)).map(|k| k.name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let steps = by_step.into_values().map(|(planned, rows)| Decision {
        step: Some(planned.step.clone()),
        says: planned.name.clone(),
        on: planned.due_on,
        owner: None,
        proof: proof_of(&planned.step),
        rows,
    });
    let accepted = given.posture.measures.iter().filter_map(|m| {
        let e = m.exception.as_ref()?;
        let says = given.catalog.measure(&m.measure)?.says.clone();
        let in_row = |r: &RegisterRow| r.weaknesses.iter().chain(&r.in_place).any(|l| l.measure == m.measure);
        Some(Decision {
            step: None,
            says: format!("Left as it is: \u{201c}{says}\u{201d} {}", e.reason),
            on: e.until,
            owner: Some(e.approver.clone()),
            proof: format!("Instead: {}", e.instead),
            rows: register.iter().enumerate().filter(|(_, r)| in_row(r)).map(|(i, _)| i + 1).collect(),
        })
    });
    steps.chain(accepted).collect()
}
