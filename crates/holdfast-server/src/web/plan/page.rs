//! `/hospital/{ccn}/plan`: what to stop now, what to do first and why, when, what it takes, what it keeps from happening,
//! and how the plan in force is going.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, StepId};
use holdfast_core::decide::plan::{Stakes, stakes};
use holdfast_core::decide::promise::{GoalsSeen, Promise};
use holdfast_core::model::{PlanTaskState, day_in_words};

use super::calendar::{Calendar, LossRow, losses};
use super::words::{self, StepLine};
use crate::App;
use crate::app::{PlanFile, PlanInForce};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::posture::words as stands;
use crate::web::{Came, Layout, WebError, render};

/// Steps shown whole; the rest are a list that leads to their pages.
const MOST_WHOLE: usize = 8;

/// Something to stop now.
pub(super) struct StopLine {
    pub(super) means: String,
    pub(super) why: String,
    pub(super) href: String,
    pub(super) says: String,
    pub(super) steps: Vec<(String, String)>,
}

/// How the plan in force is going.
pub(super) struct InForce {
    pub(super) by: String,
    pub(super) on: String,
    pub(super) n_done: usize,
    pub(super) n_proven: usize,
    pub(super) n_dropped: usize,
    pub(super) n_late: usize,
    pub(super) n_all: usize,
    pub(super) done_permille: usize,
    pub(super) goals: Vec<GoalsLine>,
    pub(super) steps: Vec<SeenLine>,
    pub(super) is_newer: bool,
}

/// Goals promised by a day, and seen.
pub(super) struct GoalsLine {
    pub(super) by: String,
    pub(super) before: u8,
    pub(super) promised: u8,
    pub(super) seen: u8,
    pub(super) says: String,
}

/// What became of one step that is said to be done.
pub(super) struct SeenLine {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) says: String,
    pub(super) is_kept: bool,
}

#[derive(Template)]
#[template(path = "plan/page.html")]
pub(super) struct PlanPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    pub(super) is_known: bool,
    pub(super) is_said: bool,
    pub(super) in_force: Option<InForce>,
    pub(super) means: Vec<(&'static str, String)>,
    /// Open gates.
    pub(super) stop_now: Vec<StopLine>,
    /// Contradictions: clearing them up is all they take.
    pub(super) clear_up: Vec<StopLine>,
    pub(super) first: Vec<(String, String, String)>,
    pub(super) whole: Vec<StepLine>,
    pub(super) rest: Vec<StepLine>,
    pub(super) calendars: Vec<Calendar>,
    pub(super) left: Vec<(String, String)>,
    pub(super) losses: Vec<LossRow>,
    pub(super) loss_says: String,
    pub(super) stakes: Stakes,
    pub(super) takes: String,
    pub(super) goals: String,
    pub(super) assumed: Vec<String>,
    pub(super) n_unverified: usize,
    pub(super) n_scheduled: usize,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, &actor, Room::Plan);
    let at_stake = app.at_stake(scope).await?;
    let stakes = stakes(&app.catalog, &file.draft, at_stake.as_ref());
    let mut page = PlanPage::new(Layout::new(&app, &visitor), here, &app.catalog, &file, stakes, app.today());
    page.done = match came.done.as_str() {
        "accepted" => "Accepted. Each step is a task now; name who does it.",
        "means" => "Kept. The plan below follows from it.",
        _ => "",
    };
    Ok(render(&page))
}

impl PlanPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        file: &PlanFile,
        stakes: Stakes,
        today: Date,
    ) -> Self {
        let ccn = here.ccn;
        let plan = &file.draft;
        let mut whole: Vec<StepLine> =
            plan.ranked.iter().enumerate().map(|(n, r)| StepLine::new(catalog, file, n, r)).collect();
        let rest = whole.split_off(whole.len().min(MOST_WHOLE));
        let named = |id: &StepId| (words::step_name(catalog, id), format!("/hospital/{ccn}/plan/steps/{id}"));
        let stop = |s: &holdfast_core::decide::plan::StopNow| StopLine {
            means: s.means.clone(),
            why: s.why.clone(),
            href: stands::measure_page(ccn, &s.measure),
            says: stands::measure_says(catalog, &s.measure),
            steps: s.steps.iter().map(named).collect(),
        };
        let first = |f: &holdfast_core::decide::plan::PutFirst| {
            let (name, href) = named(&f.step);
            (name, href, format!("Put first by {} because: {}", f.by, f.reason))
        };
        let is_gate = |s: &&holdfast_core::decide::plan::StopNow| {
            file.posture.gates.iter().any(|g| g.measure == s.measure)
        };
        let (gates, rest_of_stop): (Vec<_>, Vec<_>) = plan.stop_now.iter().partition(is_gate);
        let (losses, loss_says) = losses(catalog, plan, &stakes);
        let n_scheduled = plan.scheduled().count();
        let unverified = plan.scheduled().filter_map(|s| catalog.step(&s.step));
        Self {
            done: "",
            is_known: file.is_known,
            is_said: file.is_said,
            in_force: file.current.as_ref().map(|p| in_force(catalog, file, p, today)),
            means: words::means_rows(file),
            stop_now: gates.into_iter().map(stop).collect(),
            clear_up: rest_of_stop.into_iter().map(stop).collect(),
            first: file.means.first.iter().map(first).collect(),
            whole,
            rest,
            calendars: Calendar::both(catalog, ccn, plan, file.means.starts_on),
            left: plan
                .left_for_later
                .iter()
                .map(|l| (words::step_name(catalog, &l.step), l.why.clone()))
                .collect(),
            losses,
            loss_says,
            stakes,
            takes: takes(catalog, file),
            goals: goals(file),
            assumed: plan.assumed.clone(),
            n_unverified: unverified.filter(|s| words::has_unverified(s)).count(),
            n_scheduled,
            layout,
            here,
        }
    }
}

/// What the scheduled steps take in the first year, from low to high.
pub(super) fn takes(catalog: &Catalog, file: &PlanFile) -> String {
    let plan = &file.draft;
    let of = |s: &holdfast_core::decide::plan::Scheduled| plan.ranked.iter().find(|r| r.step == s.step);
    let usd = plan.scheduled().filter_map(of).map(|r| r.price.usd).sum();
    let hours = plan.scheduled().filter_map(|s| catalog.step(&s.step)).map(|s| s.hours_first);
    let hours = hours.fold([0_u32; 3], |sum, e| [0, 1, 2].map(|i| sum[i].saturating_add(e.each()[i])));
    format!(
        "{} and {} in the first year, after the offers you may have or have",
        words::money(usd),
        holdfast_core::decide::plan::hours_in_words(hours.into())
    )
}

/// Goals promised, in words.
pub(super) fn goals(file: &PlanFile) -> String {
    let plan = &file.draft;
    format!(
        "Goals met: {} of 20 now, {} after 13 weeks and {} after a year, if each step is done and proven",
        plan.attained_now.met(),
        plan.promised_quarter.met(),
        plan.promised_year.met()
    )
}

fn in_force(catalog: &Catalog, file: &PlanFile, plan: &PlanInForce, today: Date) -> InForce {
    let tasks = &plan.tasks;
    let done = |proven: bool| {
        let is = |s: &PlanTaskState| matches!(s, PlanTaskState::Done { proof, .. } if !proven || !proof.is_empty());
        tasks.iter().filter(|t| is(&t.state)).count()
    };
    let n_dropped = tasks.iter().filter(|t| matches!(t.state, PlanTaskState::Dropped { .. })).count();
    let (goals, steps) = file.promise.as_ref().map(|p| promised(catalog, file, p)).unwrap_or_default();
    let same: Vec<_> = plan.accepted.plan.scheduled().map(|s| &s.step).collect();
    let open = |s: &&holdfast_core::decide::plan::Scheduled| !same.contains(&&s.step);
    InForce {
        by: plan.accepted.by.clone(),
        on: crate::web::moment::day(plan.accepted.at.as_millisecond()),
        n_done: done(false),
        n_proven: done(true),
        n_dropped,
        n_late: tasks.iter().filter(|t| t.is_late(today)).count(),
        n_all: tasks.len(),
        done_permille: done(false) * 1_000 / tasks.len().max(1),
        goals,
        steps,
        is_newer: file.draft.scheduled().any(|s| open(&s)),
    }
}

fn promised(catalog: &Catalog, file: &PlanFile, p: &Promise) -> (Vec<GoalsLine>, Vec<SeenLine>) {
    let ccn = file.listed.hospital.ccn;
    let steps = p.steps.iter().map(|s| {
        let n = s.measures.len();
        let says = match (n, s.n_proven, s.n_met) {
            (0, ..) => "It promised nothing that was not met before.".to_owned(),
            (n, proven, _) if proven == n => format!("Promise kept: {n} of {n} measures proven."),
            (n, proven, met) => {
                format!(
                    "Promised {n} measures: {proven} proven, {} by someone's word alone, {} not met.",
                    met - proven,
                    n - met
                )
            }
        };
        SeenLine {
            name: words::step_name(catalog, &s.step),
            href: format!("/hospital/{ccn}/plan/tasks/{}", s.step),
            is_kept: s.n_proven == n,
            says,
        }
    });
    (vec![goals_line(&p.quarter), goals_line(&p.year)], steps.collect())
}

fn goals_line(g: &GoalsSeen) -> GoalsLine {
    let by = day_in_words(g.by);
    let says = match (g.is_due, g.missing()) {
        (_, 0) => "The promise is kept.".to_owned(),
        (true, 1) => "The day is past, and 1 promised goal is not met.".to_owned(),
        (true, n) => format!("The day is past, and {n} promised goals are not met."),
        (false, n) => format!("{n} more to go."),
    };
    GoalsLine { by, before: g.before.met(), promised: g.promised.met(), seen: g.seen.met(), says }
}
