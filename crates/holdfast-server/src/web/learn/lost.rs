//! The page for a link that opens nothing. It is the same for all of them, so that nothing is learnt by trying.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::Lost;
use crate::App;
use crate::auth::Visitor;
use crate::web::{Layout, render};

#[derive(Template)]
#[template(path = "learn/lost.html")]
pub(super) struct LostPage {
    pub(super) layout: Layout,
}

/// The answer where a page cannot be shown.
pub(in crate::web) fn answer(app: &App, visitor: &Visitor, why: Lost) -> Response {
    match why {
        Lost::Link => {
            (StatusCode::GONE, render(&LostPage { layout: Layout::new(app, visitor) })).into_response()
        }
        Lost::Other(error) => error.into_response(),
    }
}
