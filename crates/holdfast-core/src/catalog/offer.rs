//! An offer: what a hospital may have, what it costs now and later, when it ends, how to leave it, and its clauses.

use serde::{Deserialize, Serialize};

use super::{ClauseId, OfferId, Provenance, SafeguardId};
use crate::Date;
use crate::cel::Expr;
use crate::facts::FactKind;
use crate::model::{Usd, UsdRange};

/// What sort of help it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferKind {
    /// Money, licences or credits given.
    Grant,
    /// A lower price.
    Discount,
    /// Work done by people.
    Service,
    /// Courses.
    Training,
    /// Security updates.
    Updates,
    /// Scanning or alerting from outside.
    Scan,
    /// Software to run.
    Tool,
    /// Something to read and follow.
    Guide,
    /// Advice from people.
    Advice,
    /// Shared threat information.
    Sharing,
    /// Money to pay back.
    Loan,
    /// A group learning or building together.
    Cohort,
}

impl OfferKind {
    /// Every kind with its key and its name for people.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Grant, "grant", "Grant"),
        (Self::Discount, "discount", "Discount"),
        (Self::Service, "service", "Service"),
        (Self::Training, "training", "Training"),
        (Self::Updates, "updates", "Security updates"),
        (Self::Scan, "scan", "Scanning and alerts"),
        (Self::Tool, "tool", "Tool"),
        (Self::Guide, "guide", "Guide"),
        (Self::Advice, "advice", "Advice"),
        (Self::Sharing, "sharing", "Threat sharing"),
        (Self::Loan, "loan", "Loan"),
        (Self::Cohort, "cohort", "Cohort"),
    ];

    /// The name for people.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(k, _, _)| *k == self).map_or("Offer", |(_, _, label)| label)
    }
}

/// How offers are grouped on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// An offer of a program run here: it can be claimed here and moves through its states.
    Program,
    /// A resource someone else offers: apply there.
    Elsewhere,
}

/// When an offer is open. Both ends are inclusive; `None` is open-ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day it can be used.
    pub from: Option<Date>,
    /// Last day it can be used.
    pub to: Option<Date>,
}

impl Window {
    /// Whether the day falls in the window.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What it costs the hospital, in words and, where stated, in money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// One plain sentence, like "Free for 12 months".
    pub says: String,
    /// True when the hospital pays nothing now.
    pub free: bool,
}

/// Money per unit and year, where the unit is a count the hospital knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerUnit {
    /// The counted fact, like `staffed_users`; `None` means once per hospital.
    pub per: Option<FactKind>,
    /// Dollars a unit and year, low end.
    pub low_usd: Usd,
    /// Dollars a unit and year, high end.
    pub high_usd: Usd,
    /// Units beyond this many do not count.
    pub at_most: Option<u32>,
    /// How the figure was reached.
    pub basis: String,
    /// Where its prices come from.
    pub provenance: Provenance,
}

impl PerUnit {
    /// The yearly money for a number of units.
    pub fn yearly(&self, n_units: u64) -> UsdRange {
        let n = self.at_most.map_or(n_units, |cap| n_units.min(u64::from(cap)));
        UsdRange { low: Usd(self.low_usd.0.saturating_mul(n)), high: Usd(self.high_usd.0.saturating_mul(n)) }
    }
}

/// What staying on costs after the first year or term, shown before a hospital accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTwo {
    /// One plain sentence. "Nothing published" is an answer.
    pub says: String,
    /// The price in money, when published.
    pub price: Option<PerUnit>,
}

/// Another way to the same protection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// What it is and who makes it.
    pub name: String,
    /// An offer or resource in this catalog, if it is one.
    pub offer: Option<OfferId>,
}

/// What a clause that is not met means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The hospital cannot have the offer.
    Ineligible,
    /// A reviewer looks at it.
    Refer,
}

/// One condition of an offer.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Unique within the offer.
    pub id: ClauseId,
    /// The condition, compiled.
    pub when: Expr,
    /// What the clause asks, in a short phrase: "The hospital is independent".
    pub asks: String,
    /// The sentence a hospital reads when the clause is not met.
    pub fails: String,
    /// What not meeting it means.
    pub otherwise: Otherwise,
}

/// An offer of a program, or a resource someone else offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Unique over the catalog, never reused.
    pub id: OfferId,
    /// Program offer or resource elsewhere.
    pub group: Group,
    /// Who gives it.
    pub provider: String,
    /// What it is called.
    pub name: String,
    /// What sort of help it is.
    pub kind: OfferKind,
    /// What the hospital gets, in plain words.
    pub gets: String,
    /// What it costs now.
    pub cost: Cost,
    /// What it is worth or saves a year, when that can be said.
    pub value: Option<PerUnit>,
    /// When it can be had.
    pub window: Window,
    /// How long it lasts once active, in months; `None` when it does not run out by itself.
    pub term_months: Option<u8>,
    /// What happens the day after it ends.
    pub day_after: Option<String>,
    /// What staying on costs.
    pub year_two: Option<YearTwo>,
    /// How to leave it.
    pub exit: Option<String>,
    /// Vendor-neutral ways to the same protection.
    pub alternatives: Vec<Alternative>,
    /// Safeguards it helps.
    pub safeguards: Vec<SafeguardId>,
    /// Steps to get it, in order.
    pub how_to_apply: Vec<String>,
    /// Minutes of the hospital's time the first step takes.
    pub minutes_to_start: Option<u16>,
    /// Where to read more.
    pub url: Option<String>,
    /// Its conditions, all of which must hold.
    pub clauses: Vec<Clause>,
    /// Where its facts come from.
    pub provenance: Provenance,
}
