//! Calls that apply to a program by its form: an application behind a token of its own, one page at a time, sent, asked
//! back, decided.
//!
//! Whoever starts an application holds its token; no call finds one by anything else. A registration's token is none.

mod office;
mod pages;
mod program;
mod start;

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::application::{OfferVerdict, pages as form_pages, problems};
use holdfast_core::decide::eligibility::Verdict;
use holdfast_core::model::ApplicationState;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::{ApiError, FieldFault};
use super::offer::{ClauseAnswer, OfferLine, because_key};
use super::registration::{Reply, WriteTo};
use super::sent::{DraftToken, Sent, etag};
use super::shape::{DONE, Day, Done, Moment};
use crate::App;
use crate::app::application::{Applying, SendApplicationError, Word};
use crate::web::WebError;

pub use office::*;
pub use pages::*;
pub use program::*;
pub use start::*;

/// One page of the form and whether it is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormPageLine {
    /// Its part of an address.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Whether every question on it that must be answered is.
    pub answered: bool,
}

/// The verdict on one offer by the application's answers. Reviewers decide; this says what the conditions say.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferVerdictShape {
    /// The offer in a few words.
    pub line: OfferLine,
    /// `eligible`, `ineligible`, `refer` or `closed`.
    pub verdict: &'static str,
    /// The sentence the applicant reads.
    pub sentence: String,
    /// The clause it rests on, when it rests on one.
    pub clause: Option<String>,
    /// Why a person must look: `missing`, `disputed`, `unproven` or `judgement`.
    pub because: Option<&'static str>,
    /// Every clause and how it came out, in the offer's order.
    pub clauses: Vec<ClauseAnswer>,
}

/// One thing said between applicant and reviewers.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordShape {
    /// What it is, like "A reviewer asked".
    pub what: &'static str,
    /// Whether reviewers said it.
    pub by_reviewer: bool,
    /// The words.
    pub text: String,
    /// When.
    pub at: Moment,
}

/// An application as its holder sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationShape {
    /// The number people read out.
    pub reference: String,
    /// The program.
    pub program: String,
    /// Counts up with every change; send it back in `If-Match`.
    pub version: u32,
    /// `draft`, `submitted`, `asked_back`, `approved` or `refused`.
    pub state: &'static str,
    /// Since when, once it was sent.
    pub since: Option<Day>,
    /// A reviewer's question, or the reason of the decision.
    pub says: Option<String>,
    /// The pages of the form in order.
    pub pages: Vec<FormPageLine>,
    /// Questions to mend before it can be sent.
    pub missing: Vec<FieldFault>,
    /// What the conditions of each offer say by the answers.
    pub offers: Vec<OfferVerdictShape>,
    /// What was asked, answered and decided, in order.
    pub talk: Vec<WordShape>,
    /// The day by which the program means to decide, once it was sent.
    pub settled_by: Option<Day>,
}

impl OfferVerdictShape {
    fn of(applying: &Applying<'_>, verdict: &OfferVerdict<'_>) -> Self {
        let (key, clause, because) = match &verdict.answer.verdict {
            Verdict::Eligible => ("eligible", None, None),
            Verdict::Ineligible { clause } => ("ineligible", Some(clause), None),
            Verdict::Refer { clause, because } => ("refer", Some(clause), Some(because_key(*because))),
            Verdict::Closed { .. } => ("closed", None, None),
        };
        Self {
            line: OfferLine::of(Some(applying.program), verdict.offer),
            verdict: key,
            sentence: verdict.sentence.clone(),
            clause: clause.map(ToString::to_string),
            because,
            clauses: ClauseAnswer::all(verdict.offer, &verdict.answer),
        }
    }
}

impl From<Word> for WordShape {
    fn from(word: Word) -> Self {
        Self {
            what: word.what,
            by_reviewer: word.by_reviewer,
            text: word.text,
            at: Moment::of_ms(word.at_ms),
        }
    }
}

impl ApplicationShape {
    /// An application with what stands between it and a decision.
    pub async fn of(app: &App, applying: &Applying<'_>) -> Result<Self, ApiError> {
        let application = &applying.application;
        let (since, says) = match &application.state {
            ApplicationState::Draft => (None, None),
            ApplicationState::Submitted { on } => (Some(*on), None),
            ApplicationState::AskedBack { on, question } => (Some(*on), Some(question.clone())),
            ApplicationState::Approved { on, reason } | ApplicationState::Refused { on, reason } => {
                (Some(*on), Some(reason.clone()))
            }
        };
        let standing = app.application_standing(applying).await?;
        let missing = problems(applying.form, &application.answers, &app.directory().hospitals);
        let line = |page: &holdfast_core::decide::application::FormPage<'_>| FormPageLine {
            page: page.slug.clone(),
            title: page.title.to_owned(),
            answered: page.is_done(&application.answers),
        };
        Ok(Self {
            reference: application.reference.to_string(),
            program: application.program.to_string(),
            version: application.version,
            state: application.state.key(),
            since: since.map(Day),
            says,
            pages: form_pages(applying.form).iter().map(line).collect(),
            missing: missing.into_iter().map(|m| FieldFault { field: m.field, message: m.text }).collect(),
            offers: standing.verdicts.iter().map(|v| OfferVerdictShape::of(applying, v)).collect(),
            talk: standing.talk.into_iter().map(WordShape::from).collect(),
            settled_by: standing.by.map(Day),
        })
    }

    /// As an answer, with its version in the header.
    async fn answer(app: &App, applying: &Applying<'_>) -> Result<Response, ApiError> {
        let shape = Self::of(app, applying).await?;
        Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
    }
}

/// The token leads to no application.
fn none_held() -> ApiError {
    ApiError::Web(WebError::DeadLink)
}

/// Your application
///
/// Where it stands, which pages are done, what the conditions of each offer say, and what reviewers asked or decided.
#[utoipa::path(get, path = "/api/v1/application", tag = "application", operation_id = "get_application",
    responses((status = 200, description = "The application", body = ApplicationShape,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn state(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Response, ApiError> {
    let applying = app.application(&token).await?.ok_or_else(none_held)?;
    ApplicationShape::answer(&app, &applying).await
}

/// An application that has been sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationSentShape {
    /// The application.
    pub application: ApplicationShape,
    /// Whether it had been sent before; then nothing changed.
    pub again: bool,
}

/// Send the application
///
/// Sending twice keeps the first and says so. After a reviewer's question, `reply` answers it and the case goes on.
#[utoipa::path(post, path = "/api/v1/application/send", tag = "application", operation_id = "send_application",
    request_body = Reply, responses((status = 200, description = "It is sent", body = ApplicationSentShape)))]
pub(crate) async fn send(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Sent(reply): Sent<Reply>,
) -> Result<Json<ApplicationSentShape>, ApiError> {
    let sent = app.send_application(&token, &reply.reply).await.map_err(|e| match e {
        SendApplicationError::NoDraft => none_held(),
        SendApplicationError::Missing(missing) => ApiError::Wrong(
            missing.into_iter().map(|m| FieldFault { field: m.field, message: m.text }).collect(),
        ),
        SendApplicationError::Reply(why) => ApiError::wrong("reply", why),
        SendApplicationError::Closed { why } => ApiError::NotNow { what: why },
        SendApplicationError::App(e) => e.into(),
    })?;
    let applying = app.application(&token).await?.ok_or_else(none_held)?;
    let application = ApplicationShape::of(&app, &applying).await?;
    Ok(Json(ApplicationSentShape { application, again: sent.again }))
}

/// Save for later
///
/// Mails a link back to the application. It works once, on any computer.
#[utoipa::path(post, path = "/api/v1/application/way-back", tag = "application", operation_id = "save_application",
    request_body = WriteTo, responses((status = 200, description = "The link is on its way", body = Done)))]
pub(crate) async fn way_back(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Sent(to): Sent<WriteTo>,
) -> Result<Json<Done>, ApiError> {
    app.save_application_for_later(&token, &to.address()?).await?.ok_or_else(none_held)?;
    Ok(Json(DONE))
}
