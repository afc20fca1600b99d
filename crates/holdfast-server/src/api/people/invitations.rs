//! Invitations to a role at a hospital: those that wait, one sent, one withdrawn.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ROLES_THERE, hospital_role};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done, Moment};
use crate::app::invitations::Sent as Waiting;
use crate::auth::{Actor, Scoped};
use crate::web::problem::Problems;

/// An invitation that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationShape {
    /// Its name here. Nobody can accept with it.
    pub invitation: String,
    /// Whom it is for.
    pub email: String,
    /// The key of the role.
    pub role: &'static str,
    /// When it was sent.
    pub sent: Moment,
    /// When it ends by itself.
    pub ends: Moment,
}

impl From<Waiting> for InvitationShape {
    fn from(waiting: Waiting) -> Self {
        Self {
            invitation: waiting.name,
            email: waiting.email.to_string(),
            role: waiting.role.key(),
            sent: Moment::of_ms(waiting.sent_at_ms),
            ends: Moment::of_ms(waiting.ends_at_ms),
        }
    }
}

/// A hospital's invitations
///
/// Those that wait for an answer, 50 at most.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/invitations", tag = "people",
    operation_id = "hospital_invitations",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The invitations", body = Vec<InvitationShape>)))]
pub(crate) async fn invitations(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<InvitationShape>>, ApiError> {
    let open = app.open_invitations(Some(scope.ccn())).await?;
    Ok(Json(open.into_iter().map(InvitationShape::from).collect()))
}

/// Whom to invite, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "ann@fixturememorial.example", "role": "hospital_it" }))]
pub(crate) struct Inviting {
    /// A mail address.
    pub(crate) email: String,
    /// The key of the role.
    pub(crate) role: String,
}

/// Invite someone to a hospital
///
/// Mails a letter that names no hospital. The role is given when they accept. An earlier invitation of the address to the
/// role ends. A few letters a minute go out.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/invitations", tag = "people",
    operation_id = "invite_to_hospital",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = Inviting, responses((status = 202, description = "The letter is on its way", body = Done)))]
pub(crate) async fn invite(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(inviting): Sent<Inviting>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &inviting.email);
    let role = hospital_role(&inviting.role);
    if role.is_none() {
        problems.add("role", ROLES_THERE);
    }
    let (Some(email), Some(role)) = (email, role) else { return Err(problems.into()) };
    app.invite_to_hospital(scope, actor.account, &email, role).await.map_err(ApiError::refused)?;
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}

/// Withdraw an invitation
///
/// Its link no longer works. Withdrawing it twice is no fault.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/invitations/{invitation}", tag = "people",
    operation_id = "withdraw_invitation",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("invitation" = String, Path, description = "The invitation's name")),
    responses((status = 200, description = "It no longer works", body = Done)))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, name)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    app.withdraw_invitation(Some(scope.ccn()), actor.account, &name).await?;
    Ok(Json(DONE))
}
