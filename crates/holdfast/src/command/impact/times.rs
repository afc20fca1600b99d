//! The file of travel times: read, and what is wrong with it said.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use holdfast_core::Date;
use holdfast_core::model::TravelTimeRow;
use holdfast_import::{NamedFile, read_travel_times};

use crate::exit::{self, Failure};
use crate::progress::say;

/// Refused rows that are printed.
const SHOWN: usize = 20;

/// The good rows of a file.
pub(super) struct Times {
    pub(super) rows: Vec<TravelTimeRow>,
    /// What the file is called in answers.
    pub(super) title: String,
    /// The bad rows, each with its place.
    pub(super) refused: Vec<String>,
}

/// Reads the file, and says on standard error which rows were refused and what was put right.
pub(super) fn read(path: &Path, today: Date) -> Result<Times, Failure> {
    let bytes = std::fs::read(path)
        .with_context(|| {
            format!("cannot read `{}`; check the name and that the file may be read", path.display())
        })
        .map_err(|e| Failure::new(exit::REFUSED, e))?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let file = NamedFile { name: name.clone(), bytes };
    let read = read_travel_times(&file, today).map_err(|e| {
        Failure::new(exit::REFUSED, anyhow!(e).context("the file of travel times was refused"))
    })?;
    for note in &read.notes {
        say(&format!("{name}: {note}"));
    }
    let refused: Vec<String> = read.rejected.iter().map(|bad| format!("{bad} (`{}`)", bad.text)).collect();
    for bad in refused.iter().take(SHOWN) {
        say(&format!("{name}: {bad}"));
    }
    if refused.len() > SHOWN {
        say(&format!("{name}: and {} more rows were refused; --json lists all", refused.len() - SHOWN));
    }
    Ok(Times { rows: read.rows, title: format!("travel times by road, file `{name}`"), refused })
}
