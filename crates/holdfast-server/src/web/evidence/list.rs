//! The list of all evidence of a hospital, newest first, and of its files with how often each was opened.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::assessor::since_signed;
use holdfast_core::model::{Action, EvidenceFile};
use holdfast_import::evidence_file::MOST_HOSPITAL_BYTES;
use serde::Deserialize;

use super::EvidenceRow;
use crate::App;
use crate::app::EvidenceList;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed, words};
use crate::web::{Layout, WebError, render};

/// Pieces on one page.
const A_PAGE: usize = 50;

/// A file as a row.
pub(super) struct FileRow {
    id: String,
    name: String,
    size: String,
    effective: String,
    uploaded: String,
    by: String,
    seen: String,
}

#[derive(Template)]
#[template(path = "evidence/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) evidence: Vec<EvidenceRow>,
    n_evidence: usize,
    now: usize,
    last: usize,
    files: Vec<FileRow>,
    kept: String,
    most: String,
    signed: String,
    may_send: bool,
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    page: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Evidence);
    let all = app.evidence_list(scope).await?;
    let may_send = actor.may_at(scope.ccn(), Action::AnswerAssessment);
    let now = which.page.parse().unwrap_or(1);
    Ok(render(&ListPage::new(layout(&app, &visitor), here, &app.catalog, &all, may_send, now)))
}

impl ListPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        all: &EvidenceList,
        may_send: bool,
        now: usize,
    ) -> Self {
        let assessment = &all.assessment;
        let (record, files) = (&assessment.record, &assessment.files);
        let row = |e| EvidenceRow::new(e, catalog, record, files, assessment.posture.as_of);
        let n_evidence = record.evidence.len();
        let last = n_evidence.div_ceil(A_PAGE).max(1);
        let now = now.clamp(1, last);
        let bytes: u64 = files.iter().map(|f| f.n_bytes).sum();
        Self {
            layout,
            here,
            evidence: record.evidence.iter().rev().skip((now - 1) * A_PAGE).take(A_PAGE).map(row).collect(),
            n_evidence,
            now,
            last,
            files: files.iter().rev().map(|f| FileRow::new(f, all)).collect(),
            kept: words::size(bytes),
            most: words::size(MOST_HOSPITAL_BYTES),
            signed: since_signed(&assessment.sign_offs, &assessment.posture)
                .map(|s| s.sentence())
                .unwrap_or_default(),
            may_send,
        }
    }
}

impl FileRow {
    fn new(file: &EvidenceFile, all: &EvidenceList) -> Self {
        let mut people: Vec<&str> = all.seen_by(file.id).map(|s| s.by.as_str()).collect();
        people.sort_unstable();
        people.dedup();
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            size: words::size(file.n_bytes),
            effective: holdfast_core::model::day_in_words(file.effective_on),
            uploaded: words::day(file.uploaded_at),
            by: file.uploaded_by.clone(),
            seen: match people.as_slice() {
                [] => "Nobody yet".to_owned(),
                [one] => (*one).to_owned(),
                [one, rest @ ..] => format!("{one} and {} more", rest.len()),
            },
        }
    }
}
