//! A lesson as one page to print.

use axum::extract::{Path, State};
use axum::response::Response;

use super::InLanguage;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::web::papers::answer;

/// One lesson as a page to print
///
/// One letter page in large type: what to do, three questions without answers, and a code that leads to the whole lesson. The same
/// lesson gives the same bytes.
#[utoipa::path(get, path = "/api/v1/lessons/{lesson}/page.pdf", tag = "lessons", operation_id = "lesson_page",
    params(("lesson" = String, Path, description = "The id of a lesson"), InLanguage),
    responses((status = 200, description = "The page", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn paper(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(asked): Asked<InLanguage>,
) -> Result<Response, ApiError> {
    Ok(answer(app.lesson_paper(&id, asked.read()?)?))
}
