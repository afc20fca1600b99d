//! The calls about care: who loses their nearest emergency department when hospitals are down, what stops inside one, and what a
//! hospital says of its services.

mod downtime;
mod drill;
mod handout;
mod services;

use downtime::NO_SUCH_OUTAGE;
pub use downtime::*;
pub use drill::*;
pub(crate) use handout::*;
pub use services::*;

use axum::Json;
use axum::extract::State as FromApp;
use holdfast_core::decide::care::{
    Added, Beds, Count, Doubt, Impact, Place, Range, Receiver, Span, Strain, sentence,
};
use holdfast_core::model::{Action, Ccn, HospitalScope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::app::{days_of, down_with};
use crate::auth::Scoped;
use crate::routes::{Access, Routes};

/// The calls.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    routes
        .get("/api/v1/hospitals/{ccn}/care", view, care)
        .get("/api/v1/hospitals/{ccn}/care/board.pdf", view, care_for_board)
        .get("/api/v1/hospitals/{ccn}/care/county.pdf", view, care_for_county)
        .get("/api/v1/hospitals/{ccn}/care/downtime", view, own_downtime)
        .get("/api/v1/hospitals/{ccn}/care/drill", view, drill::drill)
        .get("/api/v1/hospitals/{ccn}/care/drill.pdf", view, drill_paper)
        .get("/api/v1/hospitals/{ccn}/care/services", view, own_services)
        .put("/api/v1/hospitals/{ccn}/care/services", edit, say_own_services)
}

/// What is down and for how long.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhatIsDown {
    /// Days, 1 to 90; 21 when left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u16>,
    /// CMS certification numbers of hospitals that are down with it, with commas between.
    also: Option<String>,
}

/// People: the least, the likely and the most.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PeopleShape {
    /// The least.
    pub least: u64,
    /// The likely number.
    pub likely: u64,
    /// The most.
    pub most: u64,
}

impl From<Count> for PeopleShape {
    fn from(c: Count) -> Self {
        Self { least: c.low, likely: c.mid, most: c.high }
    }
}

/// A measure: the least, the likely and the most.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct RangeShape {
    /// The least.
    pub least: f64,
    /// The likely one.
    pub likely: f64,
    /// The most.
    pub most: f64,
}

impl From<Range<f64>> for RangeShape {
    fn from(r: Range<f64>) -> Self {
        Self { least: r.low, likely: r.mid, most: r.high }
    }
}

/// The least and the most, where nothing published says what is likely between them.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SpanShape {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl From<Span> for SpanShape {
    fn from(s: Span) -> Self {
        Self { least: s.low, most: s.high }
    }
}

/// How much more, each person counting once.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AddedShape {
    /// Half of the people stay at or under it.
    pub median: RangeShape,
    /// Nine of ten do.
    pub p90: RangeShape,
}

impl From<Added> for AddedShape {
    fn from(a: Added) -> Self {
        Self { median: a.median.into(), p90: a.p90.into() }
    }
}

/// People pushed beyond a time.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PushedShape {
    /// Minutes.
    pub minutes: u16,
    /// People who were within them and no longer are.
    pub people: PeopleShape,
}

/// Who the people are, by their counties. A share that is not known is null.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct WhoShape {
    /// People of 65 years and more.
    pub aged_65: PeopleShape,
    /// Their share, 0 to 1.
    pub aged_65_share: Option<f64>,
    /// Share of households without a vehicle, 0 to 1.
    pub no_vehicle_share: Option<f64>,
    /// Share of households without an internet subscription, 0 to 1.
    pub no_internet_share: Option<f64>,
    /// People for whom all three are unknown.
    pub people_unknown: u64,
}

/// The people of one county or state.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlaceShape {
    /// Five digits; null for a state, and where no county is known.
    pub county: Option<String>,
    /// Two letters, when known.
    pub state: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// People who lose their nearest emergency department.
    pub people: PeopleShape,
    /// Of these, pushed beyond 30 minutes.
    pub beyond_30: PeopleShape,
}

impl From<&Place> for CarePlaceShape {
    fn from(p: &Place) -> Self {
        Self {
            county: p.county.map(|c| c.to_string()),
            state: p.state.map(|s| s.as_str()),
            name: p.name.clone(),
            people: p.people.into(),
            beyond_30: p.beyond_30.into(),
        }
    }
}

/// A hospital that people turn to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiverShape {
    /// Its number, or that of the first hospital at its place.
    pub ccn: String,
    /// Its name.
    pub name: String,
    /// Telephone on file.
    pub phone: String,
    /// Straight kilometres from the nearest one that is down.
    pub km: f64,
    /// People for whom it becomes the nearest.
    pub people: PeopleShape,
    /// Emergency visits more a day.
    pub visits_a_day: SpanShape,
    /// Beds more in use on a day.
    pub beds_needed: SpanShape,
    /// Beds on file, of 2022; null when not known, 0 where nobody stays overnight.
    pub beds: Option<u32>,
    /// Beds that may be free.
    pub beds_free: Option<SpanShape>,
    /// `bears`, `unknown`, `may` or `overwhelmed`.
    pub strain: &'static str,
}

impl From<&Receiver> for ReceiverShape {
    fn from(r: &Receiver) -> Self {
        let at = r.site.first();
        Self {
            ccn: at.ccn.to_string(),
            name: at.name.clone(),
            phone: at.phone.clone(),
            km: r.km,
            people: r.people.into(),
            visits_a_day: r.visits_a_day.into(),
            beds_needed: r.beds_needed.into(),
            beds: match r.site.beds {
                Beds::Known(n) => Some(n),
                Beds::NoInpatients => Some(0),
                Beds::Unknown => None,
            },
            beds_free: r.beds_free.map(SpanShape::from),
            strain: match r.strain() {
                Strain::Bears => "bears",
                Strain::Unknown => "unknown",
                Strain::May => "may",
                Strain::Overwhelmed => "overwhelmed",
            },
        }
    }
}

/// What it does when hospitals are down.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareShape {
    /// In one plain sentence or a few.
    pub sentence: String,
    /// Numbers of all hospitals that count as down.
    pub down: Vec<String>,
    /// For how many days.
    pub days: u16,
    /// People who lose their nearest emergency department; null when not known.
    pub people: Option<PeopleShape>,
    /// Whether there are more whom nobody can count.
    pub is_at_least: bool,
    /// Kilometres of road more; null for nobody.
    pub added_km: Option<AddedShape>,
    /// Minutes more; null for nobody.
    pub added_minutes: Option<AddedShape>,
    /// Pushed beyond 15, 30 and 60 minutes.
    pub pushed: Vec<PushedShape>,
    /// People whose two nearest are both down.
    pub second_also_down: PeopleShape,
    /// People for whom nothing is open anywhere.
    pub without_any: u64,
    /// Who they are.
    pub who: WhoShape,
    /// By county, most people first.
    pub counties: Vec<CarePlaceShape>,
    /// By state, most people first.
    pub states: Vec<CarePlaceShape>,
    /// Where they turn to, most people first.
    pub receivers: Vec<ReceiverShape>,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
    /// The files this is from, in words.
    pub sources: Vec<String>,
}

impl CareShape {
    /// What an impact says, with the files it is from.
    pub(super) fn of(impact: &Impact, sources: &[String]) -> Self {
        let who = &impact.who;
        Self {
            sentence: sentence(impact),
            down: impact.down.iter().flatten().map(|m| m.ccn.to_string()).collect(),
            days: impact.days,
            people: impact.people.map(PeopleShape::from),
            is_at_least: impact.is_at_least,
            added_km: impact.added_km.map(AddedShape::from),
            added_minutes: impact.added_minutes.map(AddedShape::from),
            pushed: impact
                .pushed
                .iter()
                .map(|p| PushedShape { minutes: p.minutes, people: p.people.into() })
                .collect(),
            second_also_down: impact.second_also_down.into(),
            without_any: impact.without_any,
            who: WhoShape {
                aged_65: who.aged_65.into(),
                aged_65_share: who.aged_65_share,
                no_vehicle_share: who.no_vehicle_share,
                no_internet_share: who.no_internet_share,
                people_unknown: who.people_unknown,
            },
            counties: impact.counties.iter().map(CarePlaceShape::from).collect(),
            states: impact.states.iter().map(CarePlaceShape::from).collect(),
            receivers: impact.receivers.iter().map(ReceiverShape::from).collect(),
            not_known: impact.doubts.iter().map(Doubt::sentence).collect(),
            sources: sources.to_vec(),
        }
    }
}

/// Who loses care when it is down
///
/// People who lose their nearest emergency department when this hospital is down, alone or with others: how many, how much farther they go,
/// who they are, who receives them. Every figure is a range; no death is forecast. How it is worked out: docs/care.md.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care", tag = "care", operation_id = "care",
    params(("ccn" = String, Path, description = "CMS certification number"), WhatIsDown),
    responses((status = 200, description = "What it does", body = CareShape)))]
pub(crate) async fn care(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
    Asked(what): Asked<WhatIsDown>,
) -> Result<Json<CareShape>, ApiError> {
    let (days, down) = days_and_down(&app, scope, what.days, what.also.as_deref())?;
    let impact = app.impact(&down, days).await?;
    Ok(Json(CareShape::of(&impact, app.care_model().await?.model()?.sources())))
}

/// For how many days which hospitals are down; or what of it cannot be.
fn days_and_down(
    app: &App,
    scope: HospitalScope,
    days: Option<u16>,
    also: Option<&str>,
) -> Result<(u16, Vec<Ccn>), ApiError> {
    let days = days_of(days).map_err(|text| ApiError::wrong("days", text))?;
    let (down, wrong) = down_with(scope.ccn(), also.unwrap_or_default(), &app.directory().hospitals);
    match wrong.into_iter().next() {
        Some(wrong) => Err(ApiError::wrong("also", wrong)),
        None => Ok((days, down)),
    }
}
