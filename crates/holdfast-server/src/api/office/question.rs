//! What a case about an offer asks: the condition, why it was sent to a person, and what is left to find out today.

use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::settle::Left;
use holdfast_core::facts::FactKind;
use holdfast_core::model::CaseKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::offer::because_key;
use crate::api::shape::ValueShape;
use crate::app::CaseFile;

/// What is left to find out.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftShape {
    /// `fact`: nobody has stated it, or two sources differ; `judgement`; `holds` or `fails` by the facts; `gone`: the
    /// catalog no longer has the condition.
    pub state: &'static str,
    /// The key of the fact to state.
    pub fact: Option<&'static str>,
    /// The question that settles it.
    pub asks: Option<&'static str>,
    /// What the public file says, or a reviewer found, when two sources differ.
    pub on_file: Option<ValueShape>,
    /// What the hospital says, when two sources differ.
    pub attested: Option<ValueShape>,
    /// The words the fact may hold, where the list is closed.
    pub words: Option<Vec<&'static str>>,
}

impl From<&Left> for LeftShape {
    fn from(left: &Left) -> Self {
        let plain =
            |state| Self { state, fact: None, asks: None, on_file: None, attested: None, words: None };
        match left {
            Left::Fact { kind, disputed } => Self {
                fact: Some(kind.key()),
                asks: Some(kind.asks()),
                on_file: disputed.as_ref().map(|(on_file, _)| on_file.into()),
                attested: disputed.as_ref().map(|(_, attested)| attested.into()),
                words: kind.words(),
                ..plain("fact")
            },
            Left::Judgement => plain("judgement"),
            Left::Holds => plain("holds"),
            Left::Fails => plain("fails"),
            Left::Gone => plain("gone"),
        }
    }
}

/// The question of a case about an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferAsked {
    /// The offer.
    pub offer: String,
    /// What it is called, unless the catalog no longer has it.
    pub name: Option<String>,
    /// The condition.
    pub clause: String,
    /// What it asks, unless the catalog no longer has it.
    pub clause_asks: Option<String>,
    /// The sentence the hospital reads when it is not met.
    pub clause_fails: Option<String>,
    /// Why it was sent to a person: `missing`, `disputed`, `unproven` or `judgement`.
    pub because: &'static str,
    /// The key of the fact that was missing, disputed or unproven then.
    pub because_of: Option<&'static str>,
    /// What is left to find out today.
    pub left: Option<LeftShape>,
    /// How the offer comes out for the hospital today: the key of an outcome.
    pub outcome: Option<&'static str>,
    /// The sentence the hospital reads today.
    pub sentence: Option<String>,
}

impl OfferAsked {
    /// The question of a case, when it is about an offer.
    pub fn of(file: &CaseFile) -> Option<Self> {
        let CaseKind::OfferReferral { offer, clause, because } = &file.case.kind else { return None };
        let about = file.offer.as_ref();
        let text = about.and_then(|a| a.clause.as_ref());
        let standing = about.and_then(|a| a.standing.as_ref());
        Some(Self {
            offer: offer.to_string(),
            name: about.and_then(|a| a.offer.as_ref()).map(|o| o.name.clone()),
            clause: clause.to_string(),
            clause_asks: text.map(|c| c.asks.clone()),
            clause_fails: text.map(|c| c.fails.clone()),
            because: because_key(*because),
            because_of: of_fact(*because).map(|kind| kind.key()),
            left: about.map(|a| (&a.left).into()),
            outcome: standing.map(|s| s.outcome.key()),
            sentence: standing.map(|s| s.sentence.clone()),
        })
    }
}

fn of_fact(because: Because) -> Option<FactKind> {
    match because {
        Because::Missing(kind) | Because::Disputed(kind) | Because::Unproven(kind) => Some(kind),
        Because::Judgement => None,
    }
}
