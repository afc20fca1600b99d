//! The words of the command line, as typed. Checked settings are made from them in `command::settings`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use holdfast_core::Date;

/// Runs a hospital cybersecurity program from one binary.
#[derive(Debug, Parser)]
#[command(
    name = "holdfast",
    version,
    about,
    after_help = "With no command, holdfast serves the portal.\n\nExit codes: 0 done; 1 failed; 2 wrong words on the command line; 3 a file was refused; 4 not found;\n5 the catalog has errors; 6 doctor found a problem; 7 done, but some rows were refused."
)]
pub(crate) struct Flags {
    /// Settings file [default: DATA-DIR/holdfast.toml, if there is one].
    #[arg(long, global = true, env = "HOLDFAST_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder for the database, outbox and backups [default: holdfast-data].
    #[arg(long, global = true, env = "HOLDFAST_DATA", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Address and port to serve on [default: 127.0.0.1:8080].
    #[arg(long, global = true, env = "HOLDFAST_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Read program content from this folder instead of the copy inside the binary.
    #[arg(long, global = true, env = "HOLDFAST_CATALOG", value_name = "DIR")]
    pub catalog: Option<PathBuf>,
    /// Log lines as JSON.
    #[arg(long, global = true)]
    pub log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal (the default).
    Serve,
    /// Bring in official files.
    #[command(subcommand)]
    Import(Import),
    /// Show one hospital of the directory, or search it.
    Hospital(Hospital),
    /// Say what a hospital may have, and why; or every hospital by every offer.
    Eligibility(Eligibility),
    /// Make posture and plan from a file of facts, by the pure core alone.
    Assess(Assess),
    /// Look after program content.
    #[command(subcommand)]
    Catalog(CatalogCommand),
    /// Try each setting for real and say what to mend.
    Doctor {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Copy everything kept into one file, while the portal runs.
    Backup(Backup),
    /// Put a backup back, while the portal runs or not. The present data is copied aside first.
    Restore(Restore),
    /// Print a new one-time link that makes its user the program's operator.
    OperatorLink,
}

/// Official files.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Bring in the hospital directory: the CMS file, and the location, rurality and population files beside it.
    Hospitals(ImportHospitals),
}

/// The directory's files. Give as many as you have; the others keep the rows they hold.
#[derive(Debug, Default, Args)]
pub(crate) struct ImportHospitals {
    /// CMS "Hospital General Information" CSV.
    #[arg(long, value_name = "FILE")]
    pub cms: Option<PathBuf>,
    /// Locations of hospitals CSV.
    #[arg(long, value_name = "FILE")]
    pub locations: Option<PathBuf>,
    /// HIFLD "Hospitals" CSV, for web domains; read together with --locations.
    #[arg(long, value_name = "FILE", requires = "locations")]
    pub hifld: Option<PathBuf>,
    /// USDA RUCA codes by ZIP, 2020 census.
    #[arg(long, value_name = "FILE")]
    pub ruca_2020: Option<PathBuf>,
    /// USDA RUCA codes by ZIP, 2010 census.
    #[arg(long, value_name = "FILE")]
    pub ruca_2010: Option<PathBuf>,
    /// USDA Rural-Urban Continuum Codes by county.
    #[arg(long, value_name = "FILE")]
    pub rucc: Option<PathBuf>,
    /// OMB/Census metropolitan delineation by county.
    #[arg(long, value_name = "FILE")]
    pub cbsa: Option<PathBuf>,
    /// HRSA FORHP rural-grant-eligible ZIPs.
    #[arg(long, value_name = "FILE")]
    pub forhp: Option<PathBuf>,
    /// Census ZIP code areas: people, land, middle point.
    #[arg(long, value_name = "FILE")]
    pub zctas: Option<PathBuf>,
    /// Census counties.
    #[arg(long, value_name = "FILE", requires_all = ["urban_areas", "zcta_urban", "zcta_counties"])]
    pub counties: Option<PathBuf>,
    /// Census urban areas; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub urban_areas: Option<PathBuf>,
    /// ZIP code areas by urban area; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub zcta_urban: Option<PathBuf>,
    /// ZIP code areas by county; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub zcta_counties: Option<PathBuf>,
    /// Release date of the files, when their names do not tell.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub released: Option<Date>,
    /// Read and report, but keep nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// One hospital, or a search.
#[derive(Debug, Args)]
pub(crate) struct Hospital {
    /// CMS certification number.
    #[arg(required_unless_present = "search")]
    pub ccn: Option<String>,
    /// Search by name, city, state, ZIP or number; small slips are forgiven.
    #[arg(long, value_name = "WORDS", conflicts_with = "ccn")]
    pub search: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Who may have what.
#[derive(Debug, Args)]
pub(crate) struct Eligibility {
    /// CMS certification number.
    #[arg(required_unless_present = "all")]
    pub ccn: Option<String>,
    /// Every hospital by every offer.
    #[arg(long, conflicts_with = "ccn", requires = "csv")]
    pub all: bool,
    /// Print CSV (with --all).
    #[arg(long)]
    pub csv: bool,
    /// The day to answer for [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Posture and plan from a file.
#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The file: JSON with `record` and, for a plan, `means`.
    #[arg(long, value_name = "FILE")]
    pub facts: PathBuf,
    /// The day to answer for, to its end [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Program content.
#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// Read every file and follow every id; all errors at once, each with file, line and column.
    Check {
        /// Folder to check [default: --catalog, or the copy inside the binary].
        dir: Option<PathBuf>,
    },
}

/// Backup.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// File to write. It must not exist yet.
    pub file: PathBuf,
}

/// Restore.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Backup to put back.
    pub file: PathBuf,
    /// Go ahead without asking.
    #[arg(long)]
    pub yes: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_words_fit_together() {
        Flags::command().debug_assert();
    }
}
