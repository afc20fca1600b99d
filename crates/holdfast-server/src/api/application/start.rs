//! Starting an application, and the mailed links: a way back to it, and new ones.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApplicationShape, none_held};
use crate::App;
use crate::api::error::ApiError;
use crate::api::registration::{Mailed, ResumedShape, WriteTo};
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done};
use crate::app::application::ApplyError;
use crate::entropy::TokenHash;
use crate::web::WebError;

/// Which program to apply to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplyTo {
    /// The program's id.
    program: String,
}

/// An application just started.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationStarted {
    /// The token of this application, for the header `Authorization: Bearer`. It is shown once: keep it.
    pub draft_token: String,
    /// The application.
    pub application: ApplicationShape,
}

/// Start an application
///
/// Gives the application's token, which the calls below `/api/v1/application` take.
#[utoipa::path(post, path = "/api/v1/applications", tag = "application", operation_id = "start_application",
    request_body = ApplyTo,
    responses((status = 201, description = "The application", body = ApplicationStarted)))]
pub(crate) async fn start(
    State(app): State<App>,
    Sent(to): Sent<ApplyTo>,
) -> Result<(StatusCode, Json<ApplicationStarted>), ApiError> {
    let started = app.start_application(&to.program, None).await.map_err(|e| match e {
        ApplyError::Closed { why } => ApiError::NotNow { what: why },
        ApplyError::App(e) => e.into(),
    })?;
    let started = started.ok_or_else(|| ApiError::Web(WebError::broken("an application held by nobody")))?;
    let applying = app.application(&started.token.hash()).await?.ok_or_else(none_held)?;
    let shape = ApplicationStarted {
        draft_token: started.token.reveal().to_owned(),
        application: ApplicationShape::of(&app, &applying).await?,
    };
    Ok((StatusCode::CREATED, Json(shape)))
}

/// Ask for new links
///
/// Mails new links for every application whose way back goes to this address. The answer is the same whether there was
/// any.
#[utoipa::path(post, path = "/api/v1/applications/links", tag = "application",
    operation_id = "ask_for_application_links",
    request_body = WriteTo, responses((status = 202, description = "Asked", body = Done)))]
pub(crate) async fn new_links(
    State(app): State<App>,
    Sent(to): Sent<WriteTo>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    app.ask_for_new_application_links(&to.address()?).await?;
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}

/// Come back to an application
///
/// Uses a mailed link, once.
#[utoipa::path(post, path = "/api/v1/applications/resume", tag = "application",
    operation_id = "resume_application",
    request_body = Mailed,
    responses((status = 200, description = "The application's new token", body = ResumedShape)))]
pub(crate) async fn resume(
    State(app): State<App>,
    Sent(mailed): Sent<Mailed>,
) -> Result<Json<ResumedShape>, ApiError> {
    let token = app.resume_application(&TokenHash::of(&mailed.token)).await?;
    Ok(Json(ResumedShape { draft_token: token.reveal().to_owned() }))
}
