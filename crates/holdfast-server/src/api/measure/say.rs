//! What one can say about a measure: an answer, an exception, a way out of a contradiction, an assessor's look.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::assessor::may_assess;
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::HospitalScope;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MeasureShape, OutlierShape, now};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::Day;
use crate::app::{Entered, Speaker};
use crate::auth::{Actor, Scoped};

async fn after(
    app: &App,
    scope: HospitalScope,
    id: &str,
    entered: Entered,
) -> Result<Json<MeasureShape>, ApiError> {
    entered?;
    now(app, scope, id).await
}

/// A finding as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "finding": "partly", "n": 60, "of": 92 }))]
pub(crate) struct SaidFinding {
    /// `met`, `partly` or `not_met`.
    finding: String,
    /// For how many, when partly.
    n: Option<u32>,
    /// Of how many, when partly.
    of: Option<u32>,
}

/// Answer a measure
///
/// Keeps what a person says. Evidence that says otherwise makes a contradiction.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/measures/{measure}/answers", tag = "evidence",
    operation_id = "answer_measure",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    request_body = SaidFinding, responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn answer_measure(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(said): Sent<SaidFinding>,
) -> Result<Json<MeasureShape>, ApiError> {
    let fields = finding_fields(Some(&said.finding), said.n, said.of);
    let entered = app.answer_measure(scope, &actor.speaker(scope.ccn()), &id, &fields).await?;
    after(&app, scope, &id, entered).await
}

fn finding_fields(finding: Option<&str>, n: Option<u32>, of: Option<u32>) -> Fields {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    [("finding", finding.unwrap_or_default().to_owned()), ("n", number(n)), ("of", number(of))]
        .into_iter()
        .collect()
}

fn day_text(day: Option<Day>) -> String {
    day.map(|d| d.0.to_string()).unwrap_or_default()
}

/// An exception as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewException {
    /// `not_applicable` or `accepted_risk`.
    kind: String,
    /// The reason.
    reason: String,
    /// What is done instead; needed for an accepted risk.
    #[serde(default)]
    instead: String,
    /// Who approved it.
    approver: String,
    /// Its last day, within a year.
    until: Day,
}

/// Leave a measure out
///
/// Until a day, within a year. Counts are shown with and without; a gate is never lifted by it.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/measures/{measure}/exceptions", tag = "evidence",
    operation_id = "except_measure",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    request_body = NewException, responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn except_measure(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(new): Sent<NewException>,
) -> Result<Json<MeasureShape>, ApiError> {
    let fields: Fields = [
        ("kind", new.kind),
        ("reason", new.reason),
        ("instead", new.instead),
        ("approver", new.approver),
        ("until", day_text(Some(new.until))),
    ]
    .into_iter()
    .collect();
    let entered = app.except_measure(scope, &actor.speaker(scope.ccn()), &id, &fields).await?;
    after(&app, scope, &id, entered).await
}

/// End the exception
///
/// The one that holds ends today. It stays on record.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/measures/{measure}/exceptions", tag = "evidence",
    operation_id = "end_exception",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn end_exception(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<MeasureShape>, ApiError> {
    app.end_exception(scope, &actor.speaker(scope.ccn()), &id).await.map_err(ApiError::refused)?;
    now(&app, scope, &id).await
}

/// A way out of a contradiction as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "exit": "fixing", "reason": "We turn it on for both accounts", "by": "2026-04-01" }))]
pub(crate) struct WayOut {
    /// `fixing`, `evidence_wrong` or `scope_differs`.
    exit: String,
    /// The reason, or what will be done.
    reason: String,
    /// By which day, for `fixing`.
    by: Option<Day>,
    /// Which evidence, for `evidence_wrong`, when there is more than one.
    evidence: Option<String>,
}

/// Resolve a contradiction
///
/// Says that it is being fixed by a day, that the evidence is wrong, or that the answer was about less. Changing the
/// answer is a call of its own.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/measures/{measure}/resolutions", tag = "evidence",
    operation_id = "resolve_measure",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    request_body = WayOut, responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn resolve_measure(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(way): Sent<WayOut>,
) -> Result<Json<MeasureShape>, ApiError> {
    let fields: Fields = [
        ("exit", way.exit),
        ("reason", way.reason),
        ("by", day_text(way.by)),
        ("evidence", way.evidence.unwrap_or_default()),
    ]
    .into_iter()
    .collect();
    let entered = app.resolve_measure(scope, &actor.speaker(scope.ccn()), &id, &fields).await;
    after(&app, scope, &id, entered.map_err(ApiError::refused)?).await
}

/// An assessor's look as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "method": "examine", "verdict": "agree", "firm": "Lakeside Assurance" }))]
pub(crate) struct NewReview {
    /// `examine`, `interview` or `test`.
    method: String,
    /// `agree` with what stands, or `correct` it.
    verdict: String,
    /// `met`, `partly` or `not_met`, when correcting.
    finding: Option<String>,
    /// For how many, when partly.
    n: Option<u32>,
    /// Of how many, when partly.
    of: Option<u32>,
    /// What it is not so for.
    #[serde(default)]
    outliers: Vec<OutlierShape>,
    /// The day of the look; today unless said.
    looked: Option<Day>,
    /// What was seen; needed when correcting.
    #[serde(default)]
    note: String,
    /// The firm the assessor comes from.
    firm: String,
}

/// Keep an assessor's look
///
/// Becomes evidence of the kind `assessor-review`. What was only heard counts as a word.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/measures/{measure}/reviews", tag = "evidence",
    operation_id = "review_measure",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("measure" = String, Path, description = "The id of the measure")),
    request_body = NewReview, responses((status = 200, description = "The measure", body = MeasureShape)))]
pub(crate) async fn review_measure(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(new): Sent<NewReview>,
) -> Result<Json<MeasureShape>, ApiError> {
    let mut fields = finding_fields(new.finding.as_deref(), new.n, new.of);
    let line = |o: &OutlierShape| format!("{}{}", if o.is_privileged { "*" } else { "" }, o.name);
    fields.set("outliers", new.outliers.iter().map(line).collect::<Vec<_>>().join("\n"));
    for (name, value) in [
        ("method", new.method),
        ("verdict", new.verdict),
        ("looked", day_text(new.looked)),
        ("note", new.note),
        ("firm", new.firm),
    ] {
        fields.set(name, value);
    }
    let speaker = actor.speaker(scope.ccn());
    tied(&speaker)?;
    let entered = app.review_measure(scope, &speaker, &id, &fields).await?;
    after(&app, scope, &id, entered).await
}

/// Refuses whoever answers for the hospital, with the reason.
pub(in crate::api) fn tied(speaker: &Speaker) -> Result<(), ApiError> {
    may_assess(&speaker.roles).map_err(|what| ApiError::Tied { what: what.to_owned() })
}
