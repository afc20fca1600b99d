//! May a hospital have an offer: the fact a reviewer states, or their ruling on a clause that asks for judgement.

use holdfast_core::catalog::{ClauseId, OfferId};
use holdfast_core::decide::settle::{Left, parse_fact};
use holdfast_core::decide::standing::stand;
use holdfast_core::facts::{FactKind, Settlement};
use holdfast_core::model::{Action, CaseMove, HospitalScope, Ruling};
use holdfast_store::Write;
use holdfast_store::nouns::*;

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, AppError, Loaded};

impl App {
    pub(super) async fn settle_offer_case(
        &self,
        write: &mut Write,
        loaded: Loaded,
        offer: &OfferId,
        clause: &ClauseId,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        let no_hospital = || AppError::refused("The hospital of this case is not in the directory.");
        let ccn = loaded.case.ccn.ok_or_else(no_hospital)?;
        let leave = checked.actor.program_scope(Action::Review, ccn);
        let scope = leave.ok_or_else(|| AppError::refused("Only a reviewer can settle a case."))?;
        let left = match &loaded.facts {
            Some(facts) => self.offer_question(offer, clause, facts).left,
            None => Left::Gone,
        };
        let settled = match (checked.act, &left) {
            (Act::StateFact, Left::Fact { kind, .. }) => {
                self.state_fact_in_case(write, &loaded, scope, (offer, clause), *kind, checked).await?
            }
            (Act::StateFact, _) => {
                return Err(SettleError::wrong("act", "No fact is missing; approve, refuse or ask back"));
            }
            (Act::Approve, Left::Fact { .. }) => {
                let text =
                    "A fact is missing, so approving settles nothing. State the fact, ask back, or refuse";
                return Err(SettleError::wrong("act", text));
            }
            (Act::Approve, Left::Fails) => {
                return Err(SettleError::wrong(
                    "act",
                    "By the facts the condition is not met, so this can only be refused",
                ));
            }
            (Act::Refuse, Left::Holds) => {
                return Err(SettleError::wrong(
                    "act",
                    "By the facts the condition is met, so this can only be approved",
                ));
            }
            (Act::Approve | Act::Refuse, Left::Judgement) => {
                let ruling = Ruling {
                    offer: offer.clone(),
                    clause: clause.clone(),
                    allows: checked.act == Act::Approve,
                    reason: checked.reason.clone(),
                    on: self.today(),
                };
                write.rule(scope, &ruling, checked.actor.account, self.now_ms()).await?;
                self.plain(write, &loaded, checked).await?
            }
            (Act::Approve | Act::Refuse | Act::AskBack, _) => self.plain(write, &loaded, checked).await?,
        };
        self.post_about_offer(write, scope, offer, &settled, &checked.reason).await?;
        Ok(settled)
    }

    /// Keeps the fact, then settles the case by itself when the clause is settled by it.
    async fn state_fact_in_case(
        &self,
        write: &mut Write,
        loaded: &Loaded,
        scope: HospitalScope,
        (offer, clause): (&OfferId, &ClauseId),
        kind: FactKind,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        let value = parse_fact(kind, checked.fact).map_err(|e| SettleError::wrong("fact", e.to_string()))?;
        let settlement = Settlement { fact: kind, value: value.clone(), on: self.today() };
        write.settle(scope, &settlement, checked.actor.account, self.now_ms()).await?;
        let stated = CaseMove::StateFact { fact: kind, value, reason: checked.reason.clone() };
        let case = self.make_move(write, &loaded.case, &stated, checked).await?;
        let facts = self.known_hospital(write, scope, self.today()).await?.facts;
        let reason = checked.reason.clone();
        let by_the_fact = match self.offer_question(offer, clause, &facts).left {
            Left::Holds => CaseMove::Approve { reason },
            Left::Fails => CaseMove::Refuse { reason },
            Left::Fact { .. } | Left::Judgement | Left::Gone => return Ok(Settled::FactKept(case)),
        };
        Ok(Settled::Done(self.make_move(write, &case, &by_the_fact, checked).await?))
    }

    /// What still keeps the hospital from an offer after a decision, as the sentence it reads; `None` when it may have it.
    async fn still_open(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        offer: &OfferId,
    ) -> Result<Option<String>, AppError> {
        let Some((program, of)) = self.catalog.offer(offer.as_str()) else { return Ok(None) };
        let facts = self.known_hospital(write, scope, self.today()).await?.facts;
        let rulings = write.rulings(scope).await?;
        let claim = write.claim(scope, offer).await?;
        let standing = stand(program, of, &facts, &rulings, claim);
        Ok((!standing.outcome.is_yes()).then_some(standing.sentence))
    }

    /// Tells the people who answer for the hospital, or its registrant while it has nobody.
    async fn post_about_offer(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        offer: &OfferId,
        settled: &Settled,
        reason: &str,
    ) -> Result<(), AppError> {
        let name = self.catalog.offer(offer.as_str()).map_or(offer.as_str(), |(_, o)| o.name.as_str());
        let (kind, subject, says) = match settled {
            Settled::Done(case) if case.state.key() == "approved" => {
                match self.still_open(write, scope, offer).await? {
                    None => (
                        "offer-allowed",
                        "A reviewer said yes",
                        format!("A reviewer looked at \u{201c}{name}\u{201d} and said yes."),
                    ),
                    // A yes to one condition is no yes to the offer, and nobody should plan with it.
                    Some(sentence) => (
                        "offer-condition-met",
                        "A reviewer settled one condition",
                        format!("A reviewer settled one condition of \u{201c}{name}\u{201d}. {sentence}"),
                    ),
                }
            }
            Settled::Done(_) => (
                "offer-refused",
                "A reviewer said no",
                format!("A reviewer looked at \u{201c}{name}\u{201d} and said no."),
            ),
            Settled::Asked(_) => (
                "offer-question",
                "A reviewer has a question",
                format!("A reviewer looks at \u{201c}{name}\u{201d} for your hospital and has a question."),
            ),
            Settled::Recommended(_) | Settled::FactKept(_) => return Ok(()),
        };
        let label = if kind == "offer-question" { "The question" } else { "The reason" };
        let mut letter = self.note(kind, subject, vec![says, format!("{label}: {reason}")]);
        letter.link = Some(("Sign in to see it".to_owned(), self.link("/sign-in")));
        self.tell_hospital(write, scope, &letter).await?;
        Ok(())
    }
}
