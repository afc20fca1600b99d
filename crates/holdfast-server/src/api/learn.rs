//! A learner's own lessons, with the last part of their link as bearer: what they owe, one lesson, their answers, their certificate.
//!
//! The link's secret stands in a header, where no log of addresses keeps it. Reading completes nothing.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::{Language, LessonId};
use holdfast_core::decide::lesson::{Answered, Marked};
use holdfast_core::decide::training::Owed;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, DraftToken, Sent, word};
use crate::api::shape::Day;
use crate::app::training::LearnerDesk;
use crate::routes::{Access, Routes};

/// Every call of a learner.
pub fn routes(routes: Routes) -> Routes {
    let holder = Access::ApiLearner;
    routes
        .get("/api/v1/learn", holder, learner)
        .get("/api/v1/learn/certificate.pdf", holder, certificate)
        .get("/api/v1/learn/lessons/{lesson}", holder, learner_lesson)
        .post("/api/v1/learn/lessons/{lesson}/answers", holder, answer_lesson)
}

/// A lesson that is asked of a learner.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyLessonShape {
    /// Its id.
    pub lesson: String,
    /// Ids of the learner's packs that ask for it.
    pub asked_by: Vec<String>,
    /// `due`, `overdue`, `done`, `again` or `again-overdue`.
    pub standing: &'static str,
    /// The last day on which it is, or was, in time; of one that is done, the last day for doing it again.
    pub by: Day,
    /// The day it was done last.
    pub done_on: Option<Day>,
}

impl From<&Owed> for MyLessonShape {
    fn from(owed: &Owed) -> Self {
        Self {
            lesson: owed.lesson.to_string(),
            asked_by: owed.asked_by.iter().map(ToString::to_string).collect(),
            standing: owed.standing.key(),
            by: Day(owed.standing.by()),
            done_on: owed.done_on.map(Day),
        }
    }
}

/// What a learner sees of their own training.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyLessonsShape {
    /// Their hospital.
    pub hospital: String,
    /// The name to greet them by.
    pub first_name: String,
    /// The language their lessons come in, `en` or `es`.
    pub language: &'static str,
    /// What is asked of them, what is late longest or due soonest first.
    pub lessons: Vec<MyLessonShape>,
}

impl From<&LearnerDesk> for MyLessonsShape {
    fn from(desk: &LearnerDesk) -> Self {
        Self {
            hospital: desk.hospital.clone(),
            first_name: desk.first_name().to_owned(),
            language: desk.learner.person.language.key(),
            lessons: desk.owed.iter().map(MyLessonShape::from).collect(),
        }
    }
}

/// How the counted questions of a lesson stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyAnswersShape {
    /// The lesson.
    pub lesson: String,
    /// Of each counted question, in order: `right`, `wrong` (just now; not kept) or `not_yet`.
    pub checks: Vec<&'static str>,
    /// Whether all are right, and the lesson is done.
    pub is_done: bool,
}

impl MyAnswersShape {
    fn of(lesson: &LessonId, marked: &Marked) -> Self {
        let key = |answered: &Answered| match answered {
            Answered::Right => "right",
            Answered::Wrong => "wrong",
            Answered::NotYet => "not_yet",
        };
        Self {
            lesson: lesson.to_string(),
            checks: marked.checks.iter().map(key).collect(),
            is_done: marked.is_done,
        }
    }
}

/// Your lessons
///
/// What is asked of you, and by when. Reading it completes nothing.
#[utoipa::path(get, path = "/api/v1/learn", tag = "learner", operation_id = "my_lessons",
    responses((status = 200, description = "Your lessons", body = MyLessonsShape)))]
pub(crate) async fn learner(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<MyLessonsShape>, ApiError> {
    Ok(Json((&app.learner_behind(&token).await?).into()))
}

/// One of your lessons
///
/// Which of its questions you answered right so far. The page is at `/api/v1/lessons/{lesson}`.
#[utoipa::path(get, path = "/api/v1/learn/lessons/{lesson}", tag = "learner", operation_id = "my_lesson",
    params(("lesson" = String, Path, description = "The id of a lesson")),
    responses((status = 200, description = "How it stands", body = MyAnswersShape)))]
pub(crate) async fn learner_lesson(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(id): Path<String>,
) -> Result<Json<MyAnswersShape>, ApiError> {
    let (_, lesson, marked) = app.learner_lesson(&token, &LessonId::new(&id)).await?;
    Ok(Json(MyAnswersShape::of(&lesson.id, &marked)))
}

/// Answers to the counted questions of a lesson.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LessonAnswers {
    /// Of each question in order the place of the option chosen, from 1; `null` for one that is not answered now.
    #[schema(max_items = 3)]
    chosen: Vec<Option<usize>>,
}

/// Answer one of your lessons
///
/// Right answers are kept and wrong ones are not. When all three are right the lesson is done, and your hospital knows it.
#[utoipa::path(post, path = "/api/v1/learn/lessons/{lesson}/answers", tag = "learner", operation_id = "answer_my_lesson",
    params(("lesson" = String, Path, description = "The id of a lesson")),
    request_body = LessonAnswers, responses((status = 200, description = "They are marked", body = MyAnswersShape)))]
pub(crate) async fn answer_lesson(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(id): Path<String>,
    Sent(sent): Sent<LessonAnswers>,
) -> Result<Json<MyAnswersShape>, ApiError> {
    if sent.chosen.len() > 3 {
        return Err(ApiError::wrong("chosen", "A lesson has three questions. Send one answer for each."));
    }
    let chosen: Vec<Option<usize>> =
        sent.chosen.iter().map(|place| place.and_then(|place| place.checked_sub(1))).collect();
    let (_, lesson, marked) = app.answer_lesson(&token, &LessonId::new(&id), &chosen).await?;
    Ok(Json(MyAnswersShape::of(&lesson.id, &marked)))
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CertificateLanguage {
    /// `en` or `es`; yours unless said.
    lang: Option<String>,
}

/// Your certificate
///
/// Of the lessons that are done and hold, as a page to print. Whoever holds it can check it by the code on it.
#[utoipa::path(get, path = "/api/v1/learn/certificate.pdf", tag = "learner", operation_id = "my_certificate",
    params(CertificateLanguage),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn certificate(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Asked(asked): Asked<CertificateLanguage>,
) -> Result<Response, ApiError> {
    let all = [Language::English, Language::Spanish].map(|l| (l.key(), l));
    let language = word("lang", asked.lang.as_deref(), all)?;
    let bytes = app.learner_certificate(&token, language).await.map_err(ApiError::refused)?;
    Ok(([(CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
