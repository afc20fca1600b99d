//! Who holds which role at a hospital: the list, a role changed or taken, sessions ended, someone let back in.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ROLES_THERE, account, hospital_role, role};
use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::{Asked, Sent};
use crate::api::shape::{DONE, Done, Moment};
use crate::app::people::PersonView;
use crate::auth::{Actor, Scoped};

/// A role someone holds here.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRole {
    /// The key of the role.
    pub role: &'static str,
    /// Since when.
    pub since: Moment,
}

/// A person with all their roles in one place.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonShape {
    /// Their account.
    pub account: String,
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The roles they hold here, oldest first.
    pub roles: Vec<HeldRole>,
    /// Whether they have a passkey. An administrator needs one.
    pub has_passkey: bool,
    /// Whether their account is switched off.
    pub switched_off: bool,
}

impl From<PersonView> for PersonShape {
    fn from(person: PersonView) -> Self {
        let held = |(role, at_ms): (holdfast_core::model::Role, i64)| HeldRole {
            role: role.key(),
            since: Moment::of_ms(at_ms),
        };
        Self {
            account: person.account.id.to_string(),
            name: person.account.name,
            email: person.account.email.to_string(),
            roles: person.roles.into_iter().map(held).collect(),
            has_passkey: person.n_passkeys > 0,
            switched_off: person.account.disabled_at_ms.is_some(),
        }
    }
}

/// A hospital's people
///
/// Everyone with a role there, by name.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/people", tag = "people", operation_id = "hospital_people",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The people", body = Page<PersonShape>)))]
pub(crate) async fn people(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<PersonShape>>, ApiError> {
    let paging = which.paging()?;
    Ok(Json(paging.of(app.hospital_people(scope).await?, PersonShape::from)))
}

/// The role to give in place of another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "to": "hospital_it" }))]
pub(crate) struct RoleChange {
    /// `hospital_administrator`, `hospital_it`, `executive`, `staff` or `assessor`.
    to: String,
}

/// Change a role
///
/// Gives another role in place of the one named. Refused with 409 when the person no longer holds it, would be an
/// administrator without a passkey, or is the hospital's last administrator.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/people/{account}/roles/{role}", tag = "people",
    operation_id = "change_role",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("account" = String, Path, description = "The person's account"),
        ("role" = String, Path, description = "The key of the role they hold")),
    request_body = RoleChange, responses((status = 200, description = "It is changed", body = Done)))]
pub(crate) async fn change_role(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, person, from)): Path<(String, String, String)>,
    Sent(change): Sent<RoleChange>,
) -> Result<Json<Done>, ApiError> {
    let (person, from) = (account(&person)?, role(&from)?);
    let to = hospital_role(&change.to).ok_or_else(|| ApiError::wrong("to", format!("{ROLES_THERE}.")))?;
    app.change_role(scope, actor.account, person, from, to).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}

/// Take a role
///
/// A person without any role here no longer belongs to the hospital. The last administrator stays.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/people/{account}/roles/{role}", tag = "people",
    operation_id = "take_role",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("account" = String, Path, description = "The person's account"),
        ("role" = String, Path, description = "The key of the role they hold")),
    responses((status = 200, description = "It is taken", body = Done)))]
pub(crate) async fn take_role(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, person, held)): Path<(String, String, String)>,
) -> Result<Json<Done>, ApiError> {
    let (person, held) = (account(&person)?, role(&held)?);
    app.take_hospital_role(scope, actor.account, person, held).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}

/// Sign someone out everywhere
///
/// Ends every session of someone of the hospital. Their roles stay.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/people/{account}/sessions", tag = "people",
    operation_id = "end_sessions_of_person",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("account" = String, Path, description = "The person's account")),
    responses((status = 200, description = "They are signed out", body = Done)))]
pub(crate) async fn end_sessions_of(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, person)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    app.end_sessions_of(scope, actor.account, account(&person)?).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}

/// Let someone back in
///
/// Mails a link to someone of the hospital who lost every way to sign in. Never for yourself, nor for people who also
/// hold a role elsewhere.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/people/{account}/let-back-in", tag = "people",
    operation_id = "let_person_back_in",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("account" = String, Path, description = "The person's account")),
    responses((status = 200, description = "The link is on its way", body = Done)))]
pub(crate) async fn let_back_in(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, person)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    app.let_back_in(scope, actor.account, account(&person)?).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}
