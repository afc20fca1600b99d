//! One question of a draft: read with what the directory suggests, and answered upon a version.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{Fields, Status, Step, choices, labels, prefill, show};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{RegistrationShape, no_draft};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{DraftToken, Sent, Upon, etag};
use crate::api::shape::ValueShape;
use crate::app::registration::{Answered, Draft};

/// A choice of a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceShape {
    /// What to send.
    pub key: &'static str,
    /// What a person reads.
    pub says: &'static str,
}

/// One field of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldShape {
    /// Its name.
    pub field: &'static str,
    /// What it is.
    pub label: &'static str,
    /// Its value as kept; empty when there is none.
    pub value: String,
    /// What the public files suggest, while nobody has answered.
    pub suggested: Option<String>,
    /// What may be sent, where the list is closed.
    pub choices: Vec<ChoiceShape>,
}

/// One question of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepShape {
    /// Its part of an address.
    pub step: &'static str,
    /// The question.
    pub title: &'static str,
    /// Why it is asked, and how to answer.
    pub hint: &'static str,
    /// Whether it is answered.
    pub answered: bool,
    /// Its fields.
    pub fields: Vec<FieldShape>,
    /// The version of the draft; send it back in `If-Match`.
    pub version: u32,
}

impl FieldShape {
    /// The fields of a question as kept, with what is suggested for them.
    pub(in crate::api) fn all(step: Step, kept: &Fields, suggested: &Fields) -> Vec<Self> {
        let field = |(field, label): &(&'static str, &'static str)| Self {
            field,
            label,
            value: kept.get(field).to_owned(),
            suggested: Some(suggested.get(field)).filter(|s| !s.is_empty()).map(str::to_owned),
            choices: choices(field).into_iter().map(|(key, says)| ChoiceShape { key, says }).collect(),
        };
        labels(step).iter().map(field).collect()
    }
}

impl StepShape {
    fn of(draft: &Draft, step: Step) -> Self {
        let answers = &draft.registration.answers;
        let answered = step.status(answers) == Status::Done;
        let suggested = if answered { Fields::default() } else { show(step, &prefill(&draft.listed)) };
        Self {
            step: step.slug(),
            title: step.title(),
            hint: step.hint(),
            answered,
            fields: FieldShape::all(step, &show(step, answers), &suggested),
            version: draft.registration.version,
        }
    }
}

fn known(slug: &str) -> Result<Step, ApiError> {
    Step::from_slug(slug).ok_or_else(|| {
        let all: Vec<&str> = Step::ALL.iter().map(|s| s.slug()).collect();
        ApiError::not_found(format!("There is no such question. The questions are: {}.", all.join(", ")))
    })
}

/// One question
///
/// Its fields with what is kept, and with what the public files suggest while nobody has answered.
#[utoipa::path(get, path = "/api/v1/registration/steps/{step}", tag = "registration", operation_id = "get_question",
    params(("step" = String, Path, description = "The question")),
    responses((status = 200, description = "The question", body = StepShape,
        headers(("ETag" = String, description = "The version of the draft")))))]
pub(crate) async fn step(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(slug): Path<String>,
) -> Result<Response, ApiError> {
    let step = known(&slug)?;
    let draft = app.draft(&token).await?.ok_or_else(no_draft)?;
    let shape = StepShape::of(&draft, step);
    Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
}

/// Answers to one question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answers": { "licensed_beds": 18 } }))]
pub(crate) struct Answers {
    /// The question's fields. Leave out what has no value; tick `..._unknown` for "I don't know".
    answers: BTreeMap<String, ValueShape>,
    /// The fields as you read them at the version in `If-Match`. With it, changes of others to other fields are kept.
    #[serde(default)]
    read: BTreeMap<String, ValueShape>,
}

impl Answers {
    /// The answers, and the fields as they were read. Names the question does not have are refused.
    pub(in crate::api) fn fields(self, step: Step) -> Result<(Fields, Fields), ApiError> {
        Ok((fields(step, self.answers, "answers")?, fields(step, self.read, "read")?))
    }
}

/// Answer a question
///
/// Takes the version read in `If-Match`. Where someone else changed the same fields since, nothing is kept and the
/// answer is 409 with the question as it is now.
#[utoipa::path(put, path = "/api/v1/registration/steps/{step}", tag = "registration",
    operation_id = "answer_question",
    params(("step" = String, Path, description = "The question"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = Answers,
    responses((status = 200, description = "The registration", body = RegistrationShape,
        headers(("ETag" = String, description = "Its new version")))))]
pub(crate) async fn answer(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(slug): Path<String>,
    Upon(version): Upon,
    Sent(sent): Sent<Answers>,
) -> Result<Response, ApiError> {
    let step = known(&slug)?;
    let (mine, base) = sent.fields(step)?;
    match app.answer_registration(&token, step, &base, &mine, version).await? {
        Answered::Kept(draft) => RegistrationShape::answer(&app, &draft).await,
        Answered::NoDraft => Err(no_draft()),
        Answered::Wrong(errors) => Err(errors.into()),
        Answered::Sent => Err(ApiError::not_now("it was sent before, so it no longer changes here")),
        Answered::Both { .. } => {
            let draft = app.draft(&token).await?.ok_or_else(no_draft)?;
            Err(ApiError::Conflict { current: json!(StepShape::of(&draft, step)) })
        }
    }
}

/// The fields of one question from JSON; names it does not have are refused.
fn fields(step: Step, sent: BTreeMap<String, ValueShape>, part: &str) -> Result<Fields, ApiError> {
    let known = labels(step);
    let strange: Vec<FieldFault> = sent
        .keys()
        .filter(|name| known.iter().all(|(k, _)| k != name))
        .map(|name| FieldFault {
            field: format!("{part}.{name}"),
            message: "The question has no such field.".to_owned(),
        })
        .collect();
    if !strange.is_empty() {
        return Err(ApiError::Wrong(strange));
    }
    Ok(texts(sent))
}

/// Values as the form's fields hold them.
pub(super) fn texts(sent: BTreeMap<String, ValueShape>) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in sent {
        fields.set(name, value.text());
    }
    fields
}
