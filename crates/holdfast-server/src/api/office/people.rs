//! The program's own people: who holds which role, invitations, and letting someone back in after a call.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use holdfast_core::model::Role;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::people::{InvitationShape, Inviting, PersonShape, account};
use crate::api::sent::{Asked, Sent};
use crate::api::shape::{DONE, Done};
use crate::auth::Actor;
use crate::web::problem::Problems;

fn program_role(key: &str) -> Option<Role> {
    Role::from_key(key).filter(|r| !r.is_at_hospital())
}

/// The program's people
///
/// Everyone with a role at the program, by name.
#[utoipa::path(get, path = "/api/v1/office/people", tag = "office", operation_id = "program_people",
    params(WhichPage), responses((status = 200, description = "The people", body = Page<PersonShape>)))]
pub(crate) async fn program_people(
    State(app): State<App>,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<PersonShape>>, ApiError> {
    let paging = which.paging()?;
    Ok(Json(paging.of(app.program_people().await?, PersonShape::from)))
}

/// Take a role at the program
///
/// The person is signed out everywhere. The last one who runs the program keeps their role. Taking it twice is no fault.
#[utoipa::path(delete, path = "/api/v1/office/people/{account}/roles/{role}", tag = "office",
    operation_id = "take_program_role",
    params(("account" = String, Path, description = "The person's account"),
        ("role" = String, Path, description = "The key of the role they hold")),
    responses((status = 200, description = "It is taken", body = Done)))]
pub(crate) async fn take_program_role(
    State(app): State<App>,
    actor: Actor,
    Path((person, role)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    let person = account(&person)?;
    let role = program_role(&role)
        .ok_or_else(|| ApiError::not_found("There is no role at the program with this key."))?;
    app.take_program_role(actor.account, person, role).await.map_err(ApiError::refused)?;
    Ok(Json(DONE))
}

/// Someone locked out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "ann@fixturememorial.example", "called": true }))]
pub(crate) struct LockedOut {
    /// The mail address of their account.
    email: String,
    /// True once you have called them back on a number on file.
    called: bool,
}

/// Let anyone back in
///
/// Mails a link to someone who lost every way to sign in, after a call on a number on file. Never for yourself.
#[utoipa::path(post, path = "/api/v1/office/people/let-back-in", tag = "office",
    operation_id = "let_anyone_back_in", request_body = LockedOut,
    responses((status = 200, description = "The link is on its way", body = Done)))]
pub(crate) async fn let_anyone_back_in(
    State(app): State<App>,
    actor: Actor,
    Sent(lost): Sent<LockedOut>,
) -> Result<Json<Done>, ApiError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &lost.email);
    if !lost.called {
        problems.add("called", "Call back on the number on file first, then say so with true");
    }
    let (Some(email), true) = (email, problems.is_empty()) else { return Err(problems.into()) };
    match app.let_anyone_back_in(actor.account, &email).await.map_err(ApiError::refused)? {
        true => Ok(Json(DONE)),
        false => Err(ApiError::wrong("email", "No account has this address, or it is switched off.")),
    }
}

/// The program's invitations
///
/// Those that wait for an answer, 50 at most.
#[utoipa::path(get, path = "/api/v1/office/invitations", tag = "office", operation_id = "program_invitations",
    responses((status = 200, description = "The invitations", body = Vec<InvitationShape>)))]
pub(crate) async fn program_invitations(
    State(app): State<App>,
) -> Result<Json<Vec<InvitationShape>>, ApiError> {
    Ok(Json(app.open_invitations(None).await?.into_iter().map(InvitationShape::from).collect()))
}

/// Invite someone to the program
///
/// The role is given when they accept. An earlier invitation of the address to the role ends. A few letters a minute go
/// out.
#[utoipa::path(post, path = "/api/v1/office/invitations", tag = "office", operation_id = "invite_to_program",
    request_body = Inviting, responses((status = 202, description = "The letter is on its way", body = Done)))]
pub(crate) async fn invite_to_program(
    State(app): State<App>,
    actor: Actor,
    Sent(inviting): Sent<Inviting>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &inviting.email);
    let role = program_role(&inviting.role);
    if role.is_none() {
        problems.add(
            "role",
            "Choose a role at the program: `assessor`, `instructor`, `reviewer`, `program_office` or `partner`",
        );
    }
    let (Some(email), Some(role)) = (email, role) else { return Err(problems.into()) };
    app.invite_to_program(actor.account, &email, role).await.map_err(ApiError::refused)?;
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}

/// Withdraw an invitation to the program
///
/// Its link no longer works. Withdrawing it twice is no fault.
#[utoipa::path(delete, path = "/api/v1/office/invitations/{invitation}", tag = "office",
    operation_id = "withdraw_program_invitation",
    params(("invitation" = String, Path, description = "The invitation's name")),
    responses((status = 200, description = "It no longer works", body = Done)))]
pub(crate) async fn withdraw_program_invitation(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Result<Json<Done>, ApiError> {
    app.withdraw_invitation(None, actor.account, &name).await?;
    Ok(Json(DONE))
}
