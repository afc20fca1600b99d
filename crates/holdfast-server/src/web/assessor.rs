//! `/hospital/{ccn}/assess`: what an assessor looks at first and how far it has come, and the page to sign the posture.
//!
//! The look at one measure is a form on its own page, [`super::measure`].

mod list;
mod sign_off;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The pages and the form.
pub(super) fn routes(routes: Routes) -> Routes {
    let assess = Access::Hospital(Action::Assess);
    routes
        .get("/hospital/{ccn}/assess", assess, list::page)
        .get("/hospital/{ccn}/assess/sign-off", assess, sign_off::page)
        .post("/hospital/{ccn}/assess/sign-off", assess, sign_off::post)
}

/// The pages of this room with an assessment on them, for the test that renders them all.
#[cfg(test)]
pub(in crate::web) fn samples(
    catalog: &holdfast_core::catalog::Catalog,
    all: &crate::app::Assessment,
    here: impl Fn() -> super::hospital::Here,
    size: &str,
) -> Vec<(String, String)> {
    use askama::Template;
    let layout = super::Layout::default;
    let mut pages = Vec::new();
    for no in ["", "You answer for it."] {
        let page = list::ListPage::new(layout(), here(), catalog, all, no);
        pages.push((format!("assess, {size}"), page.render().expect("a page")));
        let form = super::measure::FormView::blank("");
        let page = sign_off::SignOffPage::new(layout(), here(), catalog, all, no, form);
        pages.push((format!("sign off, {size}"), page.render().expect("a page")));
    }
    pages
}
