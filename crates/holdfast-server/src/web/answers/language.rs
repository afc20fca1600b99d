//! Which language a visitor reads questions in: as asked for in the address, or as they chose before. It translates nothing.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use holdfast_core::catalog::Language;

use super::words::{Words, words};
use crate::App;
use crate::auth::cookie::{self, CookieName};

/// A choice is remembered for a year.
const YEAR_S: i64 = 31_536_000;

/// The language of a visitor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    pub(super) language: Language,
    is_new: bool,
}

impl FromRequestParts<App> for Spoken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let asked = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, value)| Language::from_key(&value));
        let https = app.config.server.is_https();
        let kept = cookie::read(&parts.headers, CookieName::Language, https).and_then(Language::from_key);
        Ok(Self { language: asked.or(kept).unwrap_or_default(), is_new: asked.is_some() && asked != kept })
    }
}

impl Spoken {
    /// A language, as if it had been chosen before.
    #[cfg(test)]
    pub(super) fn of(language: Language) -> Self {
        Self { language, is_new: false }
    }

    pub(super) fn words(self) -> &'static Words {
        words(self.language)
    }

    /// Remembers a choice just made. It says nothing about anybody, so reading a page may do it.
    pub(super) fn keep(self, app: &App, mut response: Response) -> Response {
        if self.is_new {
            let https = app.config.server.is_https();
            let cookie = cookie::set(CookieName::Language, https, self.language.key(), YEAR_S);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}
