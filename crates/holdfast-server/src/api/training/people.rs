//! The people of the roster, each with their lessons.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::training::ElsewhereFault;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::{AskedLessonShape, DoneLessonShape, RosterPersonShape, WithdrawnLessonShape, id};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::{Asked, Sent};
use crate::api::shape::Moment;
use crate::auth::{Actor, Scoped};

/// Everybody on the roster
///
/// In the order of names, those who left included, with the day they did.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/learners", tag = "training", operation_id = "roster_people",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The people", body = Page<RosterPersonShape>)))]
pub(crate) async fn roster_people(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<RosterPersonShape>>, ApiError> {
    let paging = which.paging()?;
    let record = app.training(scope).await?;
    Ok(Json(paging.of(&record.learners, RosterPersonShape::from)))
}

/// A person with everything known of their lessons.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPersonFile {
    /// Who.
    pub about: RosterPersonShape,
    /// What is asked of them.
    pub asked: Vec<AskedLessonShape>,
    /// What they did, newest first.
    pub done: Vec<DoneLessonShape>,
    /// What was recorded by mistake and withdrawn, newest first.
    pub withdrawn: Vec<WithdrawnLessonShape>,
    /// When the newest of their links that work was made.
    pub linked_at: Option<Moment>,
}

/// One person of the roster
///
/// What is asked of them and why, what they did and how that is known.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/learners/{learner}", tag = "training", operation_id = "roster_person",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("learner" = String, Path, description = "The id of the person")),
    responses((status = 200, description = "The person", body = RosterPersonFile)))]
pub(crate) async fn roster_person(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
) -> Result<Json<RosterPersonFile>, ApiError> {
    let file = app.learner_file(scope, id(&learner)?).await?;
    Ok(Json(RosterPersonFile {
        about: (&file.learner).into(),
        asked: file.owed.iter().map(AskedLessonShape::from).collect(),
        done: file.done.iter().map(DoneLessonShape::from).collect(),
        withdrawn: file.withdrawn.iter().map(WithdrawnLessonShape::from).collect(),
        linked_at: file.linked_at.map(Moment),
    }))
}

/// A lesson that another system says was done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lesson": "report-it", "done_on": "2026-02-20", "system": "County LMS" }))]
pub struct LessonElsewhereSent {
    /// The id of the lesson.
    lesson: String,
    /// The day, like 2026-02-20: not in the future, and not more than two years back.
    done_on: String,
    /// What the system is called.
    system: String,
}

/// What came of recording a lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonRecorded {
    /// Whether it is new; false when it was on record already.
    pub is_new: bool,
}

/// Record a lesson done elsewhere
///
/// What another system of the hospital says a person did. Recording it twice keeps it once.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done", tag = "training",
    operation_id = "record_lesson",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("learner" = String, Path, description = "The id of the person")),
    request_body = LessonElsewhereSent,
    responses((status = 200, description = "What came of it", body = LessonRecorded)))]
pub(crate) async fn record_lesson(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
    Sent(sent): Sent<LessonElsewhereSent>,
) -> Result<Json<LessonRecorded>, ApiError> {
    let said = (sent.lesson.as_str(), sent.done_on.as_str(), sent.system.as_str());
    let by = actor.speaker(scope.ccn());
    let today = app.today();
    let fault = |f: ElsewhereFault| FieldFault { field: f.field().to_owned(), message: f.in_words(today) };
    match app.record_elsewhere(scope, &by, id(&learner)?, said).await? {
        Ok(is_new) => Ok(Json(LessonRecorded { is_new })),
        Err(faults) => Err(ApiError::Wrong(faults.into_iter().map(fault).collect())),
    }
}
