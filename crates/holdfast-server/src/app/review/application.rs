//! Applications to a program that takes them: two different reviewers, neither with a tie to the applicant.

use holdfast_core::decide::settle::Recommendation;
use holdfast_core::model::{Application, ApplicationState, CaseMove};
use holdfast_store::{Saved, Write};
use serde_json::json;

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, AppError, Loaded};
use crate::entropy::{self, Token};

const DAY_MS: i64 = 86_400_000;

impl App {
    /// `before`: the recommendation that stands. The first reviewer recommends, a second one decides.
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
                self.post_about_application(write, &kept, &checked.reason).await?;
                Ok(settled)
            }
        }
    }

    async fn post_about_application(
        &self,
        write: &mut Write,
        application: &Application,
        words: &str,
    ) -> Result<(), AppError> {
        let Some(to) =
            application.email.clone().or_else(|| self.applicant_addresses(application).into_iter().next())
        else {
            return Ok(());
        };
        let number = &application.reference;
        let (kind, subject, says, label) = match &application.state {
            ApplicationState::Approved { .. } => (
                "application-approved",
                "Your application was approved",
                format!("Application {number} was approved."),
                "The reason",
            ),
            ApplicationState::Refused { .. } => (
                "application-refused",
                "Your application was not approved",
                format!("Application {number} was not approved."),
                "The reason",
            ),
            ApplicationState::AskedBack { .. } => (
                "application-question",
                "A question about your application",
                format!("A reviewer has a question about application {number}."),
                "The question",
            ),
            ApplicationState::Draft | ApplicationState::Submitted { .. } => return Ok(()),
        };
        let mut letter = self.note(kind, subject, vec![says, format!("{label}: {words}")]);
        if matches!(application.state, ApplicationState::AskedBack { .. }) {
            let token = self.application_token(write, application).await?;
            let address = self.link(&format!("/resume-application/{}", token.reveal()));
            letter.link = Some(("Answer the question".to_owned(), address));
            letter.small_print =
                Some("The link works once. Whoever has it can read the application.".to_owned());
        }
        Ok(self.post(write, &to, &letter).await?)
    }

    /// A link back to an application for whoever holds its mailbox.
    async fn application_token(
        &self,
        write: &mut Write,
        application: &Application,
    ) -> Result<Token, AppError> {
        let token = entropy::token(&*self.entropy);
        let now_ms = self.now_ms();
        let ends_ms = now_ms + i64::from(self.config.sign_in.resume_days) * DAY_MS;
        let body = json!({ "application": application.id });
        write.add_link(token.hash().as_str(), "resume-application", &body, now_ms, ends_ms).await?;
        Ok(token)
    }
}
