//! `holdfast restore FILE`: puts a backup back whole, while the portal runs or not; what was there is kept aside first.
//!
//! It needs neither the directory nor the catalog, nor a database that opens: this is the way back when they do not.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_server::app::chain;
use holdfast_server::clock::{Clock, SystemClock};
use holdfast_server::entropy::{OsEntropy, id_bytes};
use holdfast_server::evidence_key::try_key;
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
    text += &evidence_key(&settings, options).await;
    if let Some(kept) = restored.safety_copy {
        text += &format!("What was there before is kept in {}.\n", kept.display());
    }
    out::print(&text)?;
    Ok(ExitCode::from(exit::DONE))
}

/// Whether the key here opens the evidence files that came back, and what to do if not.
async fn evidence_key(settings: &Settings, options: OpenOptions) -> String {
    let tried = async {
        let store = Store::open(&settings.config.server.data_dir, options).await?;
        let tried = try_key(&settings.config.server, &mut store.read().await?).await;
        store.close().await;
        tried
    };
    match tried.await {
        Ok(None) => String::new(),
        Ok(Some(())) => "The key of evidence files opens them.\n".to_owned(),
        Err(trouble) => format!(
            "Evidence files cannot be opened yet: {}. Put the copy of the key that belongs to this backup at {}, then run holdfast doctor.\n",
            chain(&trouble),
            settings.config.server.evidence_key_file().display()
        ),
    }
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
