//! Until when a system is mended, and for whom.
//!
//! Where a build has several editions and the machine does not say which, an answer is given only if all of them agree.

use holdfast_wire::device::{Known, Os, Unseen};
use serde::{Deserialize, Serialize};

use super::candidates;
use crate::Date;
use crate::catalog::{OfferId, Product, ProductId};
use crate::model::Usd;

/// An end nearer than this is soon: the first of the days on which cliffs are shown.
const SOON_DAYS: i32 = 180;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Which product it is, when it is one.
    pub product: Option<ProductId>,
    /// Its name; empty when it is not known which.
    pub name: String,
    /// How it stands.
    pub state: SupportState,
    /// What else to know of it.
    pub note: Option<String>,
    /// Where the days come from.
    pub source: String,
}

/// How a product stands at a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportState {
    /// Everybody gets security updates.
    Supported {
        /// The last day; `None` when none is announced.
        until: Option<Date>,
    },
    /// Everybody gets them, not for long.
    EndsSoon {
        /// The last day.
        on: Date,
        /// How many days are left.
        days: u16,
        /// The list price of the first extended year, where one is sold.
        then_usd: Option<Usd>,
    },
    /// Only who has extended updates gets them.
    ExtendedNeeded {
        /// The last day for everybody.
        since: Date,
        /// The year needed now, where they are counted.
        year: Option<u8>,
        /// Its last day.
        until: Date,
        /// List prices for one machine, year by year up to the one needed: a year is sold only with those before it.
        list_usd: Vec<Usd>,
        /// Offers that give some of these years away, with the year.
        granted: Vec<(u8, OfferId)>,
    },
    /// Nobody gets them.
    Ended {
        /// The last day.
        on: Date,
    },
    /// It cannot be told.
    CannotTell {
        /// Why.
        why: CannotTell,
    },
}

/// Why support cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CannotTell {
    /// The machine's system is not known.
    SystemUnseen(Unseen),
    /// The catalog has no such product.
    NotInCatalog,
    /// Several editions have this build, and their days differ.
    EditionUnknown {
        /// Which.
        between: Vec<ProductId>,
    },
}

/// Until when a machine's system is mended.
pub fn support(products: &[Product], os: &Known<Os>, as_of: Date) -> Support {
    match os {
        Known::Unknown(unseen) => cannot_tell(CannotTell::SystemUnseen(unseen.clone())),
        Known::Is(os) => of_candidates(&candidates(products, os), as_of),
    }
}

/// The answer for products of which the machine is one.
pub(super) fn of_candidates(found: &[&Product], as_of: Date) -> Support {
    let Some(first) = found.first() else { return cannot_tell(CannotTell::NotInCatalog) };
    let all: Vec<(&Product, SupportState)> = found.iter().map(|p| (*p, state(p, as_of))).collect();
    if let [(_, only)] = all.as_slice() {
        return answer(first, only.clone());
    }
    // All ended: the latest day is the careful one.
    if all.iter().all(|(_, state)| matches!(state, SupportState::Ended { .. })) {
        let last = all.iter().max_by_key(|(product, _)| product.last_day());
        if let Some((_, state)) = last {
            return Support { name: String::new(), product: None, ..answer(first, state.clone()) };
        }
    }
    if all.iter().all(|(_, state)| *state == all[0].1) {
        return Support { name: String::new(), product: None, ..answer(first, all[0].1.clone()) };
    }
    cannot_tell(CannotTell::EditionUnknown { between: found.iter().map(|p| p.id.clone()).collect() })
}

fn answer(product: &Product, state: SupportState) -> Support {
    Support {
        product: Some(product.id.clone()),
        name: product.name.clone(),
        state,
        note: product.note.clone(),
        source: product.provenance.source.clone(),
    }
}

fn cannot_tell(why: CannotTell) -> Support {
    let state = SupportState::CannotTell { why };
    Support { product: None, name: String::new(), state, note: None, source: String::new() }
}

fn state(product: &Product, as_of: Date) -> SupportState {
    let Some(free) = product.security_ends else { return SupportState::Supported { until: None } };
    if as_of <= free {
        let days = free.since(as_of).map_or(i32::MAX, |span| span.get_days());
        let then_usd = product.extended.first().and_then(|e| e.list_usd);
        return match u16::try_from(days) {
            Ok(left) if days <= SOON_DAYS => SupportState::EndsSoon { on: free, days: left, then_usd },
            _ => SupportState::Supported { until: Some(free) },
        };
    }
    let Some(needed) = product.extended_on(as_of) else {
        return SupportState::Ended { on: product.last_day().unwrap_or(free) };
    };
    let so_far = product.extended.iter().take_while(|e| e.ends_on <= needed.ends_on);
    SupportState::ExtendedNeeded {
        since: free,
        year: needed.year,
        until: needed.ends_on,
        list_usd: so_far.clone().filter_map(|e| e.list_usd).collect(),
        granted: so_far.filter_map(|e| e.year.zip(e.granted_by.clone())).collect(),
    }
}

impl SupportState {
    /// In a sentence's words, without the product's name.
    pub fn in_words(&self) -> String {
        let day = crate::model::day_in_words;
        match self {
            Self::Supported { until: None } => "gets security updates; no end is announced".to_owned(),
            Self::Supported { until: Some(on) } => format!("gets security updates until {}", day(*on)),
            Self::EndsSoon { on, days, .. } => {
                format!("gets security updates until {}, {days} more days", day(*on))
            }
            Self::ExtendedNeeded { since, year, until, list_usd, granted } => {
                let what = year.map_or("extended updates".to_owned(), |year| format!("extended year {year}"));
                let prices: Vec<String> = list_usd.iter().map(|usd| usd.0.to_string()).collect();
                let price = match prices.is_empty() {
                    true => String::new(),
                    false => format!(": {} dollars list", prices.join(" + ")),
                };
                let years: Vec<String> = granted.iter().map(|(year, _)| format!("year {year}")).collect();
                let free = match years.is_empty() {
                    true => String::new(),
                    false => format!(", {} free where the program grants it", years.join(" and ")),
                };
                format!(
                    "needs {what}, until {}{price}{free}; free updates ended on {}",
                    day(*until),
                    day(*since)
                )
            }
            Self::Ended { on } => format!("gets no security updates since {}", day(*on)),
            Self::CannotTell { why } => match why {
                CannotTell::SystemUnseen(_) => "cannot be told: the machine's system is not known".to_owned(),
                CannotTell::NotInCatalog => {
                    "cannot be told: the catalog does not know this version".to_owned()
                }
                CannotTell::EditionUnknown { between } => {
                    let ids: Vec<&str> = between.iter().map(ProductId::as_str).collect();
                    format!("cannot be told: the edition decides, and it may be {}", ids.join(", "))
                }
            },
        }
    }
}
