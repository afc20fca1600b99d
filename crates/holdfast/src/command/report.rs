//! `holdfast report`: a paper from a file of facts, by the pure core and the report crate alone.
//!
//! What a paper says is decided in core; here a file is read, the paper made, and a file written.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::paper::{self, Given};
use holdfast_core::decide::plan::{self, Plan};
use holdfast_core::decide::posture::{self, Posture};
use holdfast_report::oscal;
use serde::Serialize;

use super::facts_file::{self, FactsFile};
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{Format, Paper, Report};
use crate::progress::say;

/// Makes a paper and writes it.
pub(crate) fn run(settings: &Settings, what: &Report) -> Result<ExitCode, Failure> {
    let format = format(what)?;
    let catalog = facts_file::catalog(settings)?;
    let facts = facts_file::read(&what.facts).map_err(|e| Failure::new(exit::REFUSED, e))?;
    let as_of = facts_file::end_of(what.as_of.unwrap_or_else(|| super::data::today(settings)))?;
    let posture = posture::assess(&catalog, &facts.record, as_of);
    let earlier = earlier(&catalog, &facts, &posture)?;
    let plan = facts.means.as_ref().map(|means| plan::draft(&catalog, &posture, means));
    let bytes =
        make(what.paper, format, &given(&catalog, &facts, &posture, earlier.as_ref(), plan.as_ref()))?;
    write(&what.out, &bytes)?;
    say(&format!("Wrote {} bytes to `{}`.", bytes.len(), what.out.display()));
    Ok(facts_file::done(&facts_file::unknown_measures(&catalog, &facts.record)))
}

/// The kind of file asked for, if the paper comes as one.
fn format(what: &Report) -> Result<Format, Failure> {
    let comes_as: &[Format] = match what.paper {
        Paper::Board | Paper::Hipaa | Paper::Insurer | Paper::Practices => &[Format::Pdf, Format::Json],
        Paper::Plan => &[Format::Pdf, Format::Csv, Format::Json],
        Paper::OscalResults | Paper::OscalPoam => &[Format::Json],
    };
    let format = what.format.unwrap_or(comes_as[0]);
    if comes_as.contains(&format) {
        return Ok(format);
    }
    let names: Vec<String> = comes_as.iter().map(|f| format!("`{f:?}`").to_lowercase()).collect();
    Err(Failure::new(exit::USAGE, anyhow!("this paper comes as {}", names.join(" or "))))
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
    }
}

/// A paper as bytes.
fn make(paper: Paper, format: Format, given: &Given<'_>) -> Result<Vec<u8>, Failure> {
    let is_pdf = format == Format::Pdf;
    match paper {
        Paper::Board => {
            let report = paper::board::report(given);
            if is_pdf { drawn(holdfast_report::board_pdf(&report)) } else { data(&report) }
        }
        Paper::Plan => {
            let none =
                || Failure::new(exit::REFUSED, anyhow!("the file has no `means`, so there is no plan"));
            let plan = paper::technical::plan(given).ok_or_else(none)?;
            match format {
                Format::Pdf => drawn(holdfast_report::technical_pdf(&plan)),
                Format::Csv => Ok(holdfast_report::technical_csv(&plan).into_bytes()),
                Format::Json => data(&plan),
            }
        }
        Paper::Hipaa => {
            let analysis = paper::hipaa::analysis(given);
            if is_pdf { drawn(holdfast_report::hipaa_pdf(&analysis)) } else { data(&analysis) }
        }
        Paper::Insurer => {
            let sheet = paper::insurer::sheet(given);
            if is_pdf { drawn(holdfast_report::insurer_pdf(&sheet)) } else { data(&sheet) }
        }
        Paper::Practices => {
            let record = paper::practices::record(given);
            let digest = paper::digest(&record);
            if is_pdf { drawn(holdfast_report::practices_pdf(&record, &digest)) } else { data(&record) }
        }
        Paper::OscalResults => data(&oscal::assessment_results(given)),
        Paper::OscalPoam => data(&oscal::plan_of_action(given)),
    }
}

fn drawn(pdf: Result<Vec<u8>, holdfast_report::ReportError>) -> Result<Vec<u8>, Failure> {
    Ok(pdf.context("the paper could not be made")?)
}

fn data<T: Serialize>(paper: &T) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec_pretty(paper).context("the paper could not be written as JSON")?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes beside the file and then puts it in place, so that no half a paper is left when the disk is full.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What is left of it is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
    }
    Ok(written.with_context(|| format!("cannot write `{}`", path.display()))?)
}
