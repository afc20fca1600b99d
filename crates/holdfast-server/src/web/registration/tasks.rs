//! `/register/tasks`: every question with its state, in any order.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{Status, Step, display_case, problems};
use holdfast_core::model::{Ccn, RegistrationState};

use super::draft::{Held, no_draft};
use crate::App;
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

struct Task {
    name: &'static str,
    href: String,
    state: &'static str,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "registration/tasks.html")]
struct TasksPage {
    layout: Layout,
    name: String,
    ccn: Ccn,
    n_done: usize,
    tasks: Vec<Task>,
    ready: bool,
    question: Option<String>,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let question = match &draft.registration.state {
        RegistrationState::Draft => None,
        RegistrationState::AskedBack { question, .. } => Some(question.clone()),
        RegistrationState::Unproven { .. }
        | RegistrationState::Submitted { .. }
        | RegistrationState::Validated { .. }
        | RegistrationState::Refused { .. } => {
            return Ok(Redirect::to("/register/done").into_response());
        }
    };
    let answers = &draft.registration.answers;
    let tasks: Vec<Task> = Step::ALL
        .iter()
        .map(|step| {
            let done = step.status(answers) == Status::Done;
            let hint = if *step == Step::Hospital && !done {
                "Filled in from the public directory; check it"
            } else {
                ""
            };
            Task {
                name: step.short(),
                href: format!("/register/{}", step.slug()),
                state: if done { "done" } else { "todo" },
                hint,
            }
        })
        .collect();
    Ok(render(&TasksPage {
        layout: Layout::new(&app, &visitor),
        name: display_case(&draft.listed.hospital.name),
        ccn: draft.registration.ccn,
        n_done: tasks.iter().filter(|t| t.state == "done").count(),
        ready: problems(answers).is_empty(),
        tasks,
        question,
    }))
}
