//! `/badges/…`: what others read to check a badge: the issuer, its keys, what each badge is for, and which were taken back.
//!
//! These are documents at addresses that badges name, so they never move. Anybody's page may read them.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Language;
use serde::Deserialize;
use serde_json::Value;

use crate::App;
use crate::app::AppError;
use crate::routes::{Access, Routes};
use crate::web::WebError;

/// The documents.
pub(super) fn routes(routes: Routes) -> Routes {
    let anyone = Access::Public;
    routes
        .get("/badges/issuer.json", anyone, issuer)
        .get("/badges/keys.json", anyone, keys)
        .get("/badges/keys/{file}", anyone, key)
        .get("/badges/achievements/{file}", anyone, achievement)
        .get("/badges/status/{list}", anyone, status)
        .get("/.well-known/did.json", anyone, did)
}

/// The language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    lang: String,
}

fn none() -> WebError {
    WebError::not_found("There is no such document. A badge names the addresses of its own.")
}

async fn issuer(State(app): State<App>) -> Response {
    json(&app.badge_profile())
}

async fn keys(State(app): State<App>) -> Result<Response, WebError> {
    Ok(json(&app.badge_key_set().await?))
}

async fn key(State(app): State<App>, Path(file): Path<String>) -> Result<Response, WebError> {
    let id = file.strip_suffix(".json").ok_or_else(none)?;
    Ok(json(&app.badge_key_document(id).await?.ok_or_else(none)?))
}

async fn did(State(app): State<App>) -> Result<Response, WebError> {
    Ok(json(&app.badge_did_document().await?))
}

async fn achievement(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let language = Language::from_key(&asked.lang).unwrap_or_default();
    match file.rsplit_once('.') {
        Some((key, "json")) => Ok(json(&app.badge_achievement(key, language)?)),
        Some((key, "svg")) => Ok(open("image/svg+xml", app.badge_picture(key, language)?)),
        _ => Err(AppError::not_found("There is no such badge.").into()),
    }
}

async fn status(State(app): State<App>, Path(list): Path<String>) -> Result<Response, WebError> {
    let list: u32 = list.parse().map_err(|_| none())?;
    let token = app.badge_status_list(list).await?.ok_or_else(none)?;
    Ok(open("application/vc+jwt", token))
}

fn json(document: &Value) -> Response {
    open("application/json", document.to_string())
}

/// A document that pages of others may read: it is public, and the same for everybody.
fn open(media_type: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers.map(|(name, value)| (name, HeaderValue::from_static(value))), body).into_response()
}
