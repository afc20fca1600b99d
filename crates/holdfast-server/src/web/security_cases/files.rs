//! A case as a file for other programs: STIX 2.1.

use axum::extract::{Path, State};
use axum::response::Response;

use super::number;
use crate::App;
use crate::auth::{Actor, Scoped};
use crate::web::WebError;
use crate::web::save::to_save;

pub(super) async fn stix(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let file = app.security_case_as_stix(scope, &actor.speaker(scope.ccn()), number(&case)?).await?;
    Ok(to_save(&file.name, file.media_type, file.bytes))
}
