//! A lesson to put into another learning system. Lessons are open, so nobody is asked who they are and nothing is written down.

use holdfast_core::catalog::{Language, LessonId};
use holdfast_report::{CourseKind, course_file_name, course_package};

use super::{App, AppError, PaperFile};

impl App {
    /// The package of a lesson in a language.
    pub fn lesson_package(
        &self,
        lesson: &str,
        language: Language,
        kind: CourseKind,
    ) -> Result<PaperFile, AppError> {
        let none = || AppError::not_found("There is no such lesson. The list of lessons has all of them.");
        let lesson = self.catalog.lessons.lesson(&LessonId::new(lesson)).ok_or_else(none)?;
        let made = course_package(lesson, language, kind);
        Ok(PaperFile {
            name: course_file_name(lesson, language, kind),
            media_type: "application/zip",
            bytes: made.map_err(|e| AppError::Broken { what: format!("a package: {e}") })?,
        })
    }
}
