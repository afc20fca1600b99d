//! The address to which a hospital's staff can send mail they found odd.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::app::reported_mail::ReportAddress;
use crate::auth::{Actor, Scoped};

/// Where a hospital's staff can send mail they found odd.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportAddressShape {
    /// The hospital's own address of the program; `null` until it asks for one. What comes to it counts as the hospital's.
    pub address: Option<String>,
    /// Whether the program has an address at all.
    pub is_offered: bool,
    /// Whether the hospital's own mailbox is read.
    pub reads_own_mailbox: bool,
}

impl From<ReportAddress> for ReportAddressShape {
    fn from(address: ReportAddress) -> Self {
        Self {
            address: address.own.map(|own| own.to_string()),
            is_offered: address.is_offered,
            reads_own_mailbox: address.reads_own_mailbox,
        }
    }
}

/// The address for reported mail
///
/// Where staff can forward mail they found odd.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/reported-mail-address", tag = "reported-mail", operation_id = "report_address",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The address", body = ReportAddressShape)))]
pub(crate) async fn report_address(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<ReportAddressShape>, ApiError> {
    Ok(Json(app.report_address(scope).await?.into()))
}

/// A new address for reported mail
///
/// The one before stops at once. Refused where the program reads no mailbox of its own.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/reported-mail-address", tag = "reported-mail",
    operation_id = "new_report_address",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The address", body = ReportAddressShape)))]
pub(crate) async fn new_report_address(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Json<ReportAddressShape>, ApiError> {
    Ok(Json(app.new_report_address(scope, &actor.speaker(scope.ccn())).await?.into()))
}
