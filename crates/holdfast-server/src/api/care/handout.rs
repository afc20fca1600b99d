//! "If we go dark" as one page to hand out, for the board or for the county.

use axum::extract::State as FromApp;
use axum::response::Response;
use holdfast_core::decide::paper::dark::Reader;
use holdfast_core::model::HospitalScope;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{NO_SUCH_OUTAGE, days_and_down};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::app::DarkAsked;
use crate::auth::{Actor, Scoped};
use crate::web::papers::answer;

/// What is down, for how long, and inside the hospital.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HandoutOf {
    /// Days, 1 to 90; 21 when left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u16>,
    /// CMS certification numbers of hospitals that are down with it, with commas between.
    also: Option<String>,
    /// What is down inside the hospital, as `/care/downtime` takes it; everything it runs itself when left out.
    without: Option<String>,
}

/// One page for the board
///
/// "If we go dark" as PDF: who loses care, who receives them, what stops inside first, what is not known. Whose token asked for it is written
/// down.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/board.pdf", tag = "care", operation_id = "care_for_board",
    params(("ccn" = String, Path, description = "CMS certification number"), HandoutOf),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn care_for_board(
    FromApp(app): FromApp<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(of): Asked<HandoutOf>,
) -> Result<Response, ApiError> {
    handout(&app, &actor, scope, of, Reader::Board).await
}

/// One page for the county
///
/// "If the hospital goes dark" as PDF, for the county's emergency manager: where the people live and who they are, who receives them, what to
/// ask the hospital for. It says nothing of what stops inside the hospital.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/county.pdf", tag = "care", operation_id = "care_for_county",
    params(("ccn" = String, Path, description = "CMS certification number"), HandoutOf),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn care_for_county(
    FromApp(app): FromApp<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(of): Asked<HandoutOf>,
) -> Result<Response, ApiError> {
    handout(&app, &actor, scope, of, Reader::County).await
}

async fn handout(
    app: &App,
    actor: &Actor,
    scope: HospitalScope,
    of: HandoutOf,
    reader: Reader,
) -> Result<Response, ApiError> {
    let (days, down) = days_and_down(app, scope, of.days, of.also.as_deref())?;
    let inside = app.own_downtime(scope, &of.without.unwrap_or_default()).await?;
    if !inside.is_known {
        return Err(ApiError::wrong("without", NO_SUCH_OUTAGE));
    }
    let asked = DarkAsked { reader, down, days, inside };
    Ok(answer(app.dark_paper(scope, Some(actor.account), asked).await?))
}
