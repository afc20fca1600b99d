//! The requests someone sent with their token, or signed in: the list, one of them, and a word added.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use holdfast_core::decide::support::read_message;
use holdfast_core::model::{SupportId, SupportMessage, SupportRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::{Asked, Sent};
use crate::api::shape::Moment;
use crate::app::Conversation;
use crate::auth::Actor;

/// A request in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestLine {
    /// The request.
    pub request: String,
    /// The number people read out.
    pub reference: String,
    /// What is wrong, in one line.
    pub subject: String,
    /// Whether patient care is affected: `now`, `soon` or `no`.
    pub care: &'static str,
    /// The hospital it names.
    pub ccn: Option<String>,
    /// True until an answer closes it.
    pub open: bool,
    /// When it was sent.
    pub sent: Moment,
}

impl From<&SupportRequest> for RequestLine {
    fn from(request: &SupportRequest) -> Self {
        Self {
            request: request.id.to_string(),
            reference: request.reference.to_string(),
            subject: request.subject.clone(),
            care: request.care_affected.key(),
            ccn: request.ccn.map(|c| c.to_string()),
            open: request.open,
            sent: Moment::of_ms(request.opened_at_ms),
        }
    }
}

/// Something said in a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageShape {
    /// Whether the program's support wrote it.
    pub from_support: bool,
    /// The text.
    pub text: String,
    /// When.
    pub at: Moment,
}

impl From<&SupportMessage> for MessageShape {
    fn from(message: &SupportMessage) -> Self {
        Self {
            from_support: message.from_support,
            text: message.text.clone(),
            at: Moment::of_ms(message.at_ms),
        }
    }
}

/// A request with everything said in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationShape {
    /// In a few words.
    pub line: RequestLine,
    /// What was said, in order.
    pub messages: Vec<MessageShape>,
}

impl From<&Conversation> for ConversationShape {
    fn from(conversation: &Conversation) -> Self {
        Self {
            line: (&conversation.request).into(),
            messages: conversation.messages.iter().map(MessageShape::from).collect(),
        }
    }
}

/// Your requests for help
///
/// Those sent with your token or signed in, newest first.
#[utoipa::path(get, path = "/api/v1/help/requests", tag = "help", operation_id = "my_help_requests",
    params(WhichPage), responses((status = 200, description = "The requests", body = Page<RequestLine>)))]
pub(crate) async fn my_requests(
    State(app): State<App>,
    actor: Actor,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<RequestLine>>, ApiError> {
    let paging = which.paging()?;
    Ok(Json(paging.of(&app.my_requests(actor.account).await?, RequestLine::from)))
}

fn mine(text: &str) -> Result<SupportId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("You have sent no such request."))
}

/// One of your requests
///
/// With everything said in it.
#[utoipa::path(get, path = "/api/v1/help/requests/{request}", tag = "help", operation_id = "my_help_request",
    params(("request" = String, Path, description = "The request")),
    responses((status = 200, description = "The request", body = ConversationShape)))]
pub(crate) async fn my_request(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Json<ConversationShape>, ApiError> {
    Ok(Json((&app.my_request(actor.account, mine(&id)?).await?).into()))
}

/// Something to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// Up to 4,000 characters.
    text: String,
}

/// What was sent to be added, or what to mend about it.
pub(crate) fn message(text: &str) -> Result<String, ApiError> {
    read_message(text).map_err(|fault| ApiError::from(vec![fault]))
}

/// Add to your request
///
/// A closed request opens again. The same words sent twice are kept once.
#[utoipa::path(post, path = "/api/v1/help/requests/{request}/messages", tag = "help",
    operation_id = "add_to_my_help_request", params(("request" = String, Path, description = "The request")),
    request_body = NewMessage, responses((status = 201, description = "We have it", body = ConversationShape)))]
pub(crate) async fn add_to_mine(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Sent(new): Sent<NewMessage>,
) -> Result<(StatusCode, Json<ConversationShape>), ApiError> {
    let (id, text) = (mine(&id)?, message(&new.text)?);
    app.add_to_my_request(actor.account, id, &text).await?;
    let conversation = app.my_request(actor.account, id).await?;
    Ok((StatusCode::CREATED, Json((&conversation).into())))
}
