//! What the office does from a hospital's file: confirm an offer, record that it runs, invite the hospital.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::hospital::ClaimShape;
use crate::api::sent::{Sent, ccn, present};
use crate::api::shape::{DONE, Day, Done};
use crate::app::{ActivationError, InviteError, MOST_NOTE_CHARS};
use crate::auth::Actor;
use crate::web::problem::Problems;

/// A note beside a move.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Validating {
    /// What to write beside it, up to 500 characters. The hospital reads it.
    #[serde(default)]
    note: String,
}

fn note(text: &str) -> Result<&str, ApiError> {
    if text.chars().count() > MOST_NOTE_CHARS {
        return Err(ApiError::wrong("note", format!("Shorten the note to {MOST_NOTE_CHARS} characters.")));
    }
    Ok(text)
}

fn not_moved(error: ActivationError) -> ApiError {
    match error {
        ActivationError::Starts(says) => ApiError::wrong("started", says),
        ActivationError::Ends(says) => ApiError::wrong("ends", says),
        ActivationError::Move(why) => ApiError::not_now(why),
        ActivationError::App(e) => ApiError::refused(e),
    }
}

/// Confirm an offer
///
/// That the hospital may have an offer it accepted. The hospital is told.
#[utoipa::path(post, path = "/api/v1/office/hospitals/{ccn}/offers/{offer}/validate", tag = "office",
    operation_id = "validate_offer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    request_body = Validating, responses((status = 200, description = "Confirmed", body = ClaimShape)))]
pub(crate) async fn validate(
    State(app): State<App>,
    actor: Actor,
    Path((text, offer)): Path<(String, String)>,
    Sent(sent): Sent<Validating>,
) -> Result<Json<ClaimShape>, ApiError> {
    let claim = app.validate_claim(&actor, ccn(&text)?, &offer, note(&sent.note)?).await;
    Ok(Json(claim.map_err(not_moved)?.into()))
}

/// That an offer runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "started": "2026-03-01", "ends": "2027-02-28", "note": "" }))]
pub(crate) struct Activating {
    /// Its first day; today or before.
    #[schema(value_type = Day)]
    started: Date,
    /// Its last day; `null` when it has no set end. The hospital's file says what it is by the offer's term.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    ends: Option<Date>,
    /// What to write beside it, up to 500 characters. The hospital reads it.
    #[serde(default)]
    note: String,
}

/// Record that an offer runs
///
/// After it was confirmed. The hospital is told.
#[utoipa::path(post, path = "/api/v1/office/hospitals/{ccn}/offers/{offer}/activate", tag = "office",
    operation_id = "activate_offer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    request_body = Activating, responses((status = 200, description = "It runs", body = ClaimShape)))]
pub(crate) async fn activate(
    State(app): State<App>,
    actor: Actor,
    Path((text, offer)): Path<(String, String)>,
    Sent(sent): Sent<Activating>,
) -> Result<Json<ClaimShape>, ApiError> {
    let (ccn, note) = (ccn(&text)?, note(&sent.note)?);
    let claim = app.activate_claim(&actor, ccn, &offer, sent.started, sent.ends, note).await;
    Ok(Json(claim.map_err(not_moved)?.into()))
}

/// Whom to write to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "it@fixturememorial.example" }))]
pub(crate) struct HospitalInvited {
    /// A mail address; `null` notes that the program wrote to the hospital by other means, and sends nothing.
    #[serde(deserialize_with = "present")]
    email: Option<String>,
}

/// Invite a hospital
///
/// Refused with 409 once it has registered.
#[utoipa::path(post, path = "/api/v1/office/hospitals/{ccn}/invite", tag = "office",
    operation_id = "invite_hospital",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = HospitalInvited, responses((status = 200, description = "It is on record", body = Done)))]
pub(crate) async fn invite_hospital(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Sent(sent): Sent<HospitalInvited>,
) -> Result<Json<Done>, ApiError> {
    let ccn = ccn(&text)?;
    let mut problems = Problems::default();
    let to = sent.email.as_deref().and_then(|text| problems.email("email", text));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    app.invite_hospital(&actor, ccn, to.as_ref()).await.map_err(|e| match e {
        InviteError::Registered => ApiError::not_now(e),
        InviteError::App(e) => ApiError::refused(e),
    })?;
    Ok(Json(DONE))
}
