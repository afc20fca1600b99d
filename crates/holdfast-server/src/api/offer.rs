//! How offers stand in JSON: what an offer is, and how it comes out for one hospital with every clause.

use holdfast_core::catalog::{
    Catalog, Clause, ClauseId, Group, Offer, Otherwise, PerUnit, Program, Provenance,
};
use holdfast_core::decide::eligibility::{Answer, Because, ClauseResult};
use holdfast_core::decide::standing::{Outcome, Standing};
use holdfast_core::decide::value::Worth;
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Day, WorthShape, YearlyUsd};

/// Where a row's facts come from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProvenanceShape {
    /// A page, law or file a person can look up.
    pub source: String,
    /// The day someone last checked it there; absent when nobody has.
    pub verified_on: Option<Day>,
}

impl From<&Provenance> for ProvenanceShape {
    fn from(p: &Provenance) -> Self {
        Self { source: p.source.clone(), verified_on: p.verified_on.map(Day) }
    }
}

/// A price for one unit and year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PriceShape {
    /// The key of the fact that is counted; absent for once a hospital.
    pub per: Option<&'static str>,
    /// Dollars a unit and year.
    pub usd: YearlyUsd,
    /// Units beyond this many do not count.
    pub at_most: Option<u32>,
    /// How the figure was reached.
    pub basis: String,
    /// Where it comes from.
    pub provenance: ProvenanceShape,
}

impl From<&PerUnit> for PriceShape {
    fn from(price: &PerUnit) -> Self {
        Self {
            per: price.per.map(|k| k.key()),
            usd: YearlyUsd { low: price.low_usd.0, high: price.high_usd.0 },
            at_most: price.at_most,
            basis: price.basis.clone(),
            provenance: (&price.provenance).into(),
        }
    }
}

/// One condition of an offer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClauseShape {
    /// Its name within the offer.
    pub clause: String,
    /// What it asks.
    pub asks: String,
    /// The sentence a hospital reads when it is not met.
    pub fails: String,
    /// What not meeting it means: `ineligible` or `refer`.
    pub otherwise: &'static str,
}

/// Another way to the same protection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlternativeShape {
    /// What it is.
    pub name: String,
    /// Its id, when it stands in this catalog.
    pub offer: Option<String>,
}

/// An offer in a few words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferLine {
    /// Its id.
    pub offer: String,
    /// What it is called.
    pub name: String,
    /// The id of its program; absent for help from others.
    pub program: Option<String>,
    /// `program`: accepted here. `elsewhere`: apply with the provider.
    pub group: &'static str,
    /// Who gives it.
    pub provider: String,
    /// What sort of help it is.
    pub kind: &'static str,
    /// What the hospital gets.
    pub gets: String,
    /// Whether it costs nothing now.
    pub free: bool,
}

/// Everything the catalog says about an offer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferShape {
    /// In a few words.
    pub line: OfferLine,
    /// What it costs now.
    pub cost: String,
    /// What it is worth or saves.
    pub value: Option<PriceShape>,
    /// First day it can be had.
    pub open_from: Option<Day>,
    /// Last day it can be had.
    pub open_to: Option<Day>,
    /// How long it lasts once running, in months.
    pub term_months: Option<u8>,
    /// What happens the day after it ends.
    pub day_after: Option<String>,
    /// What staying on costs, in words.
    pub year_two: Option<String>,
    /// What staying on costs, when a price is published.
    pub year_two_price: Option<PriceShape>,
    /// How to leave it.
    pub exit: Option<String>,
    /// Other ways to the same protection.
    pub alternatives: Vec<AlternativeShape>,
    /// Safeguards it helps, by name.
    pub safeguards: Vec<String>,
    /// Steps to get it.
    pub how_to_apply: Vec<String>,
    /// Minutes the first step takes.
    pub minutes_to_start: Option<u16>,
    /// Where to read more.
    pub url: Option<String>,
    /// Its conditions, all of which must hold.
    pub clauses: Vec<ClauseShape>,
    /// Where its facts come from.
    pub provenance: ProvenanceShape,
}

impl OfferLine {
    /// An offer of a program, or of none.
    pub fn of(program: Option<&Program>, offer: &Offer) -> Self {
        Self {
            offer: offer.id.to_string(),
            name: offer.name.clone(),
            program: program.map(|p| p.id.to_string()),
            group: match offer.group {
                Group::Program => "program",
                Group::Elsewhere => "elsewhere",
            },
            provider: offer.provider.clone(),
            kind: kind_key(offer),
            gets: offer.gets.clone(),
            free: offer.cost.free,
        }
    }
}

/// The key of an offer's kind.
pub fn kind_key(offer: &Offer) -> &'static str {
    holdfast_core::catalog::OfferKind::ALL
        .iter()
        .find(|(kind, _, _)| *kind == offer.kind)
        .map_or("offer", |(_, key, _)| key)
}

impl OfferShape {
    /// Everything about an offer.
    pub fn of(catalog: &Catalog, program: Option<&Program>, offer: &Offer) -> Self {
        let clause = |c: &Clause| ClauseShape {
            clause: c.id.to_string(),
            asks: c.asks.clone(),
            fails: c.fails.clone(),
            otherwise: match c.otherwise {
                Otherwise::Ineligible => "ineligible",
                Otherwise::Refer => "refer",
            },
        };
        Self {
            line: OfferLine::of(program, offer),
            cost: offer.cost.says.clone(),
            value: offer.value.as_ref().map(PriceShape::from),
            open_from: offer.window.from.map(Day),
            open_to: offer.window.to.map(Day),
            term_months: offer.term_months,
            day_after: offer.day_after.clone(),
            year_two: offer.year_two.as_ref().map(|y| y.says.clone()),
            year_two_price: offer.year_two.as_ref().and_then(|y| y.price.as_ref()).map(PriceShape::from),
            exit: offer.exit.clone(),
            alternatives: offer
                .alternatives
                .iter()
                .map(|a| AlternativeShape {
                    name: a.name.clone(),
                    offer: a.offer.as_ref().map(|o| o.to_string()),
                })
                .collect(),
            safeguards: offer.safeguards.iter().map(|s| catalog.safeguard_name(s).to_owned()).collect(),
            how_to_apply: offer.how_to_apply.clone(),
            minutes_to_start: offer.minutes_to_start,
            url: offer.url.clone(),
            clauses: offer.clauses.iter().map(clause).collect(),
            provenance: (&offer.provenance).into(),
        }
    }
}

/// How one clause came out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClauseAnswer {
    /// Its name within the offer.
    pub clause: String,
    /// What it asks.
    pub asks: String,
    /// `met`, `not_met` or `unknown`.
    pub result: &'static str,
    /// Keys of the facts without which it cannot be said.
    pub needs: Vec<&'static str>,
}

impl ClauseAnswer {
    /// Every clause of an offer as it came out, in the offer's order.
    pub fn all(offer: &Offer, answer: &Answer) -> Vec<Self> {
        let one = |(c, (id, result)): (&Clause, &(ClauseId, ClauseResult))| {
            let (result, needs) = match result {
                ClauseResult::Met => ("met", Vec::new()),
                ClauseResult::NotMet => ("not_met", Vec::new()),
                ClauseResult::Unknown { needs } => ("unknown", needs.iter().map(|k| k.key()).collect()),
            };
            Self { clause: id.to_string(), asks: c.asks.clone(), result, needs }
        };
        offer.clauses.iter().zip(&answer.clauses).map(one).collect()
    }
}

/// One offer decided for one hospital.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferAnswer {
    /// The offer in a few words.
    pub line: OfferLine,
    /// `yes`, `yes_by_ruling`, `refer`, `no`, `no_by_ruling` or `closed`.
    pub outcome: &'static str,
    /// The outcome in words.
    pub says: &'static str,
    /// The sentence the hospital reads.
    pub sentence: String,
    /// The clause it rests on, when it rests on one.
    pub clause: Option<String>,
    /// Why a person must look: `missing`, `disputed`, `unproven` or `judgement`.
    pub because: Option<&'static str>,
    /// Every clause and how it came out, in the offer's order.
    pub clauses: Vec<ClauseAnswer>,
    /// What it is worth a year.
    pub worth: WorthShape,
    /// What staying on costs a year.
    pub year_two: WorthShape,
}

impl OfferAnswer {
    /// One offer as decided.
    pub fn of(
        program: Option<&Program>,
        offer: &Offer,
        standing: &Standing,
        worth: &Worth,
        year_two: &Worth,
    ) -> Self {
        let (clause, because) = match &standing.outcome {
            Outcome::Refer { clause, because } => (Some(clause), Some(because_key(*because))),
            Outcome::No { clause } | Outcome::NoByRuling { clause } => (Some(clause), None),
            Outcome::Yes | Outcome::YesByRuling | Outcome::Closed { .. } => (None, None),
        };
        Self {
            line: OfferLine::of(program, offer),
            outcome: standing.outcome.key(),
            says: standing.outcome.label(),
            sentence: standing.sentence.clone(),
            clause: clause.map(|c| c.to_string()),
            because,
            clauses: ClauseAnswer::all(offer, &standing.answer),
            worth: worth.into(),
            year_two: year_two.into(),
        }
    }
}

/// The key of why a person must look.
pub fn because_key(because: Because) -> &'static str {
    match because {
        Because::Missing(_) => "missing",
        Because::Disputed(_) => "disputed",
        Because::Unproven(_) => "unproven",
        Because::Judgement => "judgement",
    }
}
