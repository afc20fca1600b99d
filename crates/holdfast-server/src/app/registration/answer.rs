//! One page of a draft answered: checked, merged with what a second person changed meanwhile, kept.

use holdfast_core::decide::registration::{FieldError, Fields, Merge, Step, answer, merge, show};
use holdfast_core::model::RegistrationState;
use holdfast_store::Saved;

use super::Draft;
use crate::app::{App, AppError};
use crate::entropy::TokenHash;

/// What came of answering a page.
#[derive(Debug)]
pub enum Answered {
    /// Kept.
    Kept(Box<Draft>),
    /// Fields to mend; nothing was kept.
    Wrong(Vec<FieldError>),
    /// Someone else changed the same fields meanwhile; nothing was kept. The person chooses.
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
    /// The token leads to no draft.
    NoDraft,
}

/// One write at a time makes this impossible; if it happens all the same, nothing is overwritten.
pub(in crate::app) fn changed_meanwhile() -> AppError {
    let what =
        "Someone else saved this registration at the same moment. Open it again and look at what is kept.";
    AppError::Conflict { what: what.to_owned() }
}

impl App {
    /// Answers one page of the draft behind a token.
    ///
    /// `base`: the fields as this person saw them, at `version`. Where nobody else changed the page since, `mine` is
    /// taken as it is; where someone did, both are merged and only a true clash comes back.
    pub async fn answer_registration(
        &self,
        token: &TokenHash,
        step: Step,
        base: &Fields,
        mine: &Fields,
        version: u32,
    ) -> Result<Answered, AppError> {
        // Looks once without holding up other writers, then again inside the write.
        if self.draft(token).await?.is_none() {
            return Ok(Answered::NoDraft);
        }
        let mut write = self.store.write().await?;
        let Some(mut draft) = self.draft_in(&mut write, token).await? else { return Ok(Answered::NoDraft) };
        let scope = draft.scope();
        let registration = &mut draft.registration;
        if !matches!(registration.state, RegistrationState::Draft | RegistrationState::AskedBack { .. }) {
            return Ok(Answered::Sent);
        }
        let theirs = show(step, &registration.answers);
        let fields = if registration.version == version {
            mine.clone()
        } else {
            match merge(step, base, mine, &theirs).settled() {
                Ok(fields) => fields,
                Err(merge) => return Ok(Answered::Both { merge, theirs, version: registration.version }),
            }
        };
        let mut answers = registration.answers.clone();
        if let Err(errors) = answer(step, &fields, &mut answers) {
            return Ok(Answered::Wrong(errors));
        }
        if answers != registration.answers {
            registration.answers = answers;
            match write.save_registration(scope, registration, self.now_ms()).await? {
                Saved::Kept(kept) => *registration = kept,
                Saved::Conflict(_) | Saved::Unknown => return Err(changed_meanwhile()),
            }
            write.commit().await?;
        }
        Ok(Answered::Kept(Box::new(draft)))
    }
}
