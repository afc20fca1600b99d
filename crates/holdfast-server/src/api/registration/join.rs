//! Asking to join a hospital that someone registered before.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{start_error, texts};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done, ValueShape};
use crate::app::registration::JoinError;

/// Who asks to join, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    /// CMS certification number.
    ccn: String,
    /// Full name.
    name: String,
    /// What they do there: `leadership`, `it`, `other_staff`, `system_staff` or `vendor`.
    role: String,
    /// Work e-mail.
    email: String,
    /// Phone.
    phone: String,
}

/// Ask to join a hospital
///
/// Mails a link to the address given. Following it passes the request on; nobody is in before a person says yes.
#[utoipa::path(post, path = "/api/v1/joins", tag = "registration", operation_id = "ask_to_join",
    request_body = Join, responses((status = 202, description = "The link is on its way", body = Done)))]
pub(crate) async fn join(
    State(app): State<App>,
    Sent(join): Sent<Join>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let ccn = join.ccn.clone();
    let fields = BTreeMap::from([
        ("ccn", join.ccn),
        ("name", join.name),
        ("role", join.role),
        ("email", join.email),
        ("phone", join.phone),
    ]);
    let fields = fields.into_iter().map(|(k, v)| (k.to_owned(), ValueShape::Word(v))).collect();
    app.ask_to_join(&texts(fields)).await.map_err(|e| match e {
        JoinError::Wrong(errors) => errors.into(),
        JoinError::Start(e) => start_error(&app, &ccn, e),
        JoinError::NotRegistered { .. } => ApiError::not_now(e),
    })?;
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}
