//! `/application/check`: every answer read back with the verdict on each offer, then sent. Sending twice leads to the
//! same confirmation.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::application::{Missing, contact, name, problems, review};
use serde::Deserialize;

use super::held::{Held, none_held};
use super::tasks::question;
use super::verdict_card::VerdictCard;
use crate::App;
use crate::app::application::{ApplicationStanding, Applying, SendApplicationError};
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reply {
    reply: String,
}

/// An error with the field it belongs to.
pub(super) struct FieldError {
    pub(super) field: &'static str,
    pub(super) text: String,
}

struct Row {
    asks: String,
    said: String,
    change: String,
}

/// The answers of one page of the form.
struct Part {
    title: String,
    rows: Vec<Row>,
}

struct MissingLink {
    href: String,
    says: String,
}

#[derive(Template)]
#[template(path = "application/review.html")]
pub(super) struct ReviewPage {
    layout: Layout,
    program: String,
    who: String,
    contact: String,
    parts: Vec<Part>,
    missing: Vec<MissingLink>,
    verdicts: Vec<VerdictCard>,
    closed: String,
    question: Option<String>,
    reply: String,
    errors: Vec<FieldError>,
}

/// What was sent, and what was wrong with it.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) reply: String,
    pub(super) errors: Vec<FieldError>,
    pub(super) closed: String,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    if !applying.is_open() {
        return Ok(Redirect::to("/application/status").into_response());
    }
    show(&app, &visitor, &applying, Tried::default()).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    applying: &Applying<'_>,
    tried: Tried,
) -> Result<Response, WebError> {
    let standing = app.application_standing(applying).await?;
    let missing = problems(applying.form, &applying.application.answers, &app.directory().hospitals);
    let layout = Layout::new(app, visitor);
    Ok(render(&ReviewPage::new(layout, applying, &standing, missing, tried)))
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Form(Reply { reply }): Form<Reply>,
) -> Result<Response, WebError> {
    let Some((token, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    let (status, tried) = match app.send_application(&token, &reply).await {
        Ok(_) => return Ok(Redirect::to("/application/status").into_response()),
        Err(SendApplicationError::NoDraft) => return Ok(none_held()),
        Err(SendApplicationError::App(e)) => return Err(e.into()),
        Err(SendApplicationError::Missing(_)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Tried { reply, ..Tried::default() })
        }
        Err(SendApplicationError::Reply(text)) => {
            let errors = vec![FieldError { field: "reply", text }];
            (StatusCode::UNPROCESSABLE_ENTITY, Tried { reply, errors, ..Tried::default() })
        }
        Err(SendApplicationError::Closed { why }) => {
            (StatusCode::CONFLICT, Tried { reply, closed: why, ..Tried::default() })
        }
    };
    Ok((status, show(&app, &visitor, &applying, tried).await?).into_response())
}

impl ReviewPage {
    pub(super) fn new(
        layout: Layout,
        applying: &Applying<'_>,
        standing: &ApplicationStanding<'_>,
        missing: Vec<Missing>,
        tried: Tried,
    ) -> Self {
        let answers = &applying.application.answers;
        let mut parts: Vec<Part> = Vec::new();
        for row in review(applying.form, answers) {
            let change = format!("/application/page/{}", row.slug);
            let line = Row { asks: row.asks, said: row.said.unwrap_or_default(), change };
            match parts.iter_mut().find(|p| p.title == row.page) {
                Some(part) => part.rows.push(line),
                None => parts.push(Part { title: row.page, rows: vec![line] }),
            }
        }
        let link = |m: Missing| MissingLink {
            href: format!("/application/page/{}#{}", m.slug, m.field),
            says: m.text,
        };
        Self {
            layout,
            program: applying.program.name.clone(),
            who: name(answers).unwrap_or_default().to_owned(),
            contact: contact(applying.form, answers).map(|e| e.to_string()).unwrap_or_default(),
            parts,
            missing: missing.into_iter().map(link).collect(),
            verdicts: VerdictCard::all(&standing.verdicts),
            closed: tried.closed,
            question: question(&applying.application.state),
            reply: tried.reply,
            errors: tried.errors,
        }
    }

    fn reply_error(&self) -> &str {
        self.errors.first().map_or("", |e| e.text.as_str())
    }
}
