//! Files that tell of machines, as the whole body of a call.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::shape::BroughtShape;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::app::SentFile;
use crate::app::device::{Arrived, MOST_FILE_BYTES};
use crate::auth::{Actor, Scoped};

/// A file as the whole body.
pub(crate) struct FileBody(Bytes);

impl FromRequest<App> for FileBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, app).await.map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                let says =
                    format!("A file has up to {} MB. Send it in parts.", MOST_FILE_BYTES / 1024 / 1024);
                ApiError::wrong("body", says)
            }
            _ => ApiError::unreadable("The body did not arrive whole. Send it again."),
        })?;
        Ok(Self(bytes))
    }
}

/// What the file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileName {
    /// A name to know it by; "API" when left out.
    name: Option<String>,
}

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
    FileBody(bytes): FileBody,
) -> Result<Json<BroughtShape>, ApiError> {
    let by = actor.speaker(scope.ccn());
    let file = SentFile { name: asked.name.unwrap_or_else(|| "API".to_owned()), bytes: (&bytes[..]).into() };
    let unfit = |why: String| Err(ApiError::wrong("body", why));
    match app.bring_device_file(scope, &by, file).await? {
        Arrived::Brought(brought) => Ok(Json(BroughtShape::of(brought))),
        Arrived::Unfit(why) => unfit(why),
        Arrived::Columns(list) => match app.bring_inventory(scope, &by, &list.token, list.guess).await? {
            Ok(brought) => Ok(Json(BroughtShape::of(brought))),
            Err(why) => unfit(format!("The names of the columns do not tell it: {why}.")),
        },
    }
}
