//! The class behind an instructor's link: who sits in it, grades, the start and the end.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::training::college::Reader;
use holdfast_core::model::Grade;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::{CohortShape, ListTaken, LookOrKeep, answered};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, DraftToken, FileBody, FileName, Sent};
use crate::app::classes::ClassFile;
use crate::entropy::TokenHash;

/// Somebody in a class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassSeat {
    /// The number of the seat.
    pub seat: u32,
    /// The name.
    pub name: String,
    /// The hospital that put them forward; empty for the college's own list.
    pub hospital: String,
    /// `passed`, `did_not_pass` or `withdrew`; null without a grade.
    pub grade: Option<&'static str>,
}

/// A class as whoever teaches it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyClass {
    /// The class.
    pub class: CohortShape,
    /// The name of its college.
    pub college_name: String,
    /// Names of its lessons.
    pub teaches: Vec<String>,
    /// Everybody in it, by number.
    pub people: Vec<ClassSeat>,
}

async fn shown(app: &App, token: &TokenHash) -> Result<Json<MyClass>, ApiError> {
    let class = app.class_behind(token).await?;
    let seat = |(seat, hospital): &(holdfast_core::model::Seat, String)| ClassSeat {
        seat: seat.number,
        name: seat.name.clone(),
        hospital: hospital.clone(),
        grade: seat.grade.map(Grade::key),
    };
    Ok(Json(MyClass {
        class: CohortShape::of(&class.cohort, Reader::Instructor),
        college_name: class.college.college.name.clone(),
        teaches: app.taught_in(&class.cohort),
        people: class.seats.iter().map(seat).collect(),
    }))
}

/// Your class
///
/// For whoever teaches it: the last part of the mailed link is the bearer token.
#[utoipa::path(get, path = "/api/v1/class", tag = "classes", operation_id = "my_class",
    responses((status = 200, description = "The class", body = MyClass)))]
pub(crate) async fn my_class(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<MyClass>, ApiError> {
    shown(&app, &token).await
}

/// Start your class
///
/// From then on no hospital puts anyone forward, and grades come in.
#[utoipa::path(post, path = "/api/v1/class/start", tag = "classes", operation_id = "start_class",
    responses((status = 200, description = "It runs", body = MyClass)))]
pub(crate) async fn start_class(
    State(app): State<App>,
    DraftToken(token): DraftToken,
) -> Result<Json<MyClass>, ApiError> {
    app.start_class(&token).await?.map_err(|what| ApiError::NotNow { what })?;
    shown(&app, &token).await
}

/// Send grades
///
/// CSV with the columns `seat` and `grade` (`passed`, `did not pass`, `withdrew`), and `name` to check against, of up to 500
/// lines, as the whole body. It is looked at, and kept with `keep=true`.
#[utoipa::path(post, path = "/api/v1/class/grades", tag = "classes", operation_id = "send_grades",
    params(LookOrKeep), request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "What it says", body = ListTaken)))]
pub(crate) async fn send_grades(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Asked(asked): Asked<LookOrKeep>,
    body: FileBody<ClassFile>,
) -> Result<Json<ListTaken>, ApiError> {
    let file = body.named(FileName::default());
    let taken = app.send_grades(&token, &file.bytes, asked.step()).await?;
    answered(&taken.map_err(|what| ApiError::NotNow { what })?)
}

/// Send your own list
///
/// People who come through the college and through no hospital: CSV with the column `name`, or `first_name` and `last_name`, of up to 500
/// lines, as the whole body. It is looked at, and kept with `keep=true`. Nobody is taken out.
#[utoipa::path(post, path = "/api/v1/class/list", tag = "classes", operation_id = "send_class_list",
    params(LookOrKeep), request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "What it says", body = ListTaken)))]
pub(crate) async fn send_class_list(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Asked(asked): Asked<LookOrKeep>,
    body: FileBody<ClassFile>,
) -> Result<Json<ListTaken>, ApiError> {
    let file = body.named(FileName::default());
    let taken = app.send_class_list(&token, &file.bytes, asked.step()).await?;
    answered(&taken.map_err(|what| ApiError::NotNow { what })?)
}

/// The end of a class.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "why": "" }))]
pub(crate) struct CloseClass {
    /// Why some have no grade; empty when everybody has one. A hospital reads it when all of them are its own people, so name nobody.
    #[serde(default)]
    why: String,
}

/// Close your class
///
/// Once. What was passed then counts for the people of hospitals.
#[utoipa::path(post, path = "/api/v1/class/close", tag = "classes", operation_id = "close_class",
    request_body = CloseClass, responses((status = 200, description = "It is closed", body = MyClass)))]
pub(crate) async fn close_class(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Sent(body): Sent<CloseClass>,
) -> Result<Json<MyClass>, ApiError> {
    app.close_class(&token, &body.why).await?.map_err(|what| ApiError::NotNow { what })?;
    shown(&app, &token).await
}
