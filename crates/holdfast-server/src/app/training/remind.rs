//! Letters to learners: an invitation with a link of their own, and a reminder of all that is late or due within a week.
//!
//! Who is reminded is decided in `holdfast_core::decide::training`. Of a link its digest alone is kept, so each letter brings a new one,
//! and earlier ones go on working.

use holdfast_core::decide::training::Owed;
use holdfast_core::model::{AccountId, HospitalScope, Learner};
use holdfast_store::Write;
use jiff::SignedDuration;

use crate::app::{App, AppError};
use crate::entropy::token;
use crate::mail::learner::{DueLesson, LearnerLetter, LearnerLetterKind};

/// Days the link of a reminder works at least, when others follow it.
const REMINDER_LINK_DAYS: i64 = 90;

impl App {
    /// Queues an invitation with a new link, which this account hands out, and notes the day. False where they have no address or are not
    /// on the roster any more; then nothing is queued and no link is made.
    pub(super) async fn invite_learner(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        learner: &Learner,
        by: AccountId,
    ) -> Result<bool, AppError> {
        self.write_to_learner(write, scope, learner, Some(by), LearnerLetterKind::Invitation).await
    }

    /// Queues a reminder with a new link, and notes the day. False as for an invitation.
    pub(super) async fn remind_learner(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        learner: &Learner,
        about: &[Owed],
    ) -> Result<bool, AppError> {
        if learner.person.email.is_none() {
            return Ok(false);
        }
        let language = learner.person.language;
        let due = |one: &Owed| {
            let lesson = self.catalog.lessons.lesson(&one.lesson)?;
            let name = lesson.name.in_language(language).to_owned();
            Some(DueLesson { name, by: one.standing.by(), is_late: one.standing.is_overdue() })
        };
        let lessons = about.iter().filter_map(due).collect();
        let now = self.clock.now();
        // A link of a mail that is long gone helps nobody, and one a week would pile up.
        let before = now.checked_sub(SignedDuration::from_hours(24 * REMINDER_LINK_DAYS)).unwrap_or(now);
        write.forget_reminder_links(scope, learner.id, before).await?;
        self.write_to_learner(write, scope, learner, None, LearnerLetterKind::Reminder { lessons }).await
    }

    /// `by`: who hands the link out; `None` where the program does by itself.
    async fn write_to_learner(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        learner: &Learner,
        by: Option<AccountId>,
        kind: LearnerLetterKind,
    ) -> Result<bool, AppError> {
        let Some(to) = &learner.person.email else { return Ok(false) };
        let token = token(&*self.entropy);
        let link = (learner.id, token.hash().as_str().to_owned());
        if write.issue_learner_links(scope, &[link], by, self.clock.now()).await? == 0 {
            // Who left gets no letter with a link that opens nothing.
            return Ok(false);
        }
        let letter = LearnerLetter {
            kind,
            language: learner.person.language,
            hospital: self.hospital_name(scope.ccn()),
            link: self.link(&format!("/learn/{}", token.reveal())),
            program_name: self.config.program.name.clone(),
            help_phone: self.config.program.phone().map(str::to_owned),
        };
        self.post(write, to, &letter).await?;
        write.note_mailed(scope, learner.id, self.today()).await?;
        Ok(true)
    }
}
