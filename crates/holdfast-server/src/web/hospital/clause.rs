//! The conditions of an offer, each with the facts it looked at, where those came from, and what would settle it.

use holdfast_core::catalog::Offer;
use holdfast_core::decide::eligibility::ClauseResult;
use holdfast_core::facts::{Fact, FactKind, Facts};

use super::words::fact_name;
use crate::app::OfferStand;

/// One condition as the page shows it.
#[derive(Clone, Debug)]
pub(super) struct ClauseLine {
    /// `met`, `not-met` or `not-known`.
    pub(super) result: &'static str,
    pub(super) asks: String,
    pub(super) facts: Vec<FactLine>,
}

/// One fact as the page shows it.
#[derive(Clone, Debug)]
pub(super) struct FactLine {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) source: String,
}

impl FactLine {
    pub(super) fn new(kind: FactKind, facts: &Facts) -> Self {
        let fact = facts.get(kind);
        let source = match fact {
            Fact::Known { source, .. } => source.shown(),
            Fact::Unknown => "Nobody has said, and no file tells".to_owned(),
            Fact::Disputed { .. } => "A reviewer settles which is right".to_owned(),
        };
        Self { name: fact_name(kind), value: fact.shown(kind), source }
    }
}

/// Every condition of the offer, in its order.
pub(super) fn lines(stand: &OfferStand, facts: &Facts) -> Vec<ClauseLine> {
    let results = &stand.standing.answer.clauses;
    let line = |(clause, (_, result)): (&holdfast_core::catalog::Clause, &(_, ClauseResult))| ClauseLine {
        result: match result {
            ClauseResult::Met => "met",
            ClauseResult::NotMet => "not-met",
            ClauseResult::Unknown { .. } => "not-known",
        },
        asks: clause.asks.clone(),
        facts: clause.when.facts().iter().map(|kind| FactLine::new(kind, facts)).collect(),
    };
    stand.offer.clauses.iter().zip(results).map(line).collect()
}

/// The facts only the hospital can give that the conditions or the sums of an offer wait for, each once.
pub(super) fn wanted(offer: &Offer, stand: &OfferStand, facts: &Facts) -> Vec<FactKind> {
    let unknown = stand.standing.answer.clauses.iter().filter_map(|(_, result)| match result {
        ClauseResult::Unknown { needs } => Some(needs.clone()),
        ClauseResult::Met | ClauseResult::NotMet => None,
    });
    let sums = [offer.value.as_ref(), offer.year_two.as_ref().and_then(|y| y.price.as_ref())];
    let counts = sums.into_iter().flatten().filter_map(|price| price.per);
    let mut all: Vec<FactKind> = Vec::new();
    for kind in unknown.flatten().chain(counts) {
        let open = *facts.get(kind) == Fact::Unknown && kind.hospital_may_say();
        if open && !all.contains(&kind) {
            all.push(kind);
        }
    }
    all
}
