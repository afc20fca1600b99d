//! The words of `holdfast lessons`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use holdfast_core::catalog::Language;

/// Lessons as files.
#[derive(Debug, Subcommand)]
pub(crate) enum LessonsCommand {
    /// Write each lesson as one page to print and put on a wall, with a code that leads to the lesson on the portal.
    Print(LessonsPrint),
    /// Write each lesson as a package that another learning system runs: SCORM 1.2, SCORM 2004, cmi5.
    Package(PackageLessons),
}

/// Pages to print.
#[derive(Debug, Args)]
pub(crate) struct LessonsPrint {
    /// Folder to write to; it is made. Pages that are there are replaced.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// In which language [default: both].
    #[arg(long, value_name = "LANG")]
    pub lang: Option<LessonLanguage>,
    /// One lesson, by its id [default: all].
    #[arg(long, value_name = "ID")]
    pub lesson: Option<String>,
}

/// Packages for other learning systems.
#[derive(Debug, Args)]
pub(crate) struct PackageLessons {
    /// Folder to write to; it is made. Packages that are there are replaced.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Of which kind [default: all].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<PackageKind>,
    /// In which language [default: both].
    #[arg(long, value_name = "LANG")]
    pub lang: Option<LessonLanguage>,
    /// One lesson, by its id [default: all].
    #[arg(long, value_name = "ID")]
    pub lesson: Option<String>,
}

/// A kind of package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PackageKind {
    /// SCORM 1.2, which works nearly everywhere
    Scorm12,
    /// SCORM 2004, 4th edition
    Scorm2004,
    /// cmi5
    Cmi5,
}

impl From<PackageKind> for holdfast_report::CourseKind {
    fn from(kind: PackageKind) -> Self {
        match kind {
            PackageKind::Scorm12 => Self::Scorm12,
            PackageKind::Scorm2004 => Self::Scorm2004,
            PackageKind::Cmi5 => Self::Cmi5,
        }
    }
}

/// A language of lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LessonLanguage {
    /// English
    En,
    /// Spanish
    Es,
}

impl From<LessonLanguage> for Language {
    fn from(language: LessonLanguage) -> Self {
        match language {
            LessonLanguage::En => Self::English,
            LessonLanguage::Es => Self::Spanish,
        }
    }
}
