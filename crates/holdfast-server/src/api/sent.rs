//! What a call sends: a JSON body, a query and a version, each read whole or refused with the reason.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use holdfast_core::model::{Ccn, sentence};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::error::ApiError;
use crate::App;
use crate::app::{FileKind, SentFile};
use crate::entropy::TokenHash;
use crate::web::WebError;

/// A JSON body. Its type refuses fields it does not know.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let typed = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let essence = typed.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(ApiError::unreadable(
                "Send a JSON body, with the header `Content-Type: application/json`.",
            ));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::Web(WebError::TooLarge),
            _ => ApiError::unreadable("The body did not arrive whole. Send it again."),
        })?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|e| ApiError::unreadable(format!("The body is not what this call takes: {e}.")))
    }
}

/// A file of a kind as the whole body.
pub struct FileBody<K>(Bytes, PhantomData<K>);

impl<K: FileKind> FromRequest<App> for FileBody<K> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, app).await.map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::wrong("body", K::too_large()),
            _ => ApiError::unreadable("The body did not arrive whole. Send it again."),
        })?;
        Ok(Self(bytes, PhantomData))
    }
}

impl<K> FileBody<K> {
    /// The file, by the name it is to be known by.
    pub fn named(self, asked: FileName) -> SentFile {
        SentFile { name: asked.name.unwrap_or_else(|| "API".to_owned()), bytes: (&self.0[..]).into() }
    }
}

/// What the file is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileName {
    /// A name to know it by, such as that of the collector; "API" when left out.
    name: Option<String>,
}

/// The query after the `?`. Its type refuses names it does not know.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Query::from_request_parts(parts, app)
            .await
            .map(|Query(asked)| Self(asked))
            .map_err(|e| ApiError::unreadable(format!("{}.", e.body_text())))
    }
}

/// A field that must be there, `null` included.
pub fn present<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(from)
}

/// Reads a parameter that is one word of a closed list.
pub fn word<T: Copy>(
    name: &str,
    text: Option<&str>,
    all: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<Option<T>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let mut keys = Vec::new();
    for (key, value) in all {
        if key == text {
            return Ok(Some(value));
        }
        keys.push(key);
    }
    Err(ApiError::unreadable(format!("`{name}` is one of {}.", keys.join(", "))))
}

/// Reads the parameter `order`: whether the list is turned round.
pub fn backwards(order: Option<&str>) -> Result<bool, ApiError> {
    Ok(word("order", order, [("up", false), ("down", true)])?.unwrap_or(false))
}

/// The version a change is made upon, from `If-Match`.
pub struct Upon(pub u32);

impl FromRequestParts<App> for Upon {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let text = parts.headers.get(IF_MATCH).ok_or(ApiError::NoVersion)?.to_str().unwrap_or_default();
        let bare = text.trim().trim_start_matches("W/").trim_matches('"');
        let bad =
            || ApiError::unreadable("`If-Match` is not a version. Send the number you read, like `\"3\"`.");
        bare.parse().map(Self).map_err(|_| bad())
    }
}

/// A version as the header `ETag` carries it.
pub fn etag(version: u32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// The token of a draft, from `Authorization: Bearer`.
pub struct DraftToken(pub TokenHash);

impl FromRequestParts<App> for DraftToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let sent = parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok());
        let token = sent.and_then(|v| v.strip_prefix("Bearer ")).map(str::trim).unwrap_or_default();
        if token.is_empty() {
            return Err(no_draft_token());
        }
        Ok(Self(TokenHash::of(token)))
    }
}

/// The draft's token is missing.
fn no_draft_token() -> ApiError {
    ApiError::Web(WebError::SignInFirst)
}

/// Reads a certification number from a path.
pub fn ccn(text: &str) -> Result<Ccn, ApiError> {
    Ccn::parse(text).map_err(|e| ApiError::unreadable(sentence(&e.to_string())))
}
