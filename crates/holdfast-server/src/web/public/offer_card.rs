//! An offer as a card on a page: words and money taken from a decision, nothing decided here.

use holdfast_core::catalog::{Catalog, Group};
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::standing::Outcome;

use crate::app::Decided;
use crate::web::worth::money;

/// Which heading an offer stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// It may be had now.
    Now,
    /// One fact is missing.
    TellUs,
    /// A reviewer looks.
    Reviewer,
    /// Not for this hospital.
    No,
    /// Not open.
    Closed,
}

impl Shelf {
    /// Every heading, in order.
    pub const ALL: &'static [Self] = &[Self::Now, Self::TellUs, Self::Reviewer, Self::No, Self::Closed];

    /// The id of its part of the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::TellUs => "tell-us",
            Self::Reviewer => "reviewer",
            Self::No => "not-for-you",
            Self::Closed => "closed",
        }
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Now => "You may have these now",
            Self::TellUs => "Tell us one thing first",
            Self::Reviewer => "A reviewer looks at these",
            Self::No => "Not for this hospital",
            Self::Closed => "Not open today",
        }
    }

    /// A few words for a count.
    pub fn counted(self) -> &'static str {
        match self {
            Self::Now => "you may have now",
            Self::TellUs => "need one fact from you",
            Self::Reviewer => "go to a reviewer",
            Self::No => "are not for this hospital",
            Self::Closed => "are not open today",
        }
    }

    /// A line under the heading.
    pub fn says(self) -> &'static str {
        match self {
            Self::Now => "The hospital meets every condition we can check.",
            Self::TellUs => {
                "The public directory does not hold a fact these depend on. Registering asks for most of them."
            }
            Self::Reviewer => {
                "The rules leave room for judgement here. A person reads your case and answers with a reason."
            }
            Self::No => {
                "Each names the condition that is not met. If a fact is wrong, register and correct it."
            }
            Self::Closed => "They opened before, or open later. The dates are on each.",
        }
    }

    /// Whether cards are shown in full.
    pub fn is_full(self) -> bool {
        matches!(self, Self::Now | Self::TellUs | Self::Reviewer)
    }

    fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Yes | Outcome::YesByRuling => Self::Now,
            Outcome::Refer { because: Because::Missing(_), .. } => Self::TellUs,
            Outcome::Refer { .. } => Self::Reviewer,
            Outcome::No { .. } | Outcome::NoByRuling { .. } => Self::No,
            Outcome::Closed { .. } => Self::Closed,
        }
    }
}

/// The words of one card.
#[derive(Clone, Debug)]
pub struct OfferCard {
    /// Under which heading.
    pub shelf: Shelf,
    /// Whether the program here runs it; otherwise someone else does.
    pub ours: bool,
    /// Unique on the page.
    pub id: String,
    /// A key of the verdict tag.
    pub verdict: &'static str,
    /// What sort of help.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Who gives it.
    pub provider: String,
    /// What one gets.
    pub gets: String,
    /// Heads the reason.
    pub why_head: &'static str,
    /// The reason.
    pub why: String,
    /// Dollars a year, or nothing.
    pub value: String,
    /// How the dollars were reached, or what is missing.
    pub value_basis: String,
    /// What it costs now.
    pub cost: String,
    /// Whether nothing is paid now.
    pub free: bool,
    /// What year two costs, in dollars.
    pub year_two_price: String,
    /// What is said about year two.
    pub year_two: String,
    /// When it ends.
    pub ends: String,
    /// The day after.
    pub day_after: String,
    /// How to leave.
    pub exit: String,
    /// Other ways.
    pub alternatives: Vec<String>,
    /// Steps to get it.
    pub how: Vec<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Whether nobody has checked its facts at the source.
    pub unverified: bool,
    /// Where its facts come from.
    pub source: String,
}

/// One heading with what stands under it.
pub struct ShelfOf {
    /// The heading.
    pub shelf: Shelf,
    /// Offers of the program here, as cards.
    pub cards: Vec<OfferCard>,
    /// What others offer, as lines that unfold.
    pub lines: Vec<OfferCard>,
}

impl ShelfOf {
    /// How many stand under it.
    pub fn n(&self) -> usize {
        self.cards.len() + self.lines.len()
    }
}

/// Cards under their headings, empty headings left out.
pub fn shelves(decided: &[Decided], catalog: &Catalog) -> Vec<ShelfOf> {
    let all: Vec<OfferCard> = decided.iter().map(|d| OfferCard::new(d, catalog)).collect();
    Shelf::ALL
        .iter()
        .map(|shelf| {
            let (cards, lines) = all.iter().filter(|c| c.shelf == *shelf).cloned().partition(|c| c.ours);
            ShelfOf { shelf: *shelf, cards, lines }
        })
        .filter(|s| s.n() > 0)
        .collect()
}

impl OfferCard {
    fn new(decided: &Decided, catalog: &Catalog) -> Self {
        let (offer, outcome) = (&decided.offer, &decided.standing.outcome);
        let shelf = Shelf::of(outcome);
        let (verdict, why_head) = match shelf {
            Shelf::Now => ("eligible", "Why you may have it"),
            Shelf::TellUs => ("unknown", "What we need to know"),
            Shelf::Reviewer => ("refer", "Why a person looks at it"),
            Shelf::No => ("ineligible", "Why not"),
            Shelf::Closed => ("closed", "When"),
        };
        let (value, value_basis) = money(&decided.worth);
        let (year_two_price, _) = money(&decided.year_two);
        let ends = match (offer.window.to, offer.term_months) {
            (Some(to), _) => to.strftime("%B %-d, %Y").to_string(),
            (None, Some(months)) => format!("{months} months after it starts"),
            (None, None) => String::new(),
        };
        Self {
            shelf,
            ours: offer.group == Group::Program,
            id: format!("offer-{}", offer.id),
            verdict,
            kind: offer.kind.label().to_owned(),
            name: offer.name.clone(),
            provider: offer.provider.clone(),
            gets: offer.gets.clone(),
            why_head,
            why: decided.standing.sentence.clone(),
            value,
            value_basis,
            cost: offer.cost.says.clone(),
            free: offer.cost.free,
            year_two_price,
            year_two: offer.year_two.as_ref().map(|y| y.says.clone()).unwrap_or_default(),
            ends,
            day_after: offer.day_after.clone().unwrap_or_default(),
            exit: offer.exit.clone().unwrap_or_default(),
            alternatives: offer.alternatives.iter().map(|a| catalog.alternative_name(a)).collect(),
            how: offer.how_to_apply.clone(),
            url: offer.url.clone().filter(|u| u.starts_with("https://")),
            unverified: offer.provenance.verified_on.is_none(),
            source: offer.provenance.source.clone(),
        }
    }
}
