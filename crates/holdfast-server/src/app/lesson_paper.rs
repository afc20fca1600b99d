//! A lesson as one page to print. Lessons are open, so nobody is asked who they are and nothing is written down.

use holdfast_core::catalog::{Language, LessonId};
use holdfast_core::decide::paper::training::LessonPage;

use super::{App, AppError, PaperFile};

impl App {
    /// The page of a lesson for the wall. Its code leads to the lesson on this portal, in the same language.
    pub fn lesson_paper(&self, lesson: &str, language: Language) -> Result<PaperFile, AppError> {
        let none = || AppError::not_found("There is no such lesson. The list of lessons has all of them.");
        let lesson = self.catalog.lessons.lesson(&LessonId::new(lesson)).ok_or_else(none)?;
        let address = self.link(&format!("/lessons/{}?lang={}", lesson.id, language.key()));
        let made = holdfast_report::lesson_page_pdf(&LessonPage::of(lesson, language, address));
        Ok(PaperFile {
            name: format!("{}-{}.{}.pdf", lesson.number, lesson.id, language.key()),
            media_type: "application/pdf",
            bytes: made.map_err(|e| AppError::Broken { what: format!("a lesson's page: {e}") })?,
        })
    }
}
