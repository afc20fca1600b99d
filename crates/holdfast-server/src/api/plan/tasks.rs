//! The tasks of the plan in force: reading them, and moving one upon the version that was read.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, StepId};
use holdfast_core::model::{EvidenceId, HospitalScope, PlanTask, PlanTaskState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Sent, Upon, etag};
use crate::api::shape::{Day, Moment};
use crate::app::plan::{Act, TaskDone};
use crate::auth::{Actor, Scoped};

/// One task of the plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanTaskShape {
    /// Its step.
    pub step: String,
    /// What to do, a verb first.
    pub name: String,
    /// Who does it; empty when nobody is named yet.
    pub owner: String,
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub due_on: Day,
    /// `open`, `done` or `dropped`.
    pub state: &'static str,
    /// Whether it is open and its last day is past.
    pub is_late: bool,
    /// By whom it was closed.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<Moment>,
    /// Ids of the evidence that came with it.
    pub proof: Vec<i64>,
    /// What was written beside it: what was done, or why it was dropped.
    pub note: Option<String>,
    /// Its version; send it back in `If-Match`.
    pub version: i64,
}

impl PlanTaskShape {
    /// The shape of a task.
    pub fn of(catalog: &Catalog, task: &PlanTask, today: Date) -> Self {
        let (by, at, proof, note) = match &task.state {
            PlanTaskState::Open => (None, None, Vec::new(), None),
            PlanTaskState::Done { at, by, proof, note } => (
                Some(by.clone()),
                Some(Moment(*at)),
                proof.iter().map(|id| id.0).collect(),
                Some(note.clone()),
            ),
            PlanTaskState::Dropped { at, by, reason } => {
                (Some(by.clone()), Some(Moment(*at)), Vec::new(), Some(reason.clone()))
            }
        };
        Self {
            step: task.step.to_string(),
            name: catalog.step(&task.step).map_or_else(|| task.step.to_string(), |s| s.name.clone()),
            owner: task.owner.clone(),
            starts_on: task.starts_on.into(),
            due_on: task.due_on.into(),
            state: task.state.key(),
            is_late: task.is_late(today),
            closed_by: by,
            closed_at: at,
            proof,
            note,
            version: task.version,
        }
    }
}

/// Tasks of the plan
///
/// By their last day. Empty while no plan was accepted.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/plan/tasks", tag = "plan", operation_id = "plan_tasks",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The tasks", body = Vec<PlanTaskShape>)))]
pub(crate) async fn tasks(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<PlanTaskShape>>, ApiError> {
    let file = app.plan_file(scope).await?;
    let all = file.current.as_ref().map(|p| p.tasks.as_slice()).unwrap_or_default();
    Ok(Json(all.iter().map(|t| PlanTaskShape::of(&app.catalog, t, app.today())).collect()))
}

/// One task
///
/// With its version, to change it upon.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/plan/tasks/{step}", tag = "plan", operation_id = "plan_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of its step")),
    responses((status = 200, description = "The task", body = PlanTaskShape,
        headers(("ETag" = String, description = "The version of the task")))))]
pub(crate) async fn task(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let file = app.plan_file(scope).await?;
    let task = file.current.as_ref().and_then(|p| p.task(&StepId::new(&id)));
    let task = task.ok_or_else(|| ApiError::not_found("The plan has no such task."))?;
    Ok(answer(&app, task))
}

/// Who does it, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhoAndWhen {
    /// A name or a role, up to 100 characters; empty for nobody yet.
    owner: String,
    /// The last day.
    due_on: Day,
}

/// Change who does a task and until when
///
/// 409 with the task as it is now, when someone changed it in between.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/plan/tasks/{step}", tag = "plan",
    operation_id = "change_plan_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of its step"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = WhoAndWhen,
    responses((status = 200, description = "The task", body = PlanTaskShape,
        headers(("ETag" = String, description = "The new version of the task")))))]
pub(crate) async fn change_task(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Upon(version): Upon,
    Sent(sent): Sent<WhoAndWhen>,
) -> Result<Response, ApiError> {
    let act = Act::Plan { owner: sent.owner, due_on: Some(sent.due_on.0) };
    moved(&app, &actor, scope, &id, version, act).await
}

/// What shows that it is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closing {
    /// Ids of evidence about what the step closes.
    #[serde(default)]
    proof: Vec<i64>,
    /// What was done, in words, up to 1,000 characters. Without evidence, nothing is proven by it.
    #[serde(default)]
    note: String,
}

/// Close a task
///
/// Takes evidence, words or both. Words alone prove nothing: the measures stay as evidence has them.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/close", tag = "plan",
    operation_id = "close_plan_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of its step"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = Closing,
    responses((status = 200, description = "The task", body = PlanTaskShape,
        headers(("ETag" = String, description = "The new version of the task")))))]
pub(crate) async fn close_task(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Upon(version): Upon,
    Sent(sent): Sent<Closing>,
) -> Result<Response, ApiError> {
    let proof = sent.proof.into_iter().map(EvidenceId).collect();
    moved(&app, &actor, scope, &id, version, Act::Done { proof, note: sent.note }).await
}

/// Why it will not be done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dropping {
    /// The reason, up to 1,000 characters.
    reason: String,
}

/// Drop a task
///
/// What it would have closed stays open.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/drop", tag = "plan",
    operation_id = "drop_plan_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of its step"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = Dropping,
    responses((status = 200, description = "The task", body = PlanTaskShape,
        headers(("ETag" = String, description = "The new version of the task")))))]
pub(crate) async fn drop_task(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Upon(version): Upon,
    Sent(sent): Sent<Dropping>,
) -> Result<Response, ApiError> {
    moved(&app, &actor, scope, &id, version, Act::Drop { reason: sent.reason }).await
}

/// Open a task again
///
/// One that was closed or dropped by mistake, or did not last.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/plan/tasks/{step}/reopen", tag = "plan",
    operation_id = "reopen_plan_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("step" = String, Path, description = "The id of its step"),
        ("If-Match" = String, Header, description = "The version read")),
    responses((status = 200, description = "The task", body = PlanTaskShape,
        headers(("ETag" = String, description = "The new version of the task")))))]
pub(crate) async fn reopen_task(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Upon(version): Upon,
) -> Result<Response, ApiError> {
    moved(&app, &actor, scope, &id, version, Act::Reopen).await
}

async fn moved(
    app: &App,
    actor: &Actor,
    scope: HospitalScope,
    id: &str,
    version: u32,
    act: Act,
) -> Result<Response, ApiError> {
    let step = StepId::new(id);
    let changed = app.change_plan_task(scope, actor.account, &actor.name, &step, version.into(), act).await;
    match changed.map_err(ApiError::refused)? {
        TaskDone::Kept(task) => Ok(answer(app, &task)),
        TaskDone::Wrong(wrong) => Err(wrong.into()),
        TaskDone::Conflict(task) => {
            Err(ApiError::Conflict { current: json!(PlanTaskShape::of(&app.catalog, &task, app.today())) })
        }
    }
}

fn answer(app: &App, task: &PlanTask) -> Response {
    let version = u32::try_from(task.version).unwrap_or(u32::MAX);
    ([(ETAG, etag(version))], Json(PlanTaskShape::of(&app.catalog, task, app.today()))).into_response()
}
