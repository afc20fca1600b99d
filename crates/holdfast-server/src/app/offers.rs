//! Moving offers along for a hospital: accept, let go, ask a reviewer, and let run out what has run out.
//!
//! Whether a move may be made is asked of core inside the same write that makes it, so two people at once cannot both
//! be right.

use holdfast_core::catalog::OfferId;
use holdfast_core::decide::cliff::last_day_of_claim;
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::standing::{Outcome, WhyNot};
use holdfast_core::model::{
    AccountId, Case, CaseId, CaseKind, CaseState, Claim, ClaimEvent, ClaimMove, ClaimMoveError,
    HospitalScope, Stage, sentence,
};
use holdfast_store::Office;
use jiff::Span;
use serde_json::json;

use super::facts::{actor, subject};
use super::hospital::OfferStand;
use super::{App, AppError};
use crate::entropy::id_bytes;

/// Why an offer was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The box was not ticked.
    #[error("tick the box to say that you have read what it costs after")]
    NotRead,
    /// The rules do not allow it now.
    #[error("{0}")]
    NotNow(#[from] WhyNot),
    /// The offer's state does not allow it.
    #[error("{0}")]
    Moved(#[from] ClaimMoveError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<holdfast_store::StoreError> for AcceptError {
    fn from(error: holdfast_store::StoreError) -> Self {
        Self::App(error.into())
    }
}

impl App {
    /// One offer or resource for the hospital, today.
    pub async fn hospital_offer(&self, scope: HospitalScope, id: &str) -> Result<OfferStand, AppError> {
        let picture = self.hospital_picture(scope).await?;
        picture.offer_stand(&self.catalog, id).ok_or_else(no_such_offer)
    }

    /// Accepts an offer for the hospital.
    ///
    /// `read_price`: the person said that they have read what it costs after. Records the move and the first day the
    /// hospital accepted anything. Refused whenever core says so today, or someone accepted it a moment ago.
    pub async fn accept_offer(
        &self,
        scope: HospitalScope,
        by: AccountId,
        id: &str,
        read_price: bool,
    ) -> Result<Claim, AcceptError> {
        let (now_ms, today) = (self.now_ms(), self.today());
        let mut write = self.store.write().await?;
        let picture = self.picture_in(&mut write, scope).await?;
        let stand = picture.offer_stand(&self.catalog, id).ok_or_else(no_such_offer)?;
        stand.standing.may_accept?;
        if !read_price {
            return Err(AcceptError::NotRead);
        }
        let event = ClaimEvent { moved: ClaimMove::Claim, on: today };
        let claim = write.move_claim(scope, &stand.offer.id, event, Some(by), "", now_ms).await??;
        if let Some(program) = &stand.program {
            write.reach_stage(scope, &program.id, Stage::Offered, today, now_ms).await?;
        }
        let detail = json!({ "offer": stand.offer.id, "catalog": self.catalog.version });
        write.add_audit(&actor(by), "accept-offer", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        Ok(claim)
    }

    /// Lets an accepted offer go.
    pub async fn let_go_offer(&self, scope: HospitalScope, by: AccountId, id: &str) -> Result<(), AppError> {
        let (_, offer) = self.catalog.offer(id).ok_or_else(no_such_offer)?;
        let now_ms = self.now_ms();
        let event = ClaimEvent { moved: ClaimMove::LetGo, on: self.today() };
        let mut write = self.store.write().await?;
        if let Err(e) = write.move_claim(scope, &offer.id, event, Some(by), "", now_ms).await? {
            return Err(AppError::refused(sentence(&e.to_string())));
        }
        let detail = json!({ "offer": offer.id });
        write.add_audit(&actor(by), "let-go-offer", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        Ok(())
    }

    /// Asks a reviewer to look at an offer. Asking twice opens one case; the case that is open is returned.
    pub async fn ask_reviewer(
        &self,
        scope: HospitalScope,
        by: AccountId,
        id: &str,
    ) -> Result<Case, AppError> {
        let (now_ms, today) = (self.now_ms(), self.today());
        let mut write = self.store.write().await?;
        let picture = self.picture_in(&mut write, scope).await?;
        let stand = picture.offer_stand(&self.catalog, id).ok_or_else(no_such_offer)?;
        let Some((clause, because)) = stand.to_review() else {
            let what = "There is nothing for a reviewer to settle about this offer. Its page says why, and what to do.";
            return Err(AppError::refused(what));
        };
        let Some(program) = stand.program else {
            return Err(AppError::refused("Others give this help, so their rules decide. Ask the provider."));
        };
        let target_on = today.checked_add(Span::new().days(program.review_target_days)).unwrap_or(today);
        let mut case = Case {
            id: CaseId::from_random(id_bytes(&*self.entropy)),
            program: program.id,
            ccn: Some(scope.ccn()),
            kind: CaseKind::OfferReferral { offer: stand.offer.id, clause, because },
            opened_on: today,
            target_on,
            state: CaseState::Open,
        };
        let opened = write.open_case(&case, now_ms).await?;
        if opened != case.id {
            return stand.open_case.filter(|c| c.id == opened).ok_or_else(|| AppError::Conflict {
                what: "Someone asked a reviewer a moment ago. Open the offer again to see the case."
                    .to_owned(),
            });
        }
        let detail = json!({ "case": case.id, "kind": case.kind.key() });
        write.add_audit(&actor(by), "ask-reviewer", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        case.id = opened;
        Ok(case)
    }

    /// Moves every running offer whose last day has passed to its end. Safe to run at any time and twice. Returns how many.
    pub async fn lapse_ended_offers(&self) -> Result<usize, AppError> {
        let today = self.today();
        let claims = self.store.read().await?.office_claims().await?;
        let mut n_lapsed = 0;
        for (ccn, id, claim) in claims {
            let Some(last_day) = self.last_day(&id, claim).filter(|last| *last < today) else { continue };
            let Claim::Active { .. } = claim else { continue };
            // The program itself acts here, on what the hospital and the office agreed.
            let scope = HospitalScope::checked(ccn);
            let now_ms = self.now_ms();
            let event = ClaimEvent { moved: ClaimMove::Lapse, on: last_day.tomorrow().unwrap_or(today) };
            let mut write = self.store.write().await?;
            if write.move_claim(scope, &id, event, None, "", now_ms).await?.is_ok() {
                write
                    .add_audit("program", "lapse-offer", &subject(scope), &json!({ "offer": id }), now_ms)
                    .await?;
                write.commit().await?;
                n_lapsed += 1;
            }
        }
        Ok(n_lapsed)
    }

    /// The last day of a running offer; the day agreed on counts even when the catalog no longer has the offer.
    fn last_day(&self, id: &OfferId, claim: Claim) -> Option<holdfast_core::Date> {
        match (self.catalog.offer(id.as_str()), claim) {
            (Some((_, offer)), claim) => last_day_of_claim(offer, claim),
            (None, Claim::Active { ends, .. }) => ends,
            (None, _) => None,
        }
    }
}

impl OfferStand {
    /// The clause a reviewer can settle, when there is one and the offer is claimed here.
    pub fn to_review(&self) -> Option<(holdfast_core::catalog::ClauseId, Because)> {
        let here = !matches!(self.standing.may_accept, Err(WhyNot::Elsewhere | WhyNot::ByApplication));
        match &self.standing.outcome {
            Outcome::Refer { clause, because } if here && !self.standing.is_under_way() => {
                Some((clause.clone(), *because))
            }
            _ => None,
        }
    }
}

fn no_such_offer() -> AppError {
    AppError::not_found("There is no offer with this name.")
}
