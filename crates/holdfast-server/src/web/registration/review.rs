//! `/register/check`: every answer read back, then sent. Sending twice leads to the same confirmation.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{ReviewRow, display_case, problems, review};
use holdfast_core::model::{Ccn, RegistrationState, sentence};
use serde::Deserialize;

use super::draft::{Held, no_draft};
use super::start::taken;
use super::step::Wrong;
use crate::App;
use crate::app::registration::{Draft, SendError};
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reply {
    reply: String,
}

struct MissingLink {
    href: String,
    says: String,
}

#[derive(Template)]
#[template(path = "registration/review.html")]
struct ReviewPage {
    layout: Layout,
    name: String,
    ccn: Ccn,
    rows: Vec<ReviewRow>,
    missing: Vec<MissingLink>,
    question: Option<String>,
    reply: String,
    errors: Vec<Wrong>,
}

impl ReviewPage {
    fn new(app: &App, visitor: &Visitor, draft: &Draft, reply: String, errors: Vec<Wrong>) -> Self {
        let registration = &draft.registration;
        Self {
            layout: Layout::new(app, visitor),
            name: display_case(&draft.listed.hospital.name),
            ccn: registration.ccn,
            rows: review(&registration.answers),
            missing: problems(&registration.answers)
                .into_iter()
                .map(|m| MissingLink { href: format!("/register/{}", m.step.slug()), says: m.message() })
                .collect(),
            question: match &registration.state {
                RegistrationState::AskedBack { question, .. } => Some(question.clone()),
                _ => None,
            },
            reply,
            errors,
        }
    }

    fn reply_error(&self) -> &str {
        self.errors.iter().find(|e| e.field == "reply").map_or("", |e| e.text.as_str())
    }
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    match draft.registration.state {
        RegistrationState::Draft | RegistrationState::AskedBack { .. } => {
            Ok(render(&ReviewPage::new(&app, &visitor, &draft, String::new(), Vec::new())))
        }
        RegistrationState::Unproven { .. }
        | RegistrationState::Submitted { .. }
        | RegistrationState::Validated { .. }
        | RegistrationState::Refused { .. } => Ok(Redirect::to("/register/done").into_response()),
    }
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Form(Reply { reply }): Form<Reply>,
) -> Result<Response, WebError> {
    let Some((token, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let errors = match app.send_registration(&token, &reply).await {
        Ok(_) => return Ok(Redirect::to("/register/done").into_response()),
        Err(SendError::NoDraft) => return Ok(no_draft()),
        Err(SendError::Missing(_)) => Vec::new(),
        Err(SendError::Reply(text)) => vec![Wrong { field: "reply".to_owned(), text }],
        Err(SendError::Taken { ccn }) => return Ok(taken(&app, &visitor, ccn)),
        Err(e @ SendError::Unconfirmed { .. }) => {
            vec![Wrong { field: "send".to_owned(), text: sentence(&e.to_string()) }]
        }
        Err(SendError::App(e)) => return Err(e.into()),
    };
    let page = ReviewPage::new(&app, &visitor, &draft, reply, errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}
