//! What is known about a hospital, and what it says about itself.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::Date;
use holdfast_core::facts::FactKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, Sent, present};
use crate::api::shape::{Day, FactShape, ValueShape};
use crate::auth::{Actor, Scoped};

/// What is known as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactsShape {
    /// The day.
    pub as_of: Day,
    /// Every fact that is stated, or that the hospital may state.
    pub facts: Vec<FactShape>,
}

/// As of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// The day; today unless said. What was said later is not known yet.
    #[param(value_type = Option<Day>)]
    as_of: Option<Date>,
}

/// A hospital's facts
///
/// Each with where it came from and its day; disputed ones with both sides.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/facts", tag = "hospital", operation_id = "hospital_facts",
    params(("ccn" = String, Path, description = "CMS certification number"), AsOf),
    responses((status = 200, description = "The facts", body = FactsShape)))]
pub(crate) async fn facts(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(when): Asked<AsOf>,
) -> Result<Json<FactsShape>, ApiError> {
    let as_of = when.as_of.unwrap_or_else(|| app.today());
    let facts = app.hospital_facts(scope, as_of).await?;
    Ok(Json(FactsShape { as_of: as_of.into(), facts: FactShape::all(&facts) }))
}

/// What the hospital says about one fact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "value": 120 }))]
pub(crate) struct Saying {
    /// The value; `null` takes an earlier answer back.
    #[serde(deserialize_with = "present")]
    value: Option<ValueShape>,
}

/// State a fact
///
/// Only facts that are the hospital's to say. Where a public file says otherwise, the fact is disputed until a reviewer
/// settles it.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/facts/{fact}", tag = "hospital", operation_id = "state_fact",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("fact" = String, Path, description = "The key of the fact")),
    request_body = Saying, responses((status = 200, description = "The fact as known now", body = FactShape)))]
pub(crate) async fn state_fact(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Sent(saying): Sent<Saying>,
) -> Result<Json<FactShape>, ApiError> {
    let fact =
        FactKind::from_key(&key).ok_or_else(|| ApiError::not_found("There is no fact with this key."))?;
    let value = match &saying.value {
        None => None,
        Some(value) => {
            let bad =
                || ApiError::wrong("value", format!("That is no answer to the question: {}", fact.asks()));
            Some(value.read(fact).ok_or_else(bad)?)
        }
    };
    app.state_fact(scope, actor.account, fact, value).await?;
    let facts = app.hospital_facts(scope, app.today()).await?;
    Ok(Json(FactShape::of(fact, facts.get(fact))))
}
