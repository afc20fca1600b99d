//! Puts the routes behind their layers and serves them until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::App;
use crate::api;
use crate::app::reported_mail::SentMail;
use crate::jobs;
use crate::routes::{RouteRow, Routes};
use crate::web;
use crate::web::upload::most_form_bytes;

/// How long a request may take.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// How long a file may take to come in: 10 MB over a line of 150 kilobits a second.
const FILE_TIME: Duration = Duration::from_secs(600);

/// Bytes of a reported mail that must come in each second on average: 150 kilobits.
const MAIL_RATE: u64 = 150_000 / 8;

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
async fn in_time(request: Request<Body>, next: Next) -> Response {
    match tokio::time::timeout(most_time(&request), next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// How long a request may take. A reported mail has longer the larger it says it is, so that a slow line is enough and a line that sends
/// nothing is let go.
fn most_time<B>(request: &Request<B>) -> Duration {
    let said = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let path = request.uri().path();
    let is_form = said(header::CONTENT_TYPE).unwrap_or_default().starts_with("multipart/form-data");
    if is_form && (path.ends_with("/evidence/new") || path.ends_with("/evidence")) {
        return FILE_TIME;
    }
    let brings_mail = match is_form {
        true => path.ends_with("/reported-mail/new") || path.ends_with("/report-mail"),
        false => path.starts_with("/api/") && path.ends_with("/reported-mail"),
    };
    if !brings_mail || request.method() != Method::POST {
        return REQUEST_TIME;
    }
    let most = u64::try_from(most_form_bytes::<SentMail>()).unwrap_or(u64::MAX);
    let n_bytes = said(header::CONTENT_LENGTH).and_then(|text| text.parse().ok()).unwrap_or(most);
    REQUEST_TIME + Duration::from_secs(n_bytes.min(most) / MAIL_RATE)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(method: Method, path: &str, kind: &str, n_bytes: Option<u64>, expect: u64) {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
        if let Some(n_bytes) = n_bytes {
            request = request.header(header::CONTENT_LENGTH, n_bytes);
        }
        let request = request.body(()).expect("a request");
        assert_eq!(most_time(&request).as_secs(), expect, "{path}");
    }

    #[test]
    fn a_mail_has_the_time_a_slow_line_takes_and_no_other_request_has() {
        const FORM: &str = "multipart/form-data; boundary=x";
        let whole = 26 * 1024 * 1024;
        let largest = 30 + whole / MAIL_RATE;
        // 25 MB over 256 kilobits a second take 14 minutes.
        assert!(largest > 14 * 60);
        let post = || Method::POST;
        check(post(), "/hospital/991301/reported-mail/new", FORM, Some(whole), largest);
        check(post(), "/learn/abc/report-mail", FORM, Some(whole), largest);
        check(post(), "/api/v1/hospitals/991301/reported-mail", "message/rfc822", Some(whole), largest);
        check(post(), "/api/v1/learn/reported-mail", "", Some(whole), largest);
        check(post(), "/learn/abc/report-mail", FORM, Some(2 * MAIL_RATE), 32);
        // Who does not say how much comes, or says too much, has as long as the largest.
        check(post(), "/learn/abc/report-mail", FORM, None, largest);
        check(post(), "/learn/abc/report-mail", FORM, Some(u64::MAX), largest);
        check(post(), "/learn/abc/report-mail", "text/plain", Some(whole), 30);
        check(Method::GET, "/api/v1/hospitals/991301/reported-mail", "", None, 30);
        check(post(), "/api/v1/hospitals/991301/reported-mail/7/answer", "application/json", None, 30);
        check(post(), "/hospital/991301/evidence/new", FORM, Some(whole), 600);
        check(post(), "/help", FORM, Some(whole), 30);
    }
}
