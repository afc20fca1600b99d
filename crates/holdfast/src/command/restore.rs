//! `holdfast restore FILE`: puts a backup back whole, while the portal runs or not; the present data is copied aside first.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, anyhow};

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Restore;

/// Restores a backup.
pub(crate) async fn run(settings: Settings, what: Restore) -> Result<ExitCode, Failure> {
    if !what.yes && !confirmed(&what)? {
        println!("Nothing was changed.");
        return Ok(ExitCode::from(exit::FAILED));
    }
    let app = super::data::open(&settings).await?;
    let restored = app.store.restore(&what.file, "operator", app.now_ms()).await.map_err(|e| {
        Failure::new(
            exit::REFUSED,
            anyhow!(e).context(format!("`{}` was not restored; nothing was changed", what.file.display())),
        )
    })?;
    println!("Restored {}: {} rows. Everyone is signed out.", what.file.display(), restored.n_rows);
    println!("What was there before is kept in {}.", restored.safety_copy.display());
    Ok(ExitCode::from(exit::DONE))
}

fn confirmed(what: &Restore) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(
            anyhow!("restoring replaces everything kept; add --yes to go ahead without being asked").into()
        );
    }
    print!("Replace everything kept with {}? [y/N] ", what.file.display());
    std::io::stdout().flush().context("cannot write to the terminal")?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("cannot read from the terminal")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
