//! `holdfast brief`: the brief for partners, from the portal on this machine, by the same use case as its page.

use std::process::ExitCode;

use anyhow::Context;
use holdfast_report::{brief_csv, brief_pdf};

use super::save::save;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{Brief, BriefFormat};
use crate::progress::say;

/// Makes the brief and writes it.
pub(crate) async fn run(settings: &Settings, what: &Brief) -> Result<ExitCode, Failure> {
    let app = super::data::open(settings).await?;
    let brief = app.partner_brief().await.context("the brief could not be made")?;
    let bytes = match what.format {
        BriefFormat::Pdf => brief_pdf(&brief).context("the brief could not be made")?,
        BriefFormat::Csv => brief_csv(&brief).into_bytes(),
        BriefFormat::Json => serde_json::to_vec_pretty(&brief).context("the brief could not be made")?,
    };
    save(&what.out, &bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", bytes.len(), what.out.display()));
    Ok(ExitCode::from(exit::DONE))
}
