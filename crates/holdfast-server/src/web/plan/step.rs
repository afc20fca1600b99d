//! `/hospital/{ccn}/plan/steps/{step}`: how to do a step, what it takes, how to go back, what proves it, and what it keeps
//! from happening with its sources. An assessor can put it first here.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Catalog, Step, StepId};
use holdfast_core::decide::assessor::may_assess;
use holdfast_core::decide::plan::hours_in_words;
use holdfast_core::decide::promise::stands;
use holdfast_core::model::{Action, HospitalScope, PlanTaskState, day_in_words};
use serde::Deserialize;

use super::words;
use crate::App;
use crate::app::PlanFile;
use crate::app::plan::{MOST_REASON_CHARS, Ordered};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::posture::words::{self as posture, Named, Word};
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// A measure the step brings to met.
pub(super) struct Closes {
    pub(super) says: String,
    pub(super) href: String,
    pub(super) state: Word,
    /// What it is not so for yet, by name.
    pub(super) named: Named,
}

/// What it does to one scenario.
pub(super) struct EffectLine {
    pub(super) scenario: String,
    pub(super) says: String,
    pub(super) source: String,
}

#[derive(Template)]
#[template(path = "plan/step.html")]
pub(super) struct StepPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Problems,
    pub(super) done: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) why: String,
    pub(super) unless: String,
    pub(super) when: String,
    pub(super) how: Vec<String>,
    pub(super) after: Vec<(String, String, bool)>,
    pub(super) skill: &'static str,
    pub(super) hours: String,
    pub(super) hours_yearly: String,
    pub(super) money: String,
    pub(super) money_list: String,
    pub(super) paid_by: String,
    pub(super) money_yearly: String,
    pub(super) basis: String,
    pub(super) cost_source: String,
    pub(super) window: &'static str,
    pub(super) rollback: String,
    pub(super) proof: Vec<(String, String)>,
    pub(super) closes: Vec<Closes>,
    pub(super) avoids: String,
    pub(super) effects: Vec<EffectLine>,
    pub(super) source: String,
    pub(super) first: String,
    pub(super) may_assess: bool,
    pub(super) typed: String,
    pub(super) task: Option<&'static str>,
}

/// What an assessor sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Put {
    act: String,
    reason: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, &actor, scope, &StepId::new(&id)).await?;
    page.done = match came.done.as_str() {
        "first" => "It goes first now, with your reason beside it.",
        "ranked" => "It is left to the ranking again.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Form(put): Form<Put>,
) -> Result<Response, WebError> {
    let step = StepId::new(&id);
    let to = |done| {
        let at = format!("/hospital/{}/plan/steps/{step}?done={done}", scope.ccn());
        Ok(Redirect::to(&at).into_response())
    };
    if put.act == "leave" {
        app.leave_step_to_rank(scope, &actor.speaker(scope.ccn()), &step).await?;
        return to("ranked");
    }
    let text = match app.put_step_first(scope, &actor.speaker(scope.ccn()), &step, &put.reason).await? {
        Ordered::Kept => return to("first"),
        Ordered::NoReason => "Say why it goes first".to_owned(),
        Ordered::TooLong => format!("Shorten the reason to {MOST_REASON_CHARS} characters"),
    };
    let mut page = load(&app, &visitor, &actor, scope, &step).await?;
    page.errors = Problems::one("reason", text);
    page.typed = put.reason.chars().take(10_000).collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    id: &StepId,
) -> Result<StepPage, WebError> {
    let step = app.catalog.step(id).ok_or_else(|| WebError::not_found("There is no such step."))?;
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, actor, Room::Plan);
    let mut page = StepPage::new(Layout::new(app, visitor), here, &app.catalog, &file, step);
    page.may_assess =
        actor.may_at(scope.ccn(), Action::Assess) && may_assess(&actor.roles_at(scope.ccn())).is_ok();
    Ok(page)
}

impl StepPage {
    pub(super) fn new(layout: Layout, here: Here, catalog: &Catalog, file: &PlanFile, step: &Step) -> Self {
        let ranked = file.draft.ranked.iter().position(|r| r.step == step.id);
        let line = ranked.and_then(|n| file.draft.ranked.get(n));
        let when = file.draft.scheduled().find(|s| s.step == step.id);
        let left = file.draft.left_for_later.iter().find(|l| l.step == step.id);
        let href = |id: &StepId| format!("/hospital/{}/plan/steps/{id}", here.ccn);
        let is_open = |id: &StepId| file.draft.ranked.iter().any(|r| r.step == *id);
        let per = step.cost.per;
        Self {
            errors: Problems::default(),
            done: "",
            id: step.id.to_string(),
            name: step.name.clone(),
            place: match ranked {
                Some(n) => format!("Step {} of {} in the ranking", n + 1, file.draft.ranked.len()),
                None => "Not ranked: it is in place, or avoids nothing that is left".to_owned(),
            },
            why: line.map(|r| r.why.clone()).unwrap_or_default(),
            unless: line.map(|r| r.unless.clone()).unwrap_or_default(),
            when: match (when, left) {
                (Some(s), _) => format!("{} to {}", day_in_words(s.starts_on), day_in_words(s.due_on)),
                (None, Some(l)) => l.why.clone(),
                (None, None) => String::new(),
            },
            how: step.steps.clone(),
            after: step
                .after
                .iter()
                .map(|id| (words::step_name(catalog, id), href(id), !is_open(id)))
                .collect(),
            skill: step.skill.label(),
            hours: hours_in_words(step.hours_first),
            hours_yearly: hours_in_words(step.hours_yearly),
            money: line.map_or_else(|| words::each(step.cost.first_usd, per), |r| words::money(r.price.usd)),
            money_list: words::each(step.cost.first_usd, per),
            paid_by: line.map(|r| words::paid_by(catalog, r)).unwrap_or_default(),
            money_yearly: words::each(step.cost.yearly_usd, per),
            basis: step.cost.basis.clone(),
            cost_source: words::source(&step.cost.provenance),
            window: words::window(step.window),
            rollback: step.rollback.clone(),
            proof: step
                .proof
                .iter()
                .filter_map(|id| catalog.evidence_kind(id))
                .map(|k| (k.name.clone(), k.says.clone()))
                .collect(),
            closes: step
                .closes
                .iter()
                .map(|id| Closes {
                    says: posture::measure_says(catalog, id),
                    href: posture::measure_page(here.ccn, id),
                    state: stands(&file.posture, id).now.map_or_else(
                        || posture::state(holdfast_core::decide::posture::State::Unknown),
                        posture::state,
                    ),
                    named: words::named(file, id),
                })
                .collect(),
            avoids: line.map(|r| r.avoids.shown().to_string()).unwrap_or_default(),
            effects: step.effects.iter().map(|e| effect(catalog, e)).collect(),
            source: words::source(&step.provenance),
            first: words::put_first(file, &step.id),
            may_assess: false,
            typed: file
                .means
                .first
                .iter()
                .find(|f| f.step == step.id)
                .map(|f| f.reason.clone())
                .unwrap_or_default(),
            task: file.current.as_ref().and_then(|p| p.task(&step.id)).map(|t| match t.state {
                PlanTaskState::Open => "to do",
                PlanTaskState::Done { .. } => "said to be done",
                PlanTaskState::Dropped { .. } => "dropped",
            }),
            layout,
            here,
        }
    }
}

fn effect(catalog: &Catalog, e: &holdfast_core::catalog::Effect) -> EffectLine {
    let scenario = catalog.scenarios.iter().find(|s| s.id == e.scenario);
    let [low, likely, high] = e.cut_percent.each();
    EffectLine {
        scenario: scenario.map_or_else(|| e.scenario.to_string(), |s| s.name.clone()),
        says: format!("cuts {} by {low} to {high}%, likely {likely}%", words::acts(e.acts)),
        source: words::source(&e.provenance),
    }
}
