//! Ending sessions from the account page.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::auth::{Actor, Visitor};
use crate::web::WebError;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SessionForm {
    session: String,
}

pub(super) async fn end(
    State(app): State<App>,
    actor: Actor,
    Form(form): Form<SessionForm>,
) -> Result<Response, WebError> {
    app.end_session(actor.account, &form.session).await?;
    Ok(Redirect::to("/account#sessions").into_response())
}

pub(super) async fn end_others(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
) -> Result<Response, WebError> {
    app.end_other_sessions(actor.account, visitor.token_hash.as_deref().unwrap_or_default()).await?;
    Ok(Redirect::to("/account#sessions").into_response())
}
