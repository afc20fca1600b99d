//! The words of `holdfast drill`.

use std::path::PathBuf;

use clap::Args;
use holdfast_core::decide::care::{MOST_DAYS, USUAL_DAYS};

/// A downtime pack to practise with.
#[derive(Debug, Args)]
pub(crate) struct Drill {
    /// CMS certification number of the hospital that practises.
    pub ccn: String,
    /// The scenario, by its id. Left out, the scenarios are listed.
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// The neighbour that is dark, for a scenario that has one [default: the nearest].
    #[arg(long, value_name = "CCN", requires = "scenario")]
    pub neighbour: Option<String>,
    /// For how many days.
    #[arg(long, default_value_t = USUAL_DAYS, value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_DAYS)))]
    pub days: u16,
    /// The whole pack, as PDF: the file to write. One that is there is replaced.
    #[arg(long, value_name = "FILE", requires = "scenario", conflicts_with = "json")]
    pub pdf: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, requires = "scenario")]
    pub json: bool,
}
