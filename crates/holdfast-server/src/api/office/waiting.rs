//! Offers that wait for the program office: to confirm, to switch on, or let go by the hospital.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::waiting_offers::{WaitingOffer, Waits};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, word};
use crate::api::shape::Day;

/// One offer of one hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingOfferLine {
    /// The hospital's number.
    pub ccn: String,
    /// The offer.
    pub offer: String,
    /// `to_confirm`, `to_switch_on` or `let_go`.
    pub waits: &'static str,
    /// Since when.
    pub since: Day,
    /// Days since then.
    pub age_days: i32,
}

impl From<&WaitingOffer> for WaitingOfferLine {
    fn from(waiting: &WaitingOffer) -> Self {
        Self {
            ccn: waiting.ccn.to_string(),
            offer: waiting.offer.to_string(),
            waits: waiting.waits.key(),
            since: waiting.since.into(),
            age_days: waiting.age_days,
        }
    }
}

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichWaiting {
    /// Only those `to_confirm`, `to_switch_on` or `let_go`.
    waits: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// Offers that wait for the office
///
/// The longest wait first within each kind.
#[utoipa::path(get, path = "/api/v1/office/offers", tag = "office", operation_id = "waiting_offers",
    params(WhichWaiting), responses((status = 200, description = "The offers", body = Page<WaitingOfferLine>)))]
pub(crate) async fn waiting(
    State(app): State<App>,
    Asked(which): Asked<WhichWaiting>,
) -> Result<Json<Page<WaitingOfferLine>>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let kinds = Waits::ALL.iter().map(|(value, key, _)| (*key, *value));
    let kind = word("waits", which.waits.as_deref(), kinds)?;
    let all = app.waiting_offers().await?;
    let fit: Vec<WaitingOffer> = all.into_iter().filter(|w| kind.is_none_or(|k| w.waits == k)).collect();
    Ok(Json(paging.of(&fit, WaitingOfferLine::from)))
}
