//! Calls about one's own account: name, roles, sessions, tokens. A token makes no tokens, and changes no way to sign in.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::TokenId;
use holdfast_store::{ApiToken, Session};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::ApiError;
use super::sent::Sent;
use super::shape::{DONE, Done, Moment};
use crate::App;
use crate::app::account::session_name;
use crate::auth::{Actor, Visitor};
use crate::web::problem::Problems;

/// A role held.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleShape {
    /// The key of the role.
    pub role: &'static str,
    /// The hospital it is held at; absent for roles of the program.
    pub ccn: Option<String>,
    /// The keys of what it allows.
    pub allows: Vec<&'static str>,
}

/// A session in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionShape {
    /// Its name here. It signs nobody in.
    pub session: String,
    /// The browser, as it calls itself.
    pub browser: String,
    /// When it began.
    pub began: Moment,
    /// When it was last used, to the minute.
    pub last_used: Moment,
    /// When it ends by itself.
    pub ends: Moment,
}

impl From<&Session> for SessionShape {
    fn from(s: &Session) -> Self {
        Self {
            session: session_name(s),
            browser: s.user_agent.clone(),
            began: Moment::of_ms(s.created_at_ms),
            last_used: Moment::of_ms(s.last_seen_at_ms),
            ends: Moment::of_ms(s.expires_at_ms),
        }
    }
}

/// An API token in force. The token itself is never shown again.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenShape {
    /// Its id.
    pub token: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub made: Moment,
    /// When it ends by itself.
    pub ends: Option<Moment>,
    /// When it was last used, to the minute.
    pub last_used: Option<Moment>,
}

impl From<&ApiToken> for TokenShape {
    fn from(t: &ApiToken) -> Self {
        Self {
            token: t.id.to_string(),
            label: t.label.clone(),
            made: Moment::of_ms(t.created_at_ms),
            ends: t.expires_at_ms.map(Moment::of_ms),
            last_used: t.last_used_at_ms.map(Moment::of_ms),
        }
    }
}

/// Your own account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountShape {
    /// Your name.
    pub name: String,
    /// Your mail address.
    pub email: String,
    /// The roles you hold.
    pub roles: Vec<RoleShape>,
    /// Passkeys you can sign in with.
    pub n_passkeys: usize,
    /// Recovery codes not used yet.
    pub n_recovery_codes_left: u32,
    /// Sessions in force, last used first.
    pub sessions: Vec<SessionShape>,
    /// API tokens in force, oldest first.
    pub tokens: Vec<TokenShape>,
}

/// Your account
///
/// Roles, sessions and tokens of the owner of the token.
#[utoipa::path(get, path = "/api/v1/account", tag = "account", operation_id = "my_account",
    responses((status = 200, description = "The account", body = AccountShape)))]
pub(crate) async fn account(State(app): State<App>, actor: Actor) -> Result<Json<AccountShape>, ApiError> {
    let view = app.account_view(actor.account).await?;
    let role = |grant: &crate::auth::Grant| RoleShape {
        role: grant.role.key(),
        ccn: grant.ccn.map(|c| c.to_string()),
        allows: grant.role.may().iter().map(|a| a.key()).collect(),
    };
    Ok(Json(AccountShape {
        name: actor.name.clone(),
        email: actor.email.to_string(),
        roles: actor.grants.iter().map(role).collect(),
        n_passkeys: view.passkeys.len(),
        n_recovery_codes_left: view.n_codes_left,
        sessions: view.sessions.iter().map(SessionShape::from).collect(),
        tokens: view.tokens.iter().map(TokenShape::from).collect(),
    }))
}

/// End a session
///
/// One of your own, by its name. Ending it twice is no fault.
#[utoipa::path(delete, path = "/api/v1/account/sessions/{session}", tag = "account", operation_id = "end_session",
    params(("session" = String, Path, description = "The session's name")),
    responses((status = 200, description = "It has ended", body = Done)))]
pub(crate) async fn end_session(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Result<Json<Done>, ApiError> {
    app.end_session(actor.account, &name).await?;
    Ok(Json(DONE))
}

/// How many sessions ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionsEnded {
    /// Sessions that are over.
    pub n_ended: u64,
}

/// End every session
///
/// Signs you out of every browser. Tokens stay in force.
#[utoipa::path(delete, path = "/api/v1/account/sessions", tag = "account", operation_id = "end_sessions",
    responses((status = 200, description = "They have ended", body = SessionsEnded)))]
pub(crate) async fn end_sessions(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
) -> Result<Json<SessionsEnded>, ApiError> {
    // A token is no session, so none is kept.
    let own = visitor.token_hash.as_deref().unwrap_or_default();
    Ok(Json(SessionsEnded { n_ended: app.end_other_sessions(actor.account, own).await? }))
}

/// A name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Ann Lee" }))]
pub(crate) struct NewName {
    /// Your full name, up to 100 characters.
    name: String,
}

/// Change your name
///
/// What others see beside what you do.
#[utoipa::path(put, path = "/api/v1/account/name", tag = "account", operation_id = "rename_account",
    request_body = NewName, responses((status = 200, description = "It is changed", body = Done)))]
pub(crate) async fn rename(
    State(app): State<App>,
    actor: Actor,
    Sent(new): Sent<NewName>,
) -> Result<Json<Done>, ApiError> {
    let mut problems = Problems::default();
    let Some(name) = problems.person_name("name", &new.name) else { return Err(problems.into()) };
    app.rename_account(actor.account, &name).await?;
    Ok(Json(DONE))
}

/// Revoke a token
///
/// One of your own, this one too. Revoking it twice is no fault.
#[utoipa::path(delete, path = "/api/v1/account/tokens/{token}", tag = "account", operation_id = "revoke_token",
    params(("token" = String, Path, description = "The token's id")),
    responses((status = 200, description = "It no longer works", body = Done)))]
pub(crate) async fn revoke_token(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Json<Done>, ApiError> {
    let id: TokenId = id.parse().map_err(|_| ApiError::not_found("You have no such token."))?;
    app.revoke_api_token(actor.account, id).await?;
    Ok(Json(DONE))
}
