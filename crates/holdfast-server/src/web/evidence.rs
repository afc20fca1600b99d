//! `/hospital/{ccn}/evidence`: every file and piece of evidence, the form to send one in, and each file with who opened it.
//!
//! A file is never shown inside a page: it is looked at where it was saved. What it may be is decided before it is kept.

mod file;
mod list;
mod row;
mod send;

pub(crate) use file::to_save;
pub(in crate::web) use row::EvidenceRow;
pub(crate) use send::{MOST_UPLOAD_BYTES, Upload};

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The pages and the form.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let say = Access::Hospital(Action::AnswerAssessment);
    // A file is larger than a form; this address alone takes as much.
    let send = send::post.layer(DefaultBodyLimit::max(MOST_UPLOAD_BYTES));
    routes
        .get("/hospital/{ccn}/evidence", view, list::page)
        .get("/hospital/{ccn}/evidence/new", say, send::page)
        .post("/hospital/{ccn}/evidence/new", say, send)
        .get("/hospital/{ccn}/evidence/files/{file}", view, file::page)
        .get("/hospital/{ccn}/evidence/files/{file}/download", view, file::download)
}
