//! `/lessons/{lesson}/page.pdf`: a lesson as one page for the wall, for anybody.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::catalog::Language;
use serde::Deserialize;

use crate::App;
use crate::web::WebError;
use crate::web::papers::answer;

/// In which language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    lang: String,
}

/// The page asked for. A language there is none of is refused: a page on the wall is read by whoever comes by.
pub(super) async fn paper(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let language = match which.lang.as_str() {
        "" => Language::default(),
        key => Language::from_key(key).ok_or_else(|| WebError::BadInput {
            what: "There is no such page. Ask for lang=en or lang=es, or choose it on the lesson's page."
                .to_owned(),
        })?,
    };
    Ok(answer(app.lesson_paper(&id, language)?))
}
