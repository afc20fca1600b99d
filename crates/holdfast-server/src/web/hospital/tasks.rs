//! `/hospital/{ccn}/tasks`: the first tasks, how to do each, and a tick for those that are not on record here.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::Task;
use serde::Deserialize;

use super::words::{Problem, day};
use super::{Here, Room};
use crate::App;
use crate::app::{MOST_NOTE_CHARS, TaskState};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Came, Layout, WebError, render};

/// A line of the list.
pub(super) struct TaskLine {
    pub(super) title: &'static str,
    pub(super) href: String,
    pub(super) state: &'static str,
    pub(super) hint: String,
}

impl TaskLine {
    pub(super) fn new(t: &TaskState, here: &Here) -> Self {
        Self {
            title: t.task.title(),
            href: format!("/hospital/{}/tasks/{}", here.ccn, t.task.key()),
            state: if t.done { "done" } else { "todo" },
            hint: if t.done { ticked(t) } else { format!("{} minutes", t.task.minutes()) },
        }
    }
}

#[derive(Template)]
#[template(path = "hospital/tasks.html")]
pub(super) struct TasksPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    pub(super) tasks: Vec<TaskLine>,
    pub(super) n_left: usize,
}

#[derive(Template)]
#[template(path = "hospital/task.html")]
pub(super) struct TaskPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Vec<Problem>,
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    pub(super) minutes: u16,
    pub(super) steps: &'static [&'static str],
    pub(super) done_when: &'static str,
    pub(super) go: Option<(String, &'static str)>,
    pub(super) on_record: bool,
    pub(super) is_done: bool,
    pub(super) ticked: String,
    pub(super) note: String,
    pub(super) typed: String,
}

/// The tick.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tick {
    done: String,
    note: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let picture = app.hospital_picture(scope).await?;
    let here = Here::new(&picture.listed, &actor, Room::Tasks);
    let mut page = TasksPage::new(Layout::new(&app, &visitor), here, &picture.tasks);
    page.done = match came.done.as_str() {
        "ticked" => "Ticked off.",
        "reopened" => "The tick is taken back.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn task_page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let task = known(&key)?;
    let picture = app.hospital_picture(scope).await?;
    let here = Here::new(&picture.listed, &actor, Room::Tasks);
    Ok(render(&TaskPage::new(Layout::new(&app, &visitor), here, task, &picture.tasks)))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Form(tick): Form<Tick>,
) -> Result<Response, WebError> {
    let task = known(&key)?;
    let to = |done| Redirect::to(&format!("/hospital/{}/tasks?done={done}", scope.ccn())).into_response();
    if tick.done == "no" {
        app.reopen_task(scope, actor.account, task).await?;
        return Ok(to("reopened"));
    }
    if tick.note.chars().count() > MOST_NOTE_CHARS && !task.is_on_record() {
        let picture = app.hospital_picture(scope).await?;
        let here = Here::new(&picture.listed, &actor, Room::Tasks);
        let mut page = TaskPage::new(Layout::new(&app, &visitor), here, task, &picture.tasks);
        page.errors = vec![Problem { field: "note".to_owned(), text: TOO_LONG.to_owned() }];
        page.typed = tick.note.chars().take(10_000).collect();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    }
    app.finish_task(scope, actor.account, task, &tick.note).await?;
    Ok(to("ticked"))
}

const TOO_LONG: &str = "Shorten the note to 500 characters";

fn known(key: &str) -> Result<Task, WebError> {
    Task::from_key(key).ok_or_else(|| WebError::not_found("There is no such task."))
}

impl TasksPage {
    pub(super) fn new(layout: Layout, here: Here, tasks: &[TaskState]) -> Self {
        let n_left = tasks.iter().filter(|t| !t.done).count();
        Self {
            tasks: tasks.iter().map(|t| TaskLine::new(t, &here)).collect(),
            n_left,
            done: "",
            layout,
            here,
        }
    }
}

impl TaskPage {
    pub(super) fn new(layout: Layout, here: Here, task: Task, tasks: &[TaskState]) -> Self {
        let state = tasks.iter().find(|t| t.task == task);
        let is_done = state.is_some_and(|t| t.done);
        Self {
            errors: Vec::new(),
            key: task.key(),
            title: task.title(),
            why: task.why(),
            minutes: task.minutes(),
            steps: task.steps(),
            done_when: task.done_when(),
            go: go(task, &here).filter(|_| !is_done),
            on_record: task.is_on_record(),
            is_done,
            ticked: state.filter(|t| t.done).map(ticked).unwrap_or_default(),
            note: state.and_then(|t| t.ticked.as_ref()).map(|t| t.note.clone()).unwrap_or_default(),
            typed: String::new(),
            layout,
            here,
        }
    }

    /// The error beside the note.
    fn note_error(&self) -> &str {
        self.errors.first().map_or("", |p| p.text.as_str())
    }
}

fn ticked(state: &TaskState) -> String {
    match &state.ticked {
        Some(t) => match &t.by {
            Some(by) => format!("Ticked by {by} on {}", day(t.on)),
            None => format!("Ticked on {}", day(t.on)),
        },
        None => String::new(),
    }
}

/// Where a task is done, when that is a page here.
fn go(task: Task, here: &Here) -> Option<(String, &'static str)> {
    match task {
        Task::NameAdministrator => {
            Some((format!("/hospital/{}/first-administrator", here.ccn), "Name the first administrator"))
        }
        Task::SecondPerson => Some((format!("/hospital/{}/people", here.ccn), "Open People")),
        Task::PrintRecoveryCodes => Some(("/account".to_owned(), "Open your account")),
        Task::ProveBelonging | Task::SeparateAdministrator | Task::BreakGlass | Task::TurnOnMfa => None,
    }
}
