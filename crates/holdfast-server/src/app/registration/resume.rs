//! Save and come back: a link by mail that reveals nothing, works once, and works on another machine.
//!
//! Asking for a link always gets the same answer, so nobody learns who has registered.

use holdfast_core::model::{EmailAddress, Registration, RegistrationState};
use holdfast_store::nouns::*;
use holdfast_store::{Link, Saved, Write};

use super::answer::changed_meanwhile;
use super::draft::{DraftBody, body, parse_body};
use super::{RESUME, scope_of};
use crate::app::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// Most links one mail address is sent at once.
const MOST_LINKS: usize = 20;

impl App {
    /// Mails a link back to the draft behind a token. `None` when the token leads to no draft.
    pub async fn save_for_later(
        &self,
        token: &TokenHash,
        email: &EmailAddress,
    ) -> Result<Option<Registration>, AppError> {
        let mut write = self.store.write().await?;
        let Some(draft) = self.draft_in(&mut write, token).await? else { return Ok(None) };
        let (scope, mut registration) = (draft.scope(), draft.registration);
        if registration.answers.way_back.as_ref() != Some(email) {
            registration.answers.way_back = Some(email.clone());
            let Saved::Kept(kept) = write.save_registration(scope, &registration, self.now_ms()).await?
            else {
                return Err(changed_meanwhile());
            };
            registration = kept;
        }
        self.post_resume_link(&mut write, &registration, email).await?;
        self.audit_registration(&mut write, "save-registration", &registration).await?;
        write.commit().await?;
        Ok(Some(registration))
    }

    /// Mails new links for whatever a mail address has under way: drafts, and registrations whose mailbox is not proven.
    ///
    /// Says nothing about whether there was anything.
    pub async fn ask_for_new_links(&self, email: &EmailAddress) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let mut unproven = self.unproven_of(&mut write, email).await?;
        for registration in write.registrations_of_address(email).await?.into_iter().take(MOST_LINKS) {
            match &registration.state {
                RegistrationState::Draft | RegistrationState::AskedBack { .. } => {
                    self.post_resume_link(&mut write, &registration, email).await?;
                }
                // Sent before a proven mailbox was asked for.
                RegistrationState::Submitted { .. } if !registration.answers.mailbox_is_proven() => {
                    unproven.push(registration);
                }
                RegistrationState::Unproven { .. }
                | RegistrationState::Submitted { .. }
                | RegistrationState::Validated { .. }
                | RegistrationState::Refused { .. } => {}
            }
        }
        let own: Vec<&Registration> = unproven
            .iter()
            .filter(|r| r.answers.contact.as_ref().is_some_and(|c| c.email == *email))
            .collect();
        if !own.is_empty() {
            self.post_mailbox_link(&mut write, &own, email).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Answers "send me new links" after the asker has been answered: to registrations and applications under way, and to
    /// set up a sign-in. Neither the words nor the time of the answer say whether there was anything.
    pub fn send_new_links(&self, email: EmailAddress) {
        let app = self.clone();
        self.in_background("new links", async move {
            app.ask_for_new_links(&email).await?;
            app.ask_for_new_application_links(&email).await?;
            app.post_new_set_up_link(&email).await
        });
    }

    /// Whether a link back to a draft is good, without using it.
    pub async fn resume_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        Ok(matches!(read.link(token.as_str(), RESUME, self.now_ms()).await?, Link::Good(_)))
    }

    /// Uses a link back to a draft: gives the token for this machine's cookie.
    ///
    /// Whoever follows it has opened the mailbox it was sent to, which counts as proof of that mailbox.
    pub async fn resume_registration(&self, token: &TokenHash) -> Result<Token, AppError> {
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.use_link(token.as_str(), RESUME, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let DraftBody { ccn, registration, mailed_to } = parse_body(kept)?;
        let Some(mut registration) = write.registration(scope_of(ccn), registration).await? else {
            return Err(AppError::DeadLink);
        };
        if let Some(mailed_to) = mailed_to
            && registration.answers.proven_mailbox.as_ref() != Some(&mailed_to)
        {
            let led_to = self.prove_mailbox(&mut write, &mut registration, mailed_to).await?;
            self.post_if_validated(&mut write, &led_to, &registration).await?;
        }
        let draft = self.hand_out_draft(&mut write, &registration).await?;
        write.commit().await?;
        Ok(draft)
    }

    /// A token that leads whoever holds the mailbox back to a registration, once.
    pub(crate) async fn resume_token(
        &self,
        write: &mut Write,
        registration: &Registration,
        to: &EmailAddress,
    ) -> Result<Token, AppError> {
        let token = entropy::token(&*self.entropy);
        let mailed_to = Some(to.clone());
        let kept = body(&DraftBody { ccn: registration.ccn, registration: registration.id, mailed_to })?;
        let now_ms = self.now_ms();
        write.add_link(token.hash().as_str(), RESUME, &kept, now_ms, now_ms + self.resume_ms()).await?;
        Ok(token)
    }

    /// A link back to a draft, by mail. The address and the letter name no hospital and no person.
    pub(crate) async fn post_resume_link(
        &self,
        write: &mut Write,
        registration: &Registration,
        to: &EmailAddress,
    ) -> Result<(), AppError> {
        let token = self.resume_token(write, registration, to).await?;
        let days = self.config.sign_in.resume_days;
        let mut letter = self.note(
            "resume-link",
            "Your way back to your registration",
            vec!["Here is the way back to the registration you saved. It works on any computer.".to_owned()],
        );
        letter.link = Some((
            "Go on with the registration".to_owned(),
            self.link(&format!("/resume/{}", token.reveal())),
        ));
        letter.small_print = Some(format!(
            "The link works once, for {days} days. Whoever has it can read and change the registration, so do not pass it on. \
             If you did not ask for it, you need not do anything."
        ));
        self.post(write, to, &letter).await?;
        Ok(())
    }
}
