//! `holdfast report`: a paper of a hospital kept here, or from a file of facts by the pure core and the report crate alone.
//!
//! What a paper says is decided in core; here it is asked for, and a file written.

use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::paper::Given;
use holdfast_core::decide::plan::{self, Plan};
use holdfast_core::decide::posture::{self, Posture};
use holdfast_core::model::{Ccn, HospitalScope};
use holdfast_report::{Format, MakeError, Paper};
use holdfast_server::app::AppError;

use super::facts_file::{self, FactsFile};
use super::save::save;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Report;
use crate::progress::say;

/// Makes a paper and writes it.
pub(crate) async fn run(settings: &Settings, what: &Report) -> Result<ExitCode, Failure> {
    match (&what.hospital, &what.facts) {
        (Some(ccn), _) => of_hospital(settings, what, ccn).await,
        (None, Some(facts)) => of_file(settings, what, facts),
        (None, None) => {
            Err(Failure::new(exit::USAGE, anyhow!("name a hospital with --hospital, or a file with --facts")))
        }
    }
}

/// From what the portal keeps, by the same use case as its page.
async fn of_hospital(settings: &Settings, what: &Report, ccn: &str) -> Result<ExitCode, Failure> {
    let ccn = Ccn::parse(ccn).map_err(|e| Failure::new(exit::USAGE, e))?;
    let app = super::data::open(settings).await?;
    let scope = HospitalScope::checked(ccn.parent().unwrap_or(ccn));
    let made = app.paper(scope, None, what.paper.into(), what.format.map(Into::into), what.as_of).await;
    let paper = made.map_err(|e| {
        let code = match &e {
            AppError::NotFound { .. } => exit::NOT_FOUND,
            AppError::Refused { .. } => exit::REFUSED,
            _ => exit::FAILED,
        };
        Failure::new(code, e)
    })?;
    save(&what.out, &paper.bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", paper.bytes.len(), what.out.display()));
    Ok(ExitCode::from(exit::DONE))
}

/// From a file alone, by the pure core.
fn of_file(settings: &Settings, what: &Report, file: &Path) -> Result<ExitCode, Failure> {
    let catalog = facts_file::catalog(settings)?;
    let facts = facts_file::read(file).map_err(|e| Failure::new(exit::REFUSED, e))?;
    let as_of = facts_file::end_of(what.as_of.unwrap_or_else(|| super::data::today(settings)))?;
    let posture = posture::assess(&catalog, &facts.record, as_of);
    let earlier = earlier(&catalog, &facts, &posture)?;
    let plan = facts.means.as_ref().map(|means| plan::draft(&catalog, &posture, means));
    let bytes = make(
        what.paper.into(),
        what.format.map(Into::into),
        &given(&catalog, &facts, &posture, earlier.as_ref(), plan.as_ref()),
    )?;
    save(&what.out, &bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", bytes.len(), what.out.display()));
    Ok(facts_file::done(&facts_file::unknown_measures(&catalog, &facts.record)))
}

/// The posture of the earlier day, if the file names one.
fn earlier(catalog: &Catalog, facts: &FactsFile, now: &Posture) -> Result<Option<Posture>, Failure> {
    let Some(day) = facts.earlier else { return Ok(None) };
    let at = facts_file::end_of(day)?;
    if at >= now.as_of {
        let wrong = anyhow!("`earlier` is {day}, which is not before the day the paper speaks of");
        return Err(Failure::new(exit::REFUSED, wrong));
    }
    Ok(Some(posture::assess(catalog, &facts.record, at)))
}

fn given<'g>(
    catalog: &'g Catalog,
    facts: &'g FactsFile,
    posture: &'g Posture,
    earlier: Option<&'g Posture>,
    plan: Option<&'g Plan>,
) -> Given<'g> {
    Given {
        catalog,
        hospital: &facts.hospital,
        record: &facts.record,
        posture,
        earlier,
        means: facts.means.as_ref(),
        plan,
        promised: facts.promised.as_ref(),
        // A file of facts stands alone: the directory, which knows who loses care, is not asked.
        at_stake: None,
    }
}

/// A paper as bytes.
fn make(paper: Paper, format: Option<Format>, given: &Given<'_>) -> Result<Vec<u8>, Failure> {
    let format = format.unwrap_or(paper.formats()[0]);
    paper.make(format, given).map_err(|e| match e {
        MakeError::NotAs(_) => Failure::new(exit::USAGE, e),
        MakeError::NoPlan => {
            Failure::new(exit::REFUSED, anyhow!("the file has no `means`, so there is no plan"))
        }
        MakeError::Report(_) | MakeError::Json(_) => {
            Failure::from(anyhow::Error::new(e).context("the paper could not be made"))
        }
    })
}
