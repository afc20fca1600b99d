//! Calls that register a hospital: a draft behind a token of its own, one question at a time, sent, proven.
//!
//! Whoever starts a draft holds its token; no call finds a draft by anything else.

mod join;
mod many;
mod start;
mod steps;

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{Status, Step, problems};
use holdfast_core::model::{RegistrationState, sentence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::Eligibility;
use super::directory::HospitalLine;
use super::error::{ApiError, FieldFault};
use super::sent::{DraftToken, Sent, etag};
use super::shape::{DONE, Day, Done};
use crate::App;
use crate::app::registration::{Draft, SendError};
use crate::web::WebError;

pub use join::*;
pub use many::*;
pub use start::*;
pub use steps::*;

/// One question and whether it has an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepLine {
    /// Its part of an address.
    pub step: &'static str,
    /// The question.
    pub title: &'static str,
    /// Whether it is answered.
    pub answered: bool,
}

/// A call a reviewer makes to prove where a registration comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallBackShape {
    /// The number in the public directory.
    pub phone: String,
    /// Why a mailbox does not settle it.
    pub why: String,
}

/// A registration as its holder sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationShape {
    /// The number people read out.
    pub reference: String,
    /// The hospital.
    pub hospital: HospitalLine,
    /// The program.
    pub program: String,
    /// Counts up with every change; send it back in `If-Match`.
    pub version: u32,
    /// `draft`, `unproven` (sent, and its mailbox not confirmed), `submitted`, `asked_back`, `validated` or `refused`.
    pub state: &'static str,
    /// Since when, once it was sent.
    pub since: Option<Day>,
    /// A reviewer's question or reason, or how it was proven.
    pub says: Option<String>,
    /// The questions in order.
    pub steps: Vec<StepLine>,
    /// Questions that need an answer before it can be sent.
    pub missing: Vec<&'static str>,
    /// The call that proves it, when a mailbox cannot.
    pub call_back: Option<CallBackShape>,
    /// The day by which the program means to settle it.
    pub settled_by: Option<Day>,
}

impl RegistrationShape {
    /// A draft with what stands between it and its proof.
    pub async fn of(app: &App, draft: &Draft) -> Result<Self, ApiError> {
        let registration = &draft.registration;
        let (since, says) = match &registration.state {
            RegistrationState::Draft => (None, None),
            RegistrationState::Unproven { on } | RegistrationState::Submitted { on } => (Some(*on), None),
            RegistrationState::AskedBack { on, question } => (Some(*on), Some(question.clone())),
            RegistrationState::Validated { on, how } => (Some(*on), Some(how.clone())),
            RegistrationState::Refused { on, reason } => (Some(*on), Some(reason.clone())),
        };
        let waits = matches!(
            registration.state,
            RegistrationState::Unproven { .. } | RegistrationState::Submitted { .. }
        );
        let proof = if waits { app.to_prove(draft).await? } else { Default::default() };
        let line = |step: &Step| StepLine {
            step: step.slug(),
            title: step.title(),
            answered: step.status(&registration.answers) == Status::Done,
        };
        Ok(Self {
            reference: registration.reference.to_string(),
            hospital: (&draft.listed).into(),
            program: registration.program.to_string(),
            version: registration.version,
            state: registration.state.key(),
            since: since.map(Day),
            says,
            steps: Step::ALL.iter().map(line).collect(),
            missing: problems(&registration.answers).iter().map(|m| m.step.slug()).collect(),
            call_back: proof.call_back.map(|c| CallBackShape { phone: c.phone, why: c.why }),
            settled_by: proof.by.map(Day),
        })
    }

    /// As an answer, with its version in the header.
    async fn answer(app: &App, draft: &Draft) -> Result<Response, ApiError> {
        let shape = Self::of(app, draft).await?;
        Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
    }
}

/// The token leads to no draft.
fn no_draft() -> ApiError {
    ApiError::Web(WebError::DeadLink)
}

/// Your registration
///
/// Where it stands, which questions are answered, and what stands between it and its proof.
#[utoipa::path(get, path = "/api/v1/registration", tag = "registration", operation_id = "get_registration",
    responses((status = 200, description = "The registration", body = RegistrationShape,
        headers(("ETag" = String, description = "Its version")))))]
pub(crate) async fn state(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Response, ApiError> {
    let draft = app.draft(&token).await?.ok_or_else(no_draft)?;
    RegistrationShape::answer(&app, &draft).await
}

/// What your hospital may have
///
/// Every offer decided with the draft's answers so far, as the check does. Nothing can be accepted before proof.
#[utoipa::path(get, path = "/api/v1/registration/offers", tag = "registration", operation_id = "registration_offers",
    responses((status = 200, description = "What it may have, and why", body = Eligibility)))]
pub(crate) async fn offers(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<Eligibility>, ApiError> {
    let draft = app.draft(&token).await?.ok_or_else(no_draft)?;
    let said = draft.registration.answers.attestations(app.today());
    Ok(Json(Eligibility::of(&app, &app.decide_for(draft.listed, None, &said))))
}

/// What goes with sending.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    /// The answer to a reviewer's question, when one was asked.
    #[serde(default)]
    pub(super) reply: String,
}

/// A registration that has been sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentShape {
    /// The registration.
    pub registration: RegistrationShape,
    /// Whether it had been sent before; then nothing changed.
    pub again: bool,
}

/// Send the registration
///
/// Sending twice keeps the first and says so. A link that proves the mailbox goes out by mail where one is needed.
#[utoipa::path(post, path = "/api/v1/registration/send", tag = "registration", operation_id = "send_registration",
    request_body = Reply, responses((status = 200, description = "It is sent", body = SentShape)))]
pub(crate) async fn send(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Sent(reply): Sent<Reply>,
) -> Result<Json<SentShape>, ApiError> {
    let sent = app.send_registration(&token, &reply.reply).await.map_err(|e| match e {
        SendError::NoDraft => no_draft(),
        SendError::Missing(missing) => ApiError::Wrong(
            missing
                .into_iter()
                .map(|m| FieldFault { field: m.step.slug().to_owned(), message: m.message() })
                .collect(),
        ),
        SendError::Reply(why) => ApiError::wrong("reply", why),
        SendError::Taken { .. } | SendError::Unconfirmed { .. } => ApiError::not_now(e),
        SendError::App(e) => e.into(),
    })?;
    let draft = app.draft(&token).await?.ok_or_else(no_draft)?;
    Ok(Json(SentShape { registration: RegistrationShape::of(&app, &draft).await?, again: sent.again }))
}

/// Where to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteTo {
    /// A mail address.
    email: String,
}

impl WriteTo {
    pub(super) fn address(&self) -> Result<holdfast_core::model::EmailAddress, ApiError> {
        holdfast_core::model::EmailAddress::parse(&self.email)
            .map_err(|e| ApiError::wrong("email", sentence(&e.to_string())))
    }
}

/// Let the draft go
///
/// Ends the token that is sent: nobody reads or changes the registration with it again. The registration goes on, and so
/// do the mailed links. A token that ended before stays ended.
#[utoipa::path(delete, path = "/api/v1/registration", tag = "registration", operation_id = "forget_registration",
    responses((status = 200, description = "The token has ended", body = Done)))]
pub(crate) async fn forget(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<Done>, ApiError> {
    app.forget_draft(&token).await?;
    Ok(Json(DONE))
}

/// Save for later
///
/// Mails a link back to the draft. It works once, on any computer.
#[utoipa::path(post, path = "/api/v1/registration/way-back", tag = "registration", operation_id = "save_registration",
    request_body = WriteTo, responses((status = 200, description = "The link is on its way", body = Done)))]
pub(crate) async fn way_back(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Sent(to): Sent<WriteTo>,
) -> Result<Json<Done>, ApiError> {
    app.save_for_later(&token, &to.address()?).await?.ok_or_else(no_draft)?;
    Ok(Json(DONE))
}
