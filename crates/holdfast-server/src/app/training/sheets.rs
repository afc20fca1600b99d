//! Sign-in sheets: one to print for a meeting, and one keyed in. Who signed is decided in core.

use std::collections::BTreeSet;

use holdfast_core::Date;
use holdfast_core::catalog::{Language, Lesson, LessonId, LessonKind};
use holdfast_core::decide::paper::training::{SheetPerson, SignInSheet};
use holdfast_core::decide::training::{KeyedSheet, SheetFault, UnknownNumber, sheet_code, signed};
use holdfast_core::model::{HospitalScope, Learner, LearnerId};
use holdfast_report::sign_in_sheet_pdf;
use serde_json::json;

use super::progress::record;
use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, PaperFile, Speaker};

/// Most names printed on one sheet; a meeting of more people prints a sheet for each department.
pub const MOST_ON_SHEET: usize = 500;
/// Lines for people who are not expected.
const BLANK_LINES: u16 = 12;

/// A sheet to print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetAsked {
    /// The lesson's id, as sent.
    pub lesson: String,
    /// The day of the meeting; `None` to write it by hand.
    pub held_on: Option<Date>,
    /// The department whose people stand on it; `None` for empty lines alone.
    pub department: Option<String>,
    /// The language it is in.
    pub language: Language,
}

/// What came of keying a sheet in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetKept {
    /// It was recorded as far as it could be.
    Recorded {
        /// People whose lesson was recorded, in the order of names.
        taken: Vec<Learner>,
        /// People whose lesson on that day was on record already, likewise.
        known: Vec<Learner>,
        /// Numbers that are nobody's.
        unknown: Vec<UnknownNumber>,
        /// Ids that are nobody's of this hospital.
        strangers: Vec<LearnerId>,
    },
    /// Nothing was: what is wrong with the sheet as a whole.
    Wrong(Vec<SheetFault>),
}

impl App {
    /// The lessons that are taught at a meeting, in order. Labs are shown by their proof.
    pub fn taught_lessons(&self) -> impl Iterator<Item = &Lesson> {
        self.catalog.lessons.lessons.iter().filter(|lesson| lesson.kind == LessonKind::Frontline)
    }

    /// A sheet to print.
    pub async fn sheet(&self, scope: HospitalScope, asked: &SheetAsked) -> Result<PaperFile, AppError> {
        let id = LessonId::new(&asked.lesson);
        let no_lesson = || AppError::refused("Choose a lesson that is taught at meetings.");
        let lesson = self.taught_lessons().find(|lesson| lesson.id == id).ok_or_else(no_lesson)?;
        let people = match &asked.department {
            None => Vec::new(),
            Some(department) => {
                let all = self.staff(scope).await?;
                let of_it = all.listed().filter(|l| l.person.department == *department);
                let person = |l: &Learner| SheetPerson {
                    number: l.person.number.clone(),
                    name: l.person.name.clone(),
                    department: l.person.department.clone(),
                };
                of_it.map(person).collect::<Vec<_>>()
            }
        };
        if people.len() > MOST_ON_SHEET {
            return Err(AppError::refused(format!(
                "{} people work there, and a sheet has {MOST_ON_SHEET} names at most. Print one with empty lines.",
                people.len()
            )));
        }
        let code = sheet_code(lesson, asked.held_on);
        let name = format!("{}-sign-in-{code}.pdf", scope.ccn());
        let sheet = SignInSheet {
            hospital: self.hospital_name(scope.ccn()),
            lesson_number: lesson.number.clone(),
            lesson_name: lesson.name.in_language(asked.language).to_owned(),
            language: asked.language,
            held_on: asked.held_on,
            code,
            people,
            n_blank_lines: BLANK_LINES,
        };
        let made = tokio::task::spawn_blocking(move || sign_in_sheet_pdf(&sheet));
        let made = made.await.map_err(|e| AppError::Broken { what: format!("a sheet: {e}") })?;
        let bytes = made.map_err(|e| AppError::Broken { what: format!("a sheet: {e}") })?;
        Ok(PaperFile { name, media_type: "application/pdf", bytes })
    }

    /// Records who signed a sheet. Good names count whatever stands beside them, and a sheet keyed in twice counts once.
    pub async fn key_in_sheet(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        sheet: &KeyedSheet,
    ) -> Result<SheetKept, AppError> {
        let today = self.today();
        let mut write = self.store.write().await?;
        let record = record(&mut write, scope, today).await?;
        let lessons = &self.catalog.lessons;
        let read = match signed(sheet, lessons, &record.learners, &record.done, &by.shown, today) {
            Ok(read) => read,
            Err(faults) => return Ok(SheetKept::Wrong(faults)),
        };
        let n = read.completions.len();
        if n > 0 {
            let now = self.clock.now();
            write.record_completions(scope, &read.completions, Some(by.account), now).await?;
            let detail = json!({ "how": "sign-in-sheet", "n": n });
            let what = "training.record";
            write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        // The record has people in the order of names.
        let are = |ids: BTreeSet<LearnerId>| {
            record.learners.iter().filter(|l| ids.contains(&l.id)).cloned().collect::<Vec<Learner>>()
        };
        Ok(SheetKept::Recorded {
            taken: are(read.completions.iter().map(|c| c.learner).collect()),
            known: are(read.known.into_iter().collect()),
            unknown: read.unknown,
            strangers: read.strangers,
        })
    }
}
