//! Who asks to join a hospital, and the answer.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::JoinId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ROLES_THERE, hospital_role};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Sent, present};
use crate::api::shape::{DONE, Done, Moment};
use crate::app::people::Asking;
use crate::auth::{Actor, Scoped};

/// Someone who asks to join.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskingToJoin {
    /// The request.
    pub join: String,
    /// Full name, as they gave it.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What they wrote.
    pub message: String,
    /// When they asked.
    pub asked: Moment,
}

impl From<Asking> for AskingToJoin {
    fn from(asking: Asking) -> Self {
        Self {
            join: asking.id.to_string(),
            name: asking.account.name,
            email: asking.account.email.to_string(),
            message: asking.message,
            asked: Moment::of_ms(asking.asked_at_ms),
        }
    }
}

/// Who asks to join
///
/// Requests that wait for an answer, longest first.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/joins", tag = "people", operation_id = "asking_to_join",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The requests", body = Vec<AskingToJoin>)))]
pub(crate) async fn joins(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<AskingToJoin>>, ApiError> {
    Ok(Json(app.asking_to_join(scope).await?.into_iter().map(AskingToJoin::from).collect()))
}

/// The answer to someone who asks to join.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "role": "staff" }))]
pub(crate) struct JoinAnswer {
    /// The key of the role they get; `null` says no.
    #[serde(deserialize_with = "present")]
    role: Option<String>,
}

/// Answer someone who asks to join
///
/// They hear of it by mail, with a way to set up their sign-in when they may join.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/joins/{join}/answer", tag = "people",
    operation_id = "answer_join",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("join" = String, Path, description = "The request")),
    request_body = JoinAnswer, responses((status = 200, description = "They have the answer", body = Done)))]
pub(crate) async fn answer_join(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, join)): Path<(String, String)>,
    Sent(answer): Sent<JoinAnswer>,
) -> Result<Json<Done>, ApiError> {
    let join: JoinId =
        join.parse().map_err(|_| ApiError::not_found("Nobody asks to join by this request."))?;
    let wrong = || ApiError::wrong("role", format!("{ROLES_THERE}, or send null to say no."));
    let role = answer.role.map(|key| hospital_role(&key).ok_or_else(wrong)).transpose()?;
    app.answer_join(scope, actor.account, join, role).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}
