//! A reviewer's decision on a case.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::model::{CaseId, sentence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::{CaseShape, id};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{Sent, Upon, etag};
use crate::api::shape::ValueShape;
use crate::app::{Act, Decision, SettleError, Settled};
use crate::auth::Actor;

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "act": "approve", "reason": "The hospital knows of it.", "confirmed": true }))]
pub(crate) struct DecisionSent {
    /// One of the case's `acts`.
    act: String,
    /// The reason or question, up to 2,000 characters. The hospital or applicant reads it.
    reason: String,
    /// The value of the fact, when stating one.
    fact: Option<ValueShape>,
    /// True to say what the case `confirms`: that you called the number on file, or that you have no tie.
    #[serde(default)]
    confirmed: bool,
}

/// What came of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionShape {
    /// `settled`; `asked`: a question is out; `recommended`: another reviewer decides; `fact_kept`: the case needs more.
    pub came_to: &'static str,
    /// The case as it is now.
    pub case: CaseShape,
}

/// Decide a case
///
/// Everything that follows happens with it or not at all: the role, the ruling or the fact, the letter, the log. Refused
/// with 409 when something happened in the case since you read it, and with 403 when you are tied to those it is about.
#[utoipa::path(post, path = "/api/v1/office/cases/{case}/decisions", tag = "review", operation_id = "decide_case",
    params(("case" = String, Path, description = "The case"),
        ("If-Match" = String, Header, description = "The case's version as you read it")),
    request_body = DecisionSent, responses((status = 200, description = "It is decided", body = DecisionShape,
        headers(("ETag" = String, description = "How much has happened")))))]
pub(crate) async fn settle(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
    Upon(seen): Upon,
    Sent(sent): Sent<DecisionSent>,
) -> Result<Response, ApiError> {
    let case = id(&text)?;
    let decision = Decision {
        act: Act::from_key(&sent.act),
        reason: sent.reason,
        fact: sent.fact.map(|f| f.text()).unwrap_or_default(),
        confirmed: sent.confirmed,
        seen: usize::try_from(seen).unwrap_or(usize::MAX),
    };
    let came_to = match app.settle_case(&actor, case, &decision).await {
        Ok(Settled::Done(_)) => "settled",
        Ok(Settled::Asked(_)) => "asked",
        Ok(Settled::Recommended(_)) => "recommended",
        Ok(Settled::FactKept(_)) => "fact_kept",
        Err(SettleError::MovedOn) => {
            let current = serde_json::to_value(read(&app, &actor, case).await?);
            return Err(ApiError::Conflict { current: current.unwrap_or_default() });
        }
        Err(SettleError::SettledBefore) => return Err(ApiError::not_now(SettleError::SettledBefore)),
        Err(SettleError::Tie(tie)) => return Err(ApiError::Tied { what: sentence(&tie.to_string()) }),
        Err(SettleError::Wrong(wrong)) => {
            let fault =
                |w: crate::app::Wrong| FieldFault { field: w.field.to_owned(), message: sentence(&w.text) };
            return Err(ApiError::Wrong(wrong.into_iter().map(fault).collect()));
        }
        Err(SettleError::App(e)) => return Err(ApiError::refused(e)),
    };
    let case = read(&app, &actor, case).await?;
    Ok(([(ETAG, etag(case.version))], Json(DecisionShape { came_to, case })).into_response())
}

async fn read(app: &App, actor: &Actor, case: CaseId) -> Result<CaseShape, ApiError> {
    Ok(CaseShape::of(app, &app.review_case(actor, case).await?))
}
