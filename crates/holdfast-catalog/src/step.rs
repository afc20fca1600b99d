//! `steps/*.toml`: one fix a file, with what it closes, takes, costs and keeps from happening.
//!
//! Which steps a hospital should take is decided in core.

use holdfast_core::catalog::{
    Acts, Catalog, Effect, EvidenceKindId, MeasureId, OfferId, PaidBy, ScenarioId, Skill, Step, StepCost,
    StepId, WindowNeed,
};

use crate::follow::{Names, Trail};
use crate::row::{Row, Text};
use crate::scenario::PER;

const SKILLS: &[(&str, Skill)] =
    &[("own", Skill::Own), ("helped", Skill::Helped), ("partner", Skill::Partner)];

const WINDOWS: &[(&str, WindowNeed)] = &[
    ("none", WindowNeed::None),
    ("quiet_hours", WindowNeed::QuietHours),
    ("downtime", WindowNeed::Downtime),
];

const ACTS: &[(&str, Acts)] = &[("frequency", Acts::Frequency), ("loss", Acts::Loss)];

/// Nothing stops everything, and a plan that says so would be believed.
const MOST_CUT: u32 = 90;

/// Reads a file of one step.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.steps.extend(step(file, trail));
    file.done();
}

fn step(row: &Row<'_>, trail: &mut Trail) -> Option<Step> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Step, row, id);
    }
    let (name, rollback, provenance) = (row.string("name"), row.string("rollback"), row.provenance());
    let closes = refers(row, "closes", Names::Measure, trail);
    let after = refers(row, "after", Names::Step, trail);
    if let Some(id) = &id {
        for needed in &after {
            trail.comes_after(id.value, row, needed);
        }
    }
    let proof = refers(row, "proof", Names::Evidence, trail);
    let (skill, window) = (row.one_of("skill", SKILLS), row.one_of("window", WINDOWS));
    let (first, yearly) = (row.estimate("hours_first", 10_000), row.estimate("hours_yearly", 10_000));
    let steps = row.texts("steps");
    let cost = row.must_row("cost", "cost").map(|child| {
        let cost = cost(&child);
        child.done();
        cost
    });
    let mut paid_by = Vec::new();
    for child in row.rows("paid_by", "payment") {
        paid_by.extend(payment(&child, trail));
        child.done();
    }
    let mut effects = Vec::new();
    for child in row.rows("effect", "effect") {
        effects.extend(effect(&child, trail));
        child.done();
    }
    for (key, is_empty) in
        [("steps", steps.is_empty()), ("proof", proof.is_empty()), ("effect", effects.is_empty())]
    {
        if is_empty && !row.has(key) {
            row.lacks(key, format!("{} has no `{key}`; add at least one", row.what()));
        }
    }
    Some(Step {
        id: StepId::new(id?.value),
        name: name?,
        closes: closes.iter().map(|t| MeasureId::new(t.value)).collect(),
        after: after.iter().map(|t| StepId::new(t.value)).collect(),
        skill: skill?,
        hours_first: first?,
        hours_yearly: yearly?,
        window: window?,
        steps: steps.iter().map(|t| t.value.trim().to_owned()).collect(),
        rollback: rollback?,
        proof: proof.iter().map(|t| EvidenceKindId::new(t.value)).collect(),
        cost: cost??,
        paid_by,
        effects,
        provenance: provenance?,
    })
}

fn refers<'r>(row: &Row<'r>, key: &'static str, names: Names, trail: &mut Trail) -> Vec<Text<'r>> {
    let texts = row.texts(key);
    for text in &texts {
        trail.refers(names, row, text);
    }
    texts
}

fn cost(row: &Row<'_>) -> Option<StepCost> {
    let (basis, provenance) = (row.string("basis"), row.provenance());
    let per = row.one_of("per", PER);
    let (first, yearly) = (row.estimate("first_usd", 10_000_000), row.estimate("yearly_usd", 10_000_000));
    Some(StepCost {
        per: per?,
        first_usd: first?,
        yearly_usd: yearly?,
        basis: basis?,
        provenance: provenance?,
    })
}

fn payment(row: &Row<'_>, trail: &mut Trail) -> Option<PaidBy> {
    let offer = row.id("offer");
    if let Some(offer) = &offer {
        trail.refers(Names::Offer, row, offer);
    }
    let percent = row.number("percent", 1..=100);
    Some(PaidBy { offer: OfferId::new(offer?.value), percent: percent? })
}

fn effect(row: &Row<'_>, trail: &mut Trail) -> Option<Effect> {
    let scenario = row.id("scenario");
    if let Some(scenario) = &scenario {
        trail.refers(Names::Scenario, row, scenario);
    }
    let (acts, cut, provenance) =
        (row.one_of("acts", ACTS), row.estimate("cut_percent", MOST_CUT), row.provenance());
    Some(Effect {
        scenario: ScenarioId::new(scenario?.value),
        acts: acts?,
        cut_percent: cut?,
        provenance: provenance?,
    })
}
