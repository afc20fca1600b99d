//! Sending a registration: once, whole, with everything that follows from it in the same write.

use holdfast_core::decide::registration::{Missing, problems};
use holdfast_core::model::{
    Case, CaseId, CaseKind, CaseState, Ccn, EmailAddress, Registration, RegistrationState,
};
use holdfast_store::nouns::*;
use holdfast_store::{Saved, Write};

use super::answer::changed_meanwhile;
use super::{Draft, scope_of};
use crate::app::{App, AppError};
use crate::entropy::{self, TokenHash};

/// Longest answer to a reviewer's question, in characters.
const MOST_REPLY: usize = 2_000;

/// Most registrations one address has unconfirmed when another is sent in its name. Each sends it a letter, and it may be
/// anyone's address.
const MOST_UNPROVEN: usize = 5;

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
    /// Too many were sent in the name of this address, and its owner has confirmed none of them.
    #[error(
        "too many registrations wait for {email} to be confirmed; open the newest mail from us and confirm, or save this \
         one and come back by the mailed link, which confirms the address too"
    )]
    Unconfirmed {
        /// Whose.
        email: EmailAddress,
    },
    /// Someone else's registration of the hospital was confirmed meanwhile.
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
            RegistrationState::Unproven { .. }
            | RegistrationState::Submitted { .. }
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
        }
        if self.validated(&mut write, draft.registration.ccn).await?.is_some() {
            return Err(SendError::Taken { ccn: draft.registration.ccn });
        }
        if let Some(contact) = &draft.registration.answers.contact
            && !draft.registration.answers.mailbox_is_proven()
            && self.unproven_of(&mut write, &contact.email).await?.len() >= MOST_UNPROVEN
        {
            return Err(SendError::Unconfirmed { email: contact.email.clone() });
        }
        let registration = self.submit(&mut write, draft, MailboxLetter::Now).await?;
        write.commit().await?;
        Ok(Sent { registration, again: false })
    }

    /// Marks a registration as sent. From a proven mailbox, everything that follows happens in the same write; from any
    /// other, nothing does but the letter that asks for the proof.
    pub(super) async fn submit(
        &self,
        write: &mut Write,
        draft: Draft,
        letter: MailboxLetter,
    ) -> Result<Registration, AppError> {
        let on = self.today();
        let scope = draft.scope();
        let mut registration = draft.registration;
        let proven = registration.answers.mailbox_is_proven();
        registration.state = match proven {
            true => RegistrationState::Submitted { on },
            false => RegistrationState::Unproven { on },
        };
        let Saved::Kept(mut registration) =
            write.save_registration(scope, &registration, self.now_ms()).await?
        else {
            return Err(changed_meanwhile());
        };
        self.audit_registration(write, "send-registration", &registration).await?;
        let Some(contact) = registration.answers.contact.clone() else { return Ok(registration) };
        if proven {
            let led_to = self.settle_or_ask(write, &mut registration).await?;
            self.post_if_validated(write, &led_to, &registration).await?;
        } else if letter == MailboxLetter::Now {
            self.post_mailbox_link(write, &[&registration], &contact.email).await?;
        }
        Ok(registration)
    }

    /// What was sent lately in an address's name and waits for its owner. Older ones are forgotten, so that nobody can keep
    /// an address out for good.
    pub(super) async fn unproven_of(
        &self,
        write: &mut Write,
        email: &EmailAddress,
    ) -> Result<Vec<Registration>, AppError> {
        let days = i64::from(self.config.sign_in.resume_days);
        let since = self.today().saturating_sub(jiff::Span::new().days(days));
        Ok(write.unproven_registrations_of(email, since).await?)
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
