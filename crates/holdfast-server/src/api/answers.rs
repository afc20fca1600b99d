//! Calls for answering an assessment: a hospital's parts, one question, a paper, who is asked; and the same questions for
//! somebody who was invited by mail, with the token their link gives.

mod invited;
mod paper;
mod question;
mod shape;

pub use invited::*;
pub use paper::*;
pub use question::*;
pub use shape::*;

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::Knows;
use holdfast_core::decide::questionnaire::name;
use holdfast_core::model::{Action, EmailAddress};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done};
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};

/// Adds the calls.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    let answer = Access::ApiHospital(Action::AnswerAssessment);
    routes
        .get("/api/v1/hospitals/{ccn}/assessment", view, parts)
        .get("/api/v1/hospitals/{ccn}/assessment/{part}", answer, part)
        .put("/api/v1/hospitals/{ccn}/assessment/{part}/person", edit, ask_person)
        .delete("/api/v1/hospitals/{ccn}/assessment/{part}/person", edit, stop_asking_person)
        .post("/api/v1/hospitals/{ccn}/assessment/{part}/paper", answer, key_in_paper)
        .get("/api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}", answer, question)
        .put("/api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}", answer, answer_question)
        .post("/api/v1/questionnaires", Access::ApiLimited, open_questionnaire)
        .get("/api/v1/questionnaire", Access::ApiDraft, my_questionnaire)
        .delete("/api/v1/questionnaire", Access::ApiDraft, leave_questionnaire)
        .get("/api/v1/questionnaire/{question}", Access::ApiDraft, my_question)
        .put("/api/v1/questionnaire/{question}", Access::ApiDraft, answer_my_question)
}

/// The part a path names.
pub(super) fn known(key: &str) -> Result<Knows, ApiError> {
    Knows::from_key(key).ok_or_else(|| {
        let all: Vec<&str> = Knows::ALL.iter().map(|k| k.key()).collect();
        ApiError::not_found(format!("There is no such part. The parts are: {}.", all.join(", ")))
    })
}

/// Parts of the assessment
///
/// The six parts of a hospital's questions: who was invited, and how far each is.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/assessment", tag = "assessment", operation_id = "assessment_parts",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The parts", body = Vec<PartShape>)))]
pub(crate) async fn parts(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<PartShape>>, ApiError> {
    let may_invite = actor.may_at(scope.ccn(), Action::EditHospital);
    let all = app.questionnaire(scope).await?;
    Ok(Json(all.parts.iter().map(|part| PartShape::of(part, may_invite)).collect()))
}

/// Questions of a part
///
/// In the order of the page: its own, then those passed on to it.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/assessment/{part}", tag = "assessment",
    operation_id = "assessment_part",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "`it`, `hr`, `nursing`, `biomed`, `finance` or `executive`")),
    responses((status = 200, description = "The questions", body = Vec<AskedQuestion>)))]
pub(crate) async fn part(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Json<Vec<AskedQuestion>>, ApiError> {
    let all = app.questionnaire(scope).await?;
    let part = all.part(known(&key)?);
    Ok(Json(part.iter().flat_map(|p| &p.questions).map(|q| AskedQuestion::of(q, true)).collect()))
}

/// Who is to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskWhom {
    /// Their name, up to 100 characters.
    name: String,
    /// Where the letter goes.
    email: String,
}

/// Invite someone to a part
///
/// Writes a letter with a link that works for 30 days and needs no account. Whoever was asked before can no longer answer.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/assessment/{part}/person", tag = "assessment",
    operation_id = "ask_person",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "The part")),
    request_body = AskWhom, responses((status = 200, description = "The letter is on its way", body = Done)))]
pub(crate) async fn ask_person(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Sent(whom): Sent<AskWhom>,
) -> Result<Json<Done>, ApiError> {
    let knows = known(&key)?;
    let name = name(&whom.name)
        .ok_or_else(|| ApiError::wrong("name", "Write the person's name, up to 100 characters."))?;
    let email = EmailAddress::parse(&whom.email)
        .map_err(|_| ApiError::wrong("email", "Write an e-mail address, like name@hospital.org."))?;
    app.ask_for_part(scope, &actor, knows, &name, &email).await?;
    Ok(Json(DONE))
}

/// End an invitation to a part
///
/// The link, and whatever was opened with it, ends. Answers stay.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/assessment/{part}/person", tag = "assessment",
    operation_id = "stop_asking_person",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "The part")),
    responses((status = 200, description = "It is ended", body = Done)))]
pub(crate) async fn stop_asking_person(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Json<Done>, ApiError> {
    app.stop_asking(scope, &actor, known(&key)?).await?;
    Ok(Json(DONE))
}
