//! `/programs/{program}/apply`: starts an application, or goes on with the one this browser holds.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Program;
use holdfast_core::decide::application::{intake, name};
use serde::Deserialize;

use super::held::{Held, with_cookie};
use crate::App;
use crate::app::application::{ApplyError, Applying};
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

/// An application the visitor holds already.
pub(super) struct Going {
    pub(super) what: String,
    pub(super) sent: bool,
}

#[derive(Template)]
#[template(path = "application/start.html")]
pub(super) struct StartPage {
    pub(super) layout: Layout,
    pub(super) id: String,
    pub(super) name: String,
    /// Why nobody can apply today; empty when one can.
    pub(super) closed: String,
    pub(super) going: Option<Going>,
    pub(super) n_pages: usize,
    pub(super) n_questions: usize,
    pub(super) days: u16,
    pub(super) resume_days: u32,
}

#[derive(Template)]
#[template(path = "application/lost.html")]
pub(super) struct LostPage {
    pub(super) layout: Layout,
    /// Programs one can apply to: address and name.
    pub(super) programs: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    another: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (program, _) = app.program_by_form(&id)?;
    let going = held.application(&app).await?.map(|(_, applying)| Going::new(&applying));
    Ok(render(&StartPage::new(&app, &visitor, program, going)))
}

pub(super) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let kept = held.0.as_ref().filter(|_| asked.another.is_empty());
    match app.start_application(&id, kept).await {
        Ok(Some(started)) => Ok(with_cookie(&app, &started.token, "/application")),
        Ok(None) => Ok(Redirect::to("/application").into_response()),
        Err(ApplyError::App(e)) => Err(e.into()),
        Err(ApplyError::Closed { .. }) => {
            let (program, _) = app.program_by_form(&id)?;
            let page = StartPage::new(&app, &visitor, program, None);
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
    }
}

/// For a visitor whose cookie leads nowhere.
pub(super) async fn lost(State(app): State<App>, visitor: Visitor) -> Response {
    let programs = app.programs_by_form().map(|p| (format!("/programs/{}", p.id), p.name.clone())).collect();
    render(&LostPage { layout: Layout::new(&app, &visitor), programs })
}

impl Going {
    fn new(applying: &Applying<'_>) -> Self {
        let program = &applying.program.name;
        let what = match name(&applying.application.answers) {
            Some(name) => format!("{program}, for {name}"),
            None => program.clone(),
        };
        Self { what, sent: !applying.is_open() }
    }
}

impl StartPage {
    fn new(app: &App, visitor: &Visitor, program: &Program, going: Option<Going>) -> Self {
        let form = program.form.as_ref();
        Self {
            layout: Layout::new(app, visitor),
            id: program.id.to_string(),
            name: program.name.clone(),
            closed: intake(program, app.today()).why_not().unwrap_or_default(),
            going,
            n_pages: form.map_or(0, |f| f.pages().len()),
            n_questions: form.map_or(0, |f| f.questions.len()),
            days: program.review_target_days,
            resume_days: app.config.sign_in.resume_days,
        }
    }
}
