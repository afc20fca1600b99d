//! Days and dollars in the words these pages use. It decides nothing.

use holdfast_core::catalog::Offer;
use holdfast_core::decide::cliff::{Cliff, Lead};
use holdfast_core::facts::FactKind;
use holdfast_core::model::capital;
pub(super) use holdfast_core::model::day_in_words as day;

/// A fact's name on its own: "Who owns it", "Number of Windows servers".
pub(super) fn fact_name(kind: FactKind) -> String {
    capital(kind.label().trim_start_matches("the "))
}

/// When an offer ends, by its window or its term; empty when it has no set end.
pub(super) fn ends(offer: &Offer) -> String {
    match (offer.window.to, offer.term_months) {
        (Some(to), _) => day(to),
        (None, Some(months)) => format!("{months} months after it starts"),
        (None, None) => String::new(),
    }
}

/// A dated end as a line of the list.
#[derive(Clone, Debug)]
pub(super) struct CliffLine {
    pub(super) iso: String,
    pub(super) day: String,
    pub(super) year: String,
    pub(super) title: String,
    pub(super) why: String,
    pub(super) action: String,
    pub(super) left: String,
    pub(super) when: &'static str,
    pub(super) price: String,
    pub(super) price_says: String,
    pub(super) offer: Option<String>,
}

impl CliffLine {
    pub(super) fn new(cliff: &Cliff) -> Self {
        let price = cliff.price.as_ref();
        Self {
            iso: cliff.on.to_string(),
            day: cliff.on.strftime("%b %-d").to_string(),
            year: cliff.on.year().to_string(),
            title: cliff.title.clone(),
            why: cliff.why.clone(),
            action: cliff.action.clone(),
            left: capital(&cliff.days_in_words()),
            when: match cliff.lead {
                Lead::Past => "past",
                Lead::Within30 | Lead::Within90 => "soon",
                Lead::Within180 | Lead::Later => "ahead",
            },
            price: price.and_then(|p| p.yearly).map(|y| y.to_string()).unwrap_or_default(),
            price_says: price.map(|p| p.says.clone()).unwrap_or_default(),
            offer: cliff.about.offer().map(ToString::to_string),
        }
    }
}

/// A mistake in a form, for the summary on top of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) field: String,
    pub(super) text: String,
}
