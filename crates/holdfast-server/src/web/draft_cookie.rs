//! Leaves the token of something unfinished with the browser that began it: a registration or an application.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::auth::cookie::{self, CookieName};
use crate::entropy::Token;

/// A redirect that leaves a token in the cookie of its kind, for as long as a mailed way back works.
pub(super) fn leave_draft(app: &App, name: CookieName, token: &Token, to: &str) -> Response {
    let seconds = i64::from(app.config.sign_in.resume_days) * 86_400;
    let cookie = cookie::set(name, app.config.server.is_https(), token.reveal(), seconds);
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
