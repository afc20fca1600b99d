//! Puts the routes behind their layers and serves them until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::App;
use crate::api;
use crate::jobs;
use crate::routes::{RouteRow, Routes};
use crate::web;

/// How long a request may take.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// How long a file may take to come in: 10 MB over a line of 150 kilobits a second.
const FILE_TIME: Duration = Duration::from_secs(600);

/// Why serving stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The listener failed.
    #[error("the server stopped listening")]
    Io(#[from] std::io::Error),
}

/// The whole service, and the table of its routes.
pub fn router(app: App) -> (Router, Vec<RouteRow>) {
    let routes = web::api_page::routes(api::routes(web::routes(Routes::new(app.clone()))));
    let (router, table) = routes.finish();
    let limit = app.config.server.max_body_bytes;
    let router = router
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(limit))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(app.clone(), web::error::dress))
        .layer(from_fn_with_state(app.clone(), web::headers::add))
        .layer(CompressionLayer::new())
        .with_state(app);
    (router, table)
}

/// Ends what takes too long. A file may take longer than a form, where files are taken at all.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let brings_file = kind.starts_with("multipart/form-data")
        && (path.ends_with("/evidence/new") || path.ends_with("/evidence"));
    let most = if brings_file { FILE_TIME } else { REQUEST_TIME };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// Serves until `stop` resolves, then lets running requests and the job under way finish.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let worker = jobs::start(app.clone());
    let (router, _) = router(app.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    worker.stop().await;
    app.background_done().await;
    Ok(served?)
}
