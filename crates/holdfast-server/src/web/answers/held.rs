//! The cookie of somebody invited, and the part it opens. It reads nothing else of a hospital.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::desk::Desk;
use crate::App;
use crate::auth::cookie::{self, CookieName};
use crate::entropy::TokenHash;
use crate::web::WebError;

/// The digest of the token a visitor holds, if they hold one.
#[derive(Clone, Debug)]
pub(super) struct Held(pub(super) Option<TokenHash>);

impl FromRequestParts<App> for Held {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let https = app.config.server.is_https();
        Ok(Self(cookie::read(&parts.headers, CookieName::Part, https).map(TokenHash::of)))
    }
}

impl Held {
    /// Their desk; `None` when the link was ended or ran out, or there was none.
    pub(super) async fn desk(&self, app: &App) -> Result<Option<Desk>, WebError> {
        let Some(token) = &self.0 else { return Ok(None) };
        Ok(app.held_part(token).await?.map(Desk::invited))
    }
}
