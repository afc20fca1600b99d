//! Where a hospital stands with each offer: the verdict, what a reviewer ruled, how far it has come, and whether it may accept now.
//!
//! It joins and never moves anything: accepting is a [`crate::model::ClaimMove`] made elsewhere, after asking here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cliff::last_day_of_claim;
use super::eligibility::{self, Answer, Because, ClauseResult, Verdict};
use crate::Date;
use crate::catalog::{Catalog, ClauseId, Group, Offer, OfferId, Otherwise, Program, Serves, Window};
use crate::facts::{FactKind, Facts};
use crate::model::{Claim, Ruling, day_in_words as say};

/// The answer a hospital reads about an offer, after any reviewer's ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Every clause holds.
    Yes,
    /// Every clause holds or a reviewer allowed it.
    YesByRuling,
    /// A person must look at this clause.
    Refer {
        /// The clause.
        clause: ClauseId,
        /// Why a machine cannot say.
        because: Because,
    },
    /// A clause fails and leaves no room for judgement.
    No {
        /// The clause.
        clause: ClauseId,
    },
    /// A reviewer said no.
    NoByRuling {
        /// The clause ruled on.
        clause: ClauseId,
    },
    /// Not open on the day asked about.
    Closed {
        /// When it is or was open.
        window: Window,
    },
}

impl Outcome {
    /// Whether the hospital may have the offer.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes | Self::YesByRuling)
    }

    /// The key used in the API and for marks on a page.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::YesByRuling => "yes_by_ruling",
            Self::Refer { .. } => "refer",
            Self::No { .. } => "no",
            Self::NoByRuling { .. } => "no_by_ruling",
            Self::Closed { .. } => "closed",
        }
    }

    /// The short words a person reads.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Yes => "You may have it",
            Self::YesByRuling => "You may have it: a reviewer agreed",
            Self::Refer { because: Because::Missing(_), .. } => "We need a fact from you",
            Self::Refer { .. } => "A reviewer looks at it",
            Self::No { .. } => "Not for this hospital",
            Self::NoByRuling { .. } => "Not for this hospital: a reviewer decided",
            Self::Closed { .. } => "Not open",
        }
    }
}

/// Why an offer cannot be accepted now, each with what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why_not", rename_all = "snake_case")]
pub enum WhyNot {
    /// Someone else gives it.
    #[error("this is offered elsewhere, so apply there; nothing is accepted here")]
    Elsewhere,
    /// The program takes applications by form.
    #[error("this program takes applications; fill in its form instead")]
    ByApplication,
    /// It is accepted already.
    #[error("this offer has been accepted already; open it to see where it stands")]
    AlreadyAccepted,
    /// Not open on this day.
    #[error("this offer is not open now; look at the dates on its page")]
    Closed {
        /// When it is or was open.
        window: Window,
    },
    /// A clause fails.
    #[error("the hospital does not meet a condition of this offer: `{clause}`")]
    NotMet {
        /// The clause.
        clause: ClauseId,
    },
    /// A reviewer refused.
    #[error("a reviewer decided on {} that the hospital cannot have this offer: {reason}", say(*on))]
    Refused {
        /// When.
        on: Date,
        /// The reason given.
        reason: String,
    },
    /// A person must look first.
    #[error("a reviewer looks at this first; ask one, or tell us what we do not know")]
    Referred {
        /// The clause.
        clause: ClauseId,
        /// Why.
        because: Because,
    },
    /// The registration is not checked yet.
    #[error("the registration is not checked yet; offers can be accepted once it is")]
    NotValidated,
}

/// One offer for one hospital on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which offer.
    pub offer: OfferId,
    /// The verdict of the clauses alone, each with its result.
    pub answer: Answer,
    /// The ruling that counts, if one does.
    pub ruling: Option<Ruling>,
    /// The answer after rulings.
    pub outcome: Outcome,
    /// How far the hospital has come with it.
    pub claim: Claim,
    /// Whether it can be accepted now, or why not.
    pub may_accept: Result<(), WhyNot>,
    /// The sentence the hospital reads.
    pub sentence: String,
}

impl Standing {
    /// Whether it is accepted, confirmed or running.
    pub fn is_under_way(&self) -> bool {
        is_under_way(self.claim)
    }
}

fn is_under_way(claim: Claim) -> bool {
    matches!(claim, Claim::Claimed { .. } | Claim::Validated { .. } | Claim::Active { .. })
}

/// Where the hospital stands with one offer.
///
/// `program`: the offer's program, `None` for a resource. `rulings` may name any offer; only those on clauses of this
/// one that ask for judgement today count, and of several on one clause the latest on or before the day. A ruling never
/// stands over a missing fact, a disputed one, a clause that fails for good, or a closed window.
pub fn stand(
    program: Option<&Program>,
    offer: &Offer,
    facts: &Facts,
    rulings: &[Ruling],
    claim: Claim,
) -> Standing {
    let answer = eligibility::explain(offer, facts);
    let (outcome, ruling) = after_rulings(offer, &answer, facts, rulings);
    let may_accept = may_accept(program, offer, facts, &outcome, ruling, claim);
    let sentence = sentence(offer, &outcome, ruling, claim, facts.as_of);
    Standing {
        offer: offer.id.clone(),
        answer,
        ruling: ruling.cloned(),
        outcome,
        claim,
        may_accept,
        sentence,
    }
}

/// Where the hospital stands with every offer and resource of the catalog, in its order.
pub fn stand_all(
    catalog: &Catalog,
    facts: &Facts,
    rulings: &[Ruling],
    claims: &BTreeMap<OfferId, Claim>,
) -> Vec<Standing> {
    let own = catalog.programs.iter().flat_map(|p| p.offers.iter().map(move |o| (Some(p), o)));
    own.chain(catalog.resources.iter().map(|o| (None, o)))
        .map(|(program, offer)| {
            stand(program, offer, facts, rulings, claims.get(&offer.id).copied().unwrap_or_default())
        })
        .collect()
}

fn after_rulings<'r>(
    offer: &Offer,
    answer: &Answer,
    facts: &Facts,
    rulings: &'r [Ruling],
) -> (Outcome, Option<&'r Ruling>) {
    match &answer.verdict {
        Verdict::Eligible => return (Outcome::Yes, None),
        Verdict::Closed { window } => return (Outcome::Closed { window: *window }, None),
        Verdict::Ineligible { clause } => return (Outcome::No { clause: clause.clone() }, None),
        Verdict::Refer { .. } => {}
    }
    let mut allowed: Option<&Ruling> = None;
    let mut open: Option<Outcome> = None;
    for (clause, (id, result)) in offer.clauses.iter().zip(&answer.clauses) {
        match result {
            ClauseResult::Met => {}
            ClauseResult::Unknown { needs } => {
                let because = eligibility::why_unknown(needs.first().copied(), facts);
                open.get_or_insert(Outcome::Refer { clause: id.clone(), because });
            }
            ClauseResult::NotMet if clause.otherwise == Otherwise::Ineligible => {
                return (Outcome::No { clause: id.clone() }, None);
            }
            ClauseResult::NotMet => match ruling_on(offer, id, facts.as_of, rulings) {
                Some(ruling) if ruling.allows => allowed = Some(ruling),
                Some(ruling) => return (Outcome::NoByRuling { clause: id.clone() }, Some(ruling)),
                None => {
                    open.get_or_insert(Outcome::Refer { clause: id.clone(), because: Because::Judgement });
                }
            },
        }
    }
    (open.unwrap_or(Outcome::YesByRuling), allowed)
}

fn ruling_on<'r>(offer: &Offer, clause: &ClauseId, as_of: Date, rulings: &'r [Ruling]) -> Option<&'r Ruling> {
    rulings
        .iter()
        .filter(|r| r.offer == offer.id && r.clause == *clause && r.on <= as_of)
        .max_by_key(|r| r.on)
}

fn may_accept(
    program: Option<&Program>,
    offer: &Offer,
    facts: &Facts,
    outcome: &Outcome,
    ruling: Option<&Ruling>,
    claim: Claim,
) -> Result<(), WhyNot> {
    let Some(program) = program.filter(|_| offer.group == Group::Program) else {
        return Err(WhyNot::Elsewhere);
    };
    if program.serves != Serves::Hospitals {
        return Err(WhyNot::ByApplication);
    }
    if is_under_way(claim) {
        return Err(WhyNot::AlreadyAccepted);
    }
    match (outcome, ruling) {
        (Outcome::Yes | Outcome::YesByRuling, _) => {}
        (Outcome::Closed { window }, _) => return Err(WhyNot::Closed { window: *window }),
        (Outcome::NoByRuling { .. }, Some(ruling)) => {
            return Err(WhyNot::Refused { on: ruling.on, reason: ruling.reason.clone() });
        }
        (Outcome::No { clause } | Outcome::NoByRuling { clause }, _) => {
            return Err(WhyNot::NotMet { clause: clause.clone() });
        }
        (Outcome::Refer { clause, because }, _) => {
            return Err(WhyNot::Referred { clause: clause.clone(), because: *because });
        }
    }
    if facts.bool(FactKind::Validated) == Some(true) { Ok(()) } else { Err(WhyNot::NotValidated) }
}

fn sentence(offer: &Offer, outcome: &Outcome, ruling: Option<&Ruling>, claim: Claim, as_of: Date) -> String {
    match claim {
        Claim::Claimed { on } => {
            return format!(
                "The hospital accepted this on {}. The program office confirms it next.",
                say(on)
            );
        }
        Claim::Validated { on } => {
            return format!("The program office confirmed this on {}. It is ready to switch on.", say(on));
        }
        Claim::Active { on, .. } => {
            return match last_day_of_claim(offer, claim) {
                Some(last) => format!("Active since {}. Its last day is {}.", say(on), say(last)),
                None => format!("Active since {}. It has no set end.", say(on)),
            };
        }
        Claim::Open | Claim::Lapsed { .. } => {}
    }
    let ended = match claim {
        Claim::Lapsed { on } => format!("It ended: {} was the first day without it. ", say(on)),
        _ => String::new(),
    };
    let says = match (outcome, ruling) {
        (Outcome::YesByRuling | Outcome::NoByRuling { .. }, Some(ruling)) => {
            format!("A reviewer decided on {}: {}", say(ruling.on), ruling.reason)
        }
        (Outcome::Yes, _) => eligibility::sentence(offer, &Verdict::Eligible),
        (Outcome::YesByRuling, None) => "A reviewer agreed that the hospital may have it.".to_owned(),
        (Outcome::Refer { clause, because }, _) => {
            eligibility::sentence(offer, &Verdict::Refer { clause: clause.clone(), because: *because })
        }
        (Outcome::No { clause } | Outcome::NoByRuling { clause }, _) => {
            eligibility::sentence(offer, &Verdict::Ineligible { clause: clause.clone() })
        }
        (Outcome::Closed { window }, _) => closed_sentence(window, as_of),
    };
    format!("{ended}{says}")
}

fn closed_sentence(window: &Window, as_of: Date) -> String {
    match (window.from, window.to) {
        (_, Some(to)) if to < as_of => format!("This offer ended on {}.", say(to)),
        (Some(from), Some(to)) => format!("This offer opens on {} and ends on {}.", say(from), say(to)),
        (Some(from), None) => format!("This offer opens on {}.", say(from)),
        (None, _) => "This offer is not open.".to_owned(),
    }
}

#[cfg(test)]
mod tests;
