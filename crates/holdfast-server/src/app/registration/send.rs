//! Sending a registration: once, whole, with everything that follows from it in the same write.

use holdfast_core::decide::belonging::{Belonging, OnFile, judge};
use holdfast_core::decide::registration::{Missing, problems};
use holdfast_core::model::{Case, CaseId, CaseKind, CaseState, Ccn, Registration, RegistrationState, Stage};
use holdfast_store::{Saved, Write};

use super::answer::changed_meanwhile;
use super::{Draft, scope_of};
use crate::app::{App, AppError};
use crate::entropy::{self, TokenHash};

/// Longest answer to a reviewer's question, in characters.
const MOST_REPLY: usize = 2_000;

/// A registration that has been sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What is kept.
    pub registration: Registration,
    /// Whether it had been sent before: a second click, or a page opened again.
    pub again: bool,
}

/// Why a registration is not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The token leads to no draft.
    #[error("this draft cannot be found")]
    NoDraft,
    /// Questions without an answer.
    #[error("some questions have no answer yet")]
    Missing(Vec<Missing>),
    /// A reviewer's question without an answer, or one that is too long.
    #[error("{0}")]
    Reply(String),
    /// Someone else registered the hospital meanwhile.
    #[error("someone else has registered {ccn} meanwhile; ask to join")]
    Taken {
        /// Which.
        ccn: Ccn,
    },
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// When the letter with the link that proves the mailbox is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MailboxLetter {
    /// With this registration.
    Now,
    /// By the caller, once for many registrations.
    ByCaller,
}

impl From<holdfast_store::StoreError> for SendError {
    fn from(e: holdfast_store::StoreError) -> Self {
        Self::App(e.into())
    }
}

impl App {
    /// Sends the draft behind a token. Sending twice keeps the first and says so.
    ///
    /// `reply`: the answer to a reviewer's question, when one was asked.
    pub async fn send_registration(&self, token: &TokenHash, reply: &str) -> Result<Sent, SendError> {
        let mut write = self.store.write().await?;
        let Some(draft) = self.draft_in(&mut write, token).await? else { return Err(SendError::NoDraft) };
        let asked_back = match &draft.registration.state {
            RegistrationState::Draft => false,
            RegistrationState::AskedBack { .. } => true,
            RegistrationState::Submitted { .. }
            | RegistrationState::Validated { .. }
            | RegistrationState::Refused { .. } => {
                return Ok(Sent { registration: draft.registration, again: true });
            }
        };
        let missing = problems(&draft.registration.answers);
        if !missing.is_empty() {
            return Err(SendError::Missing(missing));
        }
        if asked_back {
            self.answer_from_draft(&mut write, &draft, reply).await?;
        } else if self.holder(&mut write, draft.registration.ccn).await?.is_some() {
            return Err(SendError::Taken { ccn: draft.registration.ccn });
        }
        let registration = self.submit(&mut write, draft, MailboxLetter::Now).await?;
        write.commit().await?;
        Ok(Sent { registration, again: false })
    }

    /// Marks a registration as sent, with its attestations, its funnel stage, its case or its proof, and its letters.
    pub(super) async fn submit(
        &self,
        write: &mut Write,
        draft: Draft,
        letter: MailboxLetter,
    ) -> Result<Registration, AppError> {
        let (today, now_ms) = (self.today(), self.now_ms());
        let scope = draft.scope();
        let Draft { mut registration, listed } = draft;
        registration.state = RegistrationState::Submitted { on: today };
        let Saved::Kept(mut registration) = write.save_registration(scope, &registration, now_ms).await?
        else {
            return Err(changed_meanwhile());
        };
        write.attest(scope, &registration.answers.attestations(today), None, now_ms).await?;
        write.reach_stage(scope, &registration.program, Stage::Registered, today, now_ms).await?;
        self.audit_registration(write, "send-registration", &registration).await?;
        let Some(contact) = registration.answers.contact.clone() else { return Ok(registration) };
        let directory = self.directory();
        let on_file = OnFile::of(&listed, &directory.hospitals);
        let attested = registration.answers.mail_domain.as_ref().and_then(|d| d.value());
        let mailbox_proven = registration.answers.proven_mailbox.as_ref() == Some(&contact.email);
        match judge(&contact.email, attested, &on_file, mailbox_proven) {
            Belonging::Proven { how } => {
                self.settle_belonging(write, &mut registration, &how, None).await?;
            }
            Belonging::NeedsMailbox | Belonging::NeedsCallBack { .. } => {
                self.open_case(write, &registration, CaseKind::Belonging { registration: registration.id })
                    .await?;
                if !mailbox_proven && letter == MailboxLetter::Now {
                    self.post_mailbox_link(write, &[&registration], &contact.email).await?;
                }
            }
        }
        Ok(registration)
    }

    /// Opens a case about a hospital, with the day by which the program means to settle it.
    pub(crate) async fn open_case(
        &self,
        write: &mut Write,
        registration: &Registration,
        kind: CaseKind,
    ) -> Result<CaseId, AppError> {
        let today = self.today();
        let days = self.catalog.program(registration.program.as_str()).map_or(5, |p| p.review_target_days);
        let case = Case {
            id: CaseId::from_random(entropy::id_bytes(&*self.entropy)),
            program: registration.program.clone(),
            ccn: Some(registration.ccn),
            kind,
            opened_on: today,
            target_on: today.saturating_add(jiff::Span::new().days(i64::from(days))),
            state: CaseState::Open,
        };
        Ok(write.open_case(&case, self.now_ms()).await?)
    }

    async fn answer_from_draft(
        &self,
        write: &mut Write,
        draft: &Draft,
        reply: &str,
    ) -> Result<(), SendError> {
        let reply = reply.trim();
        if reply.is_empty() {
            return Err(SendError::Reply("Answer the reviewer's question.".to_owned()));
        }
        if reply.chars().count() > MOST_REPLY {
            return Err(SendError::Reply(format!(
                "An answer can have up to {MOST_REPLY} characters. Shorten it."
            )));
        }
        if let Some(case) = self.belonging_case(write, &draft.registration).await? {
            let scope = scope_of(draft.registration.ccn);
            write.answer_case(scope, case.id, reply, None, self.today(), self.now_ms()).await?;
        }
        Ok(())
    }
}
