//! Withdrawing a lesson that was recorded by mistake.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::id;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::app::AppError;
use crate::app::training::WhichDone;
use crate::auth::{Actor, Scoped};

/// Which lesson was recorded by mistake, as the person's record has it, and why it is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lesson": "report-it", "done_on": "2026-02-20", "how": "sign-in-sheet", "why": "The wrong line of the sheet was keyed in." }))]
pub struct LessonWithdrawnSent {
    /// The id of the lesson.
    lesson: String,
    /// The day, like 2026-02-20.
    done_on: String,
    /// `answered`, `sign-in-sheet`, `other-system` or `class`.
    how: String,
    /// The other system that says so; empty for another way.
    #[serde(default)]
    system: String,
    /// One sentence, at most 300 characters. Whoever checks a badge or certificate that rested on it reads this, so name nobody.
    why: String,
}

/// What came of withdrawing a lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonWithdrawn {
    /// How many badges and certificates rested on it and were taken back with it.
    pub n_taken_back: usize,
}

/// Withdraw a lesson recorded by mistake
///
/// For good. It stays in the person's record with who withdrew it and why, and counts nowhere; the badges and certificates that rest on it
/// are taken back. Done again, it is recorded anew.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done/withdraw", tag = "training",
    operation_id = "withdraw_lesson",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("learner" = String, Path, description = "The id of the person")),
    request_body = LessonWithdrawnSent,
    responses((status = 200, description = "What came of it", body = LessonWithdrawn)))]
pub(crate) async fn withdraw_lesson(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
    Sent(sent): Sent<LessonWithdrawnSent>,
) -> Result<Json<LessonWithdrawn>, ApiError> {
    let LessonWithdrawnSent { lesson, done_on, how, system, why } = &sent;
    let which = WhichDone { lesson, done_on, how, system };
    let by = actor.speaker(scope.ccn());
    match app.withdraw_completion(scope, &by, id(&learner)?, which, why).await {
        Ok(n_taken_back) => Ok(Json(LessonWithdrawn { n_taken_back })),
        Err(AppError::Refused { what }) => Err(ApiError::wrong("why", what)),
        Err(other) => Err(other.into()),
    }
}
