//! The technical plan: each step with what it acts on by name, how it is done and undone, what it takes and what proves it.
//!
//! It orders nothing; the plan did.

use serde::{Deserialize, Serialize};

use super::{Foot, Given, proof};
use crate::Date;
use crate::catalog::{Estimate, Step, StepId, WindowNeed};
use crate::decide::plan::{Dollars, Ranked, Scheduled, Stakes, stakes};
use crate::model::Outlier;

/// One step with all it takes to carry it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    /// Which.
    pub step: StepId,
    /// What to do.
    pub name: String,
    /// The first day.
    pub starts_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// Staff hours in the first year.
    pub hours: Estimate,
    /// Dollars in the first year before any offer.
    pub list_usd: Dollars,
    /// Dollars after it.
    pub usd: Dollars,
    /// Dollars in each later year, before any offer.
    pub yearly_usd: Dollars,
    /// The offer that pays, by name, and how much in percent.
    pub paid_by: Option<(String, u8)>,
    /// Who can do it.
    pub who: String,
    /// When it may be done.
    pub window: String,
    /// Steps that come first, by name.
    pub after: Vec<String>,
    /// Goals it moves, by code.
    pub goals: Vec<String>,
    /// What will be so.
    pub promises: Vec<String>,
    /// What it acts on, by name, as evidence found it.
    pub acts_on: Vec<Outlier>,
    /// How, one thing after another.
    pub how: Vec<String>,
    /// How to go back.
    pub rollback: String,
    /// What will prove it done.
    pub proof: Vec<String>,
    /// Loss a year it avoids.
    pub avoids: Dollars,
    /// Why it stands where it does.
    pub why: String,
    /// What would change its place.
    pub unless: String,
    /// Where the step comes from.
    pub source: String,
    /// Whether its price and effects were checked at their source.
    pub is_verified: bool,
}

/// Something to stop now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// What it means.
    pub means: String,
    /// Why it stands here.
    pub why: String,
    /// Steps that stop it, by name.
    pub steps: Vec<String>,
}

/// A step without a place this year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// Which.
    pub step: StepId,
    /// What it would do.
    pub name: String,
    /// Why it waits.
    pub why: String,
}

/// The technical plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechnicalPlan {
    /// What it was made from.
    pub foot: Foot,
    /// Hours a week all who do this have together.
    pub hours_a_week: Option<u32>,
    /// What was assumed where a fact is unknown.
    pub assumed: Vec<String>,
    /// What is at stake for care in the trouble it works against.
    pub stakes: Stakes,
    /// What to stop now, before anything else.
    pub stop_now: Vec<Stop>,
    /// The first 13 weeks.
    pub quarter: Vec<PlanStep>,
    /// The rest of the year.
    pub year: Vec<PlanStep>,
    /// Steps that find no place this year.
    pub later: Vec<Later>,
    /// Dollars in the first year, likely, after offers.
    pub cost_usd: u64,
    /// Staff hours in the first year, likely.
    pub hours: u64,
}

/// Makes the technical plan; `None` when there is no plan.
pub fn plan(given: &Given<'_>) -> Option<TechnicalPlan> {
    let plan = given.plan?;
    let name = |id: &StepId| given.catalog.step(id).map_or(id.as_str(), |s| s.name.as_str()).to_owned();
    let steps = |list: &[Scheduled]| -> Vec<PlanStep> {
        list.iter()
            .filter_map(|s| {
                let step = given.catalog.step(&s.step)?;
                let ranked = plan.ranked.iter().find(|r| r.step == s.step)?;
                Some(one(given, s, step, ranked))
            })
            .collect()
    };
    Some(TechnicalPlan {
        foot: given.foot(),
        hours_a_week: given.means.map(|m| m.hours_a_week),
        assumed: plan.assumed.clone(),
        stakes: stakes(given.catalog, plan, given.at_stake),
        stop_now: plan
            .stop_now
            .iter()
            .map(|s| Stop {
                means: s.means.clone(),
                why: s.why.clone(),
                steps: s.steps.iter().map(name).collect(),
            })
            .collect(),
        quarter: steps(&plan.quarter),
        year: steps(&plan.year),
        later: plan
            .left_for_later
            .iter()
            .map(|l| Later { step: l.step.clone(), name: name(&l.step), why: l.why.clone() })
            .collect(),
        cost_usd: plan.cost_usd,
        hours: plan.hours,
    })
}

fn one(given: &Given<'_>, scheduled: &Scheduled, step: &Step, ranked: &Ranked) -> PlanStep {
    let catalog = given.catalog;
    let measures = || given.posture.measures.iter().filter(|m| step.closes.contains(&m.measure));
    let mut acts_on: Vec<Outlier> = measures()
        .flat_map(|m| &m.voices)
        .filter(|v| !v.is_stale)
        .flat_map(|v| v.outliers.iter().cloned())
        .collect();
    acts_on.sort_by(|a, b| b.is_privileged.cmp(&a.is_privileged).then_with(|| a.name.cmp(&b.name)));
    acts_on.dedup();
    let mut goals: Vec<String> = catalog
        .measures()
        .filter(|(_, m)| step.closes.contains(&m.id))
        .map(|(s, _)| s.code.clone())
        .collect();
    goals.dedup();
    let says = |id| catalog.measure(id).map(|m| m.says.clone());
    let prices = step.effects.iter().map(|e| &e.provenance).chain([&step.cost.provenance]);
    PlanStep {
        step: step.id.clone(),
        name: step.name.clone(),
        starts_on: scheduled.starts_on,
        due_on: scheduled.due_on,
        hours: ranked.price.hours,
        list_usd: ranked.price.list_usd,
        usd: ranked.price.usd,
        yearly_usd: ranked.price.yearly_usd,
        paid_by: ranked.price.paid_by.as_ref().map(|(offer, percent)| {
            (catalog.offer(offer.as_str()).map_or(offer.to_string(), |(_, o)| o.name.clone()), *percent)
        }),
        who: step.skill.label().to_owned(),
        window: match step.window {
            WindowNeed::None => "at any time",
            WindowNeed::QuietHours => "when few people work",
            WindowNeed::Downtime => "in an agreed downtime",
        }
        .to_owned(),
        after: step
            .after
            .iter()
            .map(|id| catalog.step(id).map_or(id.as_str(), |s| s.name.as_str()).to_owned())
            .collect(),
        goals,
        promises: ranked.promises.iter().filter_map(says).collect(),
        acts_on,
        how: step.steps.clone(),
        rollback: step.rollback.clone(),
        proof: step
            .proof
            .iter()
            .map(|k| catalog.evidence_kind(k).map_or(k.as_str(), |k| k.name.as_str()).to_owned())
            .collect(),
        avoids: ranked.avoids,
        why: ranked.why.clone(),
        unless: ranked.unless.clone(),
        source: step.provenance.source.clone(),
        is_verified: prices.map(|p| p.verified_on).all(|on| on.is_some()),
    }
}

impl TechnicalPlan {
    /// Every step of the year, in order.
    pub fn steps(&self) -> impl Iterator<Item = &PlanStep> {
        self.quarter.iter().chain(&self.year)
    }

    /// What a step acts on in a few words: so many, the first by name.
    pub fn acts_on_in_words(step: &PlanStep) -> Option<String> {
        let n = step.acts_on.len();
        let named: Vec<String> = step
            .acts_on
            .iter()
            .take(12)
            .map(|o| {
                let name = proof::short(&o.name, 40);
                if o.is_privileged { format!("{name} (more rights than others)") } else { name }
            })
            .collect();
        let more = if n > named.len() { format!(", and {} more", n - named.len()) } else { String::new() };
        (n > 0).then(|| format!("{n}: {}{more}", named.join(", ")))
    }
}
