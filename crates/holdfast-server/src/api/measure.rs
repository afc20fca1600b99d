//! One measure of a hospital: where it stands and why. What one can say about it is below, in `say`.

mod say;

pub use say::*;

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::Measure;
use holdfast_core::decide::assessor::since_signed;
use holdfast_core::decide::entry::dispute;
use holdfast_core::decide::posture::Voice;
use holdfast_core::model::{
    Coverage, Evidence, EvidenceFile, Exception, ExceptionKind, Finding, HospitalScope, Outlier,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::shape::{Day, Moment};
use crate::app::Assessment;
use crate::auth::Scoped;

/// So many of so many.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ShareShape {
    /// How many.
    pub n: u32,
    /// Of how many.
    pub of: u32,
}

impl From<Coverage> for ShareShape {
    fn from(c: Coverage) -> Self {
        Self { n: c.n(), of: c.of() }
    }
}

/// What was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FindingShape {
    /// `met`, `partly` or `not_met`.
    pub finding: &'static str,
    /// For how many, when partly.
    pub share: Option<ShareShape>,
}

impl From<Finding> for FindingShape {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::Met => Self { finding: "met", share: None },
            Finding::NotMet => Self { finding: "not_met", share: None },
            Finding::Partly(c) => Self { finding: "partly", share: Some(c.into()) },
        }
    }
}

/// Something for which a measure is not so, by name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutlierShape {
    /// A device, an account, a vendor.
    pub name: String,
    /// Whether it has more rights than others.
    #[serde(default)]
    pub is_privileged: bool,
}

impl From<&Outlier> for OutlierShape {
    fn from(o: &Outlier) -> Self {
        Self { name: o.name.clone(), is_privileged: o.is_privileged }
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceShape {
    /// Its id.
    pub id: String,
    /// The measure it is about.
    pub measure: String,
    /// Its kind.
    pub kind: String,
    /// `test`, `examine` or `interview`.
    pub method: &'static str,
    /// By what or whom.
    pub collector: String,
    /// What was looked at.
    pub subject: String,
    /// When it was so.
    pub observed_at: Moment,
    /// When it came in.
    pub received_at: Moment,
    /// What it says.
    pub found: FindingShape,
    /// How much of what is there was seen, when that was counted.
    pub seen: Option<ShareShape>,
    /// What it is not so for.
    pub outliers: Vec<OutlierShape>,
    /// What narrows it.
    pub limits: Vec<String>,
    /// What whoever looked wrote beside it.
    pub note: String,
    /// SHA-256 of the file it rests on, in hex.
    pub digest: Option<String>,
    /// The id of that file.
    pub file: Option<String>,
}

impl EvidenceShape {
    /// Evidence with its file among those of the hospital.
    pub fn of(e: &Evidence, files: &[EvidenceFile]) -> Self {
        Self {
            id: e.id.to_string(),
            measure: e.measure.to_string(),
            kind: e.kind.to_string(),
            method: method_key(e.method),
            collector: e.collector.clone(),
            subject: e.subject.clone(),
            observed_at: Moment(e.observed_at),
            received_at: Moment(e.received_at),
            found: e.finding.into(),
            seen: e.seen.map(Into::into),
            outliers: e.outliers.iter().map(Into::into).collect(),
            limits: e.limits.clone(),
            note: e.note.clone(),
            digest: e.digest.clone(),
            file: files.iter().find(|f| f.evidence.contains(&e.id)).map(|f| f.id.to_string()),
        }
    }
}

fn method_key(method: holdfast_core::catalog::Method) -> &'static str {
    use holdfast_core::catalog::Method;
    match method {
        Method::Test => "test",
        Method::Examine => "examine",
        Method::Interview => "interview",
    }
}

/// What one method says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoiceShape {
    /// `test`, `examine` or `interview`.
    pub method: &'static str,
    /// What it found where it looked.
    pub found: FindingShape,
    /// What it proves for all there is.
    pub proves: FindingShape,
    /// When it was so.
    pub observed_at: Moment,
    /// When it stops counting.
    pub fresh_until: Moment,
    /// Whether it has stopped.
    pub is_stale: bool,
    /// By whom or what.
    pub said_by: Vec<String>,
    /// What it is not so for, those with more rights first.
    pub outliers: Vec<OutlierShape>,
    /// What narrows it.
    pub limits: Vec<String>,
    /// The evidence it rests on.
    pub evidence: Vec<String>,
}

impl From<&Voice> for VoiceShape {
    fn from(v: &Voice) -> Self {
        Self {
            method: method_key(v.method),
            found: v.observed.into(),
            proves: v.finding.into(),
            observed_at: Moment(v.observed_at),
            fresh_until: Moment(v.fresh_until),
            is_stale: v.is_stale,
            said_by: v.said_by.clone(),
            outliers: v.outliers.iter().map(Into::into).collect(),
            limits: v.limits.clone(),
            evidence: v.evidence.iter().map(ToString::to_string).collect(),
        }
    }
}

/// An exception that holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExceptionShape {
    /// `not_applicable` or `accepted_risk`.
    pub kind: &'static str,
    /// The reason.
    pub reason: String,
    /// What is done instead.
    pub instead: String,
    /// Who approved it.
    pub approver: String,
    /// Since when.
    pub since: Moment,
    /// Its last day.
    pub until: Day,
}

impl From<&Exception> for ExceptionShape {
    fn from(e: &Exception) -> Self {
        Self {
            kind: match e.kind {
                ExceptionKind::NotApplicable => "not_applicable",
                ExceptionKind::AcceptedRisk => "accepted_risk",
            },
            reason: e.reason.clone(),
            instead: e.instead.clone(),
            approver: e.approver.clone(),
            since: Moment(e.at),
            until: e.until.into(),
        }
    }
}

/// A contradiction that waits for somebody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DisputeShape {
    /// Since when.
    pub since: Moment,
    /// Whether it has waited too long and counts as not met.
    pub is_overdue: bool,
    /// Evidence on either side: any of it may be named as wrong.
    pub evidence: Vec<String>,
    /// The last day by which it may be promised to be fixed.
    pub longest: Day,
}

/// One measure of a hospital.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeasureShape {
    /// Its id.
    pub measure: String,
    /// The safeguard it belongs to.
    pub safeguard: String,
    /// What is so when it is met.
    pub says: String,
    /// What is counted, when something is.
    pub counts: Option<String>,
    /// What it means while it is open, when it is a gate.
    pub gate: Option<String>,
    /// `verified`, `attested`, `partly`, `not_met`, `contradicted`, `stale` or `unknown`.
    pub state: &'static str,
    /// Why, in words.
    pub why: String,
    /// The day it changes by itself if nothing comes in.
    pub changes_on: Option<Day>,
    /// What each method says, strongest first.
    pub voices: Vec<VoiceShape>,
    /// The exception that leaves it out of the count.
    pub exception: Option<ExceptionShape>,
    /// The contradiction, where there is one.
    pub contradiction: Option<DisputeShape>,
    /// Keys of the kinds of evidence that can prove it.
    pub proven_by: Vec<String>,
    /// Days for which evidence counts.
    pub fresh_for_days: u16,
    /// All evidence about it, newest first.
    pub evidence: Vec<EvidenceShape>,
    /// Who signed the posture last, and whether this measure changed since.
    pub signed: Option<String>,
}

impl MeasureShape {
    fn of(safeguard: &str, measure: &Measure, all: &Assessment) -> Self {
        let stands = all.stands(measure);
        let about = all.record.evidence.iter().rev().filter(|e| e.measure == measure.id);
        Self {
            measure: measure.id.to_string(),
            safeguard: safeguard.to_owned(),
            says: measure.says.clone(),
            counts: measure.counts.clone(),
            gate: measure.gate.clone(),
            state: stands.state.key(),
            why: stands.why.clone(),
            changes_on: stands.changes_on.map(Into::into),
            voices: stands.voices.iter().map(Into::into).collect(),
            exception: stands.exception.as_ref().map(Into::into),
            contradiction: dispute(stands).map(|d| DisputeShape {
                since: Moment(d.since),
                is_overdue: d.is_overdue,
                evidence: d.sides.iter().map(ToString::to_string).collect(),
                longest: d.longest.into(),
            }),
            proven_by: measure.proven_by.iter().map(ToString::to_string).collect(),
            fresh_for_days: measure.fresh_for_days,
            evidence: about.map(|e| EvidenceShape::of(e, &all.files)).collect(),
            signed: since_signed(&all.sign_offs, &all.posture).map(|s| s.sentence()),
        }
    }
}

/// The measure as it stands now.
pub(in crate::api) async fn now(
    app: &App,
    scope: HospitalScope,
    id: &str,
) -> Result<Json<MeasureShape>, ApiError> {
    let (safeguard, measure) = app.measure(id)?;
    let all = app.assessment(scope).await?;
    Ok(Json(MeasureShape::of(safeguard.id.as_str(), measure, &all)))
}

/// One measure
///
/// Where it stands with the reason, what each method says, and all evidence about it.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/measures/{measure}", tag = "evidence", operation_id = "measure",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn measure(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<MeasureShape>, ApiError> {
    now(&app, scope, &id).await
}
