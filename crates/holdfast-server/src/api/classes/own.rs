//! A hospital's side of classes: what is near, its own seats, putting people forward, giving a seat back.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::training::college::Reader;
use holdfast_core::model::{Action, Grade};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cohort::cohort_id;
use super::shape::{CohortShape, LineFault};
use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::WhichPage;
use crate::api::sent::{Asked, Sent};
use crate::api::shape::{DONE, Done};
use crate::app::classes::{NearCollege, OwnClass};
use crate::auth::{Actor, Scoped};

/// A class that is offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedClass {
    /// The class.
    pub class: CohortShape,
    /// Seats left.
    pub n_left: u32,
    /// Names of its lessons.
    pub teaches: Vec<String>,
}

/// A college as seen from a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollegeAway {
    /// Its id.
    pub college: String,
    /// Its name.
    pub name: String,
    /// City and state.
    pub place: String,
    /// Likely miles by road; null where a place is not known.
    pub miles: Option<u64>,
    /// How far it is and how that is known, or why not.
    pub says: String,
    /// Classes that are offered.
    pub classes: Vec<OfferedClass>,
}

impl From<&NearCollege> for CollegeAway {
    fn from(near: &NearCollege) -> Self {
        // What is offered goes on, so that there is no reason to read.
        let reader = Reader::Hospital { seats: &[], sees_names: false };
        let class = |c: &crate::app::classes::NearClass| OfferedClass {
            class: CohortShape::of(&c.cohort, reader),
            n_left: c.n_left,
            teaches: c.teaches.clone(),
        };
        Self {
            college: near.listed.id.to_string(),
            name: near.listed.college.name.clone(),
            place: format!("{}, {}", near.listed.college.city, near.listed.college.state),
            miles: near.away.map(|away| away.miles.mid),
            says: near.why.clone(),
            classes: near.classes.iter().map(class).collect(),
        }
    }
}

/// A seat of the hospital's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSeatShape {
    /// Its number in the class.
    pub seat: u32,
    /// The name; null for those who may not change the hospital's record.
    pub name: Option<String>,
    /// `passed`, `did_not_pass` or `withdrew`; null where it has none, or for those who may not see names.
    pub grade: Option<&'static str>,
}

/// A class in which the hospital has seats.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnClassShape {
    /// The class.
    pub class: CohortShape,
    /// The name of its college.
    pub college_name: String,
    /// The hospital's own seats.
    pub seats: Vec<OwnSeatShape>,
}

/// Classes as a hospital sees them.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnClassesShape {
    /// A page of the colleges, nearest first.
    pub near: Vec<CollegeAway>,
    /// Colleges of all pages.
    pub n_near: usize,
    /// The next page, when there is one.
    pub next_page: Option<usize>,
    /// Classes in which the hospital has seats.
    pub own: Vec<OwnClassShape>,
}

/// Classes near a hospital
///
/// Colleges by distance with the classes that have seats left, and the hospital's own seats.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/training/classes", tag = "classes", operation_id = "own_classes",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The classes", body = OwnClassesShape)))]
pub(crate) async fn own_classes(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<OwnClassesShape>, ApiError> {
    let paging = which.paging()?;
    let classes = app.own_classes(scope).await?;
    let with_names = actor.may_at(scope.ccn(), Action::EditHospital);
    let seat = |s: &holdfast_core::model::Seat| OwnSeatShape {
        seat: s.number,
        name: with_names.then(|| s.name.clone()),
        grade: s.grade.filter(|_| with_names).map(Grade::key),
    };
    let own = |c: &OwnClass| OwnClassShape {
        class: CohortShape::of(&c.cohort, Reader::Hospital { seats: &c.seats, sees_names: with_names }),
        college_name: c.college.clone(),
        seats: c.seats.iter().map(seat).collect(),
    };
    let near = paging.of(&classes.near, CollegeAway::from);
    Ok(Json(OwnClassesShape {
        near: near.items,
        n_near: near.n_all,
        next_page: near.next_page,
        own: classes.own.iter().map(own).collect(),
    }))
}

/// People to put forward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "numbers": ["1042"], "names": [] }))]
pub(crate) struct PutForwardBody {
    /// Numbers of the staff roster.
    #[serde(default)]
    numbers: Vec<String>,
    /// Names of others.
    #[serde(default)]
    names: Vec<String>,
}

/// Who was given a seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatsTakenShape {
    /// How many have one now.
    pub n_new: usize,
    /// Those who have none, each with its place in `numbers` or `names`, from 1.
    pub faults: Vec<LineFault>,
}

/// Put people forward
///
/// Up to 500 at a time. Those who fit get a seat; each other one is told with its place in the list, from 1.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats", tag = "classes",
    operation_id = "put_forward",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("cohort" = String, Path, description = "The class")),
    request_body = PutForwardBody, responses((status = 200, description = "Who has a seat", body = SeatsTakenShape)))]
pub(crate) async fn put_forward(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, text)): Path<(String, String)>,
    Sent(body): Sent<PutForwardBody>,
) -> Result<Json<SeatsTakenShape>, ApiError> {
    let line =
        |all: &[String]| all.iter().map(|t| t.replace(['\r', '\n'], " ")).collect::<Vec<_>>().join("\n");
    let (numbers, names) = (line(&body.numbers), line(&body.names));
    let by = actor.speaker(scope.ccn());
    let read = app.put_forward(scope, &by, cohort_id(&text)?, (&numbers, &names)).await?;
    let read = read.map_err(|what| ApiError::NotNow { what })?;
    Ok(Json(SeatsTakenShape {
        n_new: read.seats.len(),
        faults: read.faults.iter().map(LineFault::from).collect(),
    }))
}

/// Give a seat back
///
/// While the class is open.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats/{seat}", tag = "classes",
    operation_id = "give_back_seat",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("cohort" = String, Path, description = "The class"), ("seat" = u32, Path, description = "Its number")),
    responses((status = 200, description = "It is given back", body = Done)))]
pub(crate) async fn give_back_seat(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, text, seat)): Path<(String, String, String)>,
) -> Result<Json<Done>, ApiError> {
    let number: u32 = seat.parse().map_err(|_| ApiError::not_found("Your hospital has no such seat."))?;
    let by = actor.speaker(scope.ccn());
    let answer = app.give_back_seat(scope, &by, cohort_id(&text)?, number).await?;
    answer.map_err(|what| ApiError::NotNow { what })?;
    Ok(Json(DONE))
}
