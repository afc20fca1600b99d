//! Cases about a person: someone who asks to join a hospital without an administrator, and its first administrator.

use holdfast_core::model::{AccountId, Action, EmailAddress, Role};
use holdfast_store::nouns::*;
use holdfast_store::{JoinState, Write};
use serde_json::json;

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, AppError, Loaded};
use crate::app::facts::actor as by;

impl App {
    /// Lets someone in to read, or not. They change nothing: whoever answers for the hospital gives other roles.
    pub(super) async fn settle_join_case(
        &self,
        write: &mut Write,
        loaded: Loaded,
        account: AccountId,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        checked.must_have_called()?;
        let no_hospital = || AppError::refused("This case names no hospital.");
        let ccn = loaded.case.ccn.ok_or_else(no_hospital)?;
        let leave = checked.actor.program_scope(Action::Review, ccn);
        let scope = leave.ok_or_else(|| AppError::refused("Only a reviewer can settle a case."))?;
        let person =
            loaded.person.clone().ok_or_else(|| AppError::not_found("The person of this case is gone."))?;
        let settled = self.plain(write, &loaded, checked).await?;
        let now_ms = self.now_ms();
        if matches!(checked.act, Act::Approve | Act::Refuse) {
            let waiting = write
                .join_requests(scope)
                .await?
                .into_iter()
                .filter(|j| j.account == account && j.state == JoinState::Waiting);
            for request in waiting {
                write
                    .settle_join(
                        scope,
                        request.id,
                        checked.act == Act::Approve,
                        checked.actor.account,
                        now_ms,
                    )
                    .await?;
            }
        }
        match checked.act {
            Act::Approve => {
                write
                    .give_role(account, Role::Executive, Some(ccn), Some(checked.actor.account), now_ms)
                    .await?;
                let (who, subject) = (by(checked.actor.account), by(account));
                let detail = json!({ "role": Role::Executive.key(), "ccn": ccn });
                write.add_audit(&who, "role.give", &subject, &detail, now_ms).await?;
                let token = self.invite_sign_in(write, account).await.map_err(AppError::from)?;
                let mut letter = self.note(
                    "join-approved",
                    "You are in",
                    vec!["A reviewer let you in at the hospital you asked to join. Set up your sign-in to go on.".to_owned()],
                );
                letter.link = Some((
                    "Set up sign-in".to_owned(),
                    self.link(&format!("/set-up-sign-in/{}", token.reveal())),
                ));
                letter.small_print = Some("The link works once.".to_owned());
                self.post(write, &person.email, &letter).await.map_err(AppError::from)?;
            }
            Act::Refuse => {
                self.tell(write, &person.email, "join-refused", "You were not let in", &checked.reason)
                    .await?;
            }
            Act::AskBack | Act::StateFact => {
                self.tell(write, &person.email, "join-question", "A question about joining", &checked.reason)
                    .await?;
            }
        }
        Ok(settled)
    }

    /// Makes someone a hospital's first administrator after a call-back, or not.
    pub(super) async fn settle_first_administrator(
        &self,
        write: &mut Write,
        loaded: Loaded,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        checked.must_have_called()?;
        let person =
            loaded.person.clone().ok_or_else(|| AppError::not_found("The person of this case is gone."))?;
        let settled = self.plain(write, &loaded, checked).await?;
        match checked.act {
            Act::Approve => {
                match self.grant_first_administrator(write, &loaded.case, checked.actor.account).await {
                    Ok(()) => {}
                    // What keeps it from being granted is for the reviewer to read beside the form.
                    Err(AppError::Refused { what } | AppError::Conflict { what }) => {
                        return Err(SettleError::wrong("act", what));
                    }
                    Err(e) => return Err(e.into()),
                }
            }
            Act::Refuse => {
                let subject = "You were not made administrator";
                self.tell(write, &person.email, "first-administrator-refused", subject, &checked.reason)
                    .await?;
            }
            Act::AskBack | Act::StateFact => {
                let subject = "A question before you become administrator";
                self.tell(write, &person.email, "first-administrator-question", subject, &checked.reason)
                    .await?;
            }
        }
        Ok(settled)
    }

    /// A short letter with a reviewer's words. A question is answered by phone or mail to the office.
    async fn tell(
        &self,
        write: &mut Write,
        to: &EmailAddress,
        kind: &'static str,
        subject: &'static str,
        words: &str,
    ) -> Result<(), AppError> {
        let label = if kind.ends_with("question") { "The question" } else { "The reason" };
        let mut paragraphs = vec![format!("A reviewer looked at your request. {label}: {words}")];
        if kind.ends_with("question") {
            paragraphs.push("Call us with the answer, or write through the help page.".to_owned());
        }
        let mut letter = self.note(kind, subject, paragraphs);
        letter.link = Some(("Get help".to_owned(), self.link("/help")));
        Ok(self.post(write, to, &letter).await?)
    }
}
