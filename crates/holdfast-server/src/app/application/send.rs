//! Sending an application: once, whole, with everything that follows from it in the same write. And once more for each
//! question a reviewer asks.

use holdfast_core::decide::application::{Missing, attestations, intake, problems};
use holdfast_core::model::{Application, ApplicationState, Case, CaseId, CaseKind, CaseMove, CaseState};
use holdfast_store::nouns::*;
use holdfast_store::{CaseMoved, Saved, StoreError, Write};

use super::Applying;
use super::answer::changed_meanwhile;
use crate::app::{App, AppError};
use crate::entropy::{self, TokenHash};

/// Longest answer to a reviewer's question, in characters.
const MOST_REPLY: usize = 2_000;

/// An application that has been sent.
#[derive(Clone, Debug)]
pub struct ApplicationSent {
    /// What is kept.
    pub application: Application,
    /// Whether it had been sent before: a second click, or a page opened again.
    pub again: bool,
}

/// Why an application is not sent. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SendApplicationError {
    /// The token leads to none.
    #[error("this application cannot be found")]
    NoDraft,
    /// Questions without an answer, or with one that cannot stand.
    #[error("some questions need an answer first")]
    Missing(Vec<Missing>),
    /// A reviewer's question without an answer, or one that is too long.
    #[error("{0}")]
    Reply(String),
    /// The program takes none today.
    #[error("{why}")]
    Closed {
        /// Until when, or since when, as a sentence.
        why: String,
    },
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for SendApplicationError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

impl App {
    /// Sends the application behind a token. Sending twice keeps the first and says so.
    ///
    /// `reply`: the answer to a reviewer's question, when one was asked.
    pub async fn send_application(
        &self,
        token: &TokenHash,
        reply: &str,
    ) -> Result<ApplicationSent, SendApplicationError> {
        let mut write = self.store.write().await?;
        let Some(mut applying) = self.application_in(&mut write, token).await? else {
            return Err(SendApplicationError::NoDraft);
        };
        if !applying.is_open() {
            return Ok(ApplicationSent { application: applying.application, again: true });
        }
        let missing = problems(applying.form, &applying.application.answers, &self.directory().hospitals);
        if !missing.is_empty() {
            return Err(SendApplicationError::Missing(missing));
        }
        if applying.application.state == ApplicationState::Draft {
            if let Some(why) = intake(applying.program, self.today()).why_not() {
                return Err(SendApplicationError::Closed { why });
            }
            self.submit_application(&mut write, &mut applying).await?;
            let by = self.open_application_case(&mut write, &applying).await?;
            self.audit_application(&mut write, "send-application", &applying.application).await?;
            self.post_application_sent(&mut write, &applying, by).await?;
        } else {
            let reply = checked(reply).map_err(SendApplicationError::Reply)?;
            self.answer_application_case(&mut write, &applying.application, reply).await?;
            self.submit_application(&mut write, &mut applying).await?;
            self.audit_application(&mut write, "answer-reviewer", &applying.application).await?;
        }
        write.commit().await?;
        Ok(ApplicationSent { application: applying.application, again: false })
    }

    /// Marks it as sent, with what its answers state. From now on its way back goes to the contact it names.
    async fn submit_application(
        &self,
        write: &mut Write,
        applying: &mut Applying<'_>,
    ) -> Result<(), AppError> {
        let (today, now_ms) = (self.today(), self.now_ms());
        let email = self.application_mailbox(&applying.application);
        let state = ApplicationState::Submitted { on: today };
        let changed = Application { state, email, ..applying.application.clone() };
        let Saved::Kept(kept) = write.save_application(&changed, now_ms).await? else {
            return Err(changed_meanwhile());
        };
        let said = attestations(applying.form, &kept.answers, today);
        write.attest_for_applicant(kept.id, &said, None, now_ms).await?;
        applying.application = kept;
        Ok(())
    }

    /// Opens the reviewers' case. Gives the day by which the program means to settle it.
    async fn open_application_case(
        &self,
        write: &mut Write,
        applying: &Applying<'_>,
    ) -> Result<holdfast_core::Date, AppError> {
        let today = self.today();
        let days = i64::from(applying.program.review_target_days);
        let target_on = today.saturating_add(jiff::Span::new().days(days));
        let case = Case {
            id: CaseId::from_random(entropy::id_bytes(&*self.entropy)),
            program: applying.program.id.clone(),
            ccn: None,
            kind: CaseKind::Application { application: applying.application.id },
            opened_on: today,
            target_on,
            state: CaseState::Open,
        };
        write.open_case(&case, self.now_ms()).await?;
        Ok(target_on)
    }

    /// Puts the applicant's answer in the case. It goes on, and a recommendation made before no longer counts.
    async fn answer_application_case(
        &self,
        write: &mut Write,
        application: &Application,
        reply: &str,
    ) -> Result<(), AppError> {
        let no_case = || AppError::Broken { what: "an application that was sent has no case".to_owned() };
        let case = write.case_of_application(application).await?.ok_or_else(no_case)?;
        let moved = CaseMove::Answer { text: reply.to_owned() };
        match write.move_case(case.id, &moved, None, self.today(), self.now_ms()).await? {
            CaseMoved::Done(_) => Ok(()),
            CaseMoved::Refused(e) => Err(AppError::Conflict {
                what: format!(
                    "The reviewers moved on: {e}. Open the application again to see where it stands."
                ),
            }),
            CaseMoved::Unknown => Err(no_case()),
        }
    }
}

fn checked(reply: &str) -> Result<&str, String> {
    let reply = reply.trim();
    match reply.chars().count() {
        0 => Err("Answer the reviewer\u{2019}s question.".to_owned()),
        n if n > MOST_REPLY => {
            Err(format!("An answer can have up to {MOST_REPLY} characters; yours has {n}. Shorten it."))
        }
        _ => Ok(reply),
    }
}
