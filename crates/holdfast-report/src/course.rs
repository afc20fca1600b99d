//! Lessons for other learning systems: a zip of one lesson in one language that a hospital's own system runs, by SCORM 1.2,
//! SCORM 2004 or cmi5, and that is a page like any other where there is no system.
//!
//! Everything stands in the package; nothing is fetched from elsewhere. It carries none of the schemas of ADL and IMS: ADL's say
//! nothing of a licence and IMS asks who passes them on to register, so the manifests name them and systems have their own. Only
//! elements that the standards define are used. Source: ADL, SCORM 1.2 (2001) and 2004 4th Edition (2009); cmi5 Quartz (2016).

mod cmi5;
mod kind;
mod manifest12;
mod manifest2004;
mod markup;
mod package;
mod page;
mod words;

pub use kind::CourseKind;

use holdfast_core::catalog::{Language, Lesson};

use crate::ReportError;
use package::File;

/// A lesson as a package. The same lesson gives the same bytes.
pub fn course_package(lesson: &Lesson, language: Language, kind: CourseKind) -> Result<Vec<u8>, ReportError> {
    package::zipped(&files(lesson, language, kind))
}

/// What a package is called as a file, like `F1-report-it-scorm12-en.zip`.
pub fn course_file_name(lesson: &Lesson, language: Language, kind: CourseKind) -> String {
    let (number, id) = (markup::plain(&lesson.number), markup::plain(lesson.id.as_str()));
    format!("{number}-{id}-{}-{}.zip", kind.key(), language.key())
}

/// The files of a package, what names the others first.
fn files(lesson: &Lesson, language: Language, kind: CourseKind) -> Vec<File> {
    let manifest = match kind {
        CourseKind::Scorm12 => File::new("imsmanifest.xml", manifest12::manifest(lesson, language)),
        CourseKind::Scorm2004 => File::new("imsmanifest.xml", manifest2004::manifest(lesson, language)),
        CourseKind::Cmi5 => File::new("cmi5.xml", cmi5::structure(lesson, language)),
    };
    vec![
        manifest,
        File::new(page::PAGE, page::page(lesson, language)),
        File::new(page::STYLE, include_str!("course/assets/lesson.css").to_owned()),
        File::new(page::SCRIPT, script(kind)),
    ]
}

/// One script: how to speak to the system, then the page. In a function of its own, so that a system's scripts meet none of its
/// names.
fn script(kind: CourseKind) -> String {
    let speaks = match kind {
        CourseKind::Scorm12 => {
            [include_str!("course/assets/scorm12.js"), include_str!("course/assets/scorm.js")].concat()
        }
        CourseKind::Scorm2004 => {
            [include_str!("course/assets/scorm2004.js"), include_str!("course/assets/scorm.js")].concat()
        }
        CourseKind::Cmi5 => include_str!("course/assets/cmi5.js").to_owned(),
    };
    format!("(() => {{\n\"use strict\";\n{speaks}\n{}}})();\n", include_str!("course/assets/page.js"))
}

/// What systems list a lesson by: its number keeps the order.
fn title(lesson: &Lesson, language: Language) -> String {
    format!("{}: {}", lesson.number, lesson.name.in_language(language))
}

#[cfg(test)]
mod tests;
