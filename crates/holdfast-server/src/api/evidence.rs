//! Evidence and its files: the lists, one sent in, one file with who opened it, and its bytes.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::handler::Handler;
use axum::response::Response;
use holdfast_core::model::{Action, EvidenceFile, FileId, FileSeen};
use serde::Serialize;
use utoipa::ToSchema;

use super::measure::{EvidenceShape, MeasureShape};
use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::Asked;
use crate::api::shape::{Day, Moment};
use crate::app::SentEvidence;
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};
use crate::web::save::{UNKNOWN, to_save};
use crate::web::upload::{Upload, most_form_bytes};

/// Every call about evidence, measures and their assessor.
pub fn routes(routes: Routes) -> Routes {
    use super::{assessor, collected, measure as m};
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    let say = Access::ApiHospital(Action::AnswerAssessment);
    let assess = Access::ApiHospital(Action::Assess);
    let send = send_evidence.layer(DefaultBodyLimit::max(most_form_bytes::<SentEvidence>()));
    let collect = collected::send_collected.layer(DefaultBodyLimit::max(collected::MOST_CALL_BYTES));
    routes
        .get("/api/v1/hospitals/{ccn}/evidence", view, evidence)
        .post("/api/v1/hospitals/{ccn}/evidence", say, send)
        .post("/api/v1/hospitals/{ccn}/evidence/collected", edit, collect)
        .get("/api/v1/hospitals/{ccn}/evidence/files", view, evidence_files)
        .get("/api/v1/hospitals/{ccn}/evidence/files/{file}", view, evidence_file)
        .get("/api/v1/hospitals/{ccn}/evidence/files/{file}/bytes", view, evidence_file_bytes)
        .get("/api/v1/hospitals/{ccn}/measures/{measure}", view, m::measure)
        .post("/api/v1/hospitals/{ccn}/measures/{measure}/answers", say, m::answer_measure)
        .post("/api/v1/hospitals/{ccn}/measures/{measure}/exceptions", edit, m::except_measure)
        .delete("/api/v1/hospitals/{ccn}/measures/{measure}/exceptions", edit, m::end_exception)
        .post("/api/v1/hospitals/{ccn}/measures/{measure}/resolutions", edit, m::resolve_measure)
        .post("/api/v1/hospitals/{ccn}/measures/{measure}/reviews", assess, m::review_measure)
        .get("/api/v1/hospitals/{ccn}/assess", assess, assessor::to_look_at)
        .get("/api/v1/hospitals/{ccn}/sign-offs", assess, assessor::sign_offs)
        .post("/api/v1/hospitals/{ccn}/sign-offs", assess, assessor::sign_off)
}

/// A file that evidence rests on.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileShape {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, by its bytes.
    pub media_type: String,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
    /// The day from which what it says is so.
    pub effective_on: Day,
    /// When it was sent in.
    pub uploaded_at: Moment,
    /// By whom.
    pub uploaded_by: String,
    /// Evidence that rests on it.
    pub evidence: Vec<String>,
    /// Who opened it, in order.
    pub seen: Vec<SeenShape>,
}

/// Somebody opened a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenShape {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl FileShape {
    fn of<'s>(file: &EvidenceFile, seen: impl IntoIterator<Item = &'s FileSeen>) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            n_bytes: file.n_bytes,
            digest: file.digest.clone(),
            effective_on: file.effective_on.into(),
            uploaded_at: Moment(file.uploaded_at),
            uploaded_by: file.uploaded_by.clone(),
            evidence: file.evidence.iter().map(ToString::to_string).collect(),
            seen: seen.into_iter().map(|s| SeenShape { by: s.by.clone(), at: Moment(s.at) }).collect(),
        }
    }
}

/// All evidence
///
/// Of one hospital, newest first. Nothing is ever changed; newer evidence takes its place.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/evidence", tag = "evidence", operation_id = "hospital_evidence",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The evidence", body = Page<EvidenceShape>)))]
pub(crate) async fn evidence(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<EvidenceShape>>, ApiError> {
    let paging = which.paging()?;
    let all = app.evidence_list(scope).await?.assessment;
    let newest: Vec<_> = all.record.evidence.into_iter().rev().collect();
    Ok(Json(paging.of(newest, |e| EvidenceShape::of(&e, &all.files))))
}

/// The form by which evidence comes in, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a form whose parts are read one by one")]
pub(crate) struct EvidenceForm {
    /// The file: PDF, PNG, JPEG or plain text (also CSV, JSON, XML), up to 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The id of the measure.
    measure: String,
    /// The id of the kind of evidence: one that is sent in as a file and can prove the measure.
    kind: String,
    /// What it is about.
    subject: String,
    /// The day from which it is so, not to come.
    effective: Day,
    /// `met`, `partly` or `not_met`.
    finding: String,
    /// For how many, when partly.
    #[schema(required = false)]
    n: Option<u32>,
    /// Of how many, when partly.
    #[schema(required = false)]
    of: Option<u32>,
    /// How many were looked at, when that was counted.
    #[schema(required = false)]
    seen_n: Option<u32>,
    /// Of how many.
    #[schema(required = false)]
    seen_of: Option<u32>,
    /// What it is not so for, one a line, with a star before those with more rights.
    #[schema(required = false)]
    outliers: String,
    /// What narrows it, one a line.
    #[schema(required = false)]
    limits: String,
}

/// Send in evidence
///
/// A file and what it says of one measure. Files that can run something are refused; what is kept is encrypted.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/evidence", tag = "evidence", operation_id = "send_evidence",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body(content = EvidenceForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The measure as it stands now", body = MeasureShape)))]
pub(crate) async fn send_evidence(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentEvidence>,
) -> Result<Json<MeasureShape>, ApiError> {
    let Upload { fields, file, .. } = upload;
    let measure = fields.get("measure").to_owned();
    app.send_evidence(scope, &actor.speaker(scope.ccn()), &measure, &fields, file).await??;
    super::measure::now(&app, scope, &measure).await
}

/// All files
///
/// Of one hospital without their bytes, newest first, each with who opened it.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/evidence/files", tag = "evidence", operation_id = "evidence_files",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The files", body = Page<FileShape>)))]
pub(crate) async fn evidence_files(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<FileShape>>, ApiError> {
    let paging = which.paging()?;
    let list = app.evidence_list(scope).await?;
    let newest: Vec<EvidenceFile> = list.assessment.files.iter().rev().cloned().collect();
    Ok(Json(paging.of(newest, |f| FileShape::of(&f, list.seen_by(f.id)))))
}

/// One file
///
/// What is known of it, and who opened it.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/evidence/files/{file}", tag = "evidence",
    operation_id = "evidence_file",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("file" = String, Path, description = "The id of the file")),
    responses((status = 200, description = "The file", body = FileShape)))]
pub(crate) async fn evidence_file(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<FileShape>, ApiError> {
    let (file, seen) = app.evidence_file(scope, known(&id)?).await?;
    Ok(Json(FileShape::of(&file, &seen)))
}

/// A file's bytes
///
/// Byte for byte as it came in. Whose token asked is written down beside the file.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/evidence/files/{file}/bytes", tag = "evidence",
    operation_id = "evidence_file_bytes",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("file" = String, Path, description = "The id of the file")),
    responses((status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn evidence_file_bytes(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (file, bytes) = app.open_evidence_file(scope, &actor.speaker(scope.ccn()), known(&id)?).await?;
    Ok(to_save(&file.name, UNKNOWN, bytes))
}

fn known(id: &str) -> Result<FileId, ApiError> {
    id.parse().map_err(|_| ApiError::not_found("This hospital has no such file."))
}
