//! What a step takes: money after the offers this hospital may have, and hours.
//!
//! Of several offers that pay for the same step the one that pays most counts, never their sum.

use serde::{Deserialize, Serialize};

use super::{Dollars, Means};
use crate::catalog::{Estimate, OfferId, Step};

/// What a step takes in its first year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Dollars before any offer.
    pub list_usd: Dollars,
    /// Dollars after it.
    pub usd: Dollars,
    /// Dollars in each later year, before any offer: what a free year ends with.
    pub yearly_usd: Dollars,
    /// Staff hours.
    pub hours: Estimate,
    /// The offer that pays, and how much in percent.
    pub paid_by: Option<(OfferId, u8)>,
}

/// The price of a step for one hospital.
pub(super) fn price(step: &Step, means: &Means) -> Price {
    let n = means.count(step.cost.per, 0);
    let times = |e: Estimate| Dollars::of(e.each().map(|usd| u64::from(usd).saturating_mul(n)));
    let paid_by = step
        .paid_by
        .iter()
        .filter(|p| means.entitled.contains(&p.offer))
        .max_by_key(|p| (p.percent, std::cmp::Reverse(&p.offer)))
        .map(|p| (p.offer.clone(), p.percent.min(100)));
    let list_usd = times(step.cost.first_usd);
    let rest = 100 - u64::from(paid_by.as_ref().map_or(0, |(_, percent)| *percent));
    // Rounded up: a plan that costs a dollar less than promised disappoints nobody.
    let usd = Dollars::of(list_usd.each().map(|usd| (usd.saturating_mul(rest)).div_ceil(100)));
    Price { list_usd, usd, yearly_usd: times(step.cost.yearly_usd), hours: step.hours_first, paid_by }
}

impl Price {
    /// Money and hours together as likely, in dollars; never nothing.
    pub(super) fn worth(&self, means: &Means) -> u64 {
        let hours = u64::from(self.hours.likely).saturating_mul(u64::from(means.usd_an_hour));
        self.usd.likely.saturating_add(hours).max(1)
    }
}
