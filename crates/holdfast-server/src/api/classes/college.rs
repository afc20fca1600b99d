//! The office's list of colleges.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::model::{CollegeId, ListedCollege};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::shape::{CollegeBody, CollegeShape, ListTaken, LookOrKeep, answered};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, FileBody, FileName, Sent, Upon, etag};
use crate::app::classes::{ClassFile, CollegeSaved};
use crate::auth::Actor;

/// A college of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollegeLine {
    /// What is kept of it.
    pub college: CollegeShape,
    /// Whether it is known where it stands.
    pub place_known: bool,
    /// How many classes it has or had.
    pub n_classes: usize,
}

/// The list of colleges.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollegeList {
    /// By name.
    pub colleges: Vec<CollegeLine>,
}

/// A hospital near a college.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalNearCollege {
    /// CMS certification number.
    pub ccn: String,
    /// Its name.
    pub name: String,
    /// Likely miles by road.
    pub miles: u64,
    /// The same in words, with its range.
    pub says: String,
}

/// A college and what is near it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollegeWithNear {
    /// What is kept of it.
    pub college: CollegeShape,
    /// Hospitals within 120 miles by road, nearest first; null where nobody knows where the college stands.
    pub near: Option<Vec<HospitalNearCollege>>,
}

pub(super) fn college_id(text: &str) -> Result<CollegeId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("There is no such college."))
}

/// Colleges that teach
///
/// The list the office keeps, by name.
#[utoipa::path(get, path = "/api/v1/office/colleges", tag = "classes", operation_id = "colleges",
    responses((status = 200, description = "The list", body = CollegeList)))]
pub(crate) async fn colleges(State(app): State<App>) -> Result<Json<CollegeList>, ApiError> {
    let line = |c: crate::app::classes::OfficeCollege| CollegeLine {
        college: (&c.listed).into(),
        place_known: c.known_by.is_some(),
        n_classes: c.n_classes,
    };
    let colleges = app.office_colleges().await?.into_iter().map(line).collect();
    Ok(Json(CollegeList { colleges }))
}

/// Add a college
///
/// To the list the office keeps.
#[utoipa::path(post, path = "/api/v1/office/colleges", tag = "classes", operation_id = "add_college",
    request_body = CollegeBody, responses((status = 200, description = "It is on the list", body = CollegeShape)))]
pub(crate) async fn add_college(
    State(app): State<App>,
    actor: Actor,
    Sent(body): Sent<CollegeBody>,
) -> Result<Response, ApiError> {
    saved(app.save_college(actor.account, None, &body.fields()).await.map_err(ApiError::refused)?)
}

/// A college
///
/// What is kept of it, and the hospitals near it.
#[utoipa::path(get, path = "/api/v1/office/colleges/{college}", tag = "classes", operation_id = "college",
    params(("college" = String, Path, description = "Its id")),
    responses((status = 200, description = "The college", body = CollegeWithNear)))]
pub(crate) async fn college(
    State(app): State<App>,
    Path(text): Path<String>,
) -> Result<Json<CollegeWithNear>, ApiError> {
    let (listed, near) = app.office_college(college_id(&text)?).await?;
    let line = |h: &holdfast_core::decide::training::college::HospitalNear| HospitalNearCollege {
        ccn: h.ccn.to_string(),
        name: app.hospital_name(h.ccn),
        miles: h.away.miles.mid,
        says: h.why.clone(),
    };
    let near = near.map(|near| near.iter().map(line).collect());
    Ok(Json(CollegeWithNear { college: (&listed).into(), near }))
}

/// Change a college
///
/// Takes the version read in `If-Match`. Where someone else changed it since, nothing is kept.
#[utoipa::path(put, path = "/api/v1/office/colleges/{college}", tag = "classes", operation_id = "change_college",
    params(("college" = String, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = CollegeBody, responses((status = 200, description = "As it is now", body = CollegeShape)))]
pub(crate) async fn change_college(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Upon(version): Upon,
    Sent(body): Sent<CollegeBody>,
) -> Result<Response, ApiError> {
    let known = Some((college_id(&text)?, version));
    saved(app.save_college(actor.account, known, &body.fields()).await?)
}

fn saved(saved: CollegeSaved) -> Result<Response, ApiError> {
    let shape = |listed: &ListedCollege| CollegeShape::from(listed);
    match saved {
        CollegeSaved::Kept(listed) => {
            Ok(([(ETAG, etag(listed.version))], Json(shape(&listed))).into_response())
        }
        CollegeSaved::Wrong(errors) => Err(errors.into()),
        CollegeSaved::Meanwhile(current) => Err(ApiError::Conflict { current: json!(shape(&current)) }),
    }
}

/// Send a file of colleges
///
/// CSV with the columns `name`, `unit_id`, `address`, `city`, `state`, `zip`, `lat`, `lon`, `contact_name`, `contact_email`,
/// `contact_phone`, `packs`, `lessons`, `seats`, `college` (the id here), as the whole body. It is looked at, and kept with `keep=true`.
/// Colleges it leaves out stay, and a column it leaves out keeps what is on the list.
#[utoipa::path(post, path = "/api/v1/office/colleges/file", tag = "classes", operation_id = "college_file",
    params(LookOrKeep), request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "What it says", body = ListTaken)))]
pub(crate) async fn college_file(
    State(app): State<App>,
    actor: Actor,
    Asked(asked): Asked<LookOrKeep>,
    body: FileBody<ClassFile>,
) -> Result<Json<ListTaken>, ApiError> {
    let file = body.named(FileName::default());
    let taken = app.send_colleges(actor.account, &file.bytes, asked.step()).await?;
    answered(&taken.map_err(|why| ApiError::wrong("body", why))?)
}
