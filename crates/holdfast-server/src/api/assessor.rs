//! An assessor's work at one hospital: what to look at first, and the posture to sign.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::assessor::{self as decide, since_signed, to_look};
use holdfast_core::decide::posture::{Attainment, GateState, Posture};
use holdfast_core::decide::registration::Fields;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::measure::{ShareShape, tied};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Done, Moment};
use crate::auth::{Actor, Scoped};

/// A measure to look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookShape {
    /// The id of the measure.
    pub measure: String,
    /// The safeguard it belongs to.
    pub safeguard: String,
    /// What is so when it is met.
    pub says: String,
    /// Why it comes where it does: `contradicted`, `gate`, `unproven` or `rest`.
    pub first: &'static str,
    /// Its state.
    pub state: &'static str,
    /// When an assessor looked last, while that counts.
    pub looked_at: Option<Moment>,
}

/// Everything to look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct LooksShape {
    /// How many have been looked at.
    pub progress: Option<ShareShape>,
    /// Every measure, those to look at first before the others.
    pub measures: Vec<LookShape>,
}

/// What to look at
///
/// Contradictions first, then gates that are not proven shut, then what is only said, then the rest.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/assess", tag = "evidence", operation_id = "to_look_at",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The measures", body = LooksShape)))]
pub(crate) async fn to_look_at(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Json<LooksShape>, ApiError> {
    tied(&actor.speaker(scope.ccn()))?;
    let all = app.assessment(scope).await?;
    let list = to_look(&app.catalog, &all.posture, &all.record);
    let one = |t: &decide::ToLook<'_>| LookShape {
        measure: t.measure.id.to_string(),
        safeguard: t.safeguard.id.to_string(),
        says: t.measure.says.clone(),
        first: t.first.key(),
        state: t.stands.state.key(),
        looked_at: t.looked.map(|e| Moment(e.observed_at)),
    };
    Ok(Json(LooksShape {
        progress: decide::progress(&list).map(Into::into),
        measures: list.iter().map(one).collect(),
    }))
}

/// Goals met.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalsShape {
    /// How many of the essential and enhanced ones.
    pub met: u8,
    /// Of how many.
    pub of: u8,
}

impl From<Attainment> for GoalsShape {
    fn from(a: Attainment) -> Self {
        Self { met: a.met(), of: a.of_goals() }
    }
}

/// A posture in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedPosture {
    /// As of when.
    pub as_of: Moment,
    /// The digest of the record it was decided from.
    pub record: String,
    /// The digest of what it says: send it back to sign it.
    pub seen: String,
    /// The catalog it was decided with.
    pub catalog: String,
    /// `exposed`, `unproven` or `guarded`.
    pub label: &'static str,
    /// Goals met, with exceptions.
    pub goals: GoalsShape,
    /// Goals met, without exceptions.
    pub goals_without_exceptions: GoalsShape,
    /// Of the measures of met goals, how many fresh evidence proves; none when no goal is met.
    pub proven: Option<ShareShape>,
    /// Measures that are gates and not proven shut.
    pub gates_not_shut: Vec<String>,
    /// Measures that are contradicted.
    pub contradicted: Vec<String>,
}

impl From<&Posture> for SignedPosture {
    fn from(p: &Posture) -> Self {
        let contradicted = p.measures.iter().filter(|m| m.state.key() == "contradicted");
        let gates = p.gates.iter().filter(|g| g.state != GateState::Shut);
        Self {
            as_of: Moment(p.as_of),
            record: p.record.clone(),
            seen: decide::seen(p),
            catalog: p.catalog.clone(),
            label: p.label.key(),
            goals: p.attainment.into(),
            goals_without_exceptions: p.without_exceptions.into(),
            proven: p.assurance.map(Into::into),
            gates_not_shut: gates.map(|g| g.measure.to_string()).collect(),
            contradicted: contradicted.map(|m| m.measure.to_string()).collect(),
        }
    }
}

/// A posture somebody signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedShape {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What they said of it.
    pub statement: String,
    /// What was signed.
    pub posture: SignedPosture,
}

/// The posture to be signed, and those that were.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignOffsShape {
    /// As it stands now.
    pub now: SignedPosture,
    /// Who signed last, and how many measures changed since.
    pub signed: Option<String>,
    /// Measures that changed since.
    pub changed: Vec<String>,
    /// Every signature, newest first.
    pub all: Vec<SignedShape>,
}

/// The posture to sign
///
/// As it stands now, beside those that were signed and what changed since.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/sign-offs", tag = "evidence", operation_id = "sign_offs",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The postures", body = SignOffsShape)))]
pub(crate) async fn sign_offs(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<SignOffsShape>, ApiError> {
    let all = app.assessment(scope).await?;
    let signed = since_signed(&all.sign_offs, &all.posture);
    Ok(Json(SignOffsShape {
        now: (&all.posture).into(),
        changed: signed.iter().flat_map(|s| &s.changed).map(|c| c.measure.to_string()).collect(),
        signed: signed.map(|s| s.sentence()),
        all: all
            .sign_offs
            .iter()
            .rev()
            .map(|s| SignedShape {
                by: s.by.clone(),
                at: Moment(s.at),
                statement: s.statement.clone(),
                posture: (&s.posture).into(),
            })
            .collect(),
    }))
}

/// A signature as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSignOff {
    /// What the assessor says of the posture.
    statement: String,
    /// `seen` of the posture as it was read: nobody signs what they have not seen.
    seen: String,
}

/// Sign the posture
///
/// Kept as it stands, with the assessor's name. Refused when something came in since it was read.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/sign-offs", tag = "evidence", operation_id = "sign_off",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = NewSignOff, responses((status = 200, description = "It is signed", body = Done)))]
pub(crate) async fn sign_off(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(new): Sent<NewSignOff>,
) -> Result<Json<Done>, ApiError> {
    let speaker = actor.speaker(scope.ccn());
    tied(&speaker)?;
    let fields: Fields = [("statement", new.statement), ("seen", new.seen)].into_iter().collect();
    app.sign_posture(scope, &speaker, &fields).await??;
    Ok(Json(DONE))
}
