//! `holdfast restore FILE`: puts a backup back whole, while the portal runs or not; what was there is kept aside first.
//!
//! It needs neither the directory nor the catalog, nor a database that opens: this is the way back when they do not.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_server::clock::{Clock, SystemClock};
use holdfast_server::entropy::{OsEntropy, id_bytes};
use holdfast_store::{OpenOptions, Store};

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Restore;
use crate::out;

/// Restores a backup.
pub(crate) async fn run(settings: Settings, what: Restore) -> Result<ExitCode, Failure> {
    if !what.yes && !confirmed(&what)? {
        out::line("Nothing was changed.")?;
        return Ok(ExitCode::from(exit::FAILED));
    }
    let folder = &settings.config.server.data_dir;
    let options = OpenOptions {
        now_ms: SystemClock.now().as_millisecond(),
        new_instance_id: i64::from_be_bytes(id_bytes(&OsEntropy)) & i64::MAX,
    };
    let restored = Store::restore_into(folder, &what.file, options, "operator").await.map_err(|e| {
        let code = if e.refuses(&what.file) { exit::REFUSED } else { exit::FAILED };
        let what = format!("`{}` was not restored; nothing was changed", what.file.display());
        Failure::new(code, anyhow!(e).context(what))
    })?;
    let mut text = format!(
        "Restored {} into {}: {} rows. Everyone is signed out.\n",
        what.file.display(),
        folder.display(),
        restored.n_rows
    );
    if let Some(kept) = restored.safety_copy {
        text += &format!("What was there before is kept in {}.\n", kept.display());
    }
    out::print(&text)?;
    Ok(ExitCode::from(exit::DONE))
}

fn confirmed(what: &Restore) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(
            anyhow!("restoring replaces everything kept; add --yes to go ahead without being asked").into()
        );
    }
    out::print(&format!("Replace everything kept with {}? [y/N] ", what.file.display()))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("cannot read from the terminal")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
