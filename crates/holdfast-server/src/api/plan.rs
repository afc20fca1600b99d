//! Calls about a hospital's plan: what it can carry, the draft, accepting it, the order an assessor asks for, and its tasks.

mod shape;
mod tasks;

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::StepId;
use holdfast_core::decide::plan::{MeansSaid, stakes};
use holdfast_core::model::{Action, HospitalScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use shape::*;
pub use tasks::*;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done};
use crate::app::plan::{Accepted, MOST_REASON_CHARS, Ordered};
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};

/// The calls of a plan.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    let assess = Access::ApiHospital(Action::Assess);
    routes
        .get("/api/v1/hospitals/{ccn}/plan", view, plan)
        .put("/api/v1/hospitals/{ccn}/plan/means", edit, say_means)
        .post("/api/v1/hospitals/{ccn}/plan/accept", edit, accept)
        .get("/api/v1/hospitals/{ccn}/plan/steps/{step}", view, step)
        .put("/api/v1/hospitals/{ccn}/plan/steps/{step}/first", assess, put_first)
        .delete("/api/v1/hospitals/{ccn}/plan/steps/{step}/first", assess, leave_to_rank)
        .get("/api/v1/hospitals/{ccn}/plan/tasks", view, tasks)
        .get("/api/v1/hospitals/{ccn}/plan/tasks/{step}", view, task)
        .put("/api/v1/hospitals/{ccn}/plan/tasks/{step}", edit, change_task)
        .post("/api/v1/hospitals/{ccn}/plan/tasks/{step}/close", edit, close_task)
        .post("/api/v1/hospitals/{ccn}/plan/tasks/{step}/drop", edit, drop_task)
        .post("/api/v1/hospitals/{ccn}/plan/tasks/{step}/reopen", edit, reopen_task)
}

/// A hospital's plan
///
/// The draft that follows from where it stands and what it can carry, and the plan in force with its promise.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/plan", tag = "plan", operation_id = "hospital_plan",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The plan", body = PlanShape)))]
pub(crate) async fn plan(State(app): State<App>, Scoped(scope): Scoped) -> Result<Json<PlanShape>, ApiError> {
    as_it_is(&app, scope).await
}

/// The plan as it is now.
async fn as_it_is(app: &App, scope: HospitalScope) -> Result<Json<PlanShape>, ApiError> {
    let file = app.plan_file(scope).await?;
    let stakes = stakes(&app.catalog, &file.draft, app.at_stake(scope).await?.as_ref());
    Ok(Json(PlanShape::of(&app.catalog, &file, stakes, app.today())))
}

/// What a hospital says it can carry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "budget_usd": 40000, "hours_a_week": 6, "usd_an_hour": 45, "downtimes_a_month": 1,
    "licensed_beds": 25, "staffed_users": 120, "windows_devices": 180
}))]
pub(crate) struct PlanMeansSent {
    /// Dollars for the first year; absent when no sum is set.
    budget_usd: Option<u64>,
    /// Hours a week of everyone together.
    hours_a_week: u64,
    /// What an hour of theirs costs.
    usd_an_hour: u64,
    /// Times a month systems may be down.
    downtimes_a_month: u64,
    /// Licensed beds, when known.
    licensed_beds: Option<u64>,
    /// People who sign in to a computer, when known.
    staffed_users: Option<u64>,
    /// Windows computers and servers, when known.
    windows_devices: Option<u64>,
}

/// Say what you can carry
///
/// The draft follows from it at once.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/plan/means", tag = "plan", operation_id = "say_plan_means",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = PlanMeansSent, responses((status = 200, description = "The plan that follows", body = PlanShape)))]
pub(crate) async fn say_means(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(sent): Sent<PlanMeansSent>,
) -> Result<Json<PlanShape>, ApiError> {
    let shown = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let said = MeansSaid {
        budget_usd: shown(sent.budget_usd),
        hours_a_week: sent.hours_a_week.to_string(),
        usd_an_hour: sent.usd_an_hour.to_string(),
        downtimes_a_month: sent.downtimes_a_month.to_string(),
        licensed_beds: shown(sent.licensed_beds),
        staffed_users: shown(sent.staffed_users),
        windows_devices: shown(sent.windows_devices),
    };
    app.say_plan_means(scope, actor.account, &said).await??;
    as_it_is(&app, scope).await
}

/// The draft that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanRead {
    /// Its digest, from the call that showed it.
    draft: String,
}

/// The id of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanAccepted {
    /// Its id. The newest counts.
    pub plan: i64,
}

/// Accept the plan
///
/// Exactly the draft that was read: 409 when what is known changed since and the plan with it, or when it breaks its own
/// rules. Open tasks of the plan before keep their owner, and their day where someone set one.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/plan/accept", tag = "plan", operation_id = "accept_plan",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = PlanRead, responses((status = 200, description = "It counts now", body = PlanAccepted)))]
pub(crate) async fn accept(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(read): Sent<PlanRead>,
) -> Result<Json<PlanAccepted>, ApiError> {
    match app.accept_plan(scope, actor.account, &actor.name, &read.draft).await? {
        Accepted::Kept(id) => Ok(Json(PlanAccepted { plan: id.0 })),
        Accepted::Changed => {
            Err(ApiError::not_now("what is known changed, and the plan with it. Read the draft again"))
        }
        Accepted::Unsound(wrong) => Err(ApiError::NotNow { what: wrong.join(" ") }),
        Accepted::Empty => Err(ApiError::not_now("there is no step in it to do")),
    }
}

/// One step
///
/// How to do it, what it takes, how to go back, what proves it, and what it does with its sources.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/plan/steps/{step}", tag = "plan", operation_id = "plan_step",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of the step")),
    responses((status = 200, description = "The step", body = PlanStepShape)))]
pub(crate) async fn step(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<PlanStepShape>, ApiError> {
    let row = app.catalog.step(&StepId::new(&id));
    let row = row.ok_or_else(|| ApiError::not_found("There is no such step."))?;
    let file = app.plan_file(scope).await?;
    Ok(Json(PlanStepShape::of(row, &file)))
}

/// Why a step goes first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhyFirst {
    /// The reason, up to 500 characters. The hospital reads it.
    reason: String,
}

/// Put a step first
///
/// After those put first before it. The ranking stays as it was; the calendar follows.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/plan/steps/{step}/first", tag = "plan",
    operation_id = "put_step_first",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of the step")),
    request_body = WhyFirst, responses((status = 200, description = "It goes first", body = Done)))]
pub(crate) async fn put_first(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(why): Sent<WhyFirst>,
) -> Result<Json<Done>, ApiError> {
    let step = StepId::new(&id);
    match app.put_step_first(scope, &actor.speaker(scope.ccn()), &step, &why.reason).await? {
        Ordered::Kept => Ok(Json(DONE)),
        Ordered::NoReason => Err(ApiError::wrong("reason", "Say why it goes first.")),
        Ordered::TooLong => {
            Err(ApiError::wrong("reason", format!("Shorten the reason to {MOST_REASON_CHARS} characters.")))
        }
    }
}

/// Leave a step to the ranking
///
/// It is no longer put first.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/plan/steps/{step}/first", tag = "plan",
    operation_id = "leave_step_to_rank",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of the step")),
    responses((status = 200, description = "It is left to the ranking", body = Done)))]
pub(crate) async fn leave_to_rank(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    app.leave_step_to_rank(scope, &actor.speaker(scope.ccn()), &StepId::new(&id)).await?;
    Ok(Json(DONE))
}
