//! `holdfast lessons`: every lesson as files, from the catalog alone.

mod package;
mod print;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use holdfast_core::catalog::{Catalog, Language, Lesson};
use holdfast_core::did_you_mean;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{LessonLanguage, LessonsCommand};

/// Runs one of them.
pub(crate) fn run(settings: &Settings, what: LessonsCommand) -> Result<ExitCode, Failure> {
    match what {
        LessonsCommand::Print(flags) => print::run(settings, &flags),
        LessonsCommand::Package(flags) => package::run(settings, &flags),
    }
}

/// All lessons, or the one that is named.
fn chosen<'c>(catalog: &'c Catalog, id: Option<&str>) -> Result<Vec<&'c Lesson>, Failure> {
    let all = &catalog.lessons.lessons;
    let Some(id) = id else { return Ok(all.iter().collect()) };
    let ids = || all.iter().map(|lesson| lesson.id.as_str());
    all.iter().find(|lesson| lesson.id.as_str() == id).map(|lesson| vec![lesson]).ok_or_else(|| {
        let hint = did_you_mean::hint(id, ids());
        let known: Vec<&str> = ids().collect();
        Failure::new(exit::USAGE, anyhow!("there is no lesson `{id}`{hint}; there are {}", known.join(", ")))
    })
}

fn languages(one: Option<LessonLanguage>) -> Vec<Language> {
    one.map_or_else(|| vec![Language::English, Language::Spanish], |one| vec![one.into()])
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot make the folder `{}`; name one you may write to with --out", folder.display())
    })?;
    Ok(())
}
