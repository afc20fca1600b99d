//! Withdrawing a lesson that was recorded by mistake. It counts nowhere any more, and with it goes every badge and certificate that says it.

use holdfast_core::decide::badge::{TakenBack, achievement};
use holdfast_core::model::{Completion, HospitalScope, LearnerId};
use holdfast_store::Write;
use holdfast_store::nouns::*;
use serde_json::json;

use super::badges::reason;
use super::progress::nobody;
use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, Speaker};

/// Which completion of a person, in the words of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhichDone<'a> {
    /// The lesson's id.
    pub lesson: &'a str,
    /// The day, as 2026-03-01.
    pub done_on: &'a str,
    /// The key of how it is known.
    pub how: &'a str,
    /// The other system that says so; empty for another way.
    pub system: &'a str,
}

impl WhichDone<'_> {
    fn is(&self, done: &Completion) -> bool {
        done.lesson.as_str() == self.lesson
            && done.done_on.to_string() == self.done_on
            && done.how.key() == self.how
            && done.how.name() == self.system
    }
}

impl App {
    /// Withdraws a completion for good, and takes back in the same write what rests on it. `why`: what whoever checks a badge or certificate
    /// reads; it must name nobody. Returns how many badges and certificates went with it.
    pub async fn withdraw_completion(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        learner: LearnerId,
        which: WhichDone<'_>,
        why: &str,
    ) -> Result<usize, AppError> {
        let why = reason(why)?;
        let mut write = self.store.write().await?;
        let learner = write.learner(scope, learner).await?.ok_or_else(nobody)?;
        let done = write.completions_of(scope, learner.id).await?;
        let (mistakes, rest): (Vec<Completion>, Vec<Completion>) =
            done.into_iter().partition(|one| which.is(one));
        let none = || {
            AppError::not_found(
                "No such lesson counts for this person, or it was withdrawn before. Load the page again.",
            )
        };
        let mistake = mistakes.first().ok_or_else(none)?;
        let who = (by.shown.as_str(), by.account);
        if !write.withdraw_completion(scope, mistake, &why, who, self.clock.now()).await? {
            return Err(none());
        }
        let n_taken_back = self.take_back_with(&mut write, scope, by, (mistake, &rest), &why).await?;
        let detail = json!({
            "learner": learner.id,
            "lesson": mistake.lesson,
            "done_on": mistake.done_on,
            "how": mistake.how.key(),
            "why": why,
            "n_taken_back": n_taken_back,
        });
        let what = "training.withdraw";
        write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(n_taken_back)
    }

    /// Takes back each badge and certificate of a learner that rests on a mistake. `rest`: what counts without it.
    async fn take_back_with(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: &Speaker,
        (mistake, rest): (&Completion, &[Completion]),
        why: &str,
    ) -> Result<usize, AppError> {
        let taken = TakenBack { on: self.today(), why: why.to_owned() };
        let mut n = 0;
        for badge in write.badges_of(scope, mistake.learner).await? {
            let Some(achievement) = achievement(&self.catalog.lessons, &badge.feat) else { continue };
            let days = (badge.earned_on, badge.until);
            if badge.taken_back.is_none() && achievement.rests_on(days, mistake, rest) {
                write.take_badge_back(scope, &badge.id, &taken, by.account).await?;
                n += 1;
            }
        }
        for kept in write.certificates_of(scope, mistake.learner).await? {
            if kept.taken_back.is_none() && kept.body.rests_on(mistake, rest) {
                let (code, lesson) = (&kept.code_digest, &mistake.lesson);
                write.take_certificate_back_for(scope, code, lesson, &taken, by.account).await?;
                n += 1;
            }
        }
        Ok(n)
    }
}
