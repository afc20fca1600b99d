//! Rows of evidence as collectors send them, and what became of each.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::entry::CollectedRow;
use holdfast_core::model::Outlier;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::measure::OutlierShape;
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::Sent;
use crate::app::RowOutcome;
use crate::auth::{Actor, Scoped};

/// Largest call, in bytes.
pub(super) const MOST_CALL_BYTES: usize = 2 * 1024 * 1024;

/// How much was seen.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenShare {
    /// How many were seen.
    n: u32,
    /// Of how many.
    of: u32,
}

/// One row.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "measure": "mfa-admins", "kind": "tenant-sign-in-report", "method": "test", "collector": "tenant reader 1.4",
    "subject": "tenant A", "observed_at": "2026-03-02T15:04:05Z", "finding": "partly", "n": 3, "of": 4,
    "seen": { "n": 4, "of": 5 }, "outliers": [{ "name": "svc-backup", "is_privileged": true }]
}))]
pub(crate) struct CollectedShape {
    /// The id of the measure.
    measure: String,
    /// The id of a kind of evidence that proves the measure and is gathered by a program.
    kind: String,
    /// The method of that kind: `test`, `examine` or `interview`.
    method: String,
    /// The program that looked, with its version.
    collector: String,
    /// What was looked at. The newest of one kind about one subject counts.
    subject: String,
    /// When, with its zone; not to come.
    observed_at: String,
    /// `met`, `partly` or `not_met`.
    finding: String,
    /// For how many, when partly.
    n: Option<u32>,
    /// Of how many, when partly.
    of: Option<u32>,
    /// How much of what is there was seen at all, when that was counted.
    seen: Option<SeenShare>,
    /// What it is not so for.
    #[serde(default)]
    outliers: Vec<OutlierShape>,
    /// What narrows it.
    #[serde(default)]
    limits: Vec<String>,
    /// What stands beside it.
    #[serde(default)]
    note: String,
}

impl From<CollectedShape> for CollectedRow {
    fn from(row: CollectedShape) -> Self {
        let outlier = |o: OutlierShape| Outlier { name: o.name, is_privileged: o.is_privileged };
        Self {
            measure: row.measure,
            kind: row.kind,
            method: row.method,
            collector: row.collector,
            subject: row.subject,
            observed_at: row.observed_at,
            finding: row.finding,
            share: [row.n, row.of],
            seen: row.seen.map(|s| [s.n, s.of]),
            outliers: row.outliers.into_iter().map(outlier).collect(),
            limits: row.limits,
            note: row.note,
        }
    }
}

/// What became of one row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowShape {
    /// Its place in the list, from 0.
    row: usize,
    /// `kept`, `known` (the same row came before; nothing was changed) or `refused`.
    outcome: &'static str,
    /// The id of the evidence, unless refused.
    evidence: Option<String>,
    /// SHA-256 of what the row says, in hex, unless refused.
    digest: Option<String>,
    /// What does not fit; `row` is the whole of it.
    fields: Vec<FieldFault>,
}

impl RowShape {
    fn of(row: usize, outcome: RowOutcome) -> Self {
        let (outcome, evidence, digest, errors) = match outcome {
            RowOutcome::Kept { evidence, digest } => ("kept", Some(evidence), Some(digest), Vec::new()),
            RowOutcome::Known { evidence, digest } => ("known", Some(evidence), Some(digest), Vec::new()),
            RowOutcome::Refused(errors) => ("refused", None, None, errors),
        };
        let fault = |e: holdfast_core::decide::registration::FieldError| FieldFault {
            field: e.field.to_owned(),
            message: e.message,
        };
        let fields = errors.into_iter().map(fault).collect();
        Self { row, outcome, evidence: evidence.map(|id| id.to_string()), digest, fields }
    }
}

/// What became of a call's rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CollectedAnswer {
    /// How many are kept.
    n_kept: usize,
    /// How many had come before.
    n_known: usize,
    /// How many do not fit.
    n_refused: usize,
    /// Each row, in order.
    rows: Vec<RowShape>,
}

/// Send in what a collector saw
///
/// Up to 500 rows, 2 MB. Good rows are kept; a bad one costs itself alone and is listed with its place and reason. The
/// same row again changes nothing.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/evidence/collected", tag = "evidence",
    operation_id = "send_collected", params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = Vec<CollectedShape>, responses((status = 200, description = "Each row", body = CollectedAnswer)))]
pub(crate) async fn send_collected(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(rows): Sent<Vec<Value>>,
) -> Result<Json<CollectedAnswer>, ApiError> {
    let read = |row: Value| {
        let row = serde_json::from_value::<CollectedShape>(row);
        row.map(CollectedRow::from).map_err(|e| format!("This is no row of evidence: {e}."))
    };
    let rows = rows.into_iter().map(read).collect();
    let outcomes = app.keep_collected(scope, &actor.speaker(scope.ccn()), rows).await?;
    let rows: Vec<RowShape> = outcomes.into_iter().enumerate().map(|(i, o)| RowShape::of(i, o)).collect();
    let count = |outcome: &str| rows.iter().filter(|r| r.outcome == outcome).count();
    let (n_kept, n_known, n_refused) = (count("kept"), count("known"), count("refused"));
    Ok(Json(CollectedAnswer { n_kept, n_known, n_refused, rows }))
}
