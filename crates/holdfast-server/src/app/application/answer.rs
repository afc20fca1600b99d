//! One page of an application answered: checked, merged with what a second person changed meanwhile, kept.

use holdfast_core::decide::application::{Wrong, answer, contact, merge, page};
use holdfast_core::decide::registration::{Fields, Merge};
use holdfast_core::model::Application;
use holdfast_store::Saved;

use crate::app::{App, AppError};
use crate::entropy::TokenHash;

/// What came of answering a page.
#[derive(Debug)]
pub enum PageAnswered {
    /// Kept.
    Kept(Box<Application>),
    /// Questions to mend; nothing was kept.
    Wrong(Vec<Wrong>),
    /// Someone else changed the same answers meanwhile; nothing was kept. The person chooses.
    Both {
        /// What both wrote.
        merge: Merge,
        /// What is kept now.
        theirs: Fields,
        /// Its version.
        version: u32,
    },
    /// It was sent before, so it no longer changes here.
    Sent,
    /// The token leads to no application.
    NoDraft,
}

/// One write at a time makes this impossible; if it happens all the same, nothing is overwritten.
pub(super) fn changed_meanwhile() -> AppError {
    let what =
        "Someone else saved this application at the same moment. Open it again and look at what is kept.";
    AppError::Conflict { what: what.to_owned() }
}

impl App {
    /// Answers one page of the application behind a token.
    ///
    /// `base`: the answers as this person saw them, at `version`. Where nobody else changed the page since, `mine` is
    /// taken as it is; where someone did, both are merged and only a true clash comes back.
    pub async fn answer_application(
        &self,
        token: &TokenHash,
        slug: &str,
        base: &Fields,
        mine: &Fields,
        version: u32,
    ) -> Result<PageAnswered, AppError> {
        // Looks once without holding up other writers, then again inside the write.
        if self.application(token).await?.is_none() {
            return Ok(PageAnswered::NoDraft);
        }
        let mut write = self.store.write().await?;
        let Some(applying) = self.application_in(&mut write, token).await? else {
            return Ok(PageAnswered::NoDraft);
        };
        if !applying.is_open() {
            return Ok(PageAnswered::Sent);
        }
        let no_page = || AppError::not_found("The form has no such page.");
        let page = page(applying.form, slug).ok_or_else(no_page)?;
        let mut application = applying.application;
        let theirs = page.show(&application.answers);
        let fields = if application.version == version {
            mine.clone()
        } else {
            match merge(&page, base, mine, &theirs).settled() {
                Ok(fields) => fields,
                Err(merge) => return Ok(PageAnswered::Both { merge, theirs, version: application.version }),
            }
        };
        let mut answers = application.answers.clone();
        if let Err(wrong) = answer(&page, &fields, &self.directory().hospitals, &mut answers) {
            return Ok(PageAnswered::Wrong(wrong));
        }
        if answers == application.answers {
            return Ok(PageAnswered::Kept(Box::new(application)));
        }
        // The way back goes to the contact, unless someone saved it to an address of their own.
        let before = contact(applying.form, &application.answers);
        if application.email.is_none() || application.email == before {
            application.email = contact(applying.form, &answers);
        }
        application.answers = answers;
        let Saved::Kept(kept) = write.save_application(&application, self.now_ms()).await? else {
            return Err(changed_meanwhile());
        };
        write.commit().await?;
        Ok(PageAnswered::Kept(Box::new(kept)))
    }
}
