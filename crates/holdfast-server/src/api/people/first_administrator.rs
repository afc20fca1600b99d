//! Naming a hospital's first administrator. The nominee's own yes stays with the pages: it takes a passkey.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Sent, present};
use crate::api::shape::{DONE, Done};
use crate::app::first_administrator::CanNominate;
use crate::auth::{Actor, Scoped};
use crate::web::problem::Problems;

/// Whether a hospital can be given its first administrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct FirstAdministrator {
    /// `yes`; `has_one`: it has an administrator, who invites others; `not_validated`: its registration is not confirmed.
    pub can_nominate: &'static str,
}

/// The first administrator
///
/// Whether one can be named now. Registering makes nobody administrator.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/first-administrator", tag = "people",
    operation_id = "first_administrator",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "Whether one can be named", body = FirstAdministrator)))]
pub(crate) async fn first_administrator(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<FirstAdministrator>, ApiError> {
    let can_nominate = match app.can_nominate(scope).await? {
        CanNominate::Yes => "yes",
        CanNominate::HasOne => "has_one",
        CanNominate::NotValidated => "not_validated",
    };
    Ok(Json(FirstAdministrator { can_nominate }))
}

/// Whom to name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "ceo@fixturememorial.example" }))]
pub(crate) struct Nominee {
    /// Their mail address; `null` names yourself.
    #[serde(deserialize_with = "present")]
    email: Option<String>,
}

/// Name the first administrator
///
/// Mails a letter to the address. Nothing happens until they say yes there, with a passkey. An earlier letter ends.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/first-administrator", tag = "people",
    operation_id = "nominate_administrator",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = Nominee, responses((status = 202, description = "The letter is on its way", body = Done)))]
pub(crate) async fn nominate(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(nominee): Sent<Nominee>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let mut problems = Problems::default();
    let email = match &nominee.email {
        None => Some(actor.email.clone()),
        Some(text) => problems.email("email", text),
    };
    let Some(email) = email else { return Err(problems.into()) };
    app.nominate_administrator(scope, actor.account, &email).await.map_err(ApiError::refused)?;
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}
