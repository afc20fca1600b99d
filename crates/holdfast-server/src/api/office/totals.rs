//! The program's totals: the funnel, months, states, offers, and offers by states. Exact for the office; partners get
//! small groups hidden, and nothing about hospitals that did not agree to be counted.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::totals::Shown;
use holdfast_core::decide::uptake::{StateUptake, View};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::catalog::DenominatorShape;
use crate::api::directory::ReleaseShape;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, word};
use crate::api::shape::Day;
use crate::app::{Month, Totals, TotalsOf};
use crate::auth::Actor;

/// One stage of the funnel.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageTotal {
    /// The key of the stage.
    pub stage: &'static str,
    /// What it takes.
    pub means: &'static str,
    /// Hospitals that reached it; `null` when too few to show.
    pub n: Option<u32>,
    /// Share of those at the stage before, where both are shown.
    pub of_previous: Option<f64>,
}

impl From<&TotalsOf> for StageTotal {
    fn from(t: &TotalsOf) -> Self {
        let (stage, means) = (t.stage.key(), t.stage.means());
        Self { stage, means, n: t.n.count(), of_previous: t.of_previous }
    }
}

/// One month. A number is `null` when too few to show.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthTotal {
    /// As `2026-03`.
    pub month: String,
    /// Hospitals that first registered in it.
    pub registered: Option<u32>,
    /// That were first validated in it.
    pub validated: Option<u32>,
    /// That first had an offer running in it.
    pub activated: Option<u32>,
}

impl From<&Month> for MonthTotal {
    fn from(m: &Month) -> Self {
        Self {
            month: format!("{}-{:02}", m.year, m.month),
            registered: m.registered.count(),
            validated: m.validated.count(),
            activated: m.activated.count(),
        }
    }
}

/// One state. A number is `null` when too few to show.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateTotal {
    /// Two letters.
    pub state: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Rural hospitals the directory lists there.
    pub n_rural: u32,
    /// Hospitals that registered.
    pub registered: Option<u32>,
    /// Registered hospitals for each rural one. It can pass 1, since hospitals that are not rural count too.
    pub registered_share: Option<f64>,
    /// Hospitals with an offer accepted, confirmed or running.
    pub with_offer: Option<u32>,
}

impl From<&StateUptake> for StateTotal {
    fn from(s: &StateUptake) -> Self {
        Self {
            state: s.state.as_str(),
            name: s.state.name(),
            n_rural: s.n_rural,
            registered: s.registered.count(),
            registered_share: s.registered_share,
            with_offer: s.with_offer.count(),
        }
    }
}

/// Hospitals by how far they have come with one offer. A number is `null` when too few to show.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferTotal {
    /// The offer.
    pub offer: String,
    /// What it is called.
    pub name: String,
    /// Accepted, not confirmed yet.
    pub claimed: Option<u32>,
    /// Confirmed, not running yet.
    pub validated: Option<u32>,
    /// Running.
    pub active: Option<u32>,
    /// Ran out.
    pub lapsed: Option<u32>,
    /// All of these.
    pub all: Option<u32>,
}

/// One offer across the states.
#[derive(Debug, Serialize, ToSchema)]
pub struct UptakeRow {
    /// The offer.
    pub offer: String,
    /// A number for each of `states`; `null` when too few to show.
    pub cells: Vec<Option<u32>>,
    /// All states.
    pub all: Option<u32>,
}

/// Hospitals with an offer accepted, confirmed or running, by offer and state.
#[derive(Debug, Serialize, ToSchema)]
pub struct UptakeTable {
    /// The states with any, two letters, by name.
    pub states: Vec<&'static str>,
    /// A row an offer.
    pub offers: Vec<UptakeRow>,
    /// Hospitals with at least one offer in each state: fewer than the column where a hospital has several.
    pub hospitals: Vec<Option<u32>>,
}

/// Every total of the program.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsShape {
    /// The day it is true for.
    pub as_of: Day,
    /// The program.
    pub program: String,
    /// Exact numbers are for the program office alone. Do not pass them on.
    pub exact: bool,
    /// The smallest group shown, unless the numbers are exact.
    pub min_group: Option<u32>,
    /// What the program reports against.
    pub denominators: Vec<DenominatorShape>,
    /// Rural hospitals the directory lists, by type or by the federal definition.
    pub n_rural: u32,
    /// The file the directory lists them from.
    pub release: Option<ReleaseShape>,
    /// The funnel, in order.
    pub stages: Vec<StageTotal>,
    /// Months since the first registration, none left out.
    pub months: Vec<MonthTotal>,
    /// Every state with a listed hospital.
    pub states: Vec<StateTotal>,
    /// Every offer of the program.
    pub offers: Vec<OfferTotal>,
    /// Offers by states.
    pub uptake: UptakeTable,
    /// Hospitals that did not agree to be counted: in exact numbers they are counted, in others they are not.
    pub n_did_not_agree: Option<u32>,
}

fn counts(all: &[Shown]) -> Vec<Option<u32>> {
    all.iter().map(|s| s.count()).collect()
}

impl From<&Totals> for TotalsShape {
    fn from(totals: &Totals) -> Self {
        let offers = totals.offers.iter().map(|(name, u)| OfferTotal {
            offer: u.offer.to_string(),
            name: name.clone(),
            claimed: u.claimed.count(),
            validated: u.validated.count(),
            active: u.active.count(),
            lapsed: u.lapsed.count(),
            all: u.all.count(),
        });
        let table = &totals.two_way;
        let rows = table.rows.iter().map(|row| UptakeRow {
            offer: row.offer.to_string(),
            cells: counts(&row.cells),
            all: row.all.count(),
        });
        Self {
            as_of: totals.as_of.into(),
            program: totals.program.clone(),
            exact: totals.view == View::Exact,
            min_group: match totals.view {
                View::Exact => None,
                View::Hiding { min_group } => Some(min_group),
            },
            denominators: totals.denominators.iter().map(DenominatorShape::from).collect(),
            n_rural: totals.n_rural,
            release: totals.release.as_ref().map(ReleaseShape::from),
            stages: totals.stages.iter().map(StageTotal::from).collect(),
            months: totals.months.iter().map(MonthTotal::from).collect(),
            states: totals.states.iter().map(StateTotal::from).collect(),
            offers: offers.collect(),
            uptake: UptakeTable {
                states: table.states.iter().map(|s| s.as_str()).collect(),
                offers: rows.collect(),
                hospitals: counts(&table.hospitals),
            },
            n_did_not_agree: totals.n_left_out,
        }
    }
}

/// Whose view.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SeenBy {
    /// `partners` gives the office what partners see.
    pub(super) seen_by: Option<String>,
}

/// The program's totals
///
/// The funnel, months, states and offers as of today. Partners never get exact numbers.
#[utoipa::path(get, path = "/api/v1/office/totals", tag = "totals", operation_id = "totals",
    params(SeenBy), responses((status = 200, description = "The totals", body = TotalsShape)))]
pub(crate) async fn totals(
    State(app): State<App>,
    actor: Actor,
    Asked(asked): Asked<SeenBy>,
) -> Result<Json<TotalsShape>, ApiError> {
    let as_partners = word("seen_by", asked.seen_by.as_deref(), [("partners", true)])?.unwrap_or(false);
    Ok(Json((&app.totals(app.totals_view(&actor, as_partners)).await?).into()))
}
