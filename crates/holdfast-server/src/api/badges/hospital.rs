//! Badges and certificates that a hospital's people took along, and taking one back.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::badge::TakenBack;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{Day, Moment};
use crate::app::AppError;
use crate::app::training::{Proof, ProofKind};
use crate::auth::{Actor, Scoped};

/// A badge or certificate that somebody took along.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofShape {
    /// `badge` or `certificate`.
    pub kind: &'static str,
    /// By what it is named here.
    pub proof: String,
    /// Whose it is, as on the roster now; empty where nobody there is.
    pub name: String,
    /// What it is for.
    pub what: String,
    /// When it was issued.
    pub issued_at: Moment,
    /// The day it was taken back; `null` while it stands.
    pub taken_back_on: Option<Day>,
    /// Why.
    pub taken_back_why: Option<String>,
}

impl From<Proof> for ProofShape {
    fn from(proof: Proof) -> Self {
        let (on, why) = match proof.taken_back {
            None => (None, None),
            Some(TakenBack { on, why }) => (Some(Day(on)), Some(why)),
        };
        Self {
            kind: proof.kind.key(),
            proof: proof.id,
            name: proof.name,
            what: proof.what,
            issued_at: Moment(proof.issued_at),
            taken_back_on: on,
            taken_back_why: why,
        }
    }
}

/// Badges and certificates of a hospital's people
///
/// Those that were taken along, the newest first.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/training/proofs", tag = "badges", operation_id = "proofs",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The badges and certificates", body = Vec<ProofShape>)))]
pub(crate) async fn proofs(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<ProofShape>>, ApiError> {
    Ok(Json(app.proofs(scope).await?.into_iter().map(ProofShape::from).collect()))
}

/// Why one is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeBack {
    /// One sentence, at most 300 characters. Whoever checks it reads this, so name nobody.
    why: String,
}

/// Take a badge or certificate back
///
/// For good: the person earns a new one by doing the lessons again. A badge goes in both languages, and with a certificate go the
/// person's others that have one of its lessons of the same day.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back", tag = "badges",
    operation_id = "take_proof_back",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("kind" = String, Path, description = "`badge` or `certificate`"),
        ("proof" = String, Path, description = "By what it is named in the list")),
    request_body = TakeBack,
    responses((status = 200, description = "The badges and certificates as they are now", body = Vec<ProofShape>)))]
pub(crate) async fn take_proof_back(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, kind, proof)): Path<(String, String, String)>,
    Sent(sent): Sent<TakeBack>,
) -> Result<Json<Vec<ProofShape>>, ApiError> {
    let none = || AppError::not_found("There are badges and certificates, and nothing else of this kind.");
    let kind = ProofKind::from_key(&kind).ok_or_else(none)?;
    let by = actor.speaker(scope.ccn()).account;
    match app.take_proof_back(scope, by, kind, &proof, &sent.why).await {
        Ok(()) => Ok(Json(app.proofs(scope).await?.into_iter().map(ProofShape::from).collect())),
        Err(AppError::Refused { what }) => Err(ApiError::wrong("why", what)),
        Err(other) => Err(other.into()),
    }
}
