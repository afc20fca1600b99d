//! Papers of one hospital: what there is, and each as a file.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::model::Action;
use holdfast_report::Paper;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::api::shape::Day;
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};
use crate::web::papers::{SEAL, answer, named};

/// Every call about papers.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    routes.get("/api/v1/hospitals/{ccn}/papers", view, papers).get(
        "/api/v1/hospitals/{ccn}/papers/{file}",
        view,
        paper,
    )
}

/// The day papers speak of.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichDay {
    /// The day, to its end; today when left out.
    #[param(value_type = Option<Day>)]
    as_of: Option<Date>,
}

/// A paper that can be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperShape {
    /// Its key.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What is in it and for whom.
    pub says: &'static str,
    /// The names to ask for, the usual kind first.
    pub files: Vec<String>,
}

/// The papers of a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct PapersShape {
    /// The day they speak of.
    pub as_of: Day,
    /// Whether anything is known of the hospital's safeguards by then.
    pub is_known: bool,
    /// Answers for the insurer that evidence contradicts: nobody should sign while there are any.
    pub n_contradicted: usize,
    /// Answers for the insurer that nobody knows.
    pub n_unknown: usize,
    /// Answers for the insurer that rest on a person's word.
    pub n_unproven: usize,
    /// Answers for the insurer that fresh evidence shows.
    pub n_proven: usize,
    /// The papers.
    pub papers: Vec<PaperShape>,
}

/// The papers there are
///
/// What can be made, and how the insurer's answers stand. The technical plan is there once the hospital said what it can carry.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/papers", tag = "papers", operation_id = "papers",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichDay),
    responses((status = 200, description = "The papers", body = PapersShape)))]
pub(crate) async fn papers(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichDay>,
) -> Result<Json<PapersShape>, ApiError> {
    let list = app.papers(scope, which.as_of).await?;
    let shape = |paper: Paper| PaperShape {
        id: paper.key(),
        title: paper.title(),
        says: paper.says(),
        files: paper.formats().iter().map(|f| format!("{}.{}", paper.key(), f.key())).collect(),
    };
    let is_there = |p: &Paper| *p != Paper::Plan || list.has_plan;
    Ok(Json(PapersShape {
        as_of: Day(list.day),
        is_known: list.is_known,
        n_contradicted: list.insurer.n_contradicted,
        n_unknown: list.insurer.n_unknown,
        n_unproven: list.insurer.n_unproven,
        n_proven: list.insurer.n_proven,
        papers: Paper::ALL.into_iter().filter(is_there).map(shape).collect(),
    }))
}

/// One paper as a file
///
/// By its name, as `board.pdf`, or `practices.seal.json` for the signature beside `practices.json`. Whose token asked for it is
/// written down.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/papers/{file}", tag = "papers", operation_id = "paper",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("file" = String, Path, description = "One of the names in the list of papers"), WhichDay),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn paper(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, file)): Path<(String, String)>,
    Asked(which): Asked<WhichDay>,
) -> Result<Response, ApiError> {
    if file == SEAL {
        return Ok(answer(app.practices_seal(scope, Some(actor.account), which.as_of).await?));
    }
    let (paper, format) = named(&file)
        .ok_or_else(|| ApiError::not_found("There is no such paper. The list of papers has every one."))?;
    let made = app.paper(scope, Some(actor.account), paper, Some(format), which.as_of).await?;
    Ok(answer(made))
}
