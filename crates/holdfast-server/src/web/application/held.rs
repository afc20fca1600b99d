//! The cookie that finds a visitor's application again, and what to say when it finds nothing.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::app::application::Applying;
use crate::auth::cookie::{self, CookieName};
use crate::entropy::{Token, TokenHash};
use crate::web::WebError;
use crate::web::draft_cookie::leave_draft;

/// The digest of the application's token a visitor holds, if they hold one.
#[derive(Clone, Debug)]
pub(super) struct Held(pub(super) Option<TokenHash>);

impl FromRequestParts<App> for Held {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let https = app.config.server.is_https();
        Ok(Self(cookie::read(&parts.headers, CookieName::Application, https).map(TokenHash::of)))
    }
}

impl Held {
    /// The application, sent or not.
    pub(super) async fn application<'a>(
        &self,
        app: &'a App,
    ) -> Result<Option<(TokenHash, Applying<'a>)>, WebError> {
        let Some(token) = &self.0 else { return Ok(None) };
        Ok(app.application(token).await?.map(|applying| (token.clone(), applying)))
    }
}

/// Sends a visitor without an application to where one is found again.
pub(super) fn none_held() -> Response {
    Redirect::to("/application/lost").into_response()
}

/// A redirect that leaves an application's token with the visitor.
pub(super) fn with_cookie(app: &App, token: &Token, to: &str) -> Response {
    leave_draft(app, CookieName::Application, token, to)
}
