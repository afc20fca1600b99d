//! Files that tell of machines, as the whole body of a call.

use axum::Json;
use axum::extract::State;

use super::shape::BroughtShape;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, FileBody, FileName};
use crate::app::device::{Arrived, SentDevices};
use crate::auth::{Actor, Scoped};

/// Send in a file that tells of machines
///
/// A file an agent wrote, what Windows' `systeminfo` prints, or a list as CSV. Columns of a list are told by their names, such as
/// `Device name`, `OS`, `OS version`, `Serial number`, `Last check-in`; one whose names tell nothing is settled on the page.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/device-files", tag = "devices", operation_id = "bring_device_file",
    params(("ccn" = String, Path, description = "CMS certification number"), FileName),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "What became of it", body = BroughtShape)))]
pub(crate) async fn bring(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(asked): Asked<FileName>,
    body: FileBody<SentDevices>,
) -> Result<Json<BroughtShape>, ApiError> {
    let by = actor.speaker(scope.ccn());
    let unfit = |why: String| Err(ApiError::wrong("body", why));
    match app.bring_device_file(scope, &by, body.named(asked)).await? {
        Arrived::Brought(brought) => Ok(Json(BroughtShape::of(brought))),
        Arrived::Unfit(why) => unfit(why),
        Arrived::Columns(list) => match app.bring_inventory(scope, &by, &list.token, list.guess).await? {
            Ok(brought) => Ok(Json(BroughtShape::of(brought))),
            Err(why) => unfit(format!("The names of the columns do not tell it: {why}.")),
        },
    }
}
