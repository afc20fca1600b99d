//! `/application`: every page of the form with its state, in any order.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::application::{name, pages, problems};
use holdfast_core::model::ApplicationState;

use super::held::{Held, none_held};
use crate::App;
use crate::app::application::Applying;
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

struct Task {
    title: String,
    href: String,
    state: &'static str,
    hint: String,
}

#[derive(Template)]
#[template(path = "application/tasks.html")]
pub(super) struct TasksPage {
    layout: Layout,
    program: String,
    who: String,
    n_done: usize,
    tasks: Vec<Task>,
    ready: bool,
    question: Option<String>,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    if !applying.is_open() {
        return Ok(Redirect::to("/application/status").into_response());
    }
    let missing = problems(applying.form, &applying.application.answers, &app.directory().hospitals);
    let ready = missing.is_empty();
    Ok(render(&TasksPage::new(Layout::new(&app, &visitor), &applying, ready)))
}

impl TasksPage {
    pub(super) fn new(layout: Layout, applying: &Applying<'_>, ready: bool) -> Self {
        let answers = &applying.application.answers;
        let tasks: Vec<Task> = pages(applying.form)
            .iter()
            .map(|page| {
                let (done, begun) = (page.is_done(answers), page.is_begun(answers));
                let n = page.questions.len();
                Task {
                    title: page.title.to_owned(),
                    href: format!("/application/page/{}", page.slug),
                    state: match (done && begun, begun) {
                        (true, _) => "done",
                        (false, true) => "doing",
                        (false, false) => "todo",
                    },
                    hint: if n == 1 { "1 question".to_owned() } else { format!("{n} questions") },
                }
            })
            .collect();
        Self {
            layout,
            program: applying.program.name.clone(),
            who: name(answers).unwrap_or_default().to_owned(),
            n_done: tasks.iter().filter(|t| t.state == "done").count(),
            tasks,
            ready,
            question: question(&applying.application.state),
        }
    }
}

/// What a reviewer asked, while the answer is awaited.
pub(super) fn question(state: &ApplicationState) -> Option<String> {
    match state {
        ApplicationState::AskedBack { question, .. } => Some(question.clone()),
        ApplicationState::Draft
        | ApplicationState::Submitted { .. }
        | ApplicationState::Approved { .. }
        | ApplicationState::Refused { .. } => None,
    }
}
