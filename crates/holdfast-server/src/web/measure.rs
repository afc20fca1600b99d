//! `/hospital/{ccn}/measures/{measure}`: one measure with every voice side by side, and a small form for each thing one can
//! say about it.
//!
//! Files and the list of all evidence are next door, in [`super::evidence`]; an assessor's list is in [`super::assessor`].

mod act;
mod form_view;
mod page;
#[cfg(test)]
mod samples;
pub(in crate::web) mod words;

pub(in crate::web) use form_view::{Choice, FormView};

use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::decide::directory::Listed;
use holdfast_core::model::Action;

use self::page::MeasurePage;
use super::{Came, Layout, WebError, render};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::routes::{Access, Routes};

/// The page and its forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let edit = Access::Hospital(Action::EditHospital);
    let say = Access::Hospital(Action::AnswerAssessment);
    let assess = Access::Hospital(Action::Assess);
    routes
        .get("/hospital/{ccn}/measures/{measure}", view, show)
        .post("/hospital/{ccn}/measures/{measure}/answer", say, act::answer)
        .post("/hospital/{ccn}/measures/{measure}/exception", edit, act::except)
        .post("/hospital/{ccn}/measures/{measure}/exception/end", edit, act::end_exception)
        .post("/hospital/{ccn}/measures/{measure}/resolve", edit, act::resolve)
        .post("/hospital/{ccn}/measures/{measure}/review", assess, act::review)
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, measure)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = MeasurePage::load(&app, &visitor, &actor, scope, &measure, Vec::new()).await?;
    page.done = words::done(&came.done);
    Ok(render(&page))
}

/// A hospital's entry in the directory, kept for one the latest list leaves out.
pub(in crate::web) fn listed(app: &App, ccn: holdfast_core::model::Ccn) -> Result<Listed, WebError> {
    let directory = app.directory();
    let gone = || WebError::not_found("This hospital is not in the directory any more.");
    directory.hospitals.known(ccn).cloned().ok_or_else(gone)
}

/// The frame of a page for a visitor.
pub(in crate::web) fn layout(app: &App, visitor: &Visitor) -> Layout {
    Layout::new(app, visitor)
}
