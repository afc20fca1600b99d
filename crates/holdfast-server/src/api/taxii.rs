//! TAXII 2.1, to read only: what hospitals that share found bad, for other security programs. One root, one collection.
//!
//! It asks for a token as every call does. Source: OASIS, TAXII Version 2.1 (10 June 2021).

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use holdfast_core::model::sentence;
use holdfast_report::taxii::{self, Asked, AskedError, COLLECTION, MEDIA_TYPE, Page};
use serde_json::Value;

use crate::App;
use crate::api::error::ApiError;
use crate::routes::{Access, Routes};

const FIRST: HeaderName = HeaderName::from_static("x-taxii-date-added-first");
const LAST: HeaderName = HeaderName::from_static("x-taxii-date-added-last");

/// Where the root lies.
const ROOT: &str = "/taxii2/lures/";

/// Every call of the server.
pub(super) fn routes(routes: Routes) -> Routes {
    let reader = Access::ApiSignedIn;
    routes
        .get("/taxii2/", reader, discovery)
        .get("/taxii2/lures/", reader, root)
        .get("/taxii2/lures/collections/", reader, collections)
        .get("/taxii2/lures/collections/{collection}/", reader, collection)
        .get("/taxii2/lures/collections/{collection}/manifest/", reader, manifest)
        .get("/taxii2/lures/collections/{collection}/objects/", reader, objects)
        .get("/taxii2/lures/collections/{collection}/objects/{object}/", reader, object)
        .get("/taxii2/lures/collections/{collection}/objects/{object}/versions/", reader, versions)
}

async fn discovery(State(app): State<App>, headers: HeaderMap) -> Response {
    // Root addresses are whole: readers follow them as they stand.
    answer(&headers, || taxii::discovery(&app.config.program.name, &app.link(ROOT)))
}

async fn root(State(app): State<App>, headers: HeaderMap) -> Response {
    answer(&headers, || taxii::api_root(&app.config.program.name))
}

async fn collections(headers: HeaderMap) -> Response {
    answer(&headers, taxii::collections)
}

async fn collection(headers: HeaderMap, Path(id): Path<String>) -> Response {
    match id == COLLECTION {
        true => answer(&headers, taxii::collection),
        false => no_collection(),
    }
}

async fn objects(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    paged(&app, &headers, &id, query, None, taxii::objects).await
}

async fn manifest(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    paged(&app, &headers, &id, query, None, taxii::manifest).await
}

async fn object(
    State(app): State<App>,
    headers: HeaderMap,
    Path((id, object)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    paged(&app, &headers, &id, query, Some(object), taxii::objects).await
}

async fn versions(
    State(app): State<App>,
    headers: HeaderMap,
    Path((id, object)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    if id != COLLECTION {
        return Ok(no_collection());
    }
    let all = app.pooled_lures().await?;
    Ok(match taxii::versions(&all, &object) {
        Some(found) => answer(&headers, || found),
        None => said(StatusCode::NOT_FOUND, "There is no such object in this collection."),
    })
}

/// One page of the collection, of all its objects or of one.
async fn paged(
    app: &App,
    headers: &HeaderMap,
    id: &str,
    query: Option<String>,
    object: Option<String>,
    page: fn(&[holdfast_report::Added], &Asked) -> Result<Page, AskedError>,
) -> Result<Response, ApiError> {
    if id != COLLECTION {
        return Ok(no_collection());
    }
    let query = query.unwrap_or_default();
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    let asked = Asked::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let all = app.pooled_lures().await?;
    let is_there = object.as_ref().is_none_or(|object| all.iter().any(|added| added.id == *object));
    if !is_there {
        return Ok(said(StatusCode::NOT_FOUND, "There is no such object in this collection."));
    }
    let found = asked.and_then(|mut asked| {
        asked.ids.extend(object);
        page(&all, &asked)
    });
    Ok(match found {
        Ok(found) => dated(answer(headers, || found.body), found.dates),
        Err(wrong) => said(StatusCode::BAD_REQUEST, &sentence(&wrong.to_string())),
    })
}

fn dated(mut response: Response, dates: Option<(String, String)>) -> Response {
    let Some((first, last)) = dates.filter(|_| response.status().is_success()) else { return response };
    for (name, date) in [(FIRST, first), (LAST, last)] {
        if let Ok(date) = HeaderValue::from_str(&date) {
            response.headers_mut().insert(name, date);
        }
    }
    response
}

/// An answer in the media type of the specification, for whoever takes it.
fn answer(headers: &HeaderMap, body: impl FnOnce() -> Value) -> Response {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("*/*");
    if takes(accept) {
        with(StatusCode::OK, &body())
    } else {
        said(StatusCode::NOT_ACCEPTABLE, "Ask for application/taxii+json;version=2.1.")
    }
}

/// Whether one of the types a reader takes is ours, with our version or none. Source: TAXII 2.1, 1.6.8.
fn takes(accept: &str) -> bool {
    accept.split(',').any(|one| {
        let mut parts = one.split(';').map(|part| part.trim().to_ascii_lowercase());
        let kind = parts.next().unwrap_or_default();
        let version =
            parts.find_map(|part| part.strip_prefix("version=").map(|v| v.trim_matches('"').to_owned()));
        matches!(kind.as_str(), "application/taxii+json" | "*/*" | "application/*")
            && version.is_none_or(|v| v == "2.1")
    })
}

fn no_collection() -> Response {
    said(StatusCode::NOT_FOUND, "There is no such collection.")
}

fn said(status: StatusCode, title: &str) -> Response {
    with(status, &taxii::error(status.as_u16(), title))
}

fn with(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn only_what_is_2_1_or_names_no_version_is_taken() {
        for accept in [
            "application/taxii+json;version=2.1",
            "application/taxii+json",
            "text/html, */*",
            "application/taxii+json; Version=\"2.1\"",
        ] {
            assert!(takes(accept), "{accept}");
        }
        for accept in ["application/taxii+json;version=2.0", "application/json", "text/html", ""] {
            assert!(!takes(accept), "{accept}");
        }
    }
}
