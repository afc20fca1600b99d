//! Turns a template into a response. The only place that makes HTML responses.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::WebError;

/// Renders a page. A template that fails is a fault of ours.
pub fn render<T: Template>(page: &T) -> Response {
    match page.render() {
        Ok(html) => ([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html)
            .into_response(),
        Err(e) => WebError::broken(e).into_response(),
    }
}
