//! `holdfast lessons print`: each lesson as one page for the wall.

use std::process::ExitCode;

use anyhow::Context as _;
use holdfast_core::decide::paper::training::LessonPage;
use holdfast_report::lesson_page_pdf;

use crate::command::facts_file;
use crate::command::save::save;
use crate::command::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::LessonsPrint;
use crate::progress::say;

/// One page a lesson and language, each named by the lesson's number so that they sort as people know them.
pub(super) fn run(settings: &Settings, flags: &LessonsPrint) -> Result<ExitCode, Failure> {
    let catalog = facts_file::catalog(settings)?;
    let lessons = super::chosen(&catalog, flags.lesson.as_deref())?;
    super::make_folder(&flags.out)?;
    let url = settings.config.server.public_url();
    let base = url.as_str().trim_end_matches('/');
    let mut n_written = 0;
    for lesson in lessons {
        for language in super::languages(flags.lang) {
            let address = format!("{base}/lessons/{}?lang={}", lesson.id, language.key());
            let bytes = lesson_page_pdf(&LessonPage::of(lesson, language, address))
                .with_context(|| format!("the page of `{}` could not be made", lesson.id))?;
            let name = format!("{}-{}.{}.pdf", lesson.number, lesson.id, language.key());
            save(&flags.out.join(name), &bytes)?;
            n_written += 1;
        }
    }
    let pages = if n_written == 1 { "page" } else { "pages" };
    say(&format!("Wrote {n_written} {pages} to `{}`.", flags.out.display()));
    if settings.config.server.public_url.is_none() {
        say(&format!(
            "Their codes lead to {base}, which works on this machine only. Set server.public_url and print again."
        ));
    }
    Ok(ExitCode::from(exit::DONE))
}
