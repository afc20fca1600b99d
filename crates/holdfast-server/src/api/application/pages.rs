//! One page of an application: its questions with what is kept, and answered upon a version.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::{ApplicationForm, Question, QuestionKind};
use holdfast_core::decide::application::{FormPage, page as form_page, pages};
use holdfast_core::decide::registration::Fields;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{ApplicationShape, none_held};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{DraftToken, Sent, Upon, etag};
use crate::api::shape::ValueShape;
use crate::app::application::{Applying, PageAnswered};

/// An answer that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerChoice {
    /// What to send.
    pub key: String,
    /// What a person reads.
    pub says: String,
}

/// One question of a program's form.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormQuestion {
    /// Its id.
    pub question: String,
    /// What it asks.
    pub asks: String,
    /// How to answer.
    pub hint: Option<String>,
    /// `text`, `long_text`, `choice`, `yes_no`, `number` or `email`.
    pub kind: &'static str,
    /// Whether the form can be sent without an answer.
    pub required: bool,
    /// Most characters of a text, or the largest number.
    pub most: Option<u32>,
    /// What may be sent, where the list is closed.
    pub choices: Vec<AnswerChoice>,
    /// Its answer as kept; empty when there is none.
    pub value: String,
}

/// One page of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormPageShape {
    /// Its part of an address.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<FormQuestion>,
    /// The version of the application; send it back in `If-Match`.
    pub version: u32,
}

impl FormQuestion {
    /// A question with its answer.
    pub fn of(question: &Question, value: &str) -> Self {
        let (kind, most, choices) = match &question.kind {
            QuestionKind::Text { max_chars } => ("text", Some(u32::from(*max_chars)), Vec::new()),
            QuestionKind::LongText { max_chars } => ("long_text", Some(u32::from(*max_chars)), Vec::new()),
            QuestionKind::Choice { choices } => {
                let choice =
                    |(key, says): &(String, String)| AnswerChoice { key: key.clone(), says: says.clone() };
                ("choice", None, choices.iter().map(choice).collect())
            }
            QuestionKind::YesNo => ("yes_no", None, Vec::new()),
            QuestionKind::Number { most } => ("number", Some(*most), Vec::new()),
            QuestionKind::Email => ("email", None, Vec::new()),
        };
        Self {
            question: question.id.clone(),
            asks: question.asks.clone(),
            hint: question.hint.clone(),
            kind,
            required: question.required,
            most,
            choices,
            value: value.to_owned(),
        }
    }
}

impl FormPageShape {
    fn of(applying: &Applying<'_>, page: &FormPage<'_>) -> Self {
        let kept = page.show(&applying.application.answers);
        Self {
            page: page.slug.clone(),
            title: page.title.to_owned(),
            questions: page.questions.iter().map(|q| FormQuestion::of(q, kept.get(&q.id))).collect(),
            version: applying.application.version,
        }
    }
}

fn known<'f>(form: &'f ApplicationForm, slug: &str) -> Result<FormPage<'f>, ApiError> {
    form_page(form, slug).ok_or_else(|| {
        let all: Vec<String> = pages(form).into_iter().map(|p| p.slug).collect();
        ApiError::not_found(format!("The form has no such page. Its pages are: {}.", all.join(", ")))
    })
}

/// One page
///
/// Its questions with what is kept.
#[utoipa::path(get, path = "/api/v1/application/pages/{page}", tag = "application",
    operation_id = "get_application_page",
    params(("page" = String, Path, description = "The page")),
    responses((status = 200, description = "The page", body = FormPageShape,
        headers(("ETag" = String, description = "The version of the application")))))]
pub(crate) async fn page(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(slug): Path<String>,
) -> Result<Response, ApiError> {
    let applying = app.application(&token).await?.ok_or_else(none_held)?;
    let shape = FormPageShape::of(&applying, &known(applying.form, &slug)?);
    Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
}

/// Answers to one page.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answers": { "focus-area": "telemedicine", "people-served": 1200 } }))]
pub(crate) struct PageAnswers {
    /// Answers by question. Leave out what has none: the page is taken whole.
    answers: BTreeMap<String, ValueShape>,
    /// The answers as you read them at the version in `If-Match`. With it, changes of others to other questions are
    /// kept.
    #[serde(default)]
    read: BTreeMap<String, ValueShape>,
}

/// Answer a page
///
/// Takes the version read in `If-Match`. Where someone else changed the same answers since, nothing is kept and the
/// answer is 409 with the page as it is now.
#[utoipa::path(put, path = "/api/v1/application/pages/{page}", tag = "application",
    operation_id = "answer_application_page",
    params(("page" = String, Path, description = "The page"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = PageAnswers,
    responses((status = 200, description = "The application", body = ApplicationShape,
        headers(("ETag" = String, description = "Its new version")))))]
pub(crate) async fn answer(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(slug): Path<String>,
    Upon(version): Upon,
    Sent(sent): Sent<PageAnswers>,
) -> Result<Response, ApiError> {
    let applying = app.application(&token).await?.ok_or_else(none_held)?;
    let page = known(applying.form, &slug)?;
    let mine = fields(&page, sent.answers, "answers")?;
    let base = fields(&page, sent.read, "read")?;
    match app.answer_application(&token, &slug, &base, &mine, version).await? {
        PageAnswered::Kept(application) => {
            ApplicationShape::answer(&app, &Applying { application: *application, ..applying }).await
        }
        PageAnswered::NoDraft => Err(none_held()),
        PageAnswered::Wrong(wrong) => Err(ApiError::Wrong(
            wrong.into_iter().map(|w| FieldFault { field: w.field, message: w.text }).collect(),
        )),
        PageAnswered::Sent => Err(ApiError::not_now("it was sent before, so it no longer changes here")),
        PageAnswered::Both { .. } => {
            let now = app.application(&token).await?.ok_or_else(none_held)?;
            let page = known(now.form, &slug)?;
            Err(ApiError::Conflict { current: json!(FormPageShape::of(&now, &page)) })
        }
    }
}

/// The answers of one page from JSON; questions it does not have are refused.
fn fields(page: &FormPage<'_>, sent: BTreeMap<String, ValueShape>, part: &str) -> Result<Fields, ApiError> {
    let strange: Vec<FieldFault> = sent
        .keys()
        .filter(|id| page.questions.iter().all(|q| q.id != **id))
        .map(|id| FieldFault {
            field: format!("{part}.{id}"),
            message: "The page has no such question.".to_owned(),
        })
        .collect();
    if !strange.is_empty() {
        return Err(ApiError::Wrong(strange));
    }
    Ok(sent.into_iter().map(|(id, value)| (id, value.text())).collect())
}
