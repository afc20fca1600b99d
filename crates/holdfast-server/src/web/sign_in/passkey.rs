//! The two calls a browser makes to sign in with a passkey. Asked and answered in JSON, by our own script.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use webauthn_rs::prelude::PublicKeyCredential;

use super::{after, at_browser, session_cookie};
use crate::App;
use crate::app::passkeys::{Exchange, PasskeyError};
use crate::auth::Visitor;
use crate::web::WebError;

#[derive(Deserialize)]
pub(super) struct Answer {
    ceremony: String,
    credential: PublicKeyCredential,
    #[serde(default)]
    next: String,
}

pub(super) async fn start(State(app): State<App>) -> Result<Response, WebError> {
    match app.start_proving_passkey().await {
        Ok(exchange) => Ok(asked(exchange)),
        Err(e) => not_taken(e),
    }
}

pub(super) async fn finish(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(answer): Json<Answer>,
) -> Result<Response, WebError> {
    let browser = at_browser(&visitor, &headers);
    match app.sign_in_by_passkey(&answer.ceremony, &answer.credential, &browser).await {
        Ok(signed_in) => {
            let next = after(&app, &signed_in, &answer.next).await?;
            Ok((session_cookie(&app, &signed_in), Json(json!({ "next": next }))).into_response())
        }
        Err(e) => not_taken(e),
    }
}

/// The options of an exchange, for the script.
pub(in crate::web) fn asked(exchange: Exchange) -> Response {
    Json(json!({ "ceremony": exchange.ceremony, "options": exchange.options })).into_response()
}

/// Why an exchange came to nothing, for the script to show.
pub(in crate::web) fn not_taken(error: PasskeyError) -> Result<Response, WebError> {
    let (status, next) = match error {
        PasskeyError::App(e) => return Err(e.into()),
        PasskeyError::NoHostName => (
            StatusCode::CONFLICT,
            "This portal's address is a number, so passkeys cannot work here. Use a recovery code.",
        ),
        PasskeyError::Over => (
            StatusCode::GONE,
            "That took longer than five minutes, or was answered before. Press the button to try again.",
        ),
        PasskeyError::NotProven(_) => {
            (StatusCode::FORBIDDEN, "The passkey did not prove itself. Press the button to try again.")
        }
        PasskeyError::Unknown => (
            StatusCode::FORBIDDEN,
            "We do not know this passkey; it may have been removed. Use another one, or a recovery code.",
        ),
        PasskeyError::Known => (StatusCode::CONFLICT, "This passkey is on your account already."),
        PasskeyError::MayBeCopied { .. } => (
            StatusCode::FORBIDDEN,
            "We refused this passkey, because it may have been copied. We have written to you. Use a recovery code, then remove it.",
        ),
        PasskeyError::Disabled => (
            StatusCode::FORBIDDEN,
            "This account is switched off. Ask your hospital's administrator, or call us.",
        ),
    };
    Ok((status, Json(json!({ "error": "not accepted", "next": next }))).into_response())
}
