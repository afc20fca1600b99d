//! `holdfast lessons package`: each lesson as a zip that another learning system runs.

use std::process::ExitCode;

use anyhow::Context as _;
use holdfast_report::{CourseKind, course_file_name, course_package};

use crate::command::facts_file;
use crate::command::save::save;
use crate::command::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::PackageLessons;
use crate::progress::say;

/// One package a lesson, language and kind.
pub(super) fn run(settings: &Settings, flags: &PackageLessons) -> Result<ExitCode, Failure> {
    let catalog = facts_file::catalog(settings)?;
    let lessons = super::chosen(&catalog, flags.lesson.as_deref())?;
    super::make_folder(&flags.out)?;
    let kinds = flags.kind.map_or_else(|| CourseKind::ALL.to_vec(), |kind| vec![kind.into()]);
    let mut n_written = 0;
    for lesson in lessons {
        for language in super::languages(flags.lang) {
            for kind in &kinds {
                let bytes = course_package(lesson, language, *kind)
                    .with_context(|| format!("the package of `{}` could not be made", lesson.id))?;
                save(&flags.out.join(course_file_name(lesson, language, *kind)), &bytes)?;
                n_written += 1;
            }
        }
    }
    let packages = if n_written == 1 { "package" } else { "packages" };
    let shown = flags.out.display();
    say(&format!(
        "Wrote {n_written} {packages} to `{shown}`. Load each into your learning system as a course."
    ));
    Ok(ExitCode::from(exit::DONE))
}
