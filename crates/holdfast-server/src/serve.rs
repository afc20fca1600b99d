//! Puts the routes behind their layers and serves them until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::App;
use crate::api;
use crate::jobs;
use crate::routes::{RouteRow, Routes};
use crate::web;

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
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(30)))
        .layer(from_fn_with_state(app.clone(), web::error::dress))
        .layer(from_fn_with_state(app.clone(), web::headers::add))
        .layer(CompressionLayer::new())
        .with_state(app);
    (router, table)
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
