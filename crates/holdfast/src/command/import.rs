//! `holdfast import hospitals`: official files, as published, into the directory; says what was refused and what changed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::model::SourceKind;
use holdfast_import::{NamedFile, RowError, SourceRead, read_source};
use holdfast_server::app::Outcome;
use serde_json::json;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{Import, ImportHospitals};
use crate::progress::say;

/// Refused rows printed for each file; all of them go into a file beside the database.
const SHOWN: usize = 20;

/// Imports.
pub(crate) async fn run(settings: Settings, what: Import) -> Result<ExitCode, Failure> {
    let Import::Hospitals(flags) = what;
    let piles = piles(&flags);
    if piles.is_empty() {
        return Err(anyhow!("name at least one file, like --cms Hospital_General_Information.csv").into());
    }
    // Everything is read and checked before anything is kept: one wrong file changes nothing.
    let mut reads: Vec<SourceRead> = Vec::new();
    for (kind, paths) in &piles {
        say(&format!(
            "Reading {}",
            paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
        ));
        let files = paths.iter().map(|p| named(p)).collect::<Result<Vec<_>, _>>()?;
        let read = read_source(*kind, &files, flags.released).map_err(|e| {
            Failure::new(exit::REFUSED, anyhow!(e).context("a file was refused; nothing was imported"))
        })?;
        reads.push(read);
    }
    let app = super::serve::open(&settings).await?;
    let outcomes = app.import_directory(reads, flags.dry_run).await.map_err(anyhow::Error::from)?;
    let mut any_refused = false;
    for outcome in &outcomes {
        any_refused |= !outcome.rejected.is_empty();
        let list = if outcome.rejected.is_empty() || flags.dry_run {
            None
        } else {
            Some(write_rejects(&settings.config.server.data_dir, outcome)?)
        };
        if !flags.json {
            print!("{}", text(outcome, list.as_deref(), flags.dry_run));
        }
    }
    if flags.json {
        println!("{:#}", json!(outcomes.iter().map(as_json).collect::<Vec<_>>()));
    }
    Ok(ExitCode::from(if any_refused { exit::SOME_REFUSED } else { exit::DONE }))
}

/// The files given, by source, in the order they are imported.
fn piles(flags: &ImportHospitals) -> Vec<(SourceKind, Vec<PathBuf>)> {
    let of = |paths: &[&Option<PathBuf>]| paths.iter().filter_map(|p| (*p).clone()).collect::<Vec<_>>();
    [
        (SourceKind::CmsHospitals, of(&[&flags.cms])),
        (SourceKind::Locations, of(&[&flags.locations, &flags.hifld])),
        (SourceKind::Ruca2020Zip, of(&[&flags.ruca_2020])),
        (SourceKind::Ruca2010Zip, of(&[&flags.ruca_2010])),
        (SourceKind::ForhpZips, of(&[&flags.forhp])),
        (SourceKind::RuccCounties, of(&[&flags.rucc])),
        (SourceKind::CbsaCounties, of(&[&flags.cbsa])),
        (SourceKind::Zctas, of(&[&flags.zctas])),
        (
            SourceKind::Counties,
            of(&[&flags.counties, &flags.urban_areas, &flags.zcta_urban, &flags.zcta_counties]),
        ),
    ]
    .into_iter()
    .filter(|(_, paths)| !paths.is_empty())
    .collect()
}

fn named(path: &Path) -> Result<NamedFile, Failure> {
    let bytes = std::fs::read(path)
        .with_context(|| {
            format!("cannot read `{}`; check the name and that the file may be read", path.display())
        })
        .map_err(|e| Failure::new(exit::REFUSED, e))?;
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    Ok(NamedFile { name, bytes })
}

fn text(outcome: &Outcome, list: Option<&Path>, dry_run: bool) -> String {
    let release = &outcome.release;
    let mut out = format!("{}\n", release.title);
    if outcome.unchanged {
        return out + "  The same file is held already: nothing changed.\n";
    }
    let kept = if dry_run { "would be kept" } else { "kept" };
    out += &format!(
        "  {} rows {kept}, {} refused. Released {}.\n",
        release.n_rows, release.n_rejected, release.released_on
    );
    for note in &outcome.notes {
        out += &format!("  Note: {note}\n");
    }
    for row in outcome.rejected.iter().take(SHOWN) {
        out += &format!("  Refused: row {}, {}: `{}` ({})\n", row.row, row.column, row.text, row.why);
    }
    if let Some(list) = list {
        out += &format!("  All {} refused rows: {}\n", outcome.rejected.len(), list.display());
    }
    for (kind, n) in counts(outcome) {
        out += &format!("  {kind}: {n}\n");
    }
    for change in outcome.changes.iter().take(SHOWN) {
        out += &format!("    {change}\n");
    }
    if outcome.changes.len() > SHOWN {
        out += &format!(
            "    and {} more; the program office sees them all under Run the program\n",
            outcome.changes.len() - SHOWN
        );
    }
    out
}

fn counts(outcome: &Outcome) -> std::collections::BTreeMap<&'static str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for change in &outcome.changes {
        *counts.entry(change.kind()).or_insert(0) += 1;
    }
    counts
}

fn as_json(outcome: &Outcome) -> serde_json::Value {
    let rejected: Vec<_> = outcome
        .rejected
        .iter()
        .map(|r| json!({ "row": r.row, "column": r.column, "text": r.text, "why": r.why }))
        .collect();
    let changes: Vec<_> = outcome
        .changes
        .iter()
        .map(|c| json!({ "ccn": c.ccn(), "kind": c.kind(), "sentence": c.to_string() }))
        .collect();
    json!({
        "release": outcome.release, "unchanged": outcome.unchanged, "notes": outcome.notes,
        "rejected": rejected, "changes": changes,
    })
}

/// Writes every refused row beside the database, whole or not at all.
fn write_rejects(data_dir: &Path, outcome: &Outcome) -> Result<PathBuf, Failure> {
    let name = format!("refused-{}-{}.csv", outcome.release.kind.key(), outcome.release.released_on);
    let path = data_dir.join(name);
    let mut text = String::from("row,column,text,why\n");
    for RowError { row, column, text: found, why } in &outcome.rejected {
        let quoted = |s: &str| format!("\"{}\"", s.replace('"', "\"\""));
        text += &format!("{row},{},{},{}\n", quoted(column), quoted(found), quoted(why));
    }
    let partial = path.with_extension("csv.part");
    std::fs::write(&partial, text).and_then(|()| std::fs::rename(&partial, &path)).with_context(|| {
        format!("cannot write the refused rows to `{}`; the import itself is kept", path.display())
    })?;
    Ok(path)
}
