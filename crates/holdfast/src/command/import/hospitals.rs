//! `holdfast import hospitals`: official files, as published, into the directory; says what was refused and what changed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::Date;
use holdfast_core::model::SourceKind;
use holdfast_import::{NamedFile, RowError, SourceRead, read_source, release_in_name};
use holdfast_server::app::{AppError, ImportRules, Outcome};
use serde_json::json;

use super::refused;
use crate::command::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{DatedFile, ImportHospitals};
use crate::out;
use crate::progress::say;

/// Refused rows printed for each file; all of them go into a file beside the database.
const SHOWN: usize = 20;

/// Imports.
pub(super) async fn run(settings: Settings, flags: ImportHospitals) -> Result<ExitCode, Failure> {
    let mut piles = piles(&flags);
    give_date(&mut piles, flags.released).map_err(|why| Failure::new(exit::USAGE, anyhow!(why)))?;
    // Everything is read and checked before anything is kept: one wrong file changes nothing.
    let mut reads: Vec<SourceRead> = Vec::new();
    for pile in &piles {
        let paths: Vec<&Path> =
            std::iter::once(&pile.main.path).chain(&pile.beside).map(PathBuf::as_path).collect();
        say(&format!(
            "Reading {}",
            paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
        ));
        let files = paths.iter().map(|p| named(p)).collect::<Result<Vec<_>, _>>()?;
        let read = read_source(pile.kind, &files, pile.main.released).map_err(|e| {
            Failure::new(exit::REFUSED, anyhow!(e).context("a file was refused; nothing was imported"))
        })?;
        reads.push(read);
    }
    let app = crate::command::serve::open(&settings).await?;
    let rules = ImportRules { dry_run: flags.dry_run, allow_shrink: flags.allow_shrink, older: flags.older };
    let outcomes = app.import_directory(reads, rules).await.map_err(|e| {
        let code = if matches!(e, AppError::Refused { .. }) { exit::REFUSED } else { exit::FAILED };
        Failure::new(code, e)
    })?;
    let mut any_refused = false;
    for outcome in &outcomes {
        any_refused |= !outcome.rejected.is_empty();
        let list = if outcome.rejected.is_empty() || flags.dry_run {
            None
        } else {
            Some(write_rejects(&settings.config.server.data_dir, outcome)?)
        };
        if !flags.json {
            out::print(&text(outcome, list.as_deref(), flags.dry_run))?;
        }
    }
    if flags.json {
        out::line(&format!("{:#}", json!(outcomes.iter().map(as_json).collect::<Vec<_>>())))?;
    }
    Ok(ExitCode::from(if any_refused { exit::SOME_REFUSED } else { exit::DONE }))
}

/// The files of one source.
struct Pile {
    kind: SourceKind,
    main: DatedFile,
    /// Read together with it; their dates do not matter.
    beside: Vec<PathBuf>,
}

/// The files given, by source, in the order they are imported.
fn piles(flags: &ImportHospitals) -> Vec<Pile> {
    let of = |kind, main: &Option<DatedFile>, beside: &[&Option<PathBuf>]| {
        let beside = beside.iter().filter_map(|p| (*p).clone()).collect();
        main.clone().map(|main| Pile { kind, main, beside })
    };
    let counties = [&flags.urban_areas, &flags.zcta_urban, &flags.zcta_counties];
    [
        of(SourceKind::CmsHospitals, &flags.cms, &[]),
        of(SourceKind::Locations, &flags.locations, &[&flags.hifld]),
        of(SourceKind::Ruca2020Zip, &flags.ruca_2020, &[]),
        of(SourceKind::Ruca2010Zip, &flags.ruca_2010, &[]),
        of(SourceKind::ForhpZips, &flags.forhp, &[]),
        of(SourceKind::RuccCounties, &flags.rucc, &[]),
        of(SourceKind::CbsaCounties, &flags.cbsa, &[]),
        of(SourceKind::Zctas, &flags.zctas, &[]),
        of(SourceKind::Counties, &flags.counties, &counties),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Gives the date of `--released` to the one file that needs it; with a single file, to that one.
///
/// One date for several files would be wrong for all but one of them, so that is refused.
fn give_date(piles: &mut [Pile], said: Option<Date>) -> Result<(), String> {
    let Some(said) = said else { return Ok(()) };
    let alone = piles.len() == 1;
    let tells = |p: &Pile| release_in_name(&p.main.path.to_string_lossy()).is_some();
    let mut waiting: Vec<&mut Pile> =
        piles.iter_mut().filter(|p| p.main.released.is_none() && (alone || !tells(p))).collect();
    match waiting.as_mut_slice() {
        [one] => {
            one.main.released = Some(said);
            Ok(())
        }
        [] => Err("every file says its own date; leave --released out".to_owned()),
        many => {
            let names: Vec<String> =
                many.iter().map(|p| format!("{}@YYYY-MM-DD", p.main.path.display())).collect();
            Err(format!(
                "--released would date {} files alike; write each one's date behind its name: {}",
                names.len(),
                names.join(", ")
            ))
        }
    }
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
    if let Some(rows) = outcome.rows {
        out += &format!("  Against what was held: {rows}.\n");
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
        "rows": outcome.rows.map(|r| json!({ "new": r.n_new, "gone": r.n_gone, "changed": r.n_changed })),
    })
}

fn write_rejects(data_dir: &Path, outcome: &Outcome) -> Result<PathBuf, Failure> {
    let name = format!("refused-{}-{}.csv", outcome.release.kind.key(), outcome.release.released_on);
    let rows = outcome.rejected.iter().map(|RowError { row, column, text, why }| {
        [row.to_string(), column.clone(), text.clone(), why.clone()]
    });
    refused::write(data_dir, &name, ["row", "column", "text", "why"], rows)
}
