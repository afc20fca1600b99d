//! A reviewer's decision on a case: checked, made once, and everything that follows from it in the same write.

use holdfast_core::decide::settle::{Tie, recommendation, tie};
use holdfast_core::model::{Case, CaseId, CaseKind, CaseMove, CaseMoveError};
use holdfast_store::{CaseMoved, StoreError, Write};
use serde_json::json;

use super::{App, AppError, Loaded, reviewer};
use crate::app::facts::actor as by;
use crate::auth::Actor;

/// Longest reason or question, in characters.
const MOST_REASON: usize = 2_000;

/// What a reviewer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Yes.
    Approve,
    /// No.
    Refuse,
    /// Ask the hospital or applicant.
    AskBack,
    /// State the fact that is missing or disputed.
    StateFact,
}

impl Act {
    /// The key used in forms and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::AskBack => "ask_back",
            Self::StateFact => "state_fact",
        }
    }

    /// The act with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Approve, Self::Refuse, Self::AskBack, Self::StateFact].into_iter().find(|a| a.key() == key)
    }
}

/// A decision as filled in.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What to do; `None` when nothing was chosen.
    pub act: Option<Act>,
    /// The reason or question the hospital reads.
    pub reason: String,
    /// The fact's value, when stating one.
    pub fact: String,
    /// "I called the number on file", or "I have no tie to the applicant".
    pub confirmed: bool,
    /// How many events the reviewer had before them.
    pub seen: usize,
}

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The case is settled.
    Done(Case),
    /// A question is out.
    Asked(Case),
    /// The first reviewer's recommendation is kept; another one decides.
    Recommended(Case),
    /// A fact is kept, and the case needs more.
    FactKept(Case),
}

/// A field to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's name in the form.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

/// Why a decision was not made. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// Fields to mend.
    #[error("the decision has fields to mend")]
    Wrong(Vec<Wrong>),
    /// Another reviewer settled it first.
    #[error("another reviewer settled this case first; read their decision")]
    SettledBefore,
    /// Something happened in the case after the page was opened.
    #[error("something happened in this case after you opened it; read it again")]
    MovedOn,
    /// The reviewer is tied to it.
    #[error(transparent)]
    Tie(#[from] Tie),
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for SettleError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

impl SettleError {
    /// One field to mend.
    pub(super) fn wrong(field: &'static str, text: impl Into<String>) -> Self {
        Self::Wrong(vec![Wrong { field, text: text.into() }])
    }
}

/// A decision whose form was checked.
pub(super) struct Checked<'a> {
    pub(super) actor: &'a Actor,
    pub(super) act: Act,
    pub(super) reason: String,
    pub(super) fact: &'a str,
    pub(super) confirmed: bool,
}

impl Checked<'_> {
    /// The move this decision is, where nothing stands in its way.
    pub(super) fn plain_move(&self) -> CaseMove {
        let reason = self.reason.clone();
        match self.act {
            Act::Approve => CaseMove::Approve { reason },
            Act::Refuse => CaseMove::Refuse { reason },
            Act::AskBack | Act::StateFact => CaseMove::AskBack { question: reason },
        }
    }

    /// Asks for the tick of the confirmation, when approving.
    pub(super) fn must_have_called(&self) -> Result<(), SettleError> {
        if self.act == Act::Approve && !self.confirmed {
            return Err(SettleError::wrong("confirmed", "Call the number on file first, then tick this box"));
        }
        Ok(())
    }
}

impl App {
    /// Makes a decision: the case's move, its effects, its letter and its audit entry, all or none.
    pub async fn settle_case(
        &self,
        actor: &Actor,
        id: CaseId,
        decision: &Decision,
    ) -> Result<Settled, SettleError> {
        let mut write = self.store.write().await?;
        let loaded = self.load_case(&mut write, actor, id).await?;
        if loaded.case.state.is_settled() {
            return Err(SettleError::SettledBefore);
        }
        if let Some(tie) = tie(&reviewer(actor), &loaded.parties) {
            return Err(tie.into());
        }
        if loaded.events.len() != decision.seen {
            return Err(SettleError::MovedOn);
        }
        let checked = check(actor, decision)?;
        if checked.act == Act::StateFact && !matches!(loaded.case.kind, CaseKind::OfferReferral { .. }) {
            return Err(SettleError::wrong("act", "Choose approve, refuse or ask back"));
        }
        let settled = match loaded.case.kind.clone() {
            CaseKind::Belonging { .. } => self.settle_belonging_case(&mut write, loaded, &checked).await?,
            CaseKind::OfferReferral { offer, clause, .. } => {
                self.settle_offer_case(&mut write, loaded, &offer, &clause, &checked).await?
            }
            CaseKind::FirstAdministrator { .. } => {
                self.settle_first_administrator(&mut write, loaded, &checked).await?
            }
            CaseKind::Join { account } => {
                self.settle_join_case(&mut write, loaded, account, &checked).await?
            }
            CaseKind::NumberChanged { became } => {
                self.settle_number_case(&mut write, loaded, became, &checked).await?
            }
            CaseKind::Application { .. } => {
                let before = recommendation(&loaded.events);
                self.settle_application_case(&mut write, loaded, before, &checked).await?
            }
        };
        write.commit().await?;
        Ok(settled)
    }

    /// Makes the move in the case itself, with its audit entry.
    pub(super) async fn make_move(
        &self,
        write: &mut Write,
        case: &Case,
        moved: &CaseMove,
        checked: &Checked<'_>,
    ) -> Result<Case, SettleError> {
        let (action, detail) = match moved {
            CaseMove::Approve { .. } => ("case.approve", json!({})),
            CaseMove::Refuse { .. } => ("case.refuse", json!({})),
            CaseMove::AskBack { .. } => ("case.ask-back", json!({})),
            CaseMove::Answer { .. } => ("case.answer", json!({})),
            CaseMove::Recommend { approve, .. } => ("case.recommend", json!({ "approve": approve })),
            CaseMove::StateFact { fact, value, .. } => {
                ("case.state-fact", json!({ "fact": fact, "value": value }))
            }
        };
        let now_ms = self.now_ms();
        match write.move_case(case.id, moved, Some(checked.actor.account), self.today(), now_ms).await? {
            CaseMoved::Done(case) => {
                let subject = format!("case:{}", case.id);
                write.add_audit(&by(checked.actor.account), action, &subject, &detail, now_ms).await?;
                Ok(case)
            }
            CaseMoved::Refused(CaseMoveError::Settled { .. }) => Err(SettleError::SettledBefore),
            CaseMoved::Refused(e) => Err(SettleError::wrong("reason", e.to_string())),
            CaseMoved::Unknown => Err(AppError::not_found("There is no such case.").into()),
        }
    }

    /// The plain move of a decision, with no effect beside it.
    pub(super) async fn plain(
        &self,
        write: &mut Write,
        loaded: &Loaded,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        let case = self.make_move(write, &loaded.case, &checked.plain_move(), checked).await?;
        Ok(if case.state.is_settled() { Settled::Done(case) } else { Settled::Asked(case) })
    }
}

/// Checks what every kind of case asks of a decision.
fn check<'a>(actor: &'a Actor, decision: &'a Decision) -> Result<Checked<'a>, SettleError> {
    let mut wrong = Vec::new();
    if decision.act.is_none() {
        wrong.push(Wrong { field: "act", text: "Choose what to do".to_owned() });
    }
    let reason = decision.reason.trim();
    if reason.is_empty() {
        wrong.push(Wrong {
            field: "reason",
            text: "Write a reason or a question: the hospital reads it".to_owned(),
        });
    } else if reason.chars().count() > MOST_REASON {
        let text = format!("Shorten this to {MOST_REASON} characters; it has {}", reason.chars().count());
        wrong.push(Wrong { field: "reason", text });
    }
    match decision.act {
        Some(act) if wrong.is_empty() => Ok(Checked {
            actor,
            act,
            reason: reason.to_owned(),
            fact: &decision.fact,
            confirmed: decision.confirmed,
        }),
        _ => Err(SettleError::Wrong(wrong)),
    }
}
