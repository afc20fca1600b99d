//! A lesson as a file for another learning system.

use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::catalog::Language;
use holdfast_report::CourseKind;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, word};
use crate::web::papers::answer;

/// Which package.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichPackage {
    /// `scorm12` unless said, `scorm2004` or `cmi5`.
    kind: Option<String>,
    /// `en` unless said, or `es`.
    lang: Option<String>,
}

/// One lesson as a package
///
/// A zip that a hospital's own learning system runs, by SCORM 1.2, SCORM 2004 (4th edition) or cmi5, and that is a page where there is
/// no system. The same lesson gives the same bytes.
#[utoipa::path(get, path = "/api/v1/lessons/{lesson}/package.zip", tag = "lessons", operation_id = "lesson_package",
    params(("lesson" = String, Path, description = "The id of a lesson"), WhichPackage),
    responses((status = 200, description = "The package", body = Vec<u8>, content_type = "application/zip")))]
pub(crate) async fn package(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(which): Asked<WhichPackage>,
) -> Result<Response, ApiError> {
    let kinds = CourseKind::ALL.map(|kind| (kind.key(), kind));
    let languages = [Language::English, Language::Spanish].map(|language| (language.key(), language));
    let kind = word("kind", which.kind.as_deref(), kinds)?.unwrap_or_default();
    let language = word("lang", which.lang.as_deref(), languages)?.unwrap_or_default();
    Ok(answer(app.lesson_package(&id, language, kind)?))
}
