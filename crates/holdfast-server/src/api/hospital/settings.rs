//! What a hospital said at registration and may change for good: its contact, mail domain, products and plan, what it shares.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{Fields, Status, Step, show};
use holdfast_core::model::{HospitalScope, Registration};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::registration::{Answers, FieldShape};
use crate::api::sent::{Sent, Upon, etag};
use crate::app::settings::{Changed, SETTINGS, hint, setting, title};
use crate::auth::{Actor, Scoped};

/// One setting: answers that are changed together.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalSetting {
    /// Its part of an address.
    pub setting: &'static str,
    /// The question.
    pub title: &'static str,
    /// What a change does, and does not.
    pub hint: &'static str,
    /// Whether it is answered.
    pub answered: bool,
    /// Its fields. Nothing is suggested for them.
    pub fields: Vec<FieldShape>,
    /// The version of the settings; send it back in `If-Match`.
    pub version: u32,
}

impl HospitalSetting {
    fn of(step: Step, registration: &Registration) -> Self {
        let answers = &registration.answers;
        Self {
            setting: step.slug(),
            title: title(step),
            hint: hint(step),
            answered: step.status(answers) == Status::Done,
            fields: FieldShape::all(step, &show(step, answers), &Fields::default()),
            version: registration.version,
        }
    }

    /// As an answer, with its version in the header.
    fn answer(step: Step, registration: &Registration) -> Response {
        let shape = Self::of(step, registration);
        ([(ETAG, etag(shape.version))], Json(shape)).into_response()
    }
}

fn known(slug: &str) -> Result<Step, ApiError> {
    setting(slug).ok_or_else(|| {
        let all: Vec<&str> = SETTINGS.iter().map(|s| s.slug()).collect();
        ApiError::not_found(format!("There is no such setting. The settings are: {}.", all.join(", ")))
    })
}

async fn confirmed(app: &App, scope: HospitalScope) -> Result<Registration, ApiError> {
    let registration = app.hospital_settings(scope).await?;
    registration.ok_or_else(|| {
        ApiError::not_now(
            "the registration is not confirmed yet, so there is nothing to change. Come back once it is",
        )
    })
}

/// A hospital's settings
///
/// None while its registration is not confirmed.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/settings", tag = "hospital", operation_id = "hospital_settings",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The settings", body = Vec<HospitalSetting>)))]
pub(crate) async fn settings(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<HospitalSetting>>, ApiError> {
    let registration = app.hospital_settings(scope).await?;
    let all = |r: Registration| SETTINGS.iter().map(|step| HospitalSetting::of(*step, &r)).collect();
    Ok(Json(registration.map_or_else(Vec::new, all)))
}

/// A setting
///
/// As whoever changes it reads it. 409 while the registration is not confirmed.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/settings/{setting}", tag = "hospital",
    operation_id = "hospital_setting",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("setting" = String, Path, description = "The setting")),
    responses((status = 200, description = "The setting", body = HospitalSetting,
        headers(("ETag" = String, description = "The version of the settings")))))]
pub(crate) async fn one_setting(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, slug)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let step = known(&slug)?;
    Ok(HospitalSetting::answer(step, &confirmed(&app, scope).await?))
}

/// Change a setting
///
/// Takes the version read in `If-Match`. Where someone else changed the same fields since, nothing is kept and the
/// answer is 409 with the setting as it is now. A new contact is told, and so is the old one.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/settings/{setting}", tag = "hospital",
    operation_id = "change_setting",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("setting" = String, Path, description = "The setting"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = Answers,
    responses((status = 200, description = "The setting as it is now", body = HospitalSetting,
        headers(("ETag" = String, description = "The new version of the settings")))))]
pub(crate) async fn change_setting(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, slug)): Path<(String, String)>,
    Upon(version): Upon,
    Sent(sent): Sent<Answers>,
) -> Result<Response, ApiError> {
    let step = known(&slug)?;
    let (mine, base) = sent.fields(step)?;
    let changed = app.change_setting(scope, actor.account, step, &base, &mine, version).await;
    match changed.map_err(ApiError::refused)? {
        Changed::Kept(registration) => Ok(HospitalSetting::answer(step, &registration)),
        Changed::Wrong(errors) => Err(errors.into()),
        Changed::Both { .. } => {
            let current = HospitalSetting::of(step, &confirmed(&app, scope).await?);
            Err(ApiError::Conflict { current: json!(current) })
        }
    }
}
