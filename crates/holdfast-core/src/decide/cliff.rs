//! The dated ends that matter to one hospital: offers closing, its own terms running out, and products losing their updates.
//!
//! It lists dates with their action and price; it reminds nobody. Titles, actions and the words of a price name products
//! and offers only, so they may stand in a letter or a calendar others can see; what the hospital told us stays in `why`
//! and in the sum.

use serde::{Deserialize, Serialize};

use super::eligibility::{self, Verdict};
use super::standing::{Outcome, Standing};
use super::value;
use crate::Date;
use crate::catalog::{Catalog, Group, LifecycleDate, LifecycleId, Offer, OfferId};
use crate::facts::Facts;
use crate::model::{Claim, UsdRange};

/// How near a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// It was yesterday or before.
    Past,
    /// Within 30 days, today included.
    Within30,
    /// Within 90 days.
    Within90,
    /// Within 180 days.
    Within180,
    /// Further away.
    Later,
}

impl Lead {
    /// The lead for a number of days left; 0 is today, less is past.
    pub fn of(days_left: i32) -> Self {
        match days_left {
            ..0 => Self::Past,
            0..=30 => Self::Within30,
            31..=90 => Self::Within90,
            91..=180 => Self::Within180,
            181.. => Self::Later,
        }
    }

    /// The key used in the API and for marks on a page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Within30 => "within_30",
            Self::Within90 => "within_90",
            Self::Within180 => "within_180",
            Self::Later => "later",
        }
    }

    /// The heading a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Past => "Just ended",
            Self::Within30 => "Within 30 days",
            Self::Within90 => "Within 90 days",
            Self::Within180 => "Within 180 days",
            Self::Later => "Later",
        }
    }
}

/// What ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// The last day an offer can be had.
    OfferCloses {
        /// Which.
        offer: OfferId,
    },
    /// The last day of something the hospital has.
    TermEnds {
        /// Which offer it came from.
        offer: OfferId,
    },
    /// The last day of a product's support.
    SupportEnds {
        /// Which row of the catalog.
        lifecycle: LifecycleId,
    },
}

impl About {
    /// A text that stays the same from day to day: for calendars and reminders.
    pub fn key(&self) -> String {
        match self {
            Self::OfferCloses { offer } => format!("closes.{offer}"),
            Self::TermEnds { offer } => format!("ends.{offer}"),
            Self::SupportEnds { lifecycle } => format!("support.{lifecycle}"),
        }
    }

    /// The offer it is about, if it is about one.
    pub fn offer(&self) -> Option<&OfferId> {
        match self {
            Self::OfferCloses { offer } | Self::TermEnds { offer } => Some(offer),
            Self::SupportEnds { .. } => None,
        }
    }
}

/// What going on costs from the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// In words. "No price is published" is an answer.
    pub says: String,
    /// Dollars a year for this hospital, when every count is known.
    pub yearly: Option<UsdRange>,
}

/// One dated end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cliff {
    /// What ends.
    #[serde(flatten)]
    pub about: About,
    /// The last day before it.
    pub on: Date,
    /// What ends, in a few words.
    pub title: String,
    /// Why it matters to this hospital, and what is so the day after.
    pub why: String,
    /// What to do before the day.
    pub action: String,
    /// What going on costs.
    pub price: Option<Price>,
    /// Days until the last day; 0 is today, less is past.
    pub days_left: i32,
    /// How near it is.
    pub lead: Lead,
}

impl Cliff {
    /// "ends today", "41 days left", "ended 41 days ago".
    pub fn days_in_words(&self) -> String {
        match self.days_left {
            0 => "ends today".to_owned(),
            1 => "1 day left".to_owned(),
            n if n > 730 => format!("more than {} years left", n / 365),
            n if n > 365 => "more than a year left".to_owned(),
            n if n > 1 => format!("{n} days left"),
            -1 => "ended yesterday".to_owned(),
            n => format!("ended {} days ago", n.unsigned_abs()),
        }
    }
}

/// Days a past end stays on the page.
pub const PAST_DAYS_KEPT: i32 = 90;

/// The dated ends that matter to a hospital, soonest first, those of the last [`PAST_DAYS_KEPT`] days included.
///
/// `standings`: as of the same day as `facts`; offers without one are taken as not asked for.
pub fn cliffs(catalog: &Catalog, facts: &Facts, standings: &[Standing]) -> Vec<Cliff> {
    let of_offers = catalog.offers().filter_map(|offer| {
        let standing = standings.iter().find(|s| s.offer == offer.id);
        of_offer(offer, standing, facts)
    });
    let of_products = catalog.lifecycle.iter().filter_map(|row| of_product(row, facts));
    let mut all: Vec<Cliff> =
        of_offers.chain(of_products).filter(|c| c.days_left >= -PAST_DAYS_KEPT).collect();
    all.sort_by_key(|c| (c.on, c.about.key()));
    all
}

/// The last day of a term of whole months that starts on a day.
///
/// The day before the same day of the month, `months` later; where that month is too short to have the day, its last
/// day. `None` only past the calendar's end.
pub fn last_day_of_term(start: Date, months: u8) -> Option<Date> {
    let same_day = start.checked_add(jiff::Span::new().months(months)).ok()?;
    if same_day.day() < start.day() { Some(same_day) } else { same_day.yesterday().ok() }
}

/// The last day of what a hospital has from an offer, when that can be said.
pub fn last_day_of_claim(offer: &Offer, claim: Claim) -> Option<Date> {
    match claim {
        Claim::Active { ends: Some(ends), .. } => Some(ends),
        Claim::Active { on, ends: None } => {
            let term = offer.term_months.and_then(|months| last_day_of_term(on, months));
            term.or(offer.window.to)
        }
        Claim::Lapsed { on } => on.yesterday().ok(),
        Claim::Open | Claim::Claimed { .. } | Claim::Validated { .. } => None,
    }
}

fn of_offer(offer: &Offer, standing: Option<&Standing>, facts: &Facts) -> Option<Cliff> {
    let claim = standing.map(|s| s.claim).unwrap_or_default();
    if let Some(on) = last_day_of_claim(offer, claim) {
        return Some(term_ends(offer, on, facts));
    }
    let on = offer.window.to?;
    let under_way = standing.is_some_and(Standing::is_under_way);
    let sure = match on_its_last_possible_day(offer, standing, facts) {
        Outcome::Yes | Outcome::YesByRuling => true,
        // Who might have had an offer that is gone needs no reminder of it.
        Outcome::Refer { .. } if on < facts.as_of && !under_way => return None,
        Outcome::Refer { .. } => false,
        Outcome::No { .. } | Outcome::NoByRuling { .. } | Outcome::Closed { .. } if !under_way => {
            return None;
        }
        Outcome::No { .. } | Outcome::NoByRuling { .. } | Outcome::Closed { .. } => true,
    };
    Some(offer_closes(offer, on, sure || under_way, under_way, facts))
}

/// The outcome today, or on the nearest day the offer is or was open.
fn on_its_last_possible_day(offer: &Offer, standing: Option<&Standing>, facts: &Facts) -> Outcome {
    let nearest = match (offer.window.from, offer.window.to) {
        (Some(from), _) if facts.as_of < from => from,
        (_, Some(to)) if to < facts.as_of => to,
        _ => facts.as_of,
    };
    if let Some(standing) = standing.filter(|_| nearest == facts.as_of) {
        return standing.outcome.clone();
    }
    let mut then = facts.clone();
    then.as_of = nearest;
    match eligibility::verdict(offer, &then) {
        Verdict::Eligible => Outcome::Yes,
        Verdict::Ineligible { clause } => Outcome::No { clause },
        Verdict::Refer { clause, because } => Outcome::Refer { clause, because },
        Verdict::Closed { window } => Outcome::Closed { window },
    }
}

fn term_ends(offer: &Offer, on: Date, facts: &Facts) -> Cliff {
    let why = join(&["The hospital has this offer.", offer.day_after.as_deref().unwrap_or("")]);
    let exit = offer.exit.as_deref().unwrap_or("Write down who pays from the next day, or how you leave it.");
    let action = format!("Decide before then: go on and pay, change to another way, or leave. {exit}");
    let title = format!("{} ends", offer.name);
    cliff(
        About::TermEnds { offer: offer.id.clone() },
        on,
        title,
        why,
        action,
        year_two(offer, facts),
        facts.as_of,
    )
}

fn offer_closes(offer: &Offer, on: Date, may_have: bool, under_way: bool, facts: &Facts) -> Cliff {
    let (title, lead_in, action) = match (under_way, offer.group) {
        (true, _) => (
            format!("{} ends", offer.name),
            "The hospital accepted this offer.",
            "See that it is switched on before then, and write down who pays from the next day.".to_owned(),
        ),
        (false, Group::Program) => (
            format!("Last day: {}", offer.name),
            if may_have {
                "You may have this offer."
            } else {
                "You may be able to have this offer; something is still open."
            },
            "Read what it costs after, then accept it or let it pass.".to_owned(),
        ),
        (false, Group::Elsewhere) => (
            format!("Last day: {}", offer.name),
            if may_have {
                "You may have this help."
            } else {
                "You may be able to have this help; something is still open."
            },
            format!("Apply to {} before then.", offer.provider),
        ),
    };
    let why = join(&[lead_in, offer.day_after.as_deref().unwrap_or("")]);
    cliff(
        About::OfferCloses { offer: offer.id.clone() },
        on,
        title,
        why,
        action,
        year_two(offer, facts),
        facts.as_of,
    )
}

fn of_product(row: &LifecycleDate, facts: &Facts) -> Option<Cliff> {
    if !value::has_some(facts, row.affects) {
        return None;
    }
    let n = facts.int(row.affects).unwrap_or_default();
    let told = format!("You told us {}: {n}.", row.affects.label());
    let among = if row.touches_all { "" } else { "This is about those among them of this version." };
    let price = row.price.as_ref().map(|price| {
        let each = UsdRange { low: price.low_usd, high: price.high_usd };
        // How many of the counted machines are of this version is not always known; no sum is made then.
        let yearly = value::priced(Some(price), facts).yearly().filter(|_| row.touches_all);
        Price { says: format!("{each} a year for each machine of this version. {}", price.basis), yearly }
    });
    let title = format!("{} end for {}", row.what_ends, row.product);
    let why = join(&[&told, among, &row.then]);
    let about = About::SupportEnds { lifecycle: row.id.clone() };
    Some(cliff(about, row.ends_on, title, why, row.action.clone(), price, facts.as_of))
}

fn year_two(offer: &Offer, facts: &Facts) -> Option<Price> {
    let year_two = offer.year_two.as_ref()?;
    Some(Price { says: year_two.says.clone(), yearly: value::of_year_two(offer, facts).yearly() })
}

fn join(sentences: &[&str]) -> String {
    sentences.iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn cliff(
    about: About,
    on: Date,
    title: String,
    why: String,
    action: String,
    price: Option<Price>,
    as_of: Date,
) -> Cliff {
    let days_left = days_between(as_of, on);
    Cliff { about, on, title, why, action, price, days_left, lead: Lead::of(days_left) }
}

/// Days from one day to another; negative when the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    // Two days of the calendar are never more than 7.4 million days apart, so `since` in days always fits.
    to.since(from).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;
