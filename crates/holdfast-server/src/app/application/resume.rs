//! Save and come back: a link by mail that reveals nothing, works once, and works on another machine.
//!
//! Asking for a link always gets the same answer, so nobody learns who has applied.

use holdfast_core::model::{Application, EmailAddress};
use holdfast_store::nouns::*;
use holdfast_store::{Link, Saved, Write};

use super::RESUME_APPLICATION;
use super::answer::changed_meanwhile;
use super::draft::LinkBody;
use crate::app::registration::{body, parse_body};
use crate::app::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// Most links one mail address is sent at once.
const MOST_LINKS: usize = 20;

impl App {
    /// Mails a link back to the application behind a token. `None` when the token leads to none.
    pub async fn save_application_for_later(
        &self,
        token: &TokenHash,
        email: &EmailAddress,
    ) -> Result<Option<Application>, AppError> {
        let mut write = self.store.write().await?;
        let Some(applying) = self.application_in(&mut write, token).await? else { return Ok(None) };
        let is_open = applying.is_open();
        let mut application = applying.application;
        // Once it is sent, new links go to the contact alone; this one goes where its holder asks.
        if is_open && application.email.as_ref() != Some(email) {
            application.email = Some(email.clone());
            let Saved::Kept(kept) = write.save_application(&application, self.now_ms()).await? else {
                return Err(changed_meanwhile());
            };
            application = kept;
        }
        self.post_application_link(&mut write, &application, email).await?;
        self.audit_application(&mut write, "save-application", &application).await?;
        write.commit().await?;
        Ok(Some(application))
    }

    /// Mails new links for every application whose way back goes to an address: to go on with it, or to read what was
    /// decided. Says nothing about whether there was any.
    pub async fn ask_for_new_application_links(&self, email: &EmailAddress) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let all = write.applications_of(email).await?;
        for application in all.iter().rev().take(MOST_LINKS) {
            self.post_application_link(&mut write, application, email).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Whether a link back to an application is good, without using it.
    pub async fn application_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        let link = read.link(token.as_str(), RESUME_APPLICATION, self.now_ms()).await?;
        Ok(matches!(link, Link::Good(_)))
    }

    /// Uses a link back to an application: gives the token for this machine's cookie.
    pub async fn resume_application(&self, token: &TokenHash) -> Result<Token, AppError> {
        let mut write = self.store.write().await?;
        let link = write.use_link(token.as_str(), RESUME_APPLICATION, self.now_ms()).await?;
        let Link::Good(kept) = link else { return Err(AppError::DeadLink) };
        let LinkBody { application } = parse_body(kept)?;
        if write.application(application).await?.is_none() {
            return Err(AppError::DeadLink);
        }
        let held = self.hand_out_application(&mut write, application).await?;
        write.commit().await?;
        Ok(held)
    }

    /// The address of a page that leads whoever holds a mailbox back to an application, once.
    pub(in crate::app) async fn application_address(
        &self,
        write: &mut Write,
        application: &Application,
    ) -> Result<String, AppError> {
        let token = entropy::token(&*self.entropy);
        let kept = body(&LinkBody { application: application.id })?;
        let now_ms = self.now_ms();
        let ends_ms = now_ms + self.resume_ms();
        write.add_link(token.hash().as_str(), RESUME_APPLICATION, &kept, now_ms, ends_ms).await?;
        Ok(self.link(&format!("/resume-application/{}", token.reveal())))
    }
}
