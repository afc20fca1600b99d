//! People covered: of the country, by state and by month, with open gates as counts; and whom to help first.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::people_covered::{Covered, MonthEnd, People, Quarter, RuralSite, Standing, words};
use holdfast_core::decide::uptake::View;
use holdfast_core::model::{StateCode, sentence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::SeenBy;
use super::totals::StageTotal;
use crate::App;
use crate::api::care::PeopleShape;
use crate::api::catalog::DenominatorShape;
use crate::api::directory::HospitalLine;
use crate::api::error::ApiError;
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, word};
use crate::api::shape::Day;
use crate::app::{GateCount, GateCounts, NationalPicture};
use crate::auth::Actor;

/// People. A number is `null` when it is hidden. Partners get those of the country to the nearest hundred thousand, and of a state none.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleCoveredShape {
    /// All of them.
    pub all: u64,
    /// Whose hospital registered.
    pub covered: Option<u64>,
    /// The others.
    pub uncovered: Option<u64>,
    /// Whose hospital is assessed.
    pub assessed: Option<u64>,
}

impl From<&People> for PeopleCoveredShape {
    fn from(p: &People) -> Self {
        Self { all: p.all, covered: p.registered, uncovered: p.uncovered, assessed: p.assessed }
    }
}

/// One state, or the country. A number of hospitals is `null` when too few to show.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoveredShape {
    /// Two letters; `null` for the country.
    pub state: Option<&'static str>,
    /// Rural hospitals the directory lists.
    pub n_rural: u32,
    /// Hospitals that registered.
    pub registered: Option<u32>,
    /// Hospitals that are assessed.
    pub assessed: Option<u32>,
    /// People whose nearest emergency department is a rural hospital's.
    pub people: PeopleCoveredShape,
    /// What share is covered: `first` (under 25 %), `second`, `third` or `fourth` quarter; `null` when too few to show.
    pub share: Option<&'static str>,
    /// Those of them who have no other within 30 minutes.
    pub only_within_30: PeopleCoveredShape,
}

impl CoveredShape {
    fn of(state: Option<StateCode>, of: &Covered) -> Self {
        Self {
            state: state.map(|s| s.as_str()),
            n_rural: of.n_rural,
            registered: of.registered.count(),
            assessed: of.assessed.count(),
            people: (&of.people).into(),
            share: of.share.map(|share| match share {
                Quarter::First => "first",
                Quarter::Second => "second",
                Quarter::Third => "third",
                Quarter::Fourth => "fourth",
            }),
            only_within_30: (&of.only_within_30).into(),
        }
    }
}

/// People covered at the end of a month, or of several put together.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthEndShape {
    /// The first month, as `2026-03`.
    pub from: String,
    /// The last month.
    pub to: String,
    /// People whose hospital had registered by its end.
    pub covered: Option<u64>,
    /// People whose hospital was assessed by its end; `null` for partners.
    pub assessed: Option<u64>,
}

impl From<&MonthEnd> for MonthEndShape {
    fn from(m: &MonthEnd) -> Self {
        let month = |(year, month): (i16, i8)| format!("{year}-{month:02}");
        Self { from: month(m.from), to: month(m.to), covered: m.registered, assessed: m.assessed }
    }
}

/// Hospitals with one gate open. Groups under the minimum, and all but so few, are `null` for everybody.
#[derive(Debug, Serialize, ToSchema)]
pub struct GateTotal {
    /// The measure.
    pub measure: String,
    /// What it means when it is open.
    pub means: String,
    /// Hospitals with it open as an assessor signed last.
    pub hospitals: Option<u32>,
}

/// The national picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct NationalShape {
    /// The day it is true for.
    pub as_of: Day,
    /// The program.
    pub program: String,
    /// Exact numbers are for the program office alone. Do not pass them on.
    pub exact: bool,
    /// The smallest group shown, of findings to everybody and of all else to partners.
    pub min_group: u32,
    /// What it comes to, in a sentence or two.
    pub headline: String,
    /// Numbers of people the program is measured against.
    pub people_denominators: Vec<DenominatorShape>,
    /// The country.
    pub country: CoveredShape,
    /// The funnel, in order.
    pub stages: Vec<StageTotal>,
    /// Every state with a listed hospital.
    pub states: Vec<CoveredShape>,
    /// Months since the first registration, oldest first, none left out.
    pub months: Vec<MonthEndShape>,
    /// Hospitals with any gate open, as an assessor signed last.
    pub with_open_gate: Option<u32>,
    /// Each gate.
    pub gates: Vec<GateTotal>,
    /// The files the people are from, in words.
    pub sources: Vec<String>,
}

impl NationalShape {
    fn of(p: &NationalPicture, gates: &GateCounts) -> Self {
        let gate = |g: &GateCount| GateTotal {
            measure: g.measure.to_string(),
            means: g.means.clone(),
            hospitals: g.n.count(),
        };
        Self {
            as_of: p.as_of.into(),
            program: p.program.clone(),
            exact: p.view == View::Exact,
            min_group: p.min_group,
            headline: words::headline(&p.covered.all),
            people_denominators: p.people_denominators.iter().map(DenominatorShape::from).collect(),
            country: CoveredShape::of(None, &p.covered.all),
            stages: p.stages.iter().map(StageTotal::from).collect(),
            states: p.covered.states.iter().map(|(s, c)| CoveredShape::of(Some(*s), c)).collect(),
            months: p.covered.months.iter().map(MonthEndShape::from).collect(),
            with_open_gate: gates.with_open.count(),
            gates: gates.gates.iter().map(gate).collect(),
            sources: p.sources.clone(),
        }
    }
}

/// People covered
///
/// How many people have a rural hospital that takes part as their nearest emergency department, and how many do not: of the country, by
/// state and by month, with open gates as counts. Partners never get exact numbers.
#[utoipa::path(get, path = "/api/v1/office/care", tag = "totals", operation_id = "people_covered",
    params(SeenBy), responses((status = 200, description = "The picture", body = NationalShape)))]
pub(crate) async fn people_covered(
    State(app): State<App>,
    actor: Actor,
    Asked(asked): Asked<SeenBy>,
) -> Result<Json<NationalShape>, ApiError> {
    let as_partners = word("seen_by", asked.seen_by.as_deref(), [("partners", true)])?.unwrap_or(false);
    let picture = app.national_picture(app.totals_view(&actor, as_partners)).await?;
    Ok(Json(NationalShape::of(&picture, &app.gate_counts(&picture).await?)))
}

/// A place of a rural hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct FirstShape {
    /// Its place among all emergency departments of the country; `null` where no people are on file.
    pub rank: Option<usize>,
    /// The hospital that names the place.
    pub hospital: HospitalLine,
    /// Numbers of others under the same roof.
    pub beside: Vec<String>,
    /// People for whom it is the only emergency department within 30 minutes.
    pub only_within_30: PeopleShape,
    /// People whose nearest emergency department it is.
    pub people: u64,
    /// `outside`, `registered` or `assessed`.
    pub standing: &'static str,
}

impl FirstShape {
    fn of((site, named, standing): (&RuralSite, &Listed, Standing)) -> Self {
        Self {
            rank: site.rank,
            hospital: named.into(),
            beside: site.hospitals[1..].iter().map(ToString::to_string).collect(),
            only_within_30: site.only_within_30.into(),
            people: site.people,
            standing: match standing {
                Standing::Outside => "outside",
                Standing::Registered => "registered",
                Standing::Assessed => "assessed",
            },
        }
    }
}

/// Which places.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichPlaces {
    /// Two letters of a state.
    state: Option<String>,
    /// `registration` or `assessment`: those that still lack it.
    lacks: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// Whom to help first
///
/// Places of rural hospitals, those first whose emergency department is the only one within 30 minutes for the most people, with how far
/// each has come. For the office alone.
#[utoipa::path(get, path = "/api/v1/office/care/first", tag = "office", operation_id = "first_to_help",
    params(WhichPlaces), responses((status = 200, description = "The places", body = Page<FirstShape>)))]
pub(crate) async fn first_to_help(
    State(app): State<App>,
    Asked(asked): Asked<WhichPlaces>,
) -> Result<Json<Page<FirstShape>>, ApiError> {
    let state = asked.state.as_deref().map(StateCode::parse).transpose();
    let state = state.map_err(|e| ApiError::unreadable(sentence(&e.to_string())))?;
    let keys = [("registration", Standing::Registered), ("assessment", Standing::Assessed)];
    let least = word("lacks", asked.lacks.as_deref(), keys)?;
    let paging = Paging::read(asked.page, asked.per_page)?;
    let first = app.first_to_help().await?;
    let wanted = first.sites.iter().zip(first.standings.iter().copied()).filter(|(site, standing)| {
        least.is_none_or(|least| *standing < least) && state.is_none_or(|state| site.state == state)
    });
    let listed = wanted.filter_map(|(site, standing)| {
        let named = first.directory.hospitals.get(*site.hospitals.first()?)?;
        Some((site, named, standing))
    });
    Ok(Json(paging.of(listed, FirstShape::of)))
}
