//! May this hospital have this offer, and why: one verdict per offer, each naming the clause or fact it rests on.
//!
//! A missing or disputed fact never becomes a yes or a no. This room does not know where facts come from.

use serde::{Deserialize, Serialize};

use crate::catalog::{Clause, ClauseId, Offer, Otherwise, Window};
use crate::cel::Truth;
use crate::facts::{Fact, FactKind, FactSource, Facts};

/// Whether a hospital may have an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every clause holds.
    Eligible,
    /// A clause does not hold.
    Ineligible {
        /// The first clause that fails.
        clause: ClauseId,
    },
    /// A person must look.
    Refer {
        /// The clause that cannot be settled by machine.
        clause: ClauseId,
        /// Why not.
        because: Because,
    },
    /// The offer is not open on the day asked about, whoever asks.
    Closed {
        /// When it is or was open.
        window: Window,
    },
}

/// Why a person must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", content = "fact", rename_all = "snake_case")]
pub enum Because {
    /// Nobody has said, and no file tells.
    Missing(FactKind),
    /// The directory and the hospital disagree.
    Disputed(FactKind),
    /// Only the hospital has said, and the program asks for more than its word.
    Unproven(FactKind),
    /// The facts are known; the program asks for a person's judgement in this case.
    Judgement,
}

/// How one clause came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ClauseResult {
    /// It holds.
    Met,
    /// It does not.
    NotMet,
    /// It cannot be said without these facts, in the order of their kinds.
    Unknown {
        /// The facts.
        needs: Vec<FactKind>,
    },
}

/// The verdict on an offer with every clause's result beside it, in the offer's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Each clause and how it came out.
    pub clauses: Vec<(ClauseId, ClauseResult)>,
}

/// The verdict alone: what a nation-wide run computes for every hospital and offer.
///
/// A closed window comes first, then any clause that fails for good, then the first that needs a person.
pub fn verdict(offer: &Offer, facts: &Facts) -> Verdict {
    if !offer.window.holds(facts.as_of) {
        return Verdict::Closed { window: offer.window };
    }
    let mut refer: Option<(&Clause, Because)> = None;
    for clause in &offer.clauses {
        let because = match clause.when.eval(facts) {
            Truth::True => continue,
            Truth::False if clause.otherwise == Otherwise::Ineligible => {
                return Verdict::Ineligible { clause: clause.id.clone() };
            }
            Truth::False => Because::Judgement,
            Truth::Unknown(needs) => why_unknown(needs.iter().next(), facts),
        };
        refer.get_or_insert((clause, because));
    }
    match refer {
        None => Verdict::Eligible,
        Some((clause, because)) => Verdict::Refer { clause: clause.id.clone(), because },
    }
}

/// Why a clause cannot be settled by machine, by the first fact it needs.
pub fn why_unknown(first_needed: Option<FactKind>, facts: &Facts) -> Because {
    match first_needed {
        Some(kind) => match facts.get(kind) {
            Fact::Disputed { .. } => Because::Disputed(kind),
            Fact::Known { source: FactSource::Attested { .. }, .. } => Because::Unproven(kind),
            Fact::Known { .. } | Fact::Unknown => Because::Missing(kind),
        },
        None => Because::Judgement,
    }
}

/// The verdict with every clause's result, for the page that explains it.
pub fn explain(offer: &Offer, facts: &Facts) -> Answer {
    let result = |clause: &Clause| match clause.when.eval(facts) {
        Truth::True => ClauseResult::Met,
        Truth::False => ClauseResult::NotMet,
        Truth::Unknown(needs) => ClauseResult::Unknown { needs: needs.iter().collect() },
    };
    Answer {
        verdict: verdict(offer, facts),
        clauses: offer.clauses.iter().map(|c| (c.id.clone(), result(c))).collect(),
    }
}

/// The clause a verdict rests on, if it rests on one.
pub fn clause_of<'o>(offer: &'o Offer, verdict: &Verdict) -> Option<&'o Clause> {
    match verdict {
        Verdict::Eligible | Verdict::Closed { .. } => None,
        Verdict::Ineligible { clause } | Verdict::Refer { clause, .. } => {
            offer.clauses.iter().find(|c| c.id == *clause)
        }
    }
}

/// The sentence a hospital reads under a verdict.
pub fn sentence(offer: &Offer, verdict: &Verdict) -> String {
    let fails = clause_of(offer, verdict).map_or("", |c| c.fails.as_str());
    match verdict {
        Verdict::Eligible => "You meet every condition we can check.".to_owned(),
        Verdict::Ineligible { .. } => fails.to_owned(),
        Verdict::Refer { because: Because::Missing(kind), .. } => {
            format!("We do not know {}. Tell us, or a reviewer will ask.", kind.label())
        }
        Verdict::Refer { because: Because::Disputed(kind), .. } => {
            format!("Our record and your answer differ on {}. A reviewer will look at it.", kind.label())
        }
        Verdict::Refer { because: Because::Unproven(kind), .. } => format!(
            "You told us {}. A reviewer checks it once, from ownership files or your papers, and the answer then counts for every offer.",
            kind.label()
        ),
        Verdict::Refer { because: Because::Judgement, .. } => fails.to_owned(),
        Verdict::Closed { window } => closed_sentence(window),
    }
}

fn closed_sentence(window: &Window) -> String {
    match (window.from, window.to) {
        (Some(from), Some(to)) => format!("This offer is open from {from} to {to}."),
        (Some(from), None) => format!("This offer opens on {from}."),
        (None, Some(to)) => format!("This offer ended on {to}."),
        (None, None) => "This offer is not open.".to_owned(),
    }
}
