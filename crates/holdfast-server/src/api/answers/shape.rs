//! How parts and questions of an assessment stand in JSON.

use holdfast_core::catalog::Bilingual;
use holdfast_core::decide::questionnaire::{AskState, Asked, PartAsked, Said, in_words};
use holdfast_core::model::Finding;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape::{Day, Moment};

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct TwoLanguages {
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
}

impl From<&Bilingual> for TwoLanguages {
    fn from(text: &Bilingual) -> Self {
        Self { en: text.en.clone(), es: text.es.clone() }
    }
}

/// Who was invited to a part.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonAsked {
    /// Their name.
    pub name: String,
    /// Where the letter went; `null` for whoever could not invite them.
    pub email: Option<String>,
    /// When.
    pub invited_at: Moment,
}

/// One part of the assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartShape {
    /// Its key.
    pub part: &'static str,
    /// What it is called.
    pub name: TwoLanguages,
    /// Who was invited.
    pub person: Option<PersonAsked>,
    /// Questions a person is asked.
    pub n_asked: usize,
    /// Of those, questions with an answer.
    pub n_answered: usize,
    /// Answers that evidence contradicts.
    pub n_contradicted: usize,
    /// Questions not asked, because a machine has looked.
    pub n_not_asked: usize,
}

impl PartShape {
    /// A part. `may_invite`: whether whoever reads it may write to the person.
    pub fn of(part: &PartAsked, may_invite: bool) -> Self {
        let person = part.person.as_ref().map(|p| PersonAsked {
            name: p.name.clone(),
            email: may_invite.then(|| p.email.clone()),
            invited_at: Moment(p.invited_at),
        });
        Self {
            part: part.knows.key(),
            name: TwoLanguages::from(&part.knows.name()),
            person,
            n_asked: part.n_asked(),
            n_answered: part.n_answered(),
            n_contradicted: part.n_contradicted(),
            n_not_asked: part.questions.len() - part.n_asked(),
        }
    }
}

/// What was said to a question last.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastAnswer {
    /// `yes`, `partly`, `no`, `not_applicable`, or `differs` where its measures were answered apart.
    pub answer: &'static str,
    /// For how many it is so, with `partly`.
    pub n: Option<u32>,
    /// Of how many.
    pub of: Option<u32>,
    /// The last day, with `not_applicable`.
    pub until: Option<Day>,
    /// In words.
    pub says: TwoLanguages,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Whether it still counts.
    pub is_fresh: bool,
}

/// Who passed a question on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassedOnShape {
    /// Whose list it stood on.
    pub from: &'static str,
    /// Whose list it went to.
    pub to: &'static str,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// One question as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedQuestion {
    /// Its id.
    pub question: String,
    /// Its place on paper, like `HR-2`.
    pub code: String,
    /// What it asks.
    pub asks: TwoLanguages,
    /// What helps to answer it.
    pub hint: Option<TwoLanguages>,
    /// What is counted, where `partly` can be said in numbers.
    pub counts: Option<String>,
    /// `open`, `answered`, `contradicted` or `not_asked`.
    pub state: &'static str,
    /// What a machine saw, when it is not asked; why it is contradicted, when it is. Empty for somebody invited.
    pub because: Vec<String>,
    /// Its last answer.
    pub last: Option<LastAnswer>,
    /// What evidence suggests, where nobody answered. Never for somebody invited.
    pub suggested: Option<String>,
    /// The way it has come from list to list.
    pub passed_on: Vec<PassedOnShape>,
    /// Parts it can be passed on to.
    pub may_ask: Vec<&'static str>,
    /// Counts up with every answer; send it back in `If-Match`.
    pub version: u32,
}

impl AskedQuestion {
    /// A question. `sees_findings`: whether whoever reads it may know what was found.
    pub fn of(asked: &Asked, sees_findings: bool) -> Self {
        let (state, because) = match &asked.state {
            AskState::Contradicted { .. } if !sees_findings => (AskState::Answered.key(), Vec::new()),
            AskState::NotAsked { shown_by: says } | AskState::Contradicted { why: says, .. } => {
                (asked.state.key(), if sees_findings { says.clone() } else { Vec::new() })
            }
            AskState::Answered | AskState::Open => (asked.state.key(), Vec::new()),
        };
        let last = asked.said.as_ref().map(|given| {
            let (answer, share, until) = match &given.said {
                Said::Finds(Finding::Met) => ("yes", None, None),
                Said::Finds(Finding::NotMet) => ("no", None, None),
                Said::Finds(Finding::Partly(c)) => ("partly", Some(*c), None),
                Said::NotApplicable { until, .. } => ("not_applicable", None, Some(Day(*until))),
                Said::Differs => ("differs", None, None),
            };
            LastAnswer {
                answer,
                n: share.map(|c| c.n()),
                of: share.map(|c| c.of()),
                until,
                says: TwoLanguages::from(&in_words(&given.said, asked.counts.as_deref())),
                by: given.by.clone(),
                at: Moment(given.at),
                is_fresh: given.is_fresh,
            }
        });
        Self {
            question: asked.ask.to_string(),
            code: asked.code.clone(),
            asks: TwoLanguages::from(&asked.asks),
            hint: asked.hint.as_ref().map(TwoLanguages::from),
            counts: asked.counts.clone(),
            state,
            because,
            last,
            suggested: asked.suggested.as_ref().filter(|_| sees_findings).map(|s| s.from.clone()),
            passed_on: asked
                .passed_on
                .iter()
                .map(|p| PassedOnShape {
                    from: p.from.key(),
                    to: p.to.key(),
                    by: p.by.clone(),
                    at: Moment(p.at),
                })
                .collect(),
            may_ask: asked.may_ask.iter().map(|k| k.key()).collect(),
            version: asked.version,
        }
    }
}
