//! The words of `holdfast import device`.

use std::path::PathBuf;

use clap::Args;

/// Files that tell of machines. What each one is, is told by what is in it.
///
/// Of a list as CSV it is guessed which column holds what; the guess is printed and nothing is imported, until it is settled with
/// --yes or --columns.
#[derive(Debug, Args)]
pub(crate) struct ImportDevice {
    /// Facts files of `holdfast-agent --once`, what `systeminfo` prints, or lists as CSV.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The hospital the machines belong to, by its certification number.
    #[arg(long, value_name = "CCN")]
    pub hospital: String,
    /// Take columns of lists as guessed.
    #[arg(long, conflicts_with = "columns")]
    pub yes: bool,
    /// A file that says which column of the lists holds what, as this command prints it.
    #[arg(long, value_name = "FILE")]
    pub columns: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}
