//! The file of facts that `assess` and `report` read: what an export of one hospital's record holds.
//!
//! It opens no database and decides nothing.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, MeasureId};
use holdfast_core::decide::paper::Subject;
use holdfast_core::decide::plan::{Means, Plan};
use holdfast_core::decide::posture::Record;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::progress::say;

/// A larger file is no record of one hospital.
const MAX_BYTES: u64 = 64 << 20;

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsFile {
    /// What is known.
    pub(crate) record: Record,
    /// What the hospital can carry.
    pub(crate) means: Option<Means>,
    /// Whose it is, for papers.
    #[serde(default)]
    pub(crate) hospital: Subject,
    /// The day papers are held against.
    pub(crate) earlier: Option<Date>,
    /// The plan that was promised, as `holdfast assess --json` prints it.
    pub(crate) promised: Option<Plan>,
}

/// The catalog of the settings.
pub(crate) fn catalog(settings: &Settings) -> Result<Catalog, Failure> {
    let read = match &settings.catalog {
        Some(dir) => holdfast_catalog::load_dir(dir),
        None => holdfast_catalog::load_embedded(),
    };
    read.map_err(|e| Failure::new(exit::CATALOG, e))
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> anyhow::Result<FactsFile> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read `{shown}`"))?.len();
    if size > MAX_BYTES {
        return Err(anyhow!("`{shown}` has {size} bytes; a record of one hospital has at most {MAX_BYTES}"));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
    let wrong = || {
        format!(
            "`{shown}` is no file of facts; it is JSON with `record` and, for a plan, `means` (see docs/assess.md)"
        )
    };
    let facts: FactsFile = serde_json::from_str(&text).with_context(wrong)?;
    // A list would be read as a record with nothing in it.
    let value: serde_json::Value = serde_json::from_str(&text).with_context(wrong)?;
    let is_list = |key: &str| value.get(key).is_some_and(serde_json::Value::is_array);
    if value.is_array() || ["record", "means", "hospital", "promised"].into_iter().any(is_list) {
        let keys = "`record`, `means`, `hospital` and `promised` are objects in braces";
        return Err(anyhow!(keys).context(wrong()));
    }
    Ok(facts)
}

/// The last moment of a day, so that all that came in on it counts.
pub(crate) fn end_of(day: Date) -> anyhow::Result<jiff::Timestamp> {
    let next = day.tomorrow().context("that day has no end")?;
    let start = next.to_zoned(TimeZone::UTC).context("that day has no end")?.timestamp();
    Ok(start.checked_sub(jiff::SignedDuration::from_nanos(1))?)
}

/// Measures the file speaks of and the catalog does not have.
pub(crate) fn unknown_measures(catalog: &Catalog, record: &Record) -> BTreeSet<MeasureId> {
    let known: BTreeSet<&MeasureId> = catalog.measures().map(|(_, m)| &m.id).collect();
    let said = record.evidence.iter().map(|e| &e.measure);
    let said = said.chain(record.answers.iter().map(|a| &a.measure));
    let said = said.chain(record.exceptions.iter().map(|e| &e.measure));
    said.filter(|id| !known.contains(id)).cloned().collect()
}

/// Names measures that were left out, and gives the exit code.
pub(crate) fn done(unknown: &BTreeSet<MeasureId>) -> ExitCode {
    for id in unknown {
        say(&format!("The catalog has no measure `{id}`; what the file says of it is left out."));
    }
    ExitCode::from(if unknown.is_empty() { exit::DONE } else { exit::SOME_REFUSED })
}
