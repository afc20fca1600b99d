//! One case with everything a reviewer needs beside it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::queue::{QueueRow, age_days, due};
use holdfast_core::model::{CaseId, CaseMove, CaseState, Stage, sentence};
use serde::Serialize;
use utoipa::ToSchema;

use super::beside::{ApplicationBeside, PersonBeside, RegistrationBeside, SettledWith};
use super::question::OfferAsked;
use super::queue::QueueLine;
use crate::App;
use crate::api::directory::HospitalShape;
use crate::api::error::ApiError;
use crate::api::sent::etag;
use crate::api::shape::{Day, FactShape, Moment, ValueShape};
use crate::app::{CaseFile, TrailRow};
use crate::auth::Actor;

/// A stage a hospital reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageReached {
    /// The key of the stage.
    pub stage: &'static str,
    /// When it was first reached.
    pub on: Day,
}

impl From<&(Stage, holdfast_core::Date)> for StageReached {
    fn from((stage, on): &(Stage, holdfast_core::Date)) -> Self {
        Self { stage: stage.key(), on: (*on).into() }
    }
}

/// Something that happened in a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrailShape {
    /// `approve`, `refuse`, `ask_back`, `answer`, `recommend_approve`, `recommend_refuse` or `state_fact`.
    pub moved: &'static str,
    /// A reviewer's name, or that it was the hospital or applicant.
    pub who: String,
    /// The reason, question or answer.
    pub text: String,
    /// The key of the fact that was stated.
    pub fact: Option<&'static str>,
    /// Its value.
    pub value: Option<ValueShape>,
    /// When.
    pub at: Moment,
}

impl From<&TrailRow> for TrailShape {
    fn from(row: &TrailRow) -> Self {
        let (moved, text, stated) = match &row.event.moved {
            CaseMove::Approve { reason } => ("approve", reason, None),
            CaseMove::Refuse { reason } => ("refuse", reason, None),
            CaseMove::AskBack { question } => ("ask_back", question, None),
            CaseMove::Answer { text } => ("answer", text, None),
            CaseMove::Recommend { approve: true, reason } => ("recommend_approve", reason, None),
            CaseMove::Recommend { approve: false, reason } => ("recommend_refuse", reason, None),
            CaseMove::StateFact { fact, value, reason } => ("state_fact", reason, Some((fact, value))),
        };
        Self {
            moved,
            who: row.who.clone(),
            text: text.clone(),
            fact: stated.map(|(fact, _)| fact.key()),
            value: stated.map(|(_, value)| value.into()),
            at: Moment::of_ms(row.event.at_ms),
        }
    }
}

/// What the first of two reviewers would decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecommendationShape {
    /// The reviewer's name.
    pub by: String,
    /// Whether to approve.
    pub approve: bool,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// A case with everything beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseShape {
    /// In a few words.
    pub line: QueueLine,
    /// How much has happened so far. A decision names it in `If-Match`.
    pub version: u32,
    /// The reason, or the question that is out.
    pub says: Option<String>,
    /// What you may do today: `approve`, `refuse`, `ask_back`, `state_fact`. Empty when it is settled or not yours.
    pub acts: Vec<&'static str>,
    /// What a decision confirms: `called`, that you called the number on file; `no_tie`, that you have none to the applicant.
    pub confirms: Option<&'static str>,
    /// Why it is not yours to settle.
    pub tie: Option<String>,
    /// The offer and condition it is about, and what is left to find out.
    pub asks: Option<OfferAsked>,
    /// The hospital as the public files list it. Its phone is the only number to call.
    pub hospital: Option<HospitalShape>,
    /// The registration it is about, or the hospital's own that counts.
    pub registration: Option<RegistrationBeside>,
    /// Other registrations of the hospital that wait side by side with it. Approving one answers them.
    pub others: Vec<RegistrationBeside>,
    /// Hospitals settled with this one: registered from the same mailbox, whose domain they share.
    pub with: Vec<SettledWith>,
    /// The application it is about.
    pub application: Option<ApplicationBeside>,
    /// The person it is about.
    pub person: Option<PersonBeside>,
    /// What is known, with sources.
    pub facts: Vec<FactShape>,
    /// Stages the hospital reached.
    pub stages: Vec<StageReached>,
    /// What the first reviewer would decide.
    pub recommendation: Option<RecommendationShape>,
    /// What happened so far, in order.
    pub trail: Vec<TrailShape>,
}

impl CaseShape {
    /// A case as its reviewer sees it.
    pub fn of(app: &App, file: &CaseFile) -> Self {
        let today = app.today();
        let row = QueueRow {
            case: &file.case,
            hospital: file.hospital.as_ref(),
            age_days: age_days(&file.case, today),
            due: due(&file.case, today),
        };
        let says = match &file.case.state {
            CaseState::Open => None,
            CaseState::AskedBack { question, .. } => Some(question.clone()),
            CaseState::Approved { reason, .. } | CaseState::Refused { reason, .. } => Some(reason.clone()),
        };
        let recommendation = file.recommendation.as_ref().map(|(r, by)| RecommendationShape {
            by: by.clone(),
            approve: r.approve,
            reason: r.reason.clone(),
            at: Moment::of_ms(r.at_ms),
        });
        let facts = file.facts.iter().flat_map(|f| f.stated());
        Self {
            line: (&row).into(),
            version: version(file),
            says,
            acts: file.acts().iter().map(|a| a.key()).collect(),
            confirms: file.confirm().map(|c| c.key()),
            tie: file.tie.as_ref().map(|t| sentence(&t.to_string())),
            asks: OfferAsked::of(file),
            hospital: file.hospital.as_ref().map(|listed| HospitalShape::of(app, listed)),
            registration: file.registration.as_ref().map(RegistrationBeside::of),
            others: file.others.iter().map(RegistrationBeside::of).collect(),
            with: SettledWith::all(app, file),
            application: ApplicationBeside::of(app, file),
            person: file.person.as_ref().map(PersonBeside::from),
            facts: facts.map(|(kind, fact)| FactShape::of(kind, fact)).collect(),
            stages: file.stages.iter().map(StageReached::from).collect(),
            recommendation,
            trail: file.trail.iter().map(TrailShape::from).collect(),
        }
    }
}

/// How much has happened in a case.
fn version(file: &CaseFile) -> u32 {
    u32::try_from(file.seen()).unwrap_or(u32::MAX)
}

/// A case named in a path.
pub(super) fn id(text: &str) -> Result<CaseId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("There is no such case."))
}

/// A case
///
/// What is asked, everything known beside it, what happened so far, and what you may do. The number typed in a form is
/// not here: only the one on file is called back.
#[utoipa::path(get, path = "/api/v1/office/cases/{case}", tag = "review", operation_id = "review_case",
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, description = "The case", body = CaseShape,
        headers(("ETag" = String, description = "How much has happened")))))]
pub(crate) async fn case(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Response, ApiError> {
    let shape = CaseShape::of(&app, &app.review_case(&actor, id(&text)?).await?);
    Ok(([(ETAG, etag(shape.version))], Json(shape)).into_response())
}
