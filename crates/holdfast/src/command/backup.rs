//! `holdfast backup FILE`: one file that holds everything kept, made while the portal runs.

use std::process::ExitCode;

use anyhow::Context;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Backup;
use crate::out;

/// Writes a backup.
pub(crate) async fn run(settings: Settings, what: Backup) -> Result<ExitCode, Failure> {
    let app = super::data::open(&settings).await?;
    let bytes = app
        .store
        .backup(&what.file)
        .await
        .with_context(|| format!("no backup was made in `{}`", what.file.display()))?;
    out::line(&format!(
        "Backed up to {} ({} KB), checked and complete.\nIt holds everything, people's addresses too: keep it as safe as the data folder.",
        what.file.display(),
        bytes.div_ceil(1024)
    ))?;
    Ok(ExitCode::from(exit::DONE))
}
