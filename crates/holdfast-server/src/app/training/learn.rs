//! Behind a learner's link: what they owe, a lesson's answers, their days as a calendar, and their certificate.
//!
//! The link is the proof of who it is. A link that is wrong, ended, or of somebody who left is answered the same.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::Date;
use holdfast_core::catalog::{Language, Lesson, LessonId};
use holdfast_core::decide::ics::{DayEvent, calendar_of};
use holdfast_core::decide::lesson::{Marked, mark_after};
use holdfast_core::decide::training::{Owed, Standing, first_name, owed};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{Completion, CompletionHow, HospitalScope, Learner};
use holdfast_report::certificate_pdf;
use holdfast_store::{LearnerLink, Training};

use crate::app::{App, AppError, chain};
use crate::entropy::TokenHash;

/// Days before the last one at which a calendar reminds.
const REMIND_DAYS: [u16; 2] = [7, 1];

/// What a learner sees of their own training.
#[derive(Clone, Debug)]
pub struct LearnerDesk {
    /// Their hospital. Nothing else of it is read through this.
    pub scope: HospitalScope,
    /// Its name.
    pub hospital: String,
    /// Who they are.
    pub learner: Learner,
    /// What is asked of them, what is late longest or due soonest first.
    pub owed: Vec<Owed>,
    /// Of each lesson ever done the last day it was.
    pub last_done: BTreeMap<LessonId, Date>,
}

impl LearnerDesk {
    /// The name to greet them by.
    pub fn first_name(&self) -> &str {
        first_name(&self.learner.person.name)
    }

    /// What is to be done now.
    pub fn to_do(&self) -> impl Iterator<Item = &Owed> {
        self.owed.iter().filter(|one| !one.standing.is_done())
    }

    /// What is done and holds: the lesson, the day, and by when it is asked for again. Lessons done without being asked for are among
    /// them.
    pub fn done(&self) -> impl Iterator<Item = (&LessonId, Date, Option<Date>)> {
        self.last_done.iter().filter_map(|(id, on)| {
            let asked = self.owed.iter().find(|one| one.lesson == *id);
            match asked.map(|one| one.standing) {
                None => Some((id, *on, None)),
                Some(Standing::Done { on, again_by }) => Some((id, on, Some(again_by))),
                Some(_) => None,
            }
        })
    }

    /// The lesson, if it is done and holds.
    pub fn finished(&self, id: &LessonId) -> Option<&LessonId> {
        self.done().map(|(done, ..)| done).find(|done| *done == id)
    }
}

impl App {
    /// What a learner sees behind their link. Nothing changes.
    pub async fn learner_behind(&self, token: &TokenHash) -> Result<LearnerDesk, AppError> {
        let mut read = self.store.read().await?;
        self.desk_in(&mut read, token).await
    }

    async fn desk_in<R: Training + Send>(
        &self,
        read: &mut R,
        token: &TokenHash,
    ) -> Result<LearnerDesk, AppError> {
        let LearnerLink::Good { ccn, learner: id, .. } = read.learner_by_link(token.as_str()).await? else {
            return Err(AppError::DeadLink);
        };
        // The link is the proof: somebody who runs training at this hospital made it for this person.
        let scope = HospitalScope::checked(ccn);
        let learner = read.learner(scope, id).await?.filter(Learner::is_listed).ok_or(AppError::DeadLink)?;
        let done = read.completions_of(scope, id).await?;
        let mut owed = owed(&self.catalog.lessons, &learner, &done, self.today());
        // Those of one day stay in the order of the catalog.
        owed.sort_by_key(|one| one.standing.by());
        let mut last_done: BTreeMap<LessonId, Date> = BTreeMap::new();
        for one in done {
            let last = last_done.entry(one.lesson).or_insert(one.done_on);
            *last = one.done_on.max(*last);
        }
        Ok(LearnerDesk { scope, hospital: self.hospital_name(ccn), learner, owed, last_done })
    }

    /// A lesson behind a learner's link, with the questions they answered right so far: none while the lesson is done. Nothing changes.
    pub async fn learner_lesson(
        &self,
        token: &TokenHash,
        id: &LessonId,
    ) -> Result<(LearnerDesk, &Lesson, Marked), AppError> {
        let mut read = self.store.read().await?;
        let desk = self.desk_in(&mut read, token).await?;
        let lesson = self.lesson_of(id)?;
        let before = right_before(&mut read, &desk, id).await?;
        Ok((desk, lesson, mark_after(lesson, &before, &[])))
    }

    /// Takes a learner's answers. Right ones are kept, and when all are right the lesson is done, once a day at most; wrong ones are not
    /// kept. Of a lesson that is done none is kept, so that it is asked whole when it is asked again. `chosen`: of each counted question in
    /// order the place of the option chosen. The desk is as it was before.
    pub async fn answer_lesson(
        &self,
        token: &TokenHash,
        id: &LessonId,
        chosen: &[Option<usize>],
    ) -> Result<(LearnerDesk, &Lesson, Marked), AppError> {
        let mut write = self.store.write().await?;
        let desk = self.desk_in(&mut write, token).await?;
        let lesson = self.lesson_of(id)?;
        let learner = desk.learner.id;
        let before = right_before(&mut write, &desk, id).await?;
        let marked = mark_after(lesson, &before, chosen);
        let today = self.today();
        if marked.is_done {
            if desk.last_done.get(id) == Some(&today) {
                // It stands on record for this day, but what was kept until now must not count the next time.
                write.keep_lesson_so_far(desk.scope, learner, id, &[], self.clock.now()).await?;
            } else {
                let how = CompletionHow::Answered;
                let by = "the learner, by their own link".to_owned();
                let done = Completion { learner, lesson: id.clone(), done_on: today, how, by };
                write.record_completions(desk.scope, &[done], None, self.clock.now()).await?;
            }
            write.commit().await?;
        } else if desk.finished(id).is_none() && marked.right() != before {
            let so_far: Vec<bool> = (0..marked.checks.len()).map(|i| marked.right().contains(&i)).collect();
            write.keep_lesson_so_far(desk.scope, learner, id, &so_far, self.clock.now()).await?;
            write.commit().await?;
        }
        Ok((desk, lesson, marked))
    }

    fn lesson_of(&self, id: &LessonId) -> Result<&Lesson, AppError> {
        let none =
            || AppError::not_found("There is no such lesson. Your list has those that are asked of you.");
        self.catalog.lessons.lesson(id).ok_or_else(none)
    }

    /// A learner's days as a calendar: names of lessons alone. The link is not in it, because calendars are shown to others.
    pub fn learner_calendar(&self, desk: &LearnerDesk, language: Language) -> String {
        let today = self.today();
        let days: Vec<DayEvent<'_>> = desk
            .owed
            .iter()
            .filter(|one| one.standing.by() >= today)
            .filter_map(|one| Some((one, self.catalog.lessons.lesson(&one.lesson)?)))
            .map(|(one, lesson)| DayEvent {
                key: format!("lesson.{}", lesson.id),
                on: one.standing.by(),
                title: match language {
                    Language::English => format!("Lesson: {}", lesson.name.en),
                    Language::Spanish => format!("Lección: {}", lesson.name.es),
                },
                says: match language {
                    Language::English => {
                        format!("Last day. It takes {} minutes. Open your own link.", lesson.minutes)
                    }
                    Language::Spanish => {
                        format!("Último día. Toma {} minutos. Abra su propio enlace.", lesson.minutes)
                    }
                },
                remind_days: &REMIND_DAYS,
            })
            .collect();
        let name = match language {
            Language::English => format!("Lessons: {}", self.config.program.name),
            Language::Spanish => format!("Lecciones: {}", self.config.program.name),
        };
        // Event ids differ from person to person and tell nothing of either.
        let digest = sha256_hex(format!("lessons of {} {}", desk.scope.ccn(), desk.learner.id).as_bytes());
        let url = self.config.server.public_url();
        let domain = format!("{}.{}", &digest[..12], url.host_str().unwrap_or("localhost"));
        calendar_of(&name, &domain, &days, today)
    }

    /// The certificate of what a learner has done, as PDF; in their own language unless another is asked for.
    pub async fn learner_certificate(
        &self,
        token: &TokenHash,
        language: Option<Language>,
    ) -> Result<Vec<u8>, AppError> {
        let desk = self.learner_behind(token).await?;
        let language = language.unwrap_or(desk.learner.person.language);
        let certificate = self.certificate_for(&desk, language).await?;
        // Drawing takes a few milliseconds, in which this thread would answer nobody.
        let made = tokio::task::spawn_blocking(move || certificate_pdf(&certificate)).await;
        let made = made.map_err(|e| AppError::Broken { what: e.to_string() })?;
        made.map_err(|e| AppError::Broken { what: chain(&e) })
    }
}

/// What counts as answered before the answers that come now.
async fn right_before<R: Training + Send>(
    read: &mut R,
    desk: &LearnerDesk,
    id: &LessonId,
) -> Result<BTreeSet<usize>, AppError> {
    if desk.finished(id).is_some() {
        return Ok(BTreeSet::new());
    }
    Ok(right(&read.lesson_so_far(desk.scope, desk.learner.id, id).await?))
}

/// The places of the questions that are right.
fn right(so_far: &[bool]) -> BTreeSet<usize> {
    so_far.iter().enumerate().filter(|(_, is_right)| **is_right).map(|(place, _)| place).collect()
}
