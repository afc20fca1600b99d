//! The cookie that finds a visitor's draft again, and what to say when it finds nothing.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::app::registration::Draft;
use crate::auth::cookie::{self, CookieName};
use crate::entropy::{Token, TokenHash};
use crate::web::WebError;
use crate::web::draft_cookie::leave_draft;

/// The digest of the draft token a visitor holds, if they hold one.
#[derive(Clone, Debug)]
pub(super) struct Held(pub(super) Option<TokenHash>);

impl FromRequestParts<App> for Held {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let https = app.config.server.is_https();
        Ok(Self(cookie::read(&parts.headers, CookieName::Draft, https).map(TokenHash::of)))
    }
}

impl Held {
    /// The draft, sent or not.
    pub(super) async fn draft(&self, app: &App) -> Result<Option<(TokenHash, Draft)>, WebError> {
        let Some(token) = &self.0 else { return Ok(None) };
        Ok(app.draft(token).await?.map(|draft| (token.clone(), draft)))
    }
}

/// Sends a visitor without a draft to where one is started or found again.
pub(super) fn no_draft() -> Response {
    Redirect::to("/register?lost=1").into_response()
}

/// A redirect that leaves a draft's token with the visitor.
pub(super) fn with_cookie(app: &App, token: &Token, to: &str) -> Response {
    leave_draft(app, CookieName::Draft, token, to)
}

/// A redirect that takes a draft's token from the visitor.
pub(super) fn without_cookie(app: &App, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let cookie = cookie::forget(CookieName::Draft, app.config.server.is_https());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
