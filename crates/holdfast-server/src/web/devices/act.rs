//! What is done about one machine, or about many at once.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{DeviceId, Pin, PinKind};

use super::id;
use crate::App;
use crate::app::device::DeviceAct;
use crate::auth::{Actor, Scoped};
use crate::web::WebError;

/// Lets in the machines that were ticked.
pub(super) async fn post_many(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let ids: Vec<DeviceId> = sent.keys().filter_map(|key| key.strip_prefix("d-")?.parse().ok()).collect();
    app.act_on_devices(scope, &actor.speaker(scope.ccn()), &ids, &DeviceAct::Approve).await?;
    Ok(Redirect::to(&format!("/hospital/{}/devices?done=approved", scope.ccn())).into_response())
}

pub(super) async fn post(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, device)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let id = id(&device)?;
    let said = |key: &str| sent.get(key).cloned().unwrap_or_default();
    let act = match said("act").as_str() {
        "approve" => DeviceAct::Approve,
        "revoke" => DeviceAct::Revoke,
        "unpin" => DeviceAct::Unpin,
        "retire" => DeviceAct::Retire,
        "pin" => {
            let kind = PinKind::from_key(&said("kind"));
            let kind = kind.ok_or_else(|| WebError::BadInput {
                what: "Say whether it is a medical device or pinned by its vendor. Go back and choose one."
                    .to_owned(),
            })?;
            let pin = Pin {
                kind,
                vendor: said("vendor"),
                what: said("what"),
                vlan: said("vlan"),
                peers: said("peers"),
                remote_access: said("remote_access"),
                call: said("call"),
            };
            DeviceAct::Pin(pin.cleaned())
        }
        _ => {
            return Err(WebError::BadInput {
                what: "There is nothing of that kind to do about a machine.".to_owned(),
            });
        }
    };
    let is_gone = act == DeviceAct::Retire;
    app.act_on_devices(scope, &actor.speaker(scope.ccn()), &[id], &act).await?;
    let to = if is_gone {
        format!("/hospital/{}/devices?done=retired", scope.ccn())
    } else {
        format!("/hospital/{}/devices/{id}?done={}", scope.ccn(), said("act"))
    };
    Ok(Redirect::to(&to).into_response())
}
