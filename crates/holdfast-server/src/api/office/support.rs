//! Support's desk: the requests that wait, one with the hospital beside it, and answering, closing, opening again.
//!
//! No call here changes a sign-in, a role or an offer, whatever someone asks for.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::{SupportId, SupportRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::hospital_at_desk::HospitalAtDesk;
use crate::App;
use crate::api::error::ApiError;
use crate::api::help::{MessageShape, RequestLine, message};
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, Sent, word};
use crate::app::SupportDesk;
use crate::auth::Actor;

/// A request with how sure we are of who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskLine {
    /// In a few words.
    pub line: RequestLine,
    /// Who asks; only what was typed unless signed in.
    pub name: String,
    /// Where answers go.
    pub email: String,
    /// Whether they were signed in or sent a token.
    pub signed_in: bool,
    /// Whether they hold a role at the hospital named; otherwise it is only what was typed.
    pub hospital_proven: bool,
}

impl From<&SupportRequest> for DeskLine {
    fn from(request: &SupportRequest) -> Self {
        Self {
            line: request.into(),
            name: request.name.clone(),
            email: request.email.to_string(),
            signed_in: request.account.is_some(),
            hospital_proven: request.ccn_proven,
        }
    }
}

/// Requests for help.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportRequests {
    /// Open ones by urgency and age, closed ones by age.
    pub requests: Page<DeskLine>,
    /// Whether there are more than can be listed.
    pub is_cut: bool,
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichRequests {
    /// `open` unless said, or `closed`.
    show: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// Support's queue
///
/// The requests that wait, most urgent first, or those that are closed.
#[utoipa::path(get, path = "/api/v1/office/support", tag = "support", operation_id = "support_queue",
    params(WhichRequests), responses((status = 200, description = "The requests", body = SupportRequests)))]
pub(crate) async fn support_queue(
    State(app): State<App>,
    Asked(which): Asked<WhichRequests>,
) -> Result<Json<SupportRequests>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let open = word("show", which.show.as_deref(), [("open", true), ("closed", false)])?.unwrap_or(true);
    let queue = app.support_queue(open).await?;
    Ok(Json(SupportRequests { requests: paging.of(&queue.requests, DeskLine::from), is_cut: queue.is_cut }))
}

/// A request as support sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskShape {
    /// The request and who asks.
    pub request: DeskLine,
    /// What was said, in order.
    pub messages: Vec<MessageShape>,
    /// The hospital it names.
    pub hospital: Option<HospitalAtDesk>,
}

impl DeskShape {
    fn of(app: &App, desk: SupportDesk) -> Self {
        Self {
            request: (&desk.conversation.request).into(),
            messages: desk.conversation.messages.iter().map(MessageShape::from).collect(),
            hospital: desk.hospital.map(|beside| HospitalAtDesk::of(app, beside)),
        }
    }
}

fn id(text: &str) -> Result<SupportId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("There is no such request."))
}

async fn desk(app: &App, actor: &Actor, id: SupportId) -> Result<Json<DeskShape>, ApiError> {
    Ok(Json(DeskShape::of(app, app.support_desk(actor, id).await?)))
}

/// A request for help
///
/// What was said, who asks and how sure that is, and the hospital beside it.
#[utoipa::path(get, path = "/api/v1/office/support/{request}", tag = "support", operation_id = "support_request",
    params(("request" = String, Path, description = "The request")),
    responses((status = 200, description = "The request", body = DeskShape)))]
pub(crate) async fn support_request(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Json<DeskShape>, ApiError> {
    desk(&app, &actor, id(&text)?).await
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "Start the computer again, then call us.", "closes": false }))]
pub(crate) struct SupportAnswer {
    /// Up to 4,000 characters. It goes by mail and stands in the portal.
    text: String,
    /// Whether it settles the request.
    #[serde(default)]
    closes: bool,
}

/// Answer a request
///
/// By mail and in the portal. The same answer sent twice goes out once.
#[utoipa::path(post, path = "/api/v1/office/support/{request}/answer", tag = "support",
    operation_id = "answer_support", params(("request" = String, Path, description = "The request")),
    request_body = SupportAnswer, responses((status = 200, description = "It is on its way", body = DeskShape)))]
pub(crate) async fn answer_support(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Sent(answer): Sent<SupportAnswer>,
) -> Result<Json<DeskShape>, ApiError> {
    let (id, words) = (id(&text)?, message(&answer.text)?);
    app.answer_support(&actor, id, &words, answer.closes).await.map_err(ApiError::refused)?;
    desk(&app, &actor, id).await
}

/// Close a request
///
/// Without another word; nothing is mailed. Closing it twice is no fault.
#[utoipa::path(post, path = "/api/v1/office/support/{request}/close", tag = "support",
    operation_id = "close_support", params(("request" = String, Path, description = "The request")),
    responses((status = 200, description = "It is closed", body = DeskShape)))]
pub(crate) async fn close_support(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Json<DeskShape>, ApiError> {
    let id = id(&text)?;
    app.set_support_open(&actor, id, false).await.map_err(ApiError::refused)?;
    desk(&app, &actor, id).await
}

/// Open a request again
///
/// Nothing is mailed. Opening it twice is no fault.
#[utoipa::path(post, path = "/api/v1/office/support/{request}/reopen", tag = "support",
    operation_id = "reopen_support", params(("request" = String, Path, description = "The request")),
    responses((status = 200, description = "It is open", body = DeskShape)))]
pub(crate) async fn reopen_support(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Json<DeskShape>, ApiError> {
    let id = id(&text)?;
    app.set_support_open(&actor, id, true).await.map_err(ApiError::refused)?;
    desk(&app, &actor, id).await
}
