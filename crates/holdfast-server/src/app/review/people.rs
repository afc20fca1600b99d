//! Cases about a person: someone who asks to join a hospital without an administrator, and its first administrator.

use holdfast_core::model::{AccountId, Action, EmailAddress, Role};
use holdfast_store::nouns::*;
use holdfast_store::{Account, JoinState, Write};
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
        let waiting: Vec<_> = write
            .join_requests(scope)
            .await?
            .into_iter()
            .filter(|j| j.account == account && j.state == JoinState::Waiting)
            .collect();
        if waiting.is_empty() && checked.act != Act::Refuse {
            let text = "Nobody waits to join any more: the hospital's administrator has answered. Refuse to close the case; \
                        nobody is written to";
            return Err(SettleError::wrong("act", text));
        }
        let asked = !waiting.is_empty();
        let settled = self.plain(write, &loaded, checked).await?;
        let now_ms = self.now_ms();
        if matches!(checked.act, Act::Approve | Act::Refuse) {
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
                let mut letter = self.note(
                    "join-approved",
                    "You are in",
                    vec!["A reviewer let you in at the hospital you asked to join. You can read everything it has here.".to_owned()],
                );
                self.add_way_in(write, account, &mut letter).await?;
                self.post(write, &person.email, &letter).await.map_err(AppError::from)?;
            }
            Act::Refuse if asked => {
                self.tell(write, &person.email, "join-refused", "You were not let in", &checked.reason)
                    .await?;
            }
            Act::Refuse => {}
            Act::AskBack | Act::StateFact => {
                let subject = "A question about joining";
                self.ask_person(write, &loaded, &person, "join-question", subject, &checked.reason).await?;
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
                let kind = "first-administrator-question";
                self.ask_person(write, &loaded, &person, kind, subject, &checked.reason).await?;
            }
        }
        Ok(settled)
    }

    /// A short letter with a reviewer's reason.
    async fn tell(
        &self,
        write: &mut Write,
        to: &EmailAddress,
        kind: &'static str,
        subject: &'static str,
        reason: &str,
    ) -> Result<(), AppError> {
        let paragraphs = vec![format!("A reviewer looked at your request. The reason: {reason}")];
        let mut letter = self.note(kind, subject, paragraphs);
        letter.link = Some(("Get help".to_owned(), self.link("/help")));
        Ok(self.post(write, to, &letter).await?)
    }

    /// A short letter with a reviewer's question and a link to answer it.
    async fn ask_person(
        &self,
        write: &mut Write,
        loaded: &Loaded,
        person: &Account,
        kind: &'static str,
        subject: &'static str,
        question: &str,
    ) -> Result<(), AppError> {
        let paragraphs = vec![
            format!("A reviewer looked at your request. The question: {question}"),
            "Open the link to answer. The reviewer goes on once you have.".to_owned(),
        ];
        let mut letter = self.note(kind, subject, paragraphs);
        let token = self.hand_out_question(write, &loaded.case, person.id).await?;
        letter.link =
            Some(("Answer the question".to_owned(), self.link(&format!("/answer/{}", token.reveal()))));
        letter.small_print =
            Some("The link takes one answer. Whoever has it can answer, so do not pass it on.".to_owned());
        Ok(self.post(write, &person.email, &letter).await?)
    }
}
