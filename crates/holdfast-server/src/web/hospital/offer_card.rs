//! Offers as cards under headings, in the order a hospital works through them.

use holdfast_core::catalog::{Catalog, Group, Serves};
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::standing::Outcome;

use super::words::ends;
use crate::app::OfferStand;
use crate::web::worth::money;

/// The heading an offer stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    Have,
    Now,
    Elsewhere,
    TellUs,
    Reviewer,
    ByForm,
    No,
    Closed,
}

impl Shelf {
    const ALL: &'static [Self] = &[
        Self::Have,
        Self::Now,
        Self::TellUs,
        Self::Reviewer,
        Self::Elsewhere,
        Self::ByForm,
        Self::No,
        Self::Closed,
    ];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Have => "have",
            Self::Now => "now",
            Self::Elsewhere => "elsewhere",
            Self::TellUs => "tell-us",
            Self::Reviewer => "reviewer",
            Self::ByForm => "by-form",
            Self::No => "not-for-you",
            Self::Closed => "closed",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Have => "What you have",
            Self::Now => "Yours to accept",
            Self::Elsewhere => "Yours, from others",
            Self::TellUs => "Tell us one thing first",
            Self::Reviewer => "A reviewer looks at these",
            Self::ByForm => "With an application form",
            Self::No => "Not for this hospital",
            Self::Closed => "Not open today",
        }
    }

    pub(super) fn says(self) -> &'static str {
        match self {
            Self::Have => "Accepted, confirmed or running.",
            Self::Now => {
                "The hospital meets every condition. Each shows what it costs after, before you accept."
            }
            Self::Elsewhere => {
                "Others give this help. You meet the conditions we can check; apply with them."
            }
            Self::TellUs => "One fact only the hospital knows would settle each of these.",
            Self::Reviewer => {
                "The rules leave room for judgement. A person reads your case and answers with a reason."
            }
            Self::ByForm => "Grants of another program. You apply with a form, and reviewers choose.",
            Self::No => "Each names the condition that is not met. If a fact is wrong, correct it.",
            Self::Closed => "They were open before, or open later.",
        }
    }

    pub(super) fn is_full(self) -> bool {
        matches!(self, Self::Have | Self::Now | Self::TellUs | Self::Reviewer)
    }

    fn of(stand: &OfferStand) -> Self {
        if stand.standing.is_under_way() {
            return Self::Have;
        }
        let by_form = stand.program.as_ref().is_some_and(|p| p.serves == Serves::Applicants);
        match &stand.standing.outcome {
            Outcome::No { .. } | Outcome::NoByRuling { .. } => Self::No,
            Outcome::Closed { .. } => Self::Closed,
            _ if by_form => Self::ByForm,
            Outcome::Yes | Outcome::YesByRuling if stand.offer.group == Group::Elsewhere => Self::Elsewhere,
            Outcome::Yes | Outcome::YesByRuling => Self::Now,
            Outcome::Refer { because: Because::Missing(fact), .. } if fact.hospital_may_say() => Self::TellUs,
            Outcome::Refer { .. } => Self::Reviewer,
        }
    }
}

/// A key of the verdict tag.
pub(super) fn verdict(stand: &OfferStand) -> &'static str {
    match &stand.standing.outcome {
        _ if stand.standing.is_under_way() => "eligible",
        Outcome::Yes | Outcome::YesByRuling => "eligible",
        Outcome::Refer { because: Because::Missing(_), .. } => "unknown",
        Outcome::Refer { .. } => "refer",
        Outcome::No { .. } | Outcome::NoByRuling { .. } => "ineligible",
        Outcome::Closed { .. } => "closed",
    }
}

/// The words of one card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    shelf: Shelf,
    pub(super) offer: String,
    pub(super) id: String,
    pub(super) verdict: &'static str,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) provider: String,
    pub(super) gets: String,
    pub(super) why_head: &'static str,
    pub(super) why: String,
    pub(super) value: String,
    pub(super) value_basis: String,
    pub(super) cost: String,
    pub(super) free: bool,
    pub(super) year_two_price: String,
    pub(super) year_two: String,
    pub(super) ends: String,
    pub(super) day_after: String,
    pub(super) exit: String,
    pub(super) alternatives: Vec<String>,
    pub(super) may_accept: bool,
    pub(super) unverified: bool,
}

/// One heading with its cards.
pub(super) struct ShelfOf {
    pub(super) shelf: Shelf,
    pub(super) cards: Vec<Card>,
}

/// Cards under their headings, empty headings left out.
pub(super) fn shelves(stands: &[OfferStand], catalog: &Catalog) -> Vec<ShelfOf> {
    let cards: Vec<Card> = stands.iter().map(|s| Card::new(s, catalog)).collect();
    let on = |shelf: Shelf| cards.iter().filter(|c| c.shelf == shelf).cloned().collect();
    Shelf::ALL.iter().map(|s| ShelfOf { shelf: *s, cards: on(*s) }).filter(|s| !s.cards.is_empty()).collect()
}

impl Card {
    fn new(stand: &OfferStand, catalog: &Catalog) -> Self {
        let offer = &stand.offer;
        let shelf = Shelf::of(stand);
        let why_head = match shelf {
            Shelf::Have => "Where it stands",
            Shelf::Now | Shelf::Elsewhere => "Why you may have it",
            Shelf::TellUs => "What we need to know",
            Shelf::Reviewer => "Why a person looks at it",
            Shelf::ByForm => "What we can say now",
            Shelf::No => "Why not",
            Shelf::Closed => "When",
        };
        let (value, value_basis) = money(&stand.worth);
        let (year_two_price, _) = money(&stand.year_two);
        let state = if stand.standing.is_under_way() {
            format!(", {}", stand.standing.claim.label().to_lowercase())
        } else {
            String::new()
        };
        Self {
            shelf,
            id: format!("offer-{}", offer.id),
            offer: offer.id.to_string(),
            verdict: verdict(stand),
            kind: format!("{}{state}", offer.kind.label()),
            name: offer.name.clone(),
            provider: offer.provider.clone(),
            gets: offer.gets.clone(),
            why_head,
            why: stand.standing.sentence.clone(),
            value,
            value_basis,
            cost: offer.cost.says.clone(),
            free: offer.cost.free,
            year_two_price,
            year_two: offer.year_two.as_ref().map(|y| y.says.clone()).unwrap_or_default(),
            ends: ends(offer),
            day_after: offer.day_after.clone().unwrap_or_default(),
            exit: offer.exit.clone().unwrap_or_default(),
            alternatives: offer.alternatives.iter().map(|a| alternative(a, catalog)).collect(),
            may_accept: stand.standing.may_accept.is_ok(),
            unverified: offer.provenance.verified_on.is_none(),
        }
    }
}

/// What another way is called, with the offer it leads to when its name does not say.
pub(super) fn alternative(other: &holdfast_core::catalog::Alternative, catalog: &Catalog) -> String {
    let named = other.offer.as_ref().and_then(|id| catalog.offer(id.as_str()));
    match named {
        Some((_, offer)) if !other.name.contains(&offer.name) => format!("{} ({})", other.name, offer.name),
        _ => other.name.clone(),
    }
}
