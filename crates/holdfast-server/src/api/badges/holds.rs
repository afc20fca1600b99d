//! Whether a certificate or badge holds, for anybody.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::badge::{Recipient, Shown, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::Day;
use crate::app::AppError;
use crate::app::training::{OnPaper, Verified};

/// What to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToVerify {
    /// The code on a certificate, or a badge: its token, or its picture as SVG. At most 64 KB.
    pasted: String,
    /// The mail address that a person says is theirs, to see whether a badge is for it.
    #[serde(default)]
    address: String,
}

/// Whether a certificate or badge holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictShape {
    /// Whether it holds.
    pub holds: bool,
    /// `holds`, `ran_out`, `taken_back`, `not_yet`, `not_on_record`, `key_withdrawn`, `changed` or `other_issuer`.
    pub verdict: &'static str,
    /// That in words.
    pub says: String,
    /// `certificate` or `badge`.
    pub kind: &'static str,
    /// Whose it is; `null` for a badge that names a mail address, which it does not show.
    pub name: Option<String>,
    /// The hospital on a certificate.
    pub hospital: Option<String>,
    /// What a badge is for.
    pub badge: Option<String>,
    /// Who gave a badge, by its address.
    pub issuer: Option<String>,
    /// The day a certificate was printed first.
    pub issued_on: Option<Day>,
    /// The last day a badge holds; `null` where it does not run out.
    pub until: Option<Day>,
    /// The lessons on a certificate.
    pub lessons: Vec<CertificateLine>,
    /// Whether a badge is for the address that was sent; `null` where none was, or the badge names none.
    pub is_of_address: Option<bool>,
}

/// A lesson on a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateLine {
    /// Its id.
    pub lesson: String,
    /// Its name, as printed.
    pub name: String,
    /// The day it was done.
    pub done_on: Day,
}

impl From<Verified> for VerdictShape {
    fn from(verified: Verified) -> Self {
        let Verified { says, verdict, is_of_address } = verified;
        let shape = Self {
            holds: verdict.holds(),
            verdict: key(&verdict),
            says: format!("{}. {}", verdict.in_short(), verdict.in_words()),
            kind: "badge",
            name: None,
            hospital: None,
            badge: None,
            issuer: None,
            issued_on: None,
            until: None,
            lessons: Vec::new(),
            is_of_address,
        };
        match says {
            OnPaper::Certificate(body) => Self {
                kind: "certificate",
                name: Some(body.name),
                hospital: Some(body.hospital),
                issued_on: Some(Day(body.issued_on)),
                lessons: body
                    .lessons
                    .into_iter()
                    .map(|l| CertificateLine {
                        lesson: l.lesson.to_string(),
                        name: l.name,
                        done_on: Day(l.done_on),
                    })
                    .collect(),
                ..shape
            },
            OnPaper::Badge { name, issuer, shown, until } => Self {
                name: match shown {
                    Shown::As(Recipient::Name(name)) => Some(name),
                    Shown::As(Recipient::Mail { .. }) | Shown::Otherwise => None,
                },
                badge: Some(name),
                issuer: Some(issuer),
                until: until.map(Day),
                ..shape
            },
        }
    }
}

fn key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::RanOut { .. } => "ran_out",
        Verdict::TakenBack(_) => "taken_back",
        Verdict::NotYet => "not_yet",
        Verdict::NotOnRecord => "not_on_record",
        Verdict::KeyWithdrawn => "key_withdrawn",
        Verdict::Changed => "changed",
        Verdict::OtherIssuer => "other_issuer",
    }
}

/// Check a certificate or badge
///
/// Nothing is kept of what was sent, and nothing is fetched: of a badge of another issuer we can only say that it is theirs.
#[utoipa::path(post, path = "/api/v1/verify", tag = "badges", operation_id = "verify",
    request_body = ToVerify, responses((status = 200, description = "Whether it holds", body = VerdictShape)))]
pub(crate) async fn verify(
    State(app): State<App>,
    Sent(sent): Sent<ToVerify>,
) -> Result<Json<VerdictShape>, ApiError> {
    match app.verify(&sent.pasted, &sent.address).await {
        Ok(verified) => Ok(Json(verified.into())),
        Err(AppError::Refused { what }) => Err(ApiError::wrong("pasted", what)),
        Err(other) => Err(other.into()),
    }
}

/// The certificate with a code
///
/// What the paper says, and whether it still holds.
#[utoipa::path(get, path = "/api/v1/verify/{code}", tag = "badges", operation_id = "verify_code",
    params(("code" = String, Path, description = "The code on the certificate")),
    responses((status = 200, description = "Whether it holds", body = VerdictShape)))]
pub(crate) async fn verify_code(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Json<VerdictShape>, ApiError> {
    Ok(Json(app.verify_code(&code).await?.into()))
}
