//! `/hospital/{ccn}/evidence`: every file and piece of evidence, the form to send one in, and each file with who opened it.
//!
//! A file is never shown inside a page: it is looked at where it was saved. What it may be is decided before it is kept.

mod file;
mod list;
mod row;
mod send;

pub(in crate::web) use row::EvidenceRow;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::Action;

use super::upload::most_form_bytes;
use crate::app::SentEvidence;
use crate::routes::{Access, Routes};

/// The pages and the form.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let say = Access::Hospital(Action::AnswerAssessment);
    // A file is larger than a form; this address alone takes as much.
    let send = send::post.layer(DefaultBodyLimit::max(most_form_bytes::<SentEvidence>()));
    routes
        .get("/hospital/{ccn}/evidence", view, list::page)
        .get("/hospital/{ccn}/evidence/new", say, send::page)
        .post("/hospital/{ccn}/evidence/new", say, send)
        .get("/hospital/{ccn}/evidence/files/{file}", view, file::page)
        .get("/hospital/{ccn}/evidence/files/{file}/download", view, file::download)
}

/// The pages of this room with an assessment on them, for the test that renders them all.
#[cfg(test)]
pub(in crate::web) fn samples(
    catalog: &holdfast_core::catalog::Catalog,
    list: &crate::app::EvidenceList,
    here: impl Fn() -> super::hospital::Here,
    size: &str,
) -> Vec<(String, String)> {
    use askama::Template;
    let layout = super::Layout::default;
    let page = list::ListPage::new(layout(), here(), catalog, list, true, 1);
    let mut pages = vec![(format!("evidence, {size}"), page.render().expect("a page"))];
    let t = || super::measure::FormView::blank("");
    for about in catalog.measures().map(Some).chain([None]) {
        let page = send::SendPage::new(layout(), here(), catalog, about, t());
        pages.push((format!("send, {size}"), page.render().expect("a page")));
    }
    pages
}
