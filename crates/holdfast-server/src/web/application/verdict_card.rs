//! The verdict on one offer as an applicant reads it, condition by condition. Nothing is decided here.

use holdfast_core::decide::application::OfferVerdict;
use holdfast_core::decide::eligibility::{Because, ClauseResult, Verdict};

/// A condition and how it came out.
pub(in crate::web) struct ConditionLine {
    /// `met`, `not-met` or `not-known`.
    pub(in crate::web) result: &'static str,
    /// What it asks.
    pub(in crate::web) asks: String,
}

/// The verdict on one offer.
pub(in crate::web) struct VerdictCard {
    /// Unique on the page.
    pub(in crate::web) id: String,
    /// A key of the verdict tag.
    pub(in crate::web) verdict: &'static str,
    pub(in crate::web) kind: &'static str,
    pub(in crate::web) name: String,
    pub(in crate::web) provider: String,
    /// Heads the reason.
    pub(in crate::web) why_head: &'static str,
    /// The reason.
    pub(in crate::web) why: String,
    pub(in crate::web) conditions: Vec<ConditionLine>,
}

impl VerdictCard {
    pub(in crate::web) fn new(verdict: &OfferVerdict<'_>) -> Self {
        let (key, why_head) = match &verdict.answer.verdict {
            Verdict::Eligible => ("eligible", "Why you may ask for it"),
            Verdict::Ineligible { .. } => ("ineligible", "Why not"),
            Verdict::Refer { because: Because::Missing(_), .. } => ("unknown", "What we need to know"),
            Verdict::Refer { .. } => ("refer", "Why a person looks at it"),
            Verdict::Closed { .. } => ("closed", "When"),
        };
        let offer = verdict.offer;
        let line =
            |(clause, (_, result)): (&holdfast_core::catalog::Clause, &(_, ClauseResult))| ConditionLine {
                result: match result {
                    ClauseResult::Met => "met",
                    ClauseResult::NotMet => "not-met",
                    ClauseResult::Unknown { .. } => "not-known",
                },
                asks: clause.asks.clone(),
            };
        Self {
            id: format!("offer-{}", offer.id),
            verdict: key,
            kind: offer.kind.label(),
            name: offer.name.clone(),
            provider: offer.provider.clone(),
            why_head,
            why: verdict.sentence.clone(),
            conditions: offer.clauses.iter().zip(&verdict.answer.clauses).map(line).collect(),
        }
    }

    /// A card for each verdict, in order.
    pub(in crate::web) fn all(verdicts: &[OfferVerdict<'_>]) -> Vec<Self> {
        verdicts.iter().map(Self::new).collect()
    }
}
