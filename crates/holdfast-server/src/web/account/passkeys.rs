//! Passkeys on the account page: the two calls that add one, and renaming and removing.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use holdfast_core::model::PasskeyId;
use serde::Deserialize;
use serde_json::json;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use crate::App;
use crate::auth::Actor;
use crate::web::sign_in::{asked, not_taken};
use crate::web::{WebError, landing};

#[derive(Deserialize)]
pub(super) struct Made {
    ceremony: String,
    credential: RegisterPublicKeyCredential,
    #[serde(default)]
    label: String,
    #[serde(default)]
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LabelForm {
    label: String,
}

pub(super) async fn start(State(app): State<App>, actor: Actor) -> Result<Response, WebError> {
    match app.start_adding_passkey(actor.account).await {
        Ok(exchange) => Ok(asked(exchange)),
        Err(e) => not_taken(e),
    }
}

pub(super) async fn finish(
    State(app): State<App>,
    actor: Actor,
    Json(made): Json<Made>,
) -> Result<Response, WebError> {
    match app.finish_adding_passkey(actor.account, &made.ceremony, &made.credential, &made.label).await {
        Ok(_) => {
            let next = landing::wanted(&made.next).unwrap_or("/account");
            Ok(Json(json!({ "next": next })).into_response())
        }
        Err(e) => not_taken(e),
    }
}

pub(super) async fn rename(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Form(form): Form<LabelForm>,
) -> Result<Response, WebError> {
    app.rename_passkey(actor.account, PasskeyId(id), &form.label).await?;
    Ok(Redirect::to("/account#passkeys").into_response())
}

pub(super) async fn remove(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    app.remove_passkey(actor.account, PasskeyId(id)).await?;
    Ok(Redirect::to("/account#passkeys").into_response())
}
