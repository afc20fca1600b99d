//! What a learner takes along: the due days as a calendar, and a certificate of what is done.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{digest, lost, spoken};
use crate::App;
use crate::auth::Visitor;
use crate::web::save::to_save;

/// The language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    lang: String,
}

pub(super) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match app.learner_behind(&digest(&token)).await {
        Ok(desk) => {
            let language = spoken(&asked.lang, desk.learner.person.language);
            to_save("lessons.ics", "text/calendar; charset=utf-8", app.learner_calendar(&desk, language))
        }
        Err(e) => lost::answer(&app, &visitor, e.into()),
    }
}

pub(super) async fn certificate(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let language = holdfast_core::catalog::Language::from_key(&asked.lang);
    match app.learner_certificate(&digest(&token), language).await {
        Ok(bytes) => to_save("certificate.pdf", "application/pdf", bytes),
        Err(e) => lost::answer(&app, &visitor, e.into()),
    }
}
