//! One file: what is known of it, what rests on it, who opened it; and the file itself, to save and never to show.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::model::{FileId, day_in_words};

use super::EvidenceRow;
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed, words};
use crate::web::moment;
use crate::web::save::{UNKNOWN, to_save};
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "evidence/file.html")]
struct FilePage {
    layout: Layout,
    here: Here,
    id: String,
    name: String,
    media_type: String,
    size: String,
    digest: String,
    effective: String,
    uploaded: String,
    by: String,
    evidence: Vec<EvidenceRow>,
    seen: Vec<(String, String)>,
}

/// A file's id as it stands in an address.
fn known(id: &str) -> Result<FileId, WebError> {
    id.parse().map_err(|_| WebError::not_found("This hospital has no such file."))
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (file, seen) = app.evidence_file(scope, known(&id)?).await?;
    let all = app.assessment(scope).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Evidence);
    let rests = all.record.evidence.iter().filter(|e| file.evidence.contains(&e.id));
    let row = |e| EvidenceRow::new(e, &app.catalog, &all.record, &all.files, all.posture.as_of);
    Ok(render(&FilePage {
        layout: layout(&app, &visitor),
        here,
        id: file.id.to_string(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: words::size(file.n_bytes),
        digest: file.digest.clone(),
        effective: day_in_words(file.effective_on),
        uploaded: moment::moment(file.uploaded_at.as_millisecond()),
        by: file.uploaded_by.clone(),
        evidence: rests.map(row).collect(),
        seen: seen.into_iter().rev().map(|s| (moment::moment(s.at.as_millisecond()), s.by)).collect(),
    }))
}

pub(super) async fn download(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (file, bytes) = app.open_evidence_file(scope, &actor.speaker(scope.ccn()), known(&id)?).await?;
    Ok(to_save(&file.name, UNKNOWN, bytes))
}
