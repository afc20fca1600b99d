//! How plans and steps stand in JSON. Dollars and hours are ranges, unrounded: pages round, programs need not.

use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, Estimate, Step};
use holdfast_core::decide::plan::{
    Dollars, DownScenario, Means, NotScheduled, Plan, PutFirst, Ranked, Scheduled, Stakes, StopNow,
};
use holdfast_core::decide::promise::{GoalsSeen, StepSeen};
use serde::Serialize;
use utoipa::ToSchema;

use super::PlanTaskShape;
use crate::api::care::PeopleShape;
use crate::api::shape::{Day, Moment};
use crate::app::PlanFile;

/// A guess with its edges.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct GuessShape {
    /// As little as it may be.
    pub low: u64,
    /// The best guess.
    pub likely: u64,
    /// As much as it may be.
    pub high: u64,
}

impl From<Dollars> for GuessShape {
    fn from(d: Dollars) -> Self {
        Self { low: d.low, likely: d.likely, high: d.high }
    }
}

impl From<Estimate> for GuessShape {
    fn from(e: Estimate) -> Self {
        Self { low: e.low.into(), likely: e.likely.into(), high: e.high.into() }
    }
}

/// What a hospital can carry.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanMeans {
    /// Whether somebody said so; else it comes from the registration and common guesses.
    pub is_said: bool,
    /// The day the plan begins.
    pub starts_on: Day,
    /// Dollars for the first year; absent when no sum is set.
    pub budget_usd: Option<u64>,
    /// Hours a week of everyone together.
    pub hours_a_week: u32,
    /// What an hour of theirs costs.
    pub usd_an_hour: u32,
    /// Times a month systems may be down.
    pub downtimes_a_month: u32,
    /// Licensed beds, when known.
    pub licensed_beds: Option<u32>,
    /// People who sign in to a computer, when known.
    pub staffed_users: Option<u32>,
    /// Windows computers and servers, when known.
    pub windows_devices: Option<u32>,
    /// Offers and resources the hospital may have, or has.
    pub entitled: Vec<String>,
}

impl PlanMeans {
    fn of(m: &Means, is_said: bool) -> Self {
        Self {
            is_said,
            starts_on: m.starts_on.into(),
            budget_usd: m.budget_usd,
            hours_a_week: m.hours_a_week,
            usd_an_hour: m.usd_an_hour,
            downtimes_a_month: m.downtimes_a_month,
            licensed_beds: m.licensed_beds,
            staffed_users: m.staffed_users,
            windows_devices: m.windows_devices,
            entitled: m.entitled.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Something to stop now.
#[derive(Debug, Serialize, ToSchema)]
pub struct StopNowShape {
    /// The measure.
    pub measure: String,
    /// What it means.
    pub means: String,
    /// Why it stands here.
    pub why: String,
    /// Steps that close it, in order.
    pub steps: Vec<String>,
}

impl From<&StopNow> for StopNowShape {
    fn from(s: &StopNow) -> Self {
        Self {
            measure: s.measure.to_string(),
            means: s.means.clone(),
            why: s.why.clone(),
            steps: s.steps.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A step in its place.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedShape {
    /// Which.
    pub step: String,
    /// Loss a year it avoids, after all steps before it.
    pub avoids_usd: GuessShape,
    /// Dollars in the first year, after the offer that pays most.
    pub usd: GuessShape,
    /// Dollars in the first year, before any offer.
    pub list_usd: GuessShape,
    /// The offer that pays.
    pub paid_by: Option<String>,
    /// Staff hours in the first year.
    pub hours: GuessShape,
    /// Measures it promises to bring to met.
    pub promises: Vec<String>,
    /// Steps ranked before it that it needs.
    pub needs: Vec<String>,
    /// Why it stands here.
    pub why: String,
    /// What would change its place.
    pub unless: String,
}

impl From<&Ranked> for RankedShape {
    fn from(r: &Ranked) -> Self {
        Self {
            step: r.step.to_string(),
            avoids_usd: r.avoids.into(),
            usd: r.price.usd.into(),
            list_usd: r.price.list_usd.into(),
            paid_by: r.price.paid_by.as_ref().map(|(offer, _)| offer.to_string()),
            hours: r.price.hours.into(),
            promises: r.promises.iter().map(ToString::to_string).collect(),
            needs: r.needs.iter().map(ToString::to_string).collect(),
            why: r.why.clone(),
            unless: r.unless.clone(),
        }
    }
}

/// A step with its weeks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduledShape {
    /// Which.
    pub step: String,
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub due_on: Day,
    /// Its first week, from 0.
    pub first_week: u8,
    /// Its last week.
    pub last_week: u8,
}

impl From<&Scheduled> for ScheduledShape {
    fn from(s: &Scheduled) -> Self {
        Self {
            step: s.step.to_string(),
            starts_on: s.starts_on.into(),
            due_on: s.due_on.into(),
            first_week: s.first_week,
            last_week: s.last_week,
        }
    }
}

/// A step without a place this year.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepLeft {
    /// Which.
    pub step: String,
    /// Why.
    pub why: String,
}

impl From<&NotScheduled> for StepLeft {
    fn from(l: &NotScheduled) -> Self {
        Self { step: l.step.to_string(), why: l.why.clone() }
    }
}

/// Loss to expect in a year from one scenario.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioLossShape {
    /// Which.
    pub scenario: String,
    /// Dollars a year as things are.
    pub now_usd: GuessShape,
    /// Dollars a year once every scheduled step is done.
    pub after_usd: GuessShape,
}

/// The draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanDraft {
    /// Its digest; accepting names it.
    pub draft: String,
    /// What to stop now.
    pub stop_now: Vec<StopNowShape>,
    /// Every step worth taking, best first.
    pub ranked: Vec<RankedShape>,
    /// The first 13 weeks.
    pub quarter: Vec<ScheduledShape>,
    /// The rest of the year.
    pub year: Vec<ScheduledShape>,
    /// Steps that find no place this year.
    pub left_for_later: Vec<StepLeft>,
    /// Loss to expect by scenario.
    pub losses: Vec<ScenarioLossShape>,
    /// Goals met of 20 as things are.
    pub goals_now: u8,
    /// Goals met once the first 13 weeks are done as promised.
    pub goals_quarter: u8,
    /// Goals met once the year is done as promised.
    pub goals_year: u8,
    /// What was assumed where a fact is unknown.
    pub assumed: Vec<String>,
}

impl From<&Plan> for PlanDraft {
    fn from(p: &Plan) -> Self {
        let loss = |(now, after): (
            &holdfast_core::decide::plan::ScenarioLoss,
            &holdfast_core::decide::plan::ScenarioLoss,
        )| ScenarioLossShape {
            scenario: now.scenario.to_string(),
            now_usd: now.a_year.into(),
            after_usd: after.a_year.into(),
        };
        Self {
            draft: p.digest(),
            stop_now: p.stop_now.iter().map(StopNowShape::from).collect(),
            ranked: p.ranked.iter().map(RankedShape::from).collect(),
            quarter: p.quarter.iter().map(ScheduledShape::from).collect(),
            year: p.year.iter().map(ScheduledShape::from).collect(),
            left_for_later: p.left_for_later.iter().map(StepLeft::from).collect(),
            losses: p.loss_now.iter().zip(&p.loss_after).map(loss).collect(),
            goals_now: p.attained_now.met(),
            goals_quarter: p.promised_quarter.met(),
            goals_year: p.promised_year.met(),
            assumed: p.assumed.clone(),
        }
    }
}

/// A step put first, with its reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutFirstShape {
    /// Which.
    pub step: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

impl From<&PutFirst> for PutFirstShape {
    fn from(f: &PutFirst) -> Self {
        Self { step: f.step.to_string(), reason: f.reason.clone(), by: f.by.clone() }
    }
}

/// Goals promised by a day, and seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalsSeenShape {
    /// The last day of the promise.
    pub by: Day,
    /// Whether that day is past.
    pub is_due: bool,
    /// Goals met when the plan was accepted.
    pub before: u8,
    /// Goals promised.
    pub promised: u8,
    /// Goals met now.
    pub seen: u8,
}

impl From<&GoalsSeen> for GoalsSeenShape {
    fn from(g: &GoalsSeen) -> Self {
        Self {
            by: g.by.into(),
            is_due: g.is_due,
            before: g.before.met(),
            promised: g.promised.met(),
            seen: g.seen.met(),
        }
    }
}

/// What became of one step that is said to be done.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepSeenShape {
    /// The step.
    pub step: String,
    /// Measures it promised.
    pub n_promised: usize,
    /// Of those, proven now.
    pub n_proven: usize,
    /// Of those, met now, proven or not.
    pub n_met: usize,
}

impl From<&StepSeen> for StepSeenShape {
    fn from(s: &StepSeen) -> Self {
        let n_promised = s.measures.len();
        Self { step: s.step.to_string(), n_promised, n_proven: s.n_proven, n_met: s.n_met }
    }
}

/// The plan in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanInForceShape {
    /// Its id.
    pub plan: i64,
    /// By whom it was accepted.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Its tasks, by their last day.
    pub tasks: Vec<PlanTaskShape>,
    /// Goals promised for the first 13 weeks, and seen.
    pub quarter: Option<GoalsSeenShape>,
    /// Goals promised for the year, and seen.
    pub year: Option<GoalsSeenShape>,
    /// Steps that are said to be done, with what they promised and what was seen.
    pub steps: Vec<StepSeenShape>,
}

/// A hospital's plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanShape {
    /// What it can carry.
    pub means: PlanMeans,
    /// Steps an assessor put first.
    pub first: Vec<PutFirstShape>,
    /// The plan that follows from it now.
    pub draft: PlanDraft,
    /// The plan that counts, once one was accepted.
    pub in_force: Option<PlanInForceShape>,
    /// What is at stake for care in the trouble the draft works against. It has no price.
    pub at_stake: AtStakeShape,
}

/// Days that systems are down in one case of a scenario.
#[derive(Debug, Serialize, ToSchema)]
pub struct DownScenarioShape {
    /// The scenario.
    pub scenario: String,
    /// Days.
    pub days_down: GuessShape,
}

impl From<&DownScenario> for DownScenarioShape {
    fn from(s: &DownScenario) -> Self {
        Self { scenario: s.scenario.to_string(), days_down: s.days_down.into() }
    }
}

/// Who loses care if the emergency department shuts while systems are down.
#[derive(Debug, Serialize, ToSchema)]
pub struct AtStakeShape {
    /// In plain sentences.
    pub sentence: String,
    /// People who lose their nearest emergency department; null when not known.
    pub people: Option<PeopleShape>,
    /// People who are then farther than 30 minutes from one; null when not known.
    pub beyond_30: Option<PeopleShape>,
    /// Whether there are more whom nobody can count.
    pub is_at_least: bool,
    /// The scenarios in which systems are down, the longest likely first.
    pub scenarios: Vec<DownScenarioShape>,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
    /// The files the figures on people are from, in words.
    pub sources: Vec<String>,
}

impl From<Stakes> for AtStakeShape {
    fn from(stakes: Stakes) -> Self {
        let care = stakes.care.as_ref();
        Self {
            people: care.and_then(|care| care.people).map(PeopleShape::from),
            beyond_30: care.and_then(|care| care.beyond_30).map(PeopleShape::from),
            is_at_least: care.is_some_and(|care| care.is_at_least),
            scenarios: stakes.scenarios.iter().map(DownScenarioShape::from).collect(),
            not_known: care.map(|care| care.not_known.clone()).unwrap_or_default(),
            sources: care.map(|care| care.sources.clone()).unwrap_or_default(),
            sentence: stakes.says,
        }
    }
}

impl PlanShape {
    /// The plan of a file.
    pub fn of(catalog: &Catalog, file: &PlanFile, stakes: Stakes, today: Date) -> Self {
        let promise = file.promise.as_ref();
        Self {
            means: PlanMeans::of(&file.means, file.is_said),
            first: file.means.first.iter().map(PutFirstShape::from).collect(),
            draft: (&file.draft).into(),
            at_stake: stakes.into(),
            in_force: file.current.as_ref().map(|p| PlanInForceShape {
                plan: p.accepted.id.0,
                by: p.accepted.by.clone(),
                at: Moment(p.accepted.at),
                tasks: p.tasks.iter().map(|t| PlanTaskShape::of(catalog, t, today)).collect(),
                quarter: promise.map(|p| (&p.quarter).into()),
                year: promise.map(|p| (&p.year).into()),
                steps: promise.map(|p| p.steps.iter().map(StepSeenShape::from).collect()).unwrap_or_default(),
            }),
        }
    }
}

/// What a step does to one scenario.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepEffect {
    /// The scenario.
    pub scenario: String,
    /// `frequency` or `loss`.
    pub acts: &'static str,
    /// By how many percent.
    pub cut_percent: GuessShape,
    /// Where the figure comes from.
    pub source: String,
    /// When someone last checked it there; absent when nobody has.
    pub verified_on: Option<Day>,
}

/// A step, and its place for this hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanStepShape {
    /// Its id.
    pub step: String,
    /// What to do, a verb first.
    pub name: String,
    /// How, one thing after another.
    pub how: Vec<String>,
    /// Steps that come first.
    pub after: Vec<String>,
    /// How to go back.
    pub rollback: String,
    /// Kinds of evidence that prove it done.
    pub proof: Vec<String>,
    /// Measures it brings to met.
    pub closes: Vec<String>,
    /// Staff hours in the first year.
    pub hours: GuessShape,
    /// What it does.
    pub effects: Vec<StepEffect>,
    /// Its place in the ranking; absent when it is in place or avoids nothing that is left.
    pub ranked: Option<RankedShape>,
    /// Its weeks; absent when it finds no place this year.
    pub scheduled: Option<ScheduledShape>,
    /// Who put it first and why.
    pub first: Option<PutFirstShape>,
}

impl PlanStepShape {
    /// A step for one hospital.
    pub fn of(step: &Step, file: &PlanFile) -> Self {
        let effect = |e: &holdfast_core::catalog::Effect| StepEffect {
            scenario: e.scenario.to_string(),
            acts: match e.acts {
                holdfast_core::catalog::Acts::Frequency => "frequency",
                holdfast_core::catalog::Acts::Loss => "loss",
            },
            cut_percent: e.cut_percent.into(),
            source: e.provenance.source.clone(),
            verified_on: e.provenance.verified_on.map(Day),
        };
        Self {
            step: step.id.to_string(),
            name: step.name.clone(),
            how: step.steps.clone(),
            after: step.after.iter().map(ToString::to_string).collect(),
            rollback: step.rollback.clone(),
            proof: step.proof.iter().map(ToString::to_string).collect(),
            closes: step.closes.iter().map(ToString::to_string).collect(),
            hours: step.hours_first.into(),
            effects: step.effects.iter().map(effect).collect(),
            ranked: file.draft.ranked.iter().find(|r| r.step == step.id).map(RankedShape::from),
            scheduled: file.draft.scheduled().find(|s| s.step == step.id).map(ScheduledShape::from),
            first: file.means.first.iter().find(|f| f.step == step.id).map(PutFirstShape::from),
        }
    }
}
