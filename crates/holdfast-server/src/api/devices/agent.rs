//! What agents call: enrolling and checking in. Bodies are gzip of JSON and signed by the machine; see `holdfast_wire::device`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use holdfast_wire::device::{CheckIn, Enrol, Enrolled};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::App;
use crate::api::error::ApiError;
use crate::app::device::{Answer, EnrolError, unpacked};
use crate::auth::Visitor;
use crate::auth::machine::{Machine, SignedBody, counted};

fn read<T: DeserializeOwned>(packed: &[u8]) -> Result<T, ApiError> {
    let text = unpacked(packed).map_err(|e| ApiError::unreadable(format!("The body is not gzip: {e}.")))?;
    serde_json::from_slice(&text)
        .map_err(|e| ApiError::unreadable(format!("The body is not what this call takes: {e}.")))
}

/// Enrol a machine
///
/// A machine asks to belong to the hospital whose token it brings. The body is gzip of JSON, signed with the key it brings, in the
/// header `holdfast-signature`. A person lets it in; until then what it sends is not kept.
#[utoipa::path(post, path = "/api/v1/devices/enrol", tag = "agents", operation_id = "enrol_device",
    params(("holdfast-signature" = String, Header, description = "Ed25519 over the packed body, in base64")),
    request_body(content = Object, content_type = "application/gzip"),
    responses((status = 200, description = "Its id, and how it stands", body = Object)))]
pub(crate) async fn enrol_device(
    State(app): State<App>,
    visitor: Visitor,
    body: SignedBody,
) -> Result<Json<Enrolled>, ApiError> {
    let asks: Enrol = read(&body.packed)?;
    if !body.is_signed_by(&asks.public_key) {
        return Err(counted(&app, &visitor));
    }
    match app.enrol_device(&asks).await {
        Ok(enrolled) => Ok(Json(enrolled)),
        Err(EnrolError::Token) => {
            // A token that is guessed at is guessed at slowly.
            if let Err(slow) = app.call_limits.take(&visitor.address, app.clock.now()) {
                return Err(ApiError::Web(crate::web::WebError::SlowDown { wait_s: slow }));
            }
            Err(ApiError::not_now(EnrolError::Token))
        }
        Err(EnrolError::App(e)) => Err(e.into()),
        Err(e @ (EnrolError::Message(_) | EnrolError::Full)) => Err(ApiError::not_now(e)),
    }
}

/// Check in
///
/// What is new of a machine, from its agent. The body is gzip of JSON, signed with the machine's key. 409 asks the agent to count
/// anew from the answer and to send everything; 403 says that it is not heard, and how it stands.
#[utoipa::path(post, path = "/api/v1/devices/check-in", tag = "agents", operation_id = "check_in",
    params(("holdfast-device" = String, Header, description = "The machine's id"),
        ("holdfast-signature" = String, Header, description = "Ed25519 over the packed body, in base64")),
    request_body(content = Object, content_type = "application/gzip"),
    responses((status = 200, description = "When to come again", body = Object)))]
pub(crate) async fn check_in(State(app): State<App>, machine: Machine) -> Result<Response, ApiError> {
    let check_in: CheckIn = read(&machine.packed)?;
    if check_in.device != machine.agent.device.to_string() {
        return Err(ApiError::unreadable("The message is another machine's."));
    }
    let answer = app.check_in(machine.agent, check_in).await?;
    let (status, reply) = match answer {
        Answer::Taken(reply) => (StatusCode::OK, reply),
        Answer::CountAnew(reply) => (StatusCode::CONFLICT, reply),
        Answer::NotIn(reply) => (StatusCode::FORBIDDEN, reply),
        Answer::Unfit(what) => return Err(ApiError::unreadable(what)),
    };
    Ok((status, Json(serde_json::to_value(reply).unwrap_or(Value::Null))).into_response())
}
