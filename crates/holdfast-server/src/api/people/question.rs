//! A reviewer's question to a person, by its mailed link. The link's secret stands in the body, where no log of addresses
//! keeps it.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done};
use crate::app::AppError;
use crate::app::question::Question;
use crate::entropy::TokenHash;

/// A reviewer's question as the person it was asked reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedByLink {
    /// What it is about, in words.
    pub about: &'static str,
    /// The hospital.
    pub hospital: String,
    /// The question.
    pub asks: String,
}

impl From<Question> for AskedByLink {
    fn from(Question { about, hospital, asks }: Question) -> Self {
        Self { about, hospital, asks }
    }
}

/// A question's mailed link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionLink {
    /// The last part of the link's address.
    token: String,
}

/// Read a reviewer's question by its link
///
/// For whoever holds the mailed link. Reading it uses nothing up.
#[utoipa::path(post, path = "/api/v1/questions", tag = "people", operation_id = "question_by_link",
    request_body = QuestionLink, responses((status = 200, description = "The question", body = AskedByLink)))]
pub(crate) async fn read_question(
    State(app): State<App>,
    Sent(link): Sent<QuestionLink>,
) -> Result<Json<AskedByLink>, ApiError> {
    Ok(Json(app.question_behind(&TokenHash::of(&link.token)).await?.into()))
}

/// An answer by a question's mailed link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerByLink {
    /// The last part of the link's address.
    token: String,
    /// Up to 4,000 characters.
    text: String,
}

/// Answer a reviewer's question by its link
///
/// Uses the link up. The reviewers go on from there, and the answer comes by mail.
#[utoipa::path(post, path = "/api/v1/questions/answers", tag = "people", operation_id = "answer_question_by_link",
    request_body = AnswerByLink, responses((status = 200, description = "We have it", body = Done)))]
pub(crate) async fn answer_question_by_link(
    State(app): State<App>,
    Sent(AnswerByLink { token, text }): Sent<AnswerByLink>,
) -> Result<Json<Done>, ApiError> {
    app.answer_behind(&TokenHash::of(&token), &text).await.map_err(|e| match e {
        AppError::Refused { what } => ApiError::wrong("text", what),
        other => other.into(),
    })?;
    Ok(Json(DONE))
}
