//! Two people answered the same question at once: both answers side by side, and which one stays.
//!
//! Registrations, applications and a hospital's settings show it; what clashes is decided in core.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{BothChanged, Fields, Merge};

use super::{Layout, render};

/// The page.
#[derive(Template)]
#[template(path = "conflict.html")]
pub(super) struct ConflictPage {
    layout: Layout,
    title: String,
    action: String,
    back: (String, &'static str),
    version_field: &'static str,
    version: u32,
    both: Vec<BothChanged>,
    mine: Fields,
    theirs: Fields,
}

/// Where the page's form goes and where it leads back to.
pub(super) struct Place {
    /// What was being answered, in a few words.
    pub(super) title: String,
    /// Where the form goes.
    pub(super) action: String,
    /// The way back, and its words.
    pub(super) back: (String, &'static str),
    /// The name of the hidden field that holds the version.
    pub(super) version_field: &'static str,
}

impl ConflictPage {
    /// `theirs` is what is kept now, at `version`.
    pub(super) fn new(layout: Layout, place: Place, merge: Merge, theirs: Fields, version: u32) -> Self {
        let Place { title, action, back, version_field } = place;
        let Merge { fields: mine, both } = merge;
        Self { layout, title, action, back, version_field, version, both, mine, theirs }
    }

    /// The page as an answer.
    pub(super) fn answer(self) -> Response {
        (StatusCode::CONFLICT, render(&self)).into_response()
    }
}
