//! Questions for somebody invited by mail: the link's secret opens a token of its own, and that opens one part alone.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::decide::questionnaire::name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::question::{one, take};
use super::{AnswerBody, AnswerKept, AskedQuestion, TwoLanguages};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{DraftToken, Sent, Upon};
use crate::api::shape::{DONE, Done};
use crate::app::answers::HeldPart;
use crate::entropy::TokenHash;
use crate::web::WebError;

/// A mailed link, and who follows it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenBody {
    /// The last part of the link's address.
    token: String,
    /// Your name, to stand beside your answers.
    name: String,
}

/// What a link opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionnaireOpened {
    /// Send it as bearer token with the calls below `/api/v1/questionnaire`.
    pub token: String,
    /// Seconds it works.
    pub seconds: i64,
}

/// Open a mailed list of questions
///
/// For whoever holds the mailed link, which goes on working.
#[utoipa::path(post, path = "/api/v1/questionnaires", tag = "assessment", operation_id = "open_questionnaire",
    request_body = OpenBody, responses((status = 200, description = "It is open", body = QuestionnaireOpened)))]
pub(crate) async fn open_questionnaire(
    State(app): State<App>,
    Sent(sent): Sent<OpenBody>,
) -> Result<Json<QuestionnaireOpened>, ApiError> {
    let name =
        name(&sent.name).ok_or_else(|| ApiError::wrong("name", "Write your name, up to 100 characters."))?;
    let (token, seconds) = app.open_part(&TokenHash::of(&sent.token), &name).await?;
    Ok(Json(QuestionnaireOpened { token: token.reveal().to_owned(), seconds }))
}

/// The questions somebody was invited to.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionnaireShape {
    /// The hospital.
    pub hospital: String,
    /// The part.
    pub part: &'static str,
    /// What it is called.
    pub name: TwoLanguages,
    /// Questions a person is asked.
    pub n_asked: usize,
    /// Of those, questions with an answer.
    pub n_answered: usize,
    /// Those questions, in order.
    pub questions: Vec<AskedQuestion>,
}

async fn held(app: &App, token: &TokenHash) -> Result<HeldPart, ApiError> {
    app.held_part(token).await?.ok_or(ApiError::Web(WebError::DeadLink))
}

/// Your questions
///
/// The questions you were invited to, with their answers. What machines or other parts found is not among them.
#[utoipa::path(get, path = "/api/v1/questionnaire", tag = "assessment", operation_id = "my_questionnaire",
    responses((status = 200, description = "The questions", body = QuestionnaireShape)))]
pub(crate) async fn my_questionnaire(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<QuestionnaireShape>, ApiError> {
    let held = held(&app, &token).await?;
    let all = app.questionnaire_for_invited(held.scope).await?;
    let part = all.part(held.knows).ok_or_else(|| ApiError::not_found("There is no such part."))?;
    Ok(Json(QuestionnaireShape {
        hospital: held.hospital,
        part: held.knows.key(),
        name: TwoLanguages::from(&held.knows.name()),
        n_asked: part.n_asked(),
        n_answered: part.n_answered(),
        questions: part
            .questions
            .iter()
            .filter(|q| q.is_asked())
            .map(|q| AskedQuestion::of(q, false))
            .collect(),
    }))
}

/// Leave your questions
///
/// Ends the token. The mailed link opens them again.
#[utoipa::path(delete, path = "/api/v1/questionnaire", tag = "assessment", operation_id = "leave_questionnaire",
    responses((status = 200, description = "It is ended", body = Done)))]
pub(crate) async fn leave_questionnaire(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<Done>, ApiError> {
    app.leave_part(&token).await?;
    Ok(Json(DONE))
}

/// One of your questions
///
/// As it stands, with its last answer.
#[utoipa::path(get, path = "/api/v1/questionnaire/{question}", tag = "assessment", operation_id = "my_question",
    params(("question" = String, Path, description = "Its id")),
    responses((status = 200, description = "The question", body = AskedQuestion,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn my_question(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(ask): Path<String>,
) -> Result<Response, ApiError> {
    let held = held(&app, &token).await?;
    one(&app, held.scope, held.knows, &ask, false).await
}

/// Answer one of your questions
///
/// As the call for a hospital's own people; the name you gave stands beside the answer.
#[utoipa::path(put, path = "/api/v1/questionnaire/{question}", tag = "assessment",
    operation_id = "answer_my_question",
    params(("question" = String, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = AnswerBody, responses((status = 200, description = "It is kept", body = AnswerKept)))]
pub(crate) async fn answer_my_question(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(ask): Path<String>,
    Upon(version): Upon,
    Sent(body): Sent<AnswerBody>,
) -> Result<Json<AnswerKept>, ApiError> {
    let held = held(&app, &token).await?;
    take(&app, held.scope, &held.answerer(), held.knows, &ask, version, &body.fields(), false).await
}
