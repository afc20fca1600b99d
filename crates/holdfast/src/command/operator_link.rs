//! `holdfast operator-link`: a new one-time link that makes its user the program's operator, for the first time or after a lock-out.

use std::process::ExitCode;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::out;
use crate::progress::say;

/// Prints the link.
pub(crate) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    let app = super::data::open(&settings).await?;
    let link = app.operator_link().await.map_err(anyhow::Error::from)?;
    out::line(&link.to_string())?;
    say("The link works once, for 24 hours. Links made before no longer work.");
    Ok(ExitCode::from(exit::DONE))
}
