//! Calls that decide what a hospital may have, from public files and what the call itself says. Nothing is kept.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::Date;
use holdfast_core::decide::directory::Listed;
use holdfast_core::facts::{Attestation, FactKind};
use holdfast_core::model::sentence;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::directory::{HospitalLine, HospitalShape};
use super::error::{ApiError, FieldFault};
use super::offer::OfferAnswer;
use super::sent::{Asked, Sent};
use super::shape::{Day, FactShape, TotalWorth, ValueShape};
use crate::App;
use crate::app::{Checked, CheckedHospital};

/// What a number led to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckAnswer {
    /// `hospital`; `unit`, a unit inside `parent`; or `unknown`, well formed but not listed.
    pub found: &'static str,
    /// The hospital with every offer decided, when one was found.
    pub hospital: Option<Eligibility>,
    /// For a unit: the number of its hospital.
    pub parent: Option<String>,
    /// Hospitals to check instead: a unit's own, or listed ones with nearly this number.
    pub near: Vec<HospitalLine>,
}

/// A hospital with every offer decided as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Eligibility {
    /// The hospital.
    pub hospital: HospitalShape,
    /// The day it is decided for.
    pub as_of: Day,
    /// The catalog decided by.
    pub catalog_version: String,
    /// Every offer, then help from others, in the catalog's order.
    pub offers: Vec<OfferAnswer>,
    /// The worth of what it may have.
    pub total: TotalWorth,
    /// Every fact used, with its source.
    pub facts: Vec<FactShape>,
    /// Another entry at the same place with another type: one may be the number from before a conversion.
    pub same_place: Option<HospitalLine>,
}

/// For which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct When {
    /// The day to decide for; today unless said.
    #[param(value_type = Option<Day>)]
    as_of: Option<Date>,
}

/// What to suppose about the hospital.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "as_of": "2026-10-14", "facts": { "independent": true, "staffed_users": 120 } }))]
pub(crate) struct Supposed {
    /// The day to decide for; today unless said.
    as_of: Option<Day>,
    /// Facts by key, as the hospital would state them.
    #[serde(default)]
    facts: BTreeMap<String, ValueShape>,
}

/// Check a hospital
///
/// Decides every offer for a certification number from public files alone, with each clause and its facts.
#[utoipa::path(get, path = "/api/v1/check/{ccn}", tag = "check", operation_id = "check",
    params(("ccn" = String, Path, description = "CMS certification number, as typed"), When),
    responses((status = 200, description = "What it may have, and why", body = CheckAnswer)))]
pub(crate) async fn check(
    State(app): State<App>,
    Path(typed): Path<String>,
    Asked(when): Asked<When>,
) -> Result<Json<CheckAnswer>, ApiError> {
    answer(&app, &typed, when.as_of, &[]).map(Json)
}

/// Check a hospital, supposing facts
///
/// As the check, with facts that only the hospital knows. Nothing is kept, and nothing kept is used.
#[utoipa::path(post, path = "/api/v1/check/{ccn}", tag = "check", operation_id = "check_supposing",
    params(("ccn" = String, Path, description = "CMS certification number, as typed")), request_body = Supposed,
    responses((status = 200, description = "What it may have, and why", body = CheckAnswer)))]
pub(crate) async fn check_with(
    State(app): State<App>,
    Path(typed): Path<String>,
    Sent(supposed): Sent<Supposed>,
) -> Result<Json<CheckAnswer>, ApiError> {
    let as_of = supposed.as_of.map(|day| day.0);
    let on = as_of.unwrap_or_else(|| app.today());
    let said = attestations(&supposed.facts, on)?;
    answer(&app, &typed, as_of, &said).map(Json)
}

fn attestations(facts: &BTreeMap<String, ValueShape>, on: Date) -> Result<Vec<Attestation>, ApiError> {
    let (mut said, mut wrong) = (Vec::new(), Vec::new());
    let mut fault = |field: &String, message: String| {
        wrong.push(FieldFault { field: format!("facts.{field}"), message });
    };
    for (key, value) in facts {
        match FactKind::from_key(key).filter(|k| k.hospital_may_say()) {
            None => fault(key, "This is no fact that a hospital states.".to_owned()),
            Some(fact) => match value.read(fact) {
                None => fault(key, format!("That is no answer to the question: {}", fact.asks())),
                value => said.push(Attestation { fact, value, on }),
            },
        }
    }
    if wrong.is_empty() { Ok(said) } else { Err(ApiError::Wrong(wrong)) }
}

fn answer(
    app: &App,
    typed: &str,
    as_of: Option<Date>,
    said: &[Attestation],
) -> Result<CheckAnswer, ApiError> {
    let as_of = as_of.unwrap_or_else(|| app.today());
    let elsewhere = |found, parent: Option<String>, near: Vec<Listed>| CheckAnswer {
        found,
        hospital: None,
        parent,
        near: near.iter().map(HospitalLine::from).collect(),
    };
    Ok(match app.check_hospital_on(typed, said, as_of) {
        Checked::Hospital(checked) => CheckAnswer {
            found: "hospital",
            hospital: Some(Eligibility::of(app, &checked)),
            parent: None,
            near: Vec::new(),
        },
        Checked::Unit { parent, listed, .. } => {
            elsewhere("unit", Some(parent.to_string()), listed.into_iter().collect())
        }
        Checked::Unknown { near, .. } => elsewhere("unknown", None, near),
        Checked::Malformed(e) => return Err(ApiError::unreadable(sentence(&e.to_string()))),
    })
}

impl Eligibility {
    /// A hospital with every offer decided.
    pub fn of(app: &App, checked: &CheckedHospital) -> Self {
        let offers = checked.decided.iter().map(|d| {
            let program = app.catalog.offer(d.offer.id.as_str()).and_then(|(program, _)| program);
            OfferAnswer::of(program, &d.offer, &d.standing, &d.worth, &d.year_two)
        });
        Self {
            hospital: HospitalShape::of(app, &checked.listed),
            as_of: checked.facts.as_of.into(),
            catalog_version: app.catalog.version.clone(),
            offers: offers.collect(),
            total: (&checked.total).into(),
            facts: FactShape::all(&checked.facts),
            same_place: checked.same_place.as_ref().map(HospitalLine::from),
        }
    }
}
