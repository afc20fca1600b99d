//! The audit log, newest first, and whether its chain still holds.

use axum::Json;
use axum::extract::State;
use holdfast_store::{AuditCheck, AuditEntry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::api::shape::Moment;

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLine {
    /// Counts up from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who, like `account:7`.
    pub actor: String,
    /// What, like `offer.accept`.
    pub action: String,
    /// To what, like `hospital:991301`.
    pub subject: String,
    /// More, as JSON text, byte for byte as it was digested.
    pub detail: String,
    /// The digest of the entry before.
    pub previous_digest: String,
    /// Its digest, SHA-256 in hex.
    pub digest: String,
}

impl From<AuditEntry> for AuditLine {
    fn from(entry: AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: Moment::of_ms(entry.at_ms),
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
            previous_digest: entry.prev_hash,
            digest: entry.hash,
        }
    }
}

/// Whether the log is as it was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditChain {
    /// Whether every entry is as it was written.
    pub is_whole: bool,
    /// Entries, when it is whole.
    pub n_entries: Option<i64>,
    /// The last digest, when it is whole. Keep a copy elsewhere.
    pub head: Option<String>,
    /// The first entry that is wrong or missing.
    pub broken_at: Option<i64>,
    /// What is wrong there.
    pub why: Option<&'static str>,
}

impl From<AuditCheck> for AuditChain {
    fn from(check: AuditCheck) -> Self {
        let none = Self { is_whole: false, n_entries: None, head: None, broken_at: None, why: None };
        match check {
            AuditCheck::Whole(head) => {
                Self { is_whole: true, n_entries: Some(head.seq), head: Some(head.hash), ..none }
            }
            AuditCheck::Broken { seq, why } => Self { broken_at: Some(seq), why: Some(why), ..none },
        }
    }
}

/// A stretch of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditShape {
    /// Newest first, 100 at most.
    pub entries: Vec<AuditLine>,
    /// Ask for the stretch before this one with this number, when there is one.
    pub before: Option<i64>,
    /// Whether the whole log is as it was written, worked out anew.
    pub chain: AuditChain,
}

/// Which stretch.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// Entries below this number; the newest unless said.
    before: Option<i64>,
}

/// The audit log
///
/// Who did what, newest first, and whether its chain of digests holds. It names no person and holds no secret.
#[utoipa::path(get, path = "/api/v1/office/run/audit", tag = "running", operation_id = "audit_log",
    params(Before), responses((status = 200, description = "The log", body = AuditShape)))]
pub(crate) async fn audit_log(
    State(app): State<App>,
    Asked(asked): Asked<Before>,
) -> Result<Json<AuditShape>, ApiError> {
    let tail = app.audit_tail(asked.before).await?;
    Ok(Json(AuditShape {
        entries: tail.entries.into_iter().map(AuditLine::from).collect(),
        before: tail.before,
        chain: app.check_audit().await?.into(),
    }))
}
