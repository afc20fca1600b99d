//! What programs of the hospital may read and do about its devices.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::device::esu_ledger;
use holdfast_core::model::DeviceId;

use super::shape::{
    DeviceActShape, DeviceActedShape, DevicePolicyShape, DeviceShape, DeviceSummary, EnrolmentTokenShape,
    FeedDatesShape, LedgerYearShape, NewTokenShape, TokenAskedShape,
};
use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::{Asked, Sent};
use crate::auth::{Actor, Scoped};

/// A device's id as it stands in an address.
fn id(text: &str) -> Result<DeviceId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("The hospital has no such device."))
}

/// All devices
///
/// In the order they came, without those that were retired.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/devices", tag = "devices", operation_id = "devices",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichPage),
    responses((status = 200, description = "The devices", body = Page<DeviceSummary>)))]
pub(crate) async fn devices(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<Page<DeviceSummary>>, ApiError> {
    let paging = which.paging()?;
    let fleet = app.fleet(scope).await?;
    let programs = app.fleet_programs(&fleet).machines;
    let all: Vec<_> = fleet.devices.into_iter().zip(programs).collect();
    Ok(Json(paging.of(all, |(device, programs)| DeviceSummary::of(&device, programs))))
}

/// One device
///
/// Every fact with its source, what is not known and why, and everything that happened to it.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/devices/{device}", tag = "devices", operation_id = "device",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("device" = String, Path, description = "The id of the device")),
    responses((status = 200, description = "The device", body = DeviceShape)))]
pub(crate) async fn device(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, device)): Path<(String, String)>,
) -> Result<Json<DeviceShape>, ApiError> {
    let file = app.device(scope, id(&device)?).await?;
    let programs = app.programs(&file.facts);
    let sum = programs.sum();
    Ok(Json(DeviceShape::of(&file, &programs, sum, FeedDatesShape::of(&app))))
}

/// Do something about a device
///
/// Let its agent in or put it out, say that its vendor pins it, say that it is gone.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/devices/{device}/moves", tag = "devices",
    operation_id = "act_on_device",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("device" = String, Path, description = "The id of the device")),
    request_body = DeviceActShape,
    responses((status = 200, description = "What became of it", body = DeviceActedShape)))]
pub(crate) async fn act_on_device(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, device)): Path<(String, String)>,
    Sent(sent): Sent<DeviceActShape>,
) -> Result<Json<DeviceActedShape>, ApiError> {
    let act = sent.read()?;
    let n = app.act_on_devices(scope, &actor.speaker(scope.ccn()), &[id(&device)?], &act).await?;
    Ok(Json(DeviceActedShape { is_changed: n > 0 }))
}

/// Tokens to enrol with
///
/// Newest first, ended ones too. Their secrets are not kept.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/enrolment-tokens", tag = "devices",
    operation_id = "enrolment_tokens",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The tokens", body = Vec<EnrolmentTokenShape>)))]
pub(crate) async fn enrolment_tokens(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<EnrolmentTokenShape>>, ApiError> {
    let all = app.enrolment_tokens(scope).await?;
    Ok(Json(all.iter().map(EnrolmentTokenShape::of).collect()))
}

/// Make a token to enrol with
///
/// So many machines may use it until its day. It is shown in this answer and never again.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/enrolment-tokens", tag = "devices",
    operation_id = "make_enrolment_token",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = TokenAskedShape,
    responses((status = 200, description = "The token", body = NewTokenShape)))]
pub(crate) async fn make_enrolment_token(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(asked): Sent<TokenAskedShape>,
) -> Result<Json<NewTokenShape>, ApiError> {
    let by = actor.speaker(scope.ccn());
    let made = app.make_enrolment_token(scope, &by, &asked.label, asked.most, asked.days).await;
    Ok(Json(NewTokenShape::of(made.map_err(ApiError::refused)?)))
}

/// End a token
///
/// No machine can enrol with it from now on. Those that did stay.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/enrolment-tokens/{token}", tag = "devices",
    operation_id = "end_enrolment_token",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("token" = i64, Path, description = "Its number")),
    responses((status = 200, description = "The tokens as they are now", body = Vec<EnrolmentTokenShape>)))]
pub(crate) async fn end_enrolment_token(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, token)): Path<(String, String)>,
) -> Result<Json<Vec<EnrolmentTokenShape>>, ApiError> {
    let id = token.parse().map_err(|_| ApiError::not_found("There is no such token."))?;
    app.end_enrolment_token(scope, &actor.speaker(scope.ccn()), id).await?;
    enrolment_tokens(State(app), Scoped(scope)).await
}

/// How often agents report
///
/// And what each may send and receive in a day.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/device-policy", tag = "devices", operation_id = "device_policy",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "What holds now", body = DevicePolicyShape)))]
pub(crate) async fn device_policy(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<DevicePolicyShape>, ApiError> {
    let policy = app.fleet(scope).await?.policy;
    Ok(Json(DevicePolicyShape { every_s: policy.every_s, bytes_a_day: policy.bytes_a_day }))
}

/// Say how often agents report
///
/// Agents hear of it with their next report.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/device-policy", tag = "devices",
    operation_id = "set_device_policy",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = DevicePolicyShape,
    responses((status = 200, description = "What holds from now on", body = DevicePolicyShape)))]
pub(crate) async fn set_device_policy(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(asked): Sent<DevicePolicyShape>,
) -> Result<Json<DevicePolicyShape>, ApiError> {
    let policy = holdfast_store::DevicePolicy { every_s: asked.every_s, bytes_a_day: asked.bytes_a_day };
    let by = actor.speaker(scope.ccn());
    app.set_device_policy(scope, &by, policy).await.map_err(ApiError::refused)?;
    device_policy(State(app), Scoped(scope)).await
}

/// Extended updates
///
/// By product and year: what is needed, licensed and granted, and on how many machines updates really arrive.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/extended-updates", tag = "devices",
    operation_id = "extended_updates",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The ledger", body = Vec<LedgerYearShape>)))]
pub(crate) async fn extended_updates(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<LedgerYearShape>>, ApiError> {
    let fleet = app.fleet(scope).await?;
    let years = esu_ledger(&app.catalog, &app.fleet_picture(&fleet), &fleet.granted, app.today());
    Ok(Json(years.iter().map(LedgerYearShape::of).collect()))
}
