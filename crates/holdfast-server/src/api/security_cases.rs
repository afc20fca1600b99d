//! Security cases: a hunt's findings in, the cases they make, what is done about them, STIX out; and the machines care depends on.

mod shape;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::handler::Handler;
use axum::response::Response;
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::{Action, HospitalScope, IncidentMoveError, sentence};
use serde::Deserialize;
use utoipa::ToSchema;

pub use shape::{
    CareMachineShape, CaseEventShape, CaseLineShape, CaseMachineShape, CaseMoveShape, CaseStepShape,
    CaseTellShape, HuntTakenShape, SecurityCaseShape, SecurityCaseSummary,
};

use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::{Asked, FileBody, FileName, Sent};
use crate::app::incident::SentHunt;
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};
use crate::web::save::to_save;
use crate::web::security_cases::number;
use crate::web::upload::most_form_bytes;

/// Every call about security cases.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewCases);
    let edit = Access::ApiHospital(Action::EditHospital);
    let take = take_hunt.layer(DefaultBodyLimit::max(most_form_bytes::<SentHunt>()));
    routes
        .post("/api/v1/hospitals/{ccn}/hunts", edit, take)
        .get("/api/v1/hospitals/{ccn}/security-cases", view, security_cases)
        .get("/api/v1/hospitals/{ccn}/security-cases/{case}", view, security_case)
        .post("/api/v1/hospitals/{ccn}/security-cases/{case}/moves", edit, move_security_case)
        .get("/api/v1/hospitals/{ccn}/security-cases/{case}/stix", view, security_case_stix)
        .get("/api/v1/hospitals/{ccn}/care-machines", view, care_machines)
        .put("/api/v1/hospitals/{ccn}/care-machines/{name}", edit, name_care_machine)
        .delete("/api/v1/hospitals/{ccn}/care-machines/{name}", edit, drop_care_machine)
}

/// Send in findings
///
/// The result of a hunt: JSON, one object a line. Findings sent before change nothing. The gravest 2,000 of one call are kept, and
/// the answer says how many were left out. What the hunt covered becomes evidence.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/hunts", tag = "security-cases", operation_id = "take_hunt",
    params(("ccn" = String, Path, description = "CMS certification number"), FileName),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, description = "What became of it", body = HuntTakenShape)))]
pub(crate) async fn take_hunt(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(asked): Asked<FileName>,
    body: FileBody<SentHunt>,
) -> Result<Json<HuntTakenShape>, ApiError> {
    match app.take_hunt(scope, &actor.speaker(scope.ccn()), body.named(asked)).await? {
        Ok(taken) => Ok(Json(HuntTakenShape::of(taken))),
        Err(wrong) => Err(ApiError::wrong("body", wrong)),
    }
}

/// All cases
///
/// Open ones first: those on machines that care depends on, then the gravest, then the oldest. Then the newest 100 closed ones.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/security-cases", tag = "security-cases",
    operation_id = "security_cases",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The cases", body = Page<SecurityCaseSummary>)))]
pub(crate) async fn security_cases(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<SecurityCaseSummary>>, ApiError> {
    let paging = which.paging()?;
    let all = app.security_cases(scope).await?;
    let cases = all.open.into_iter().chain(all.closed);
    Ok(Json(paging.of(cases, |c| SecurityCaseSummary::of(&c.case, &c.story))))
}

/// One case
///
/// What happened and where, the first three steps, who is told, everything that was done.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/security-cases/{case}", tag = "security-cases",
    operation_id = "security_case",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("case" = u32, Path, description = "The number of the case")),
    responses((status = 200, description = "The case", body = SecurityCaseShape)))]
pub(crate) async fn security_case(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
) -> Result<Json<SecurityCaseShape>, ApiError> {
    now(&app, scope, number(&case)?).await
}

async fn now(app: &App, scope: HospitalScope, number: u32) -> Result<Json<SecurityCaseShape>, ApiError> {
    Ok(Json(SecurityCaseShape::of(&app.security_case(scope, number).await?)))
}

/// Do something about a case
///
/// Look at it, do a step or take that back, note that somebody was told, add a note, close it. A closed case takes notes alone.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/security-cases/{case}/moves", tag = "security-cases",
    operation_id = "move_security_case",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("case" = u32, Path, description = "The number of the case")),
    request_body = CaseMoveShape,
    responses((status = 200, description = "The case as it stands now", body = SecurityCaseShape)))]
pub(crate) async fn move_security_case(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Sent(sent): Sent<CaseMoveShape>,
) -> Result<Json<SecurityCaseShape>, ApiError> {
    let number = number(&case)?;
    match app.move_security_case(scope, &actor.speaker(scope.ccn()), number, sent.read()?).await? {
        Ok(()) => now(&app, scope, number).await,
        Err(e @ IncidentMoveError::Closed) => Err(ApiError::not_now(e)),
        Err(e) => {
            let field = match e {
                IncidentMoveError::NoSuchPerson => "whom",
                IncidentMoveError::NoSuchCase => "other",
                _ => "words",
            };
            Err(ApiError::wrong(field, sentence(&e.to_string())))
        }
    }
}

/// A case as STIX 2.1
///
/// A bundle for other security programs. It names computers and accounts. Whose token asked is written down.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/security-cases/{case}/stix", tag = "security-cases",
    operation_id = "security_case_stix",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("case" = u32, Path, description = "The number of the case")),
    responses((status = 200, description = "The bundle", body = Object,
        content_type = "application/stix+json;version=2.1")))]
pub(crate) async fn security_case_stix(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let file = app.security_case_as_stix(scope, &actor.speaker(scope.ccn()), number(&case)?).await?;
    Ok(to_save(&file.name, file.media_type, file.bytes))
}

/// Machines that care depends on
///
/// By name. Cases on them stand first.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care-machines", tag = "security-cases",
    operation_id = "care_machines",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The machines", body = Page<CareMachineShape>)))]
pub(crate) async fn care_machines(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<CareMachineShape>>, ApiError> {
    let paging = which.paging()?;
    Ok(Json(paging.of(app.care_machines(scope).await?, |m| CareMachineShape::of(&app.catalog, &m))))
}

/// What a machine carries.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CareMachineSent {
    /// The id of a kind of system in the catalog, or `other`.
    system: String,
    /// What it carries in your words, up to 80 characters. Needed with `other`.
    #[serde(default)]
    carries: String,
}

/// Name a machine
///
/// By its exact computer name, or says anew what it carries. A full name is the same as its first label.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/care-machines/{name}", tag = "security-cases",
    operation_id = "name_care_machine",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("name" = String, Path, description = "The computer's name")),
    request_body = CareMachineSent,
    responses((status = 200, description = "All machines", body = Vec<CareMachineShape>)))]
pub(crate) async fn name_care_machine(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, name)): Path<(String, String)>,
    Sent(sent): Sent<CareMachineSent>,
) -> Result<Json<Vec<CareMachineShape>>, ApiError> {
    let mut fields = Fields::default();
    fields.set("names", name);
    fields.set("system", sent.system);
    fields.set("carries", sent.carries);
    app.name_care_machines(scope, &actor.speaker(scope.ccn()), &fields).await??;
    all_machines(&app, scope).await
}

/// Take a machine off the list
///
/// Cases on it stand where others do.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/care-machines/{name}", tag = "security-cases",
    operation_id = "drop_care_machine",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("name" = String, Path, description = "The computer's name")),
    responses((status = 200, description = "All machines", body = Vec<CareMachineShape>)))]
pub(crate) async fn drop_care_machine(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, name)): Path<(String, String)>,
) -> Result<Json<Vec<CareMachineShape>>, ApiError> {
    app.drop_care_machine(scope, &actor.speaker(scope.ccn()), &name).await?;
    all_machines(&app, scope).await
}

async fn all_machines(app: &App, scope: HospitalScope) -> Result<Json<Vec<CareMachineShape>>, ApiError> {
    let all = app.care_machines(scope).await?;
    Ok(Json(all.iter().map(|m| CareMachineShape::of(&app.catalog, m)).collect()))
}
