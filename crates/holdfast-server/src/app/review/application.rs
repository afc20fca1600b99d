//! Applications to a program that takes them: two different reviewers, neither with a tie to the applicant.

use holdfast_core::decide::settle::Recommendation;
use holdfast_core::model::{Application, ApplicationState, CaseMove, CaseState};
use holdfast_store::{Saved, Write};

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, AppError, Loaded};

impl App {
    /// `before`: the recommendation that stands. The first reviewer recommends, a second one decides.
    ///
    /// While a question is out, the applicant can change the answers, so nobody approves what may not be there any more.
    pub(super) async fn settle_application_case(
        &self,
        write: &mut Write,
        loaded: Loaded,
        before: Option<Recommendation>,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        let gone = || AppError::not_found("The application of this case is no longer there.");
        let application = loaded.application.clone().ok_or_else(gone)?;
        if !checked.confirmed {
            let text = "Say that you have no tie to the applicant. If you have one, leave the case to another reviewer";
            return Err(SettleError::wrong("confirmed", text));
        }
        let question_is_out = matches!(loaded.case.state, CaseState::AskedBack { .. });
        if checked.act == Act::Approve && question_is_out {
            let text = "A question is out, and the applicant may be changing the answers. Wait for the answer, or refuse";
            return Err(SettleError::wrong("act", text));
        }
        let decides = matches!(checked.act, Act::Approve | Act::Refuse);
        match before {
            Some(first) if decides && first.by == checked.actor.account => {
                let text = "You gave the first recommendation, so another reviewer decides";
                Err(SettleError::wrong("act", text))
            }
            None if decides => {
                let moved = CaseMove::Recommend {
                    approve: checked.act == Act::Approve,
                    reason: checked.reason.clone(),
                };
                Ok(Settled::Recommended(self.make_move(write, &loaded.case, &moved, checked).await?))
            }
            _ => {
                let settled = self.plain(write, &loaded, checked).await?;
                let (on, reason) = (self.today(), checked.reason.clone());
                let state = match checked.act {
                    Act::Approve => ApplicationState::Approved { on, reason },
                    Act::Refuse => ApplicationState::Refused { on, reason },
                    Act::AskBack | Act::StateFact => ApplicationState::AskedBack { on, question: reason },
                };
                let changed = Application { state, ..application };
                let kept = match write.save_application(&changed, self.now_ms()).await? {
                    Saved::Kept(kept) => kept,
                    Saved::Conflict(_) | Saved::Unknown => return Err(SettleError::MovedOn),
                };
                self.post_about_application(write, &kept).await?;
                Ok(settled)
            }
        }
    }
}
