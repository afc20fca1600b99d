//! A request by its mailed link. The link's secret stands in the body, where no log of addresses keeps it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ConversationShape;
use super::mine::message;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::entropy::TokenHash;

/// A mailed link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestLink {
    /// The last part of the link's address.
    token: String,
}

/// Read a request by its link
///
/// For whoever holds the mailed link. Reading it uses nothing up.
#[utoipa::path(post, path = "/api/v1/help/by-link", tag = "help", operation_id = "help_request_by_link",
    request_body = RequestLink, responses((status = 200, description = "The request", body = ConversationShape)))]
pub(crate) async fn read_by_link(
    State(app): State<App>,
    Sent(link): Sent<RequestLink>,
) -> Result<Json<ConversationShape>, ApiError> {
    Ok(Json((&app.request_behind(&TokenHash::of(&link.token)).await?).into()))
}

/// Something to add by a mailed link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageByLink {
    /// The last part of the link's address.
    token: String,
    /// Up to 4,000 characters.
    text: String,
}

/// Add to a request by its link
///
/// A closed request opens again. The same words sent twice are kept once.
#[utoipa::path(post, path = "/api/v1/help/by-link/messages", tag = "help",
    operation_id = "add_to_help_request_by_link",
    request_body = MessageByLink, responses((status = 201, description = "We have it", body = ConversationShape)))]
pub(crate) async fn add_by_link(
    State(app): State<App>,
    Sent(new): Sent<MessageByLink>,
) -> Result<(StatusCode, Json<ConversationShape>), ApiError> {
    let (token, text) = (TokenHash::of(&new.token), message(&new.text)?);
    app.add_to_request_behind(&token, &text).await?;
    Ok((StatusCode::CREATED, Json((&app.request_behind(&token).await?).into())))
}
