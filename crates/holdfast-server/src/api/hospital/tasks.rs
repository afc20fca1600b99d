//! A hospital's first tasks: which are done, ticking one, taking a tick back.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::Task;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::Day;
use crate::app::{MOST_NOTE_CHARS, TaskState};
use crate::auth::{Actor, Scoped};

/// One task and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskShape {
    /// Its key.
    pub task: &'static str,
    /// A verb first.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Minutes it takes.
    pub minutes: u16,
    /// Whether it is done.
    pub done: bool,
    /// Whether it follows from what is on record and cannot be ticked by hand.
    pub on_record: bool,
    /// Who ticked it, when they are still known.
    pub ticked_by: Option<String>,
    /// When it was ticked.
    pub ticked_on: Option<Day>,
    /// What they wrote beside it.
    pub note: Option<String>,
}

impl From<&TaskState> for TaskShape {
    fn from(state: &TaskState) -> Self {
        let ticked = state.ticked.as_ref();
        Self {
            task: state.task.key(),
            title: state.task.title(),
            why: state.task.why(),
            minutes: state.task.minutes(),
            done: state.done,
            on_record: state.task.is_on_record(),
            ticked_by: ticked.and_then(|t| t.by.clone()),
            ticked_on: ticked.map(|t| t.on.into()),
            note: ticked.map(|t| t.note.clone()),
        }
    }
}

/// First tasks
///
/// Every first task of a hospital, in the order to do them.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/tasks", tag = "hospital", operation_id = "hospital_tasks",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The tasks", body = Vec<TaskShape>)))]
pub(crate) async fn tasks(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<TaskShape>>, ApiError> {
    Ok(Json(app.hospital_tasks(scope).await?.iter().map(TaskShape::from).collect()))
}

/// A tick.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tick {
    /// What to write beside it, up to 500 characters. Never write a password here.
    #[serde(default)]
    note: String,
}

/// Tick a task
///
/// Tasks that follow from what is on record are refused.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/tasks/{task}", tag = "hospital", operation_id = "finish_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("task" = String, Path, description = "The key of the task")),
    request_body = Tick, responses((status = 200, description = "The task", body = TaskShape)))]
pub(crate) async fn finish(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Sent(tick): Sent<Tick>,
) -> Result<Json<TaskShape>, ApiError> {
    let task = known(&key)?;
    if tick.note.chars().count() > MOST_NOTE_CHARS {
        return Err(ApiError::wrong("note", format!("Shorten the note to {MOST_NOTE_CHARS} characters.")));
    }
    app.finish_task(scope, actor.account, task, &tick.note).await?;
    one(&app, scope, task).await
}

/// Take a tick back
///
/// The task stands open again.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/tasks/{task}", tag = "hospital",
    operation_id = "reopen_task",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("task" = String, Path, description = "The key of the task")),
    responses((status = 200, description = "The task", body = TaskShape)))]
pub(crate) async fn reopen(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Json<TaskShape>, ApiError> {
    let task = known(&key)?;
    app.reopen_task(scope, actor.account, task).await?;
    one(&app, scope, task).await
}

fn known(key: &str) -> Result<Task, ApiError> {
    Task::from_key(key).ok_or_else(|| ApiError::not_found("There is no task with this key."))
}

async fn one(
    app: &App,
    scope: holdfast_core::model::HospitalScope,
    task: Task,
) -> Result<Json<TaskShape>, ApiError> {
    let all = app.hospital_tasks(scope).await?;
    let state = all.iter().find(|t| t.task == task);
    state.map(|t| Json(t.into())).ok_or_else(|| ApiError::not_found("There is no task with this key."))
}
