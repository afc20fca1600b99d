//! Every listed hospital with how far it has come, filtered, sorted and in pages. Never a finding.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::roster::{
    ClaimFilter, OutcomeFilter, RosterRow, RosterSort, RosterView, RuralFilter, StageFilter,
};
use holdfast_core::model::{HospitalType, Ownership, Stage, StateCode, sentence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::directory::HospitalLine;
use crate::api::error::ApiError;
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, backwards, word};

/// Longest text searched for, in characters.
const MOST_TEXT: usize = 80;

/// A hospital and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterLine {
    /// The hospital.
    pub hospital: HospitalLine,
    /// The key of its owner.
    pub ownership: &'static str,
    /// Rural by the federal definition or by type; `null` when the files at hand cannot tell.
    pub rural: Option<bool>,
    /// The key of the furthest stage it has reached.
    pub stage: Option<&'static str>,
    /// Offers running.
    pub n_active: u32,
    /// The answer to the offer asked about: `yes`, `refer`, `no` or `closed`.
    pub answer: Option<&'static str>,
}

fn answer_key(outcome: OutcomeFilter) -> Option<&'static str> {
    OutcomeFilter::ALL.iter().find(|(v, _, _)| *v == outcome).map(|(_, key, _)| *key)
}

impl From<&RosterRow<'_>> for RosterLine {
    fn from(row: &RosterRow<'_>) -> Self {
        Self {
            hospital: row.listed.into(),
            ownership: row.listed.hospital.ownership.key(),
            rural: row.rural,
            stage: row.stage.map(Stage::key),
            n_active: row.n_active,
            answer: row.outcome.and_then(answer_key),
        }
    }
}

/// Which hospitals, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichHospitals {
    /// Every word is in the name, the city, the county or the number; up to 80 characters.
    text: Option<String>,
    /// Two letters.
    state: Option<String>,
    /// The key of a hospital type.
    hospital_type: Option<String>,
    /// The key of an owner.
    ownership: Option<String>,
    /// `yes`, `no` or `unknown`.
    rural: Option<String>,
    /// The key of the furthest stage reached, or `none`.
    stage: Option<String>,
    /// An offer to answer for each hospital.
    offer: Option<String>,
    /// Only hospitals with this answer to the offer: `yes`, `refer`, `no` or `closed`.
    answer: Option<String>,
    /// Only hospitals with an offer of the program that stands so: `claimed`, `validated`, `active` or `lapsed`.
    claim: Option<String>,
    /// `name` unless said, `ccn`, `state`, `type`, `owner`, `rural`, `stage` or `active`.
    sort: Option<String>,
    /// `up` unless said, or `down`.
    order: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

impl WhichHospitals {
    fn view(&self) -> Result<RosterView, ApiError> {
        let unreadable = |what: String| ApiError::unreadable(sentence(&what));
        let state = self.state.as_deref().map(StateCode::parse).transpose();
        let kind = self.hospital_type.as_deref().map(HospitalType::parse).transpose();
        let owners = Ownership::ALL.iter().map(|o| (o.key(), *o));
        let rural = [("yes", RuralFilter::Yes), ("no", RuralFilter::No), ("unknown", RuralFilter::Unknown)];
        let stages = Stage::ALL.iter().map(|s| (s.key(), StageFilter::At(*s)));
        let answers = OutcomeFilter::ALL.iter().map(|(value, key, _)| (*key, *value));
        let claims = ClaimFilter::ALL.iter().map(|(value, key, _)| (*key, *value));
        let sorts = RosterSort::ALL.iter().map(|(value, key, _)| (*key, *value));
        let text = self.text.clone().unwrap_or_default();
        if text.chars().count() > MOST_TEXT {
            return Err(ApiError::unreadable(format!("`text` has up to {MOST_TEXT} characters.")));
        }
        if self.answer.is_some() && self.offer.is_none() {
            return Err(ApiError::unreadable("`answer` goes with `offer`: name the offer it answers."));
        }
        Ok(RosterView {
            state: state.map_err(|e| unreadable(e.to_string()))?,
            hospital_type: kind.map_err(|e| unreadable(e.to_string()))?,
            ownership: word("ownership", self.ownership.as_deref(), owners)?,
            rural: word("rural", self.rural.as_deref(), rural)?,
            stage: word("stage", self.stage.as_deref(), stages.chain([("none", StageFilter::None)]))?,
            outcome: word("answer", self.answer.as_deref(), answers)?,
            claim: word("claim", self.claim.as_deref(), claims)?,
            text,
            sort: word("sort", self.sort.as_deref(), sorts)?.unwrap_or_default(),
            backwards: backwards(self.order.as_deref())?,
        })
    }
}

/// Hospitals of the program
///
/// Every listed hospital with how far it has come. With `offer`, each with its answer to that offer today.
#[utoipa::path(get, path = "/api/v1/office/hospitals", tag = "office", operation_id = "office_hospitals",
    params(WhichHospitals), responses((status = 200, description = "The hospitals", body = Page<RosterLine>)))]
pub(crate) async fn hospitals(
    State(app): State<App>,
    Asked(which): Asked<WhichHospitals>,
) -> Result<Json<Page<RosterLine>>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let view = which.view()?;
    if which.offer.as_deref().is_some_and(|id| app.catalog.offer(id).is_none()) {
        return Err(ApiError::unreadable(
            "The catalog has no such offer. Its offers are at /api/v1/catalog/offers.",
        ));
    }
    let roster = app.roster(which.offer.as_deref()).await?;
    Ok(Json(paging.of(&roster.rows(&view), RosterLine::from)))
}
