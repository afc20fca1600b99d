//! `holdfast import device`: files that tell of a hospital's machines, by the same use case as the page *Add machines*.
//!
//! Files are looked at first. A list whose columns nobody has settled stops the whole import; a file that tells of no machine
//! costs that file only.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use holdfast_core::model::HospitalScope;
use holdfast_import::device::{Column, DeviceFile, Header, guess_columns, read_device_file};
use holdfast_server::App;
use holdfast_server::app::device::{Arrived, Brought, Carrier};
use holdfast_server::app::{AppError, SentFile};
use serde_json::json;

use super::columns::{self, Settled};
use super::refused;
use crate::command::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::ImportDevice;
use crate::out;
use crate::progress::say;

/// Bad lines printed for each file; all of them go into a file beside the database.
const SHOWN: usize = 20;

/// What became of one file: what it brought, or why it was refused.
struct Outcome {
    file: String,
    came: Result<Brought, String>,
}

/// Imports.
pub(super) async fn run(settings: &Settings, flags: &ImportDevice) -> Result<ExitCode, Failure> {
    let settled = flags.columns.as_deref().map(columns::read).transpose()?;
    let files = flags.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    if settled.is_none() && !flags.yes {
        let waiting = unsettled(&files);
        if !waiting.is_empty() {
            return ask(&waiting, flags.json);
        }
    }
    let app = crate::command::data::open(settings).await?;
    let directory = app.directory();
    let ccn = crate::command::hospital::find(&directory, &flags.hospital)?.hospital.ccn;
    let scope = HospitalScope::checked(ccn);
    let mut outcomes = Vec::new();
    for file in files {
        let name = file.name.clone();
        let came = bring(&app, scope, file, settled.as_ref()).await.map_err(|e| {
            // Each file is one write: those before this one are kept.
            let done = format!(
                "`{name}` and the files after it were not imported; {} before it were",
                outcomes.len()
            );
            Failure::new(exit::FAILED, anyhow!(e).context(done))
        })?;
        outcomes.push(Outcome { file: name, came });
    }
    let bad: Vec<[String; 2]> = outcomes.iter().flat_map(Outcome::bad).collect();
    let list = if bad.is_empty() {
        None
    } else {
        let name = format!("refused-devices-{ccn}.csv");
        Some(refused::write(&settings.config.server.data_dir, &name, ["file", "what"], bad)?)
    };
    if flags.json {
        out::line(&format!("{:#}", json!(outcomes.iter().map(Outcome::as_json).collect::<Vec<_>>())))?;
    } else {
        out::print(&text(&outcomes, list.as_deref()))?;
    }
    Ok(ExitCode::from(code(&outcomes)))
}

fn read(path: &Path) -> Result<SentFile, Failure> {
    let bytes = std::fs::read(path)
        .with_context(|| {
            format!("cannot read `{}`; check the name and that the file may be read", path.display())
        })
        .map_err(|e| Failure::new(exit::REFUSED, e))?;
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    Ok(SentFile { name, bytes: Arc::from(bytes) })
}

/// The lists among the files, with their heads.
fn unsettled(files: &[SentFile]) -> Vec<(&str, Header)> {
    let list = |file: &SentFile| match read_device_file(&file.bytes) {
        Ok(DeviceFile::List(header)) => Some(header),
        Ok(DeviceFile::Facts(_) | DeviceFile::Report(_)) | Err(_) => None,
    };
    files.iter().filter_map(|file| Some((file.name.as_str(), list(file)?))).collect()
}

/// Prints the columns as guessed, and ends.
fn ask(waiting: &[(&str, Header)], is_json: bool) -> Result<ExitCode, Failure> {
    if is_json {
        let all: Vec<_> = waiting
            .iter()
            .map(|(file, header)| {
                let guess = guess_columns(&header.columns);
                let place = |c: Column| Some((c.key(), header.columns.get(guess.at(c)?)?));
                let guessed: std::collections::BTreeMap<_, _> =
                    Column::ALL.into_iter().filter_map(place).collect();
                json!({ "file": file, "columns": header.columns, "guess": guessed })
            })
            .collect();
        out::line(&format!("{:#}", json!(all)))?;
    } else {
        for (file, header) in waiting {
            out::print(&columns::print(file, header, &guess_columns(&header.columns)))?;
        }
    }
    say(
        "Nothing was imported. If the columns are right, run it again with --yes. If not, save what is above in a file, change it, and name that with --columns.",
    );
    Ok(ExitCode::from(exit::REFUSED))
}

/// Takes in one file. The error is one of the program; what is wrong with the file is in the outcome.
async fn bring(
    app: &App,
    scope: HospitalScope,
    file: SentFile,
    settled: Option<&Settled>,
) -> Result<Result<Brought, String>, AppError> {
    let list = match app.bring_device_file(scope, Carrier::operator(), file).await {
        Ok(Arrived::Brought(brought)) => return Ok(Ok(brought)),
        Ok(Arrived::Unfit(why)) => return Ok(Err(why)),
        Ok(Arrived::Columns(list)) => list,
        Err(AppError::Refused { what }) => return Ok(Err(what)),
        Err(e) => return Err(e),
    };
    let map = match settled {
        None => list.guess,
        Some(settled) => match settled.of(&list.header) {
            Ok(map) => map,
            Err(why) => return Ok(Err(why)),
        },
    };
    app.bring_inventory(scope, Carrier::operator(), &list.token, map).await
}

impl Outcome {
    /// Everything that could not be used: file, and where and why.
    fn bad(&self) -> Vec<[String; 2]> {
        let lines = match &self.came {
            Ok(brought) => brought.bad.clone(),
            Err(why) => vec![why.clone()],
        };
        lines.into_iter().map(|line| [self.file.clone(), line]).collect()
    }

    fn as_json(&self) -> serde_json::Value {
        match &self.came {
            Ok(b) => json!({ "file": self.file, "new": b.n_new, "known": b.n_known, "refused": b.bad }),
            Err(why) => json!({ "file": self.file, "why": why }),
        }
    }
}

fn text(outcomes: &[Outcome], list: Option<&Path>) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        match &outcome.came {
            Err(why) => out += &format!("{}: refused: {why}\n", outcome.file),
            Ok(b) => {
                out += &format!(
                    "{}: machines that are new: {}; known already: {}; lines refused: {}\n",
                    outcome.file,
                    b.n_new,
                    b.n_known,
                    b.bad.len()
                );
                for line in b.bad.iter().take(SHOWN) {
                    out += &format!("  Refused: {line}\n");
                }
                if b.bad.len() > SHOWN {
                    out += &format!("  and {} more\n", b.bad.len() - SHOWN);
                }
            }
        }
    }
    if let Some(list) = list {
        out += &format!("All that was refused: {}\n", list.display());
    }
    out
}

fn code(outcomes: &[Outcome]) -> u8 {
    let n_refused = outcomes.iter().filter(|o| o.came.is_err()).count();
    let is_bad = |o: &Outcome| o.came.as_ref().map_or(true, |b| !b.bad.is_empty());
    match () {
        () if n_refused == outcomes.len() => exit::REFUSED,
        () if outcomes.iter().any(is_bad) => exit::SOME_REFUSED,
        () => exit::DONE,
    }
}
