//! A hospital's answer to a reviewer's question, sent from the home page.

use std::collections::HashMap;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::CaseId;

use super::home::{self, Typed};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{WebError, render};

/// The longest answer, in characters.
const MOST_CHARS: usize = 4_000;

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, WebError> {
    let id: CaseId =
        case.parse().map_err(|_| WebError::not_found("There is no such question for this hospital."))?;
    let text = fields.get(&format!("answer-{case}")).map(String::as_str).unwrap_or_default();
    let error = match text.trim().chars().count() {
        0 => "Write an answer",
        n if n > MOST_CHARS => "Shorten the answer to 4,000 characters",
        _ => {
            app.answer_reviewer(scope, actor.account, id, text.trim()).await?;
            return Ok(Redirect::to(&format!("/hospital/{}?done=answered", scope.ccn())).into_response());
        }
    };
    let page = home::load(&app, &visitor, &actor, scope, Some(Typed { case: &case, text, error })).await?;
    if page.questions.iter().all(|q| q.case != case) {
        return Err(WebError::not_found("There is no such question for this hospital."));
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}
