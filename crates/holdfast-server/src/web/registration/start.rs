//! `/register`: the certification number first. It starts a draft, or says why it cannot and what to do.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Ccn, RegistrationState, sentence};
use serde::Deserialize;

use super::draft::{Held, with_cookie};
use crate::App;
use crate::app::registration::StartError;
use crate::auth::Visitor;
use crate::web::public::check::Near;
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    ccn: String,
    lost: String,
    forgot: String,
}

/// A draft the visitor holds already.
struct Going {
    name: String,
    sent: bool,
}

#[derive(Template)]
#[template(path = "registration/start.html")]
struct StartPage {
    layout: Layout,
    typed: String,
    error: String,
    near: Vec<Near>,
    taken: Option<String>,
    /// The visitor had filled in answers of their own.
    kept: bool,
    going: Option<Going>,
    lost: bool,
    forgot: bool,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Query(ask): Query<Ask>,
) -> Result<Response, WebError> {
    let going = held.draft(&app).await?.map(|(_, d)| Going {
        name: display_case(&d.listed.hospital.name),
        sent: d.registration.state != RegistrationState::Draft,
    });
    Ok(render(&StartPage {
        layout: Layout::new(&app, &visitor),
        typed: ask.ccn.trim().chars().take(40).collect(),
        error: String::new(),
        near: Vec::new(),
        taken: None,
        kept: false,
        lost: !ask.lost.is_empty() && going.is_none(),
        forgot: !ask.forgot.is_empty() && going.is_none(),
        going,
    }))
}

pub(super) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Form(ask): Form<Ask>,
) -> Result<Response, WebError> {
    let error = match app.start_registration(&ask.ccn, held.0.as_ref()).await {
        Ok(Some(started)) => return Ok(with_cookie(&app, &started.token, "/register/tasks")),
        Ok(None) => return Ok(Redirect::to("/register/tasks").into_response()),
        Err(StartError::App(e)) => return Err(e.into()),
        Err(error) => error,
    };
    let (status, near, taken) = match &error {
        StartError::Malformed(_) | StartError::Unit { .. } | StartError::Federal { .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), None)
        }
        StartError::Unknown { near, .. } => {
            (StatusCode::NOT_FOUND, near.iter().map(Near::new).collect(), None)
        }
        StartError::Taken { ccn } => (StatusCode::CONFLICT, Vec::new(), Some(ccn.to_string())),
        StartError::App(_) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), None),
    };
    let page = StartPage {
        layout: Layout::new(&app, &visitor),
        typed: ask.ccn.trim().chars().take(40).collect(),
        error: if taken.is_some() { String::new() } else { sentence(&error.to_string()) },
        near,
        taken,
        kept: false,
        going: None,
        lost: false,
        forgot: false,
    };
    Ok((status, render(&page)).into_response())
}

/// The page for a hospital that someone else registered while the visitor filled in the form.
pub(super) fn taken(app: &App, visitor: &Visitor, ccn: Ccn) -> Response {
    let page = StartPage {
        layout: Layout::new(app, visitor),
        typed: String::new(),
        error: String::new(),
        near: Vec::new(),
        taken: Some(ccn.to_string()),
        kept: true,
        going: None,
        lost: false,
        forgot: false,
    };
    (StatusCode::CONFLICT, render(&page)).into_response()
}
