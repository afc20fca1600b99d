//! A machine behind a request: its signature held against its key before anything it sent is unpacked.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use holdfast_core::model::DeviceId;
use holdfast_store::{Agents as _, KnownAgent};
use holdfast_wire::device::{DEVICE_HEADER, SIGNATURE_HEADER, SIGNED_AS};
use ring::signature::{ED25519, UnparsedPublicKey};

use super::Visitor;
use crate::App;
use crate::api::error::ApiError;
use crate::web::WebError;

/// A body a machine sent, with its signature, not yet held against a key. For machines that are about to enrol: they bring the key.
pub struct SignedBody {
    /// The body as it came, packed.
    pub packed: Bytes,
    signature: Vec<u8>,
}

impl SignedBody {
    /// Whether this key, 32 bytes in base64, made the signature.
    pub fn is_signed_by(&self, public_key: &str) -> bool {
        let Ok(key) = STANDARD_NO_PAD.decode(public_key) else { return false };
        let signed = [SIGNED_AS, &self.packed].concat();
        UnparsedPublicKey::new(&ED25519, key).verify(&signed, &self.signature).is_ok()
    }
}

impl FromRequest<App> for SignedBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let Some(signature) = signature(request.headers()) else {
            return Err(refuse(app, &request));
        };
        let packed = Bytes::from_request(request, app).await.map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::Web(WebError::TooLarge),
            _ => ApiError::unreadable("The body did not arrive whole. Send it again."),
        })?;
        Ok(Self { packed, signature })
    }
}

/// A machine that is known here, and what it sent.
pub struct Machine {
    /// It.
    pub agent: KnownAgent,
    /// The body as it came, packed.
    pub packed: Bytes,
}

impl FromRequest<App> for Machine {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let id = request.headers().get(DEVICE_HEADER).and_then(|v| v.to_str().ok()?.parse::<DeviceId>().ok());
        let known = match id {
            Some(id) => app.store.read().await?.agent(id).await?,
            None => None,
        };
        let Some(agent) = known else { return Err(refuse(app, &request)) };
        let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
        let body = SignedBody::from_request(request, app).await?;
        if !body.is_signed_by(&agent.public_key) {
            return Err(counted(app, &visitor));
        }
        Ok(Self { agent, packed: body.packed })
    }
}

fn signature(headers: &HeaderMap) -> Option<Vec<u8>> {
    let text = headers.get(SIGNATURE_HEADER)?.to_str().ok()?;
    STANDARD_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 64)
}

fn refuse(app: &App, request: &Request) -> ApiError {
    counted(app, &request.extensions().get::<Visitor>().cloned().unwrap_or_default())
}

/// What is not signed as it must be counts against the address it came from, so that guessing is slow. What is signed does not: all
/// machines of a hospital may come from one address.
pub fn counted(app: &App, visitor: &Visitor) -> ApiError {
    match app.call_limits.take(&visitor.address, app.clock.now()) {
        Ok(()) => ApiError::Web(WebError::NotTheMachine),
        Err(wait_s) => ApiError::Web(WebError::SlowDown { wait_s }),
    }
}
