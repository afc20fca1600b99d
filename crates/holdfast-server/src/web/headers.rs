//! Headers every answer carries: nothing from elsewhere runs, nothing is framed, nothing private is cached.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::App;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                   connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How long an asset is kept: its address changes when it does. An answer kept so long is an asset and no page.
pub const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Adds the headers, leaving any that a handler set on purpose.
pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A stylesheet, script, font or drawing is no page: what a page may do is said where the page is, not seven times more.
    let is_asset = headers.get(header::CACHE_CONTROL).is_some_and(|kept| kept == FOR_GOOD);
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if is_asset {
        put(header::CONTENT_SECURITY_POLICY, "default-src 'none'");
        return response;
    }
    put(header::CONTENT_SECURITY_POLICY, CSP);
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::REFERRER_POLICY, "same-origin");
    put(header::CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    );
    if app.config.server.is_https() {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
