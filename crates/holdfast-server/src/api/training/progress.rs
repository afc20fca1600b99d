//! How groups stand, and the whole record to take along.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::catalog::MeasureId;
use holdfast_core::decide::training::{MIN_GROUP, TrainingLine, TrainingTally, TrainingWord};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{AskedLessonShape, DoneLessonShape};
use crate::App;
use crate::api::error::ApiError;
use crate::api::measure::{FindingShape, ShareShape};
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::Asked;
use crate::api::shape::Day;
use crate::auth::Scoped;
use crate::web::papers::answer;

/// How far a group is. A lesson counts once for each person it is asked of.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingTallyShape {
    /// People.
    pub n_people: usize,
    /// People with every lesson done.
    pub n_all_done: usize,
    /// Lessons asked.
    pub n_asked: usize,
    /// Of these, done.
    pub n_done: usize,
    /// Of these, to do and in time.
    pub n_due: usize,
    /// Of these, past their day.
    pub n_overdue: usize,
}

impl From<&TrainingTally> for TrainingTallyShape {
    fn from(tally: &TrainingTally) -> Self {
        Self {
            n_people: tally.n_learners,
            n_all_done: tally.n_all_done,
            n_asked: tally.n_asked,
            n_done: tally.n_done,
            n_due: tally.n_due,
            n_overdue: tally.n_overdue,
        }
    }
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingGroupShape {
    /// Its name; that of several smaller ones together where each is too small to show.
    pub name: String,
    /// The id of the role pack, in the table of roles.
    pub pack: Option<String>,
    /// How many groups it holds.
    pub n_groups: usize,
    /// How far it is.
    pub tally: TrainingTallyShape,
}

impl From<&TrainingLine> for TrainingGroupShape {
    fn from(line: &TrainingLine) -> Self {
        Self {
            name: line.name.clone(),
            pack: line.pack.as_ref().map(ToString::to_string),
            n_groups: line.n_groups,
            tally: (&line.tally).into(),
        }
    }
}

/// What training says of a measure it bears on.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingWordShape {
    /// The id of the measure.
    pub measure: String,
    /// `says`: it is evidence. `not_yet`: of nobody is the answer known. `too_few`: so few people's answers are known that a share would tell
    /// of each. `nothing`: lessons do not show it, whatever people did.
    pub word: &'static str,
    /// Why it says nothing, as a sentence; null where it says something, and where the answer is not known yet.
    pub why: Option<&'static str>,
    /// What it says; null where it says nothing.
    pub found: Option<FindingShape>,
    /// Of how many people the answer is known; null where it says nothing.
    pub seen: Option<ShareShape>,
    /// Where it says nothing: how many people did the lessons that help the safeguard, of those asked for them. It proves nothing.
    pub learnt: Option<ShareShape>,
}

impl From<&TrainingWord> for TrainingWordShape {
    fn from(word: &TrainingWord) -> Self {
        let blank = |measure: &MeasureId, word: &'static str| Self {
            measure: measure.to_string(),
            word,
            why: None,
            found: None,
            seen: None,
            learnt: None,
        };
        match word {
            TrainingWord::Says { evidence } => Self {
                found: Some(evidence.finding.into()),
                seen: evidence.seen.map(ShareShape::from),
                ..blank(&evidence.measure, "says")
            },
            TrainingWord::NotYet { measure } => blank(measure, "not_yet"),
            TrainingWord::TooFew { measure, why } => Self { why: Some(*why), ..blank(measure, "too_few") },
            TrainingWord::Nothing { measure, why, learnt } => {
                Self { why: Some(*why), learnt: learnt.map(ShareShape::from), ..blank(measure, "nothing") }
            }
        }
    }
}

/// How a hospital's people stand with their lessons.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingShape {
    /// The day.
    pub as_of: Day,
    /// People on the roster.
    pub n_people: usize,
    /// A group of fewer people is not shown alone.
    pub least_group: usize,
    /// Everybody together; null where they are fewer than the least group.
    pub all: Option<TrainingTallyShape>,
    /// By role; each person counts once.
    pub by_role: Vec<TrainingGroupShape>,
    /// By department.
    pub by_department: Vec<TrainingGroupShape>,
    /// What the lessons prove, measure by measure; empty where nobody is on the roster.
    pub proves: Vec<TrainingWordShape>,
}

/// How groups stand with their lessons
///
/// All together, by role and by department. Nobody is named, and no group of fewer than 8 people is shown alone.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/training", tag = "training", operation_id = "training_progress",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "How they stand", body = TrainingShape)))]
pub(crate) async fn training_progress(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<TrainingShape>, ApiError> {
    let record = app.training(scope).await?;
    let progress = app.training_progress(&record);
    let words = if progress.n_learners > 0 { app.training_says(&record) } else { Vec::new() };
    Ok(Json(TrainingShape {
        as_of: Day(progress.as_of),
        n_people: progress.n_learners,
        least_group: MIN_GROUP,
        all: progress.all.as_ref().map(TrainingTallyShape::from),
        by_role: progress.by_pack.iter().map(TrainingGroupShape::from).collect(),
        by_department: progress.by_department.iter().map(TrainingGroupShape::from).collect(),
        proves: words.iter().map(TrainingWordShape::from).collect(),
    }))
}

/// The days lessons are due
///
/// As a calendar, with how many lessons of how many people. Nobody is named.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/training/due.ics", tag = "training",
    operation_id = "training_due",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar")))]
pub(crate) async fn training_due(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Response, ApiError> {
    Ok(answer(app.due_ics(scope).await?))
}

/// Who did what
///
/// Every lesson anybody did, those who left included, in the order of their names.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/lessons-done", tag = "training", operation_id = "lessons_done",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "What was done", body = Page<DoneLessonShape>)))]
pub(crate) async fn lessons_done(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<DoneLessonShape>>, ApiError> {
    let paging = which.paging()?;
    let record = app.training(scope).await?;
    let all = record.learners.iter().flat_map(|l| record.done_by(l.id));
    Ok(Json(paging.of(all, DoneLessonShape::from)))
}

/// A lesson with the person it is asked of.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedOfShape {
    /// The id of the person.
    pub learner: String,
    /// The hospital's own number of the person.
    pub number: String,
    /// What is asked.
    pub asked: AskedLessonShape,
}

/// Who is asked what
///
/// Each lesson of each person on the roster, and how it stands, in the order of names.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/lessons-asked", tag = "training", operation_id = "lessons_asked",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "What is asked", body = Page<AskedOfShape>)))]
pub(crate) async fn lessons_asked(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<AskedOfShape>>, ApiError> {
    let paging = which.paging()?;
    let record = app.training(scope).await?;
    let asked = app.asked(&record);
    let all = asked.iter().flat_map(|a| a.owed.iter().map(move |owed| (a.learner, owed)));
    Ok(Json(paging.of(all, |(learner, owed)| AskedOfShape {
        learner: learner.id.to_string(),
        number: learner.person.number.clone(),
        asked: owed.into(),
    })))
}
