//! The office's side of classes: planned, changed, opened, started, called off, and the link to one. How many, never who.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::training::college::{GradeCounts, Reader};
use holdfast_core::model::{CohortId, CohortMove};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::college::college_id;
use super::shape::{CohortBody, CohortShape};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Sent, Upon, etag};
use crate::api::shape::{DONE, Done};
use crate::app::classes::ClassSaved;
use crate::auth::Actor;

/// A class of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortLine {
    /// The class.
    pub class: CohortShape,
    /// The name of its college.
    pub college_name: String,
    /// Seats taken.
    pub n_taken: u32,
}

/// Classes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortList {
    /// Those to come first, then those that are over.
    pub classes: Vec<CohortLine>,
}

/// Seats of a hospital in a class.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatsOfHospital {
    /// CMS certification number; null for the college's own list.
    pub ccn: Option<String>,
    /// How many.
    pub n_seats: u32,
}

/// How many came through a class how.
#[derive(Debug, Serialize, ToSchema)]
pub struct GradeCountsShape {
    /// How many passed.
    pub n_passed: u32,
    /// How many did not.
    pub n_did_not_pass: u32,
    /// How many withdrew.
    pub n_withdrew: u32,
    /// How many have no grade.
    pub n_ungraded: u32,
}

impl From<GradeCounts> for GradeCountsShape {
    fn from(counts: GradeCounts) -> Self {
        let GradeCounts { n_passed, n_did_not_pass, n_withdrew, n_ungraded } = counts;
        Self { n_passed, n_did_not_pass, n_withdrew, n_ungraded }
    }
}

/// A class as the office sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeCohort {
    /// The class.
    pub class: CohortShape,
    /// Who teaches it.
    pub instructor: String,
    /// Where the link to the class goes.
    pub instructor_email: String,
    /// Whether a link to it is out.
    pub link_is_out: bool,
    /// Seats taken, by hospital.
    pub taken: Vec<SeatsOfHospital>,
    /// How many came through how; null for fewer than eight people, of whom that would say too much.
    pub grades: Option<GradeCountsShape>,
}

pub(super) fn cohort_id(text: &str) -> Result<CohortId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("There is no such class."))
}

async fn shown(app: &App, id: CohortId) -> Result<OfficeCohort, ApiError> {
    let class = app.office_class(id).await?;
    let of = |(ccn, n): (&Option<holdfast_core::model::Ccn>, &u32)| SeatsOfHospital {
        ccn: ccn.map(|ccn| ccn.to_string()),
        n_seats: *n,
    };
    Ok(OfficeCohort {
        class: CohortShape::of(&class.cohort, Reader::Office),
        instructor: class.cohort.plan.instructor.name.clone(),
        instructor_email: class.cohort.plan.instructor.email.to_string(),
        link_is_out: class.is_link_out,
        taken: class.taken.iter().map(of).collect(),
        grades: class.grades.map(GradeCountsShape::from),
    })
}

/// Classes of colleges
///
/// With how many seats are taken in each.
#[utoipa::path(get, path = "/api/v1/office/cohorts", tag = "classes", operation_id = "cohorts",
    responses((status = 200, description = "The classes", body = CohortList)))]
pub(crate) async fn cohorts(State(app): State<App>) -> Result<Json<CohortList>, ApiError> {
    let line = |(cohort, college_name, n_taken): (holdfast_core::model::Cohort, String, u32)| CohortLine {
        class: CohortShape::of(&cohort, Reader::Office),
        college_name,
        n_taken,
    };
    Ok(Json(CohortList { classes: app.office_classes().await?.into_iter().map(line).collect() }))
}

/// Plan a class
///
/// Of a college on the list. Hospitals see it once it is open.
#[utoipa::path(post, path = "/api/v1/office/cohorts", tag = "classes", operation_id = "plan_cohort",
    request_body = CohortBody, responses((status = 200, description = "It is planned", body = OfficeCohort)))]
pub(crate) async fn plan_cohort(
    State(app): State<App>,
    actor: Actor,
    Sent(body): Sent<CohortBody>,
) -> Result<Response, ApiError> {
    let college = college_id(&body.college)?;
    let saved = app.save_class(actor.account, college, None, &body.fields()).await?;
    answer(&app, saved).await
}

/// A class
///
/// How many sit in it, never who; how they came through it from eight people on.
#[utoipa::path(get, path = "/api/v1/office/cohorts/{cohort}", tag = "classes", operation_id = "cohort",
    params(("cohort" = String, Path, description = "Its id")),
    responses((status = 200, description = "The class", body = OfficeCohort)))]
pub(crate) async fn cohort(
    State(app): State<App>,
    Path(text): Path<String>,
) -> Result<Json<OfficeCohort>, ApiError> {
    Ok(Json(shown(&app, cohort_id(&text)?).await?))
}

/// Change a class
///
/// Takes the version read in `If-Match`; its college stays. Another address of whoever teaches it ends the link that is out.
#[utoipa::path(put, path = "/api/v1/office/cohorts/{cohort}", tag = "classes", operation_id = "change_cohort",
    params(("cohort" = String, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = CohortBody, responses((status = 200, description = "As it is now", body = OfficeCohort)))]
pub(crate) async fn change_cohort(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Upon(version): Upon,
    Sent(body): Sent<CohortBody>,
) -> Result<Response, ApiError> {
    let id = cohort_id(&text)?;
    let college = app.office_class(id).await?.college.id;
    let saved = app.save_class(actor.account, college, Some((id, version)), &body.fields()).await;
    answer(&app, saved.map_err(ApiError::refused)?).await
}

async fn answer(app: &App, saved: ClassSaved) -> Result<Response, ApiError> {
    match saved {
        ClassSaved::Kept(id) => {
            let shown = shown(app, id).await?;
            Ok(([(ETAG, etag(shown.class.version))], Json(shown)).into_response())
        }
        ClassSaved::Wrong(errors) => Err(errors.into()),
        ClassSaved::Meanwhile(current) => {
            Err(ApiError::Conflict { current: json!(CohortShape::of(&current, Reader::Office)) })
        }
    }
}

/// A move of a class.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "move": "call_off", "why": "Too few people came." }))]
pub(crate) struct CohortMoveBody {
    /// `open`, `start` or `call_off`.
    #[serde(rename = "move")]
    moved: String,
    /// Why it is called off. Whoever teaches it and hospitals that have seats can read it, so name nobody.
    #[serde(default)]
    why: String,
}

/// Move a class on
///
/// Opens it for hospitals, starts it, or calls it off. Whoever teaches it closes it, by the link.
#[utoipa::path(post, path = "/api/v1/office/cohorts/{cohort}/moves", tag = "classes", operation_id = "move_cohort",
    params(("cohort" = String, Path, description = "Its id")),
    request_body = CohortMoveBody, responses((status = 200, description = "As it is now", body = OfficeCohort)))]
pub(crate) async fn move_cohort(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Sent(body): Sent<CohortMoveBody>,
) -> Result<Json<OfficeCohort>, ApiError> {
    let id = cohort_id(&text)?;
    let moved = match body.moved.as_str() {
        "open" => CohortMove::Open,
        "start" => CohortMove::Start,
        "call_off" => CohortMove::CallOff { why: body.why },
        _ => return Err(ApiError::wrong("move", "Send `open`, `start` or `call_off`.")),
    };
    app.move_class(actor.account, id, &moved).await?.map_err(|what| ApiError::NotNow { what })?;
    Ok(Json(shown(&app, id).await?))
}

/// Mail the link to a class
///
/// To whoever teaches it. An earlier link ends.
#[utoipa::path(post, path = "/api/v1/office/cohorts/{cohort}/link", tag = "classes",
    operation_id = "mail_cohort_link", params(("cohort" = String, Path, description = "Its id")),
    responses((status = 200, description = "It is on its way", body = Done)))]
pub(crate) async fn mail_cohort_link(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Json<Done>, ApiError> {
    let sent = app.mail_teach_link(actor.account, cohort_id(&text)?).await?;
    sent.map_err(|what| ApiError::NotNow { what })?;
    Ok(Json(DONE))
}
