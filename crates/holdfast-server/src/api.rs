//! The JSON API: every call reads, makes one call of a use case, and answers. No SQL and no rule of the program here.
//!
//! Pages and calls share their use cases. Signing in, passkeys and new API tokens stay with the pages, so that a token
//! that got lost cannot make itself others.

#![expect(unused_qualifications, reason = "the macro that describes calls writes full paths where names stand")]

pub mod catalog;
pub mod check;
pub mod directory;
pub mod document;
pub mod error;
pub mod offer;
pub mod paging;
pub mod sent;
pub mod shape;

use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use crate::routes::{Access, RouteRow, Routes};

/// Where the document is.
pub const DOCUMENT: &str = "/api/v1/openapi.json";

/// Every call.
pub fn routes(routes: Routes) -> Routes {
    let public = Access::ApiPublic;
    let routes = routes
        .get("/api/v1/check/{ccn}", public, check::check)
        .post("/api/v1/check/{ccn}", public, check::check_with)
        .get("/api/v1/directory", public, directory::summary)
        .get("/api/v1/directory/hospitals", public, directory::search)
        .get("/api/v1/directory/hospitals/{ccn}", public, directory::hospital)
        .get("/api/v1/catalog", public, catalog::catalog)
        .get("/api/v1/catalog/offers", public, catalog::offers)
        .get("/api/v1/catalog/offers/{offer}", public, catalog::offer);
    let own = RouteRow { method: "GET", path: DOCUMENT, access: public };
    let table: Vec<RouteRow> = routes.table().iter().cloned().chain([own]).collect();
    let document = document::document(&table);
    let text: Arc<str> = serde_json::to_string_pretty(&document).unwrap_or_default().into();
    routes.get(DOCUMENT, public, move || {
        let text = text.clone();
        async move { ([(CONTENT_TYPE, "application/json")], text.to_string()).into_response() }
    })
}

/// This document
///
/// The description of every call, in OpenAPI 3.1.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document", operation_id = "openapi_document",
    responses((status = 200, description = "The document", body = Object)))]
#[expect(dead_code, reason = "describes a route whose handler holds the finished text")]
fn document_json() {}
