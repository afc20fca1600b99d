//! What a program says before anybody applies: who may ask for what, the form, and where a person decides.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::application::{intake, judged, kinds, pages};
use serde::Serialize;
use utoipa::ToSchema;

use super::FormQuestion;
use crate::App;
use crate::api::error::ApiError;
use crate::api::offer::OfferShape;

/// A kind of applicant, and what it may ask for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantKindShape {
    /// What it is.
    pub says: String,
    /// Ids of the offers no condition rules out for this kind alone; none when the program is not for it.
    pub offers: Vec<String>,
}

/// One page of a program's form.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormPart {
    /// Its part of an address.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<FormQuestion>,
}

/// A program one applies to with a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramByForm {
    /// Its id.
    pub program: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Whether one can apply today.
    pub open: bool,
    /// Why one cannot, when one cannot.
    pub closed_because: Option<String>,
    /// Days within which the program means to decide.
    pub review_target_days: u16,
    /// Who can apply, and for what.
    pub applicants: Vec<ApplicantKindShape>,
    /// The conditions on which a person decides when they are not met.
    pub judged: Vec<String>,
    /// Its offers with every condition.
    pub offers: Vec<OfferShape>,
    /// Its form.
    pub form: Vec<FormPart>,
}

/// A program to apply to
///
/// What it gives, who can apply, its form, and the conditions on which a person decides.
#[utoipa::path(get, path = "/api/v1/applications/programs/{program}", tag = "application",
    operation_id = "get_program_by_form",
    params(("program" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The program", body = ProgramByForm)))]
pub(crate) async fn program(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<ProgramByForm>, ApiError> {
    let (program, form) = app.program_by_form(&id)?;
    let today = app.today();
    let closed_because = intake(program, today).why_not();
    let part = |page: &holdfast_core::decide::application::FormPage<'_>| FormPart {
        page: page.slug.clone(),
        title: page.title.to_owned(),
        questions: page.questions.iter().map(|q| FormQuestion::of(q, "")).collect(),
    };
    let kind = |k: holdfast_core::decide::application::KindOfApplicant<'_>| ApplicantKindShape {
        says: k.words.to_owned(),
        offers: k.offers.iter().map(|o| o.id.to_string()).collect(),
    };
    Ok(Json(ProgramByForm {
        program: program.id.to_string(),
        name: program.name.clone(),
        purpose: program.purpose.clone(),
        open: closed_because.is_none(),
        closed_because,
        review_target_days: program.review_target_days,
        applicants: kinds(program, today).into_iter().map(kind).collect(),
        judged: judged(program).into_iter().map(str::to_owned).collect(),
        offers: program.offers.iter().map(|o| OfferShape::of(&app.catalog, Some(program), o)).collect(),
        form: pages(form).iter().map(part).collect(),
    }))
}
