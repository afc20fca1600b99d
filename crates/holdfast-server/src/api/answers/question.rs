//! One question of a hospital's assessment: read, and answered upon a version.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Knows;
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::HospitalScope;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{AskedQuestion, known};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{Sent, Upon, etag};
use crate::api::shape::Day;
use crate::app::answers::{AnswerWent, Answerer};
use crate::auth::{Actor, Scoped};

/// An answer.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "answer": "partly", "n": 85, "of": 96 }))]
pub(crate) struct AnswerBody {
    /// `yes`, `partly`, `no`, `ask` or `not_applicable`.
    answer: String,
    /// With `partly`: for how many it is so.
    n: Option<u32>,
    /// With `partly`: of how many.
    of: Option<u32>,
    /// With `ask`: the part that knows.
    knows: Option<String>,
    /// With `not_applicable`: why, up to 500 characters.
    reason: Option<String>,
    /// With `not_applicable`: who approves it.
    approver: Option<String>,
    /// With `not_applicable`: the last day, a year from now at most.
    until: Option<Day>,
}

impl AnswerBody {
    /// As the page's form would send it, so that both are read by the same rules.
    pub(super) fn fields(self) -> Fields {
        let mut fields = Fields::default();
        fields.set("answer", self.answer);
        let numbers = [("n", self.n), ("of", self.of)].map(|(name, n)| (name, n.map(|n| n.to_string())));
        let texts = [("knows", self.knows), ("reason", self.reason), ("approver", self.approver)];
        let until = [("until", self.until.map(|d| d.0.to_string()))];
        for (name, text) in numbers.into_iter().chain(texts).chain(until) {
            fields.set(name, text.unwrap_or_default());
        }
        fields
    }
}

/// An answer that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerKept {
    /// The next open question of the list.
    pub next: Option<String>,
    /// The part it was passed on to.
    pub passed_to: Option<&'static str>,
}

/// One question
///
/// As it stands, with its last answer.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}", tag = "assessment",
    operation_id = "assessment_question",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "The part whose list it stands on"),
        ("question" = String, Path, description = "Its id")),
    responses((status = 200, description = "The question", body = AskedQuestion,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn question(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, key, ask)): Path<(String, String, String)>,
) -> Result<Response, ApiError> {
    one(&app, scope, known(&key)?, &ask, true).await
}

/// A question of a part as it stands now.
pub(super) async fn one(
    app: &App,
    scope: HospitalScope,
    knows: Knows,
    ask: &str,
    sees_findings: bool,
) -> Result<Response, ApiError> {
    let all = if sees_findings {
        app.questionnaire(scope).await?
    } else {
        app.questionnaire_for_invited(scope).await?
    };
    let asked = all.part(knows).and_then(|p| p.question(ask));
    let asked = asked.ok_or_else(|| ApiError::not_found("There is no such question on this list."))?;
    let shape = AskedQuestion::of(asked, sees_findings);
    Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
}

/// Answer a question
///
/// Takes the version read in `If-Match`. Where someone else answered otherwise since, nothing is kept and the answer is 409
/// with the question as it is now. The same answer twice changes nothing.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}", tag = "assessment",
    operation_id = "answer_assessment_question",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "The part whose list it stands on"),
        ("question" = String, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = AnswerBody, responses((status = 200, description = "It is kept", body = AnswerKept)))]
pub(crate) async fn answer_question(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key, ask)): Path<(String, String, String)>,
    Upon(version): Upon,
    Sent(body): Sent<AnswerBody>,
) -> Result<Json<AnswerKept>, ApiError> {
    let who = Answerer::signed_in(&actor, scope);
    take(&app, scope, &who, known(&key)?, &ask, version, &body.fields(), true).await
}

/// Answers a question, and says what came of it.
#[expect(
    clippy::too_many_arguments,
    reason = "who answers what, where, upon which version, and what they may see"
)]
pub(super) async fn take(
    app: &App,
    scope: HospitalScope,
    who: &Answerer,
    knows: Knows,
    ask: &str,
    version: u32,
    fields: &Fields,
    sees_findings: bool,
) -> Result<Json<AnswerKept>, ApiError> {
    match app.answer_question(scope, who, knows, ask, version, fields).await? {
        AnswerWent::Kept { next, passed_to } => Ok(Json(AnswerKept {
            next: next.map(|ask| ask.to_string()),
            passed_to: passed_to.map(Knows::key),
        })),
        AnswerWent::Wrong(wrong) => Err(ApiError::Wrong(
            wrong.into_iter().map(|w| FieldFault { field: w.field.to_owned(), message: w.text.en }).collect(),
        )),
        AnswerWent::Both(both) => {
            Err(ApiError::Conflict { current: json!(AskedQuestion::of(&both.asked, sees_findings)) })
        }
    }
}
