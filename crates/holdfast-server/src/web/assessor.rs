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
