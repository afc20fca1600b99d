//! The words of the command line, as typed. Checked settings are made from them in `command::settings`.

mod badges;
mod device;
mod drill;
mod feed;
mod hunt;
mod lessons;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use holdfast_core::Date;
use holdfast_core::decide::care::{MOST_DAYS, USUAL_DAYS};

pub(crate) use badges::BadgesCommand;
pub(crate) use device::ImportDevice;
pub(crate) use drill::Drill;
pub(crate) use feed::{FeedCommand, FeedKey, FeedPack, FeedShow, FeedUpdate};
pub(crate) use hunt::{Hunt, RulesCommand, RulesFrom};
pub(crate) use lessons::{LessonLanguage, LessonsCommand, LessonsPrint, PackageLessons};

/// Runs a hospital cybersecurity program from one binary.
#[derive(Debug, Parser)]
#[command(
    name = "holdfast",
    version,
    about,
    after_help = "With no command, holdfast serves the portal.\n\nExit codes: 0 done; 1 failed; 2 wrong words on the command line; 3 a file was refused; 4 not found;\n5 the catalog has errors; 6 doctor found a problem; 7 done, but some rows were refused;\n8 a hunt found something to look at today."
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
    /// Bring in official files, and files that tell of a hospital's machines.
    #[command(subcommand)]
    Import(Import),
    /// Look after the public lists on updates and weaknesses.
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Show one hospital of the directory, or search it.
    Hospital(Hospital),
    /// Say what a hospital may have, and why; or every hospital by every offer.
    Eligibility(Eligibility),
    /// Say who loses their nearest emergency department when hospitals are down.
    Impact(Impact),
    /// Make a hospital's downtime pack for a drill: whom to call, what to do, forms, what may be waived.
    Drill(Drill),
    /// Make posture and plan from a file of facts, by the pure core alone.
    Assess(Assess),
    /// Make a paper: board report, plan, risk analysis, insurer's answers, twelve months of practices, OSCAL.
    Report(Report),
    /// Make the brief for partners: people covered by state and month, with small groups hidden and no hospital named.
    Brief(Brief),
    /// Look for attacks in Windows event logs.
    Hunt(Box<Hunt>),
    /// Write lessons as files: pages to print, and packages for other learning systems.
    #[command(subcommand)]
    Lessons(LessonsCommand),
    /// Look after the keys that sign badges.
    #[command(subcommand)]
    Badges(BadgesCommand),
    /// Look after detection rules.
    #[command(subcommand)]
    Rules(RulesCommand),
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
    /// Put a backup back, while the portal runs or not: over a database in use, a damaged one, or none. What was there is kept.
    Restore(Restore),
    /// Print a new one-time link that makes its user the program's operator.
    OperatorLink,
}

/// Files from outside.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Bring in the hospital directory: the CMS file, and the location, rurality and population files beside it.
    Hospitals(ImportHospitals),
    /// Bring in files that tell of a hospital's machines: facts files of the agent, `systeminfo` reports, lists as CSV.
    Device(ImportDevice),
}

/// An official file and, behind an `@`, the date it was released: `zctas.csv@2025-01-01`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatedFile {
    /// The file.
    pub path: PathBuf,
    /// Its release date, where given.
    pub released: Option<Date>,
}

impl From<OsString> for DatedFile {
    /// A name whose end is no date stays as it is, `@` and all.
    fn from(text: OsString) -> Self {
        let dated = text
            .to_str()
            .and_then(|t| t.rsplit_once('@'))
            .and_then(|(path, on)| Some(Self { path: path.into(), released: Some(on.parse().ok()?) }));
        dated.unwrap_or_else(|| Self { path: text.into(), released: None })
    }
}

/// The directory's files. Give as many as you have; the others keep the rows they hold.
///
/// Write the release date behind a file whose name does not tell it: FILE@2026-02-18.
#[derive(Debug, Default, Args)]
#[command(group = ArgGroup::new("files").required(true).multiple(true).args(
    ["cms", "locations", "ruca_2020", "ruca_2010", "rucc", "cbsa", "forhp", "zctas", "counties"]
))]
pub(crate) struct ImportHospitals {
    /// CMS "Hospital General Information" CSV.
    #[arg(long, value_name = "FILE")]
    pub cms: Option<DatedFile>,
    /// Locations of hospitals CSV. Without --hifld the web domains held are kept.
    #[arg(long, value_name = "FILE")]
    pub locations: Option<DatedFile>,
    /// HIFLD "Hospitals" CSV, for web domains; read together with --locations.
    #[arg(long, value_name = "FILE", requires = "locations")]
    pub hifld: Option<PathBuf>,
    /// USDA RUCA codes by ZIP, 2020 census.
    #[arg(long, value_name = "FILE")]
    pub ruca_2020: Option<DatedFile>,
    /// USDA RUCA codes by ZIP, 2010 census.
    #[arg(long, value_name = "FILE")]
    pub ruca_2010: Option<DatedFile>,
    /// USDA Rural-Urban Continuum Codes by county.
    #[arg(long, value_name = "FILE")]
    pub rucc: Option<DatedFile>,
    /// OMB/Census metropolitan delineation by county.
    #[arg(long, value_name = "FILE")]
    pub cbsa: Option<DatedFile>,
    /// HRSA FORHP rural-grant-eligible ZIPs.
    #[arg(long, value_name = "FILE")]
    pub forhp: Option<DatedFile>,
    /// Census ZIP code areas: people, land, middle point.
    #[arg(long, value_name = "FILE")]
    pub zctas: Option<DatedFile>,
    /// Census counties.
    #[arg(long, value_name = "FILE", requires_all = ["urban_areas", "zcta_urban", "zcta_counties"])]
    pub counties: Option<DatedFile>,
    /// Census urban areas; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub urban_areas: Option<PathBuf>,
    /// ZIP code areas by urban area; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub zcta_urban: Option<PathBuf>,
    /// ZIP code areas by county; read together with --counties.
    #[arg(long, value_name = "FILE")]
    pub zcta_counties: Option<PathBuf>,
    /// Release date of the one file whose name does not tell it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub released: Option<Date>,
    /// Take a file that lacks much of what is held, after looking at what goes with --dry-run.
    #[arg(long)]
    pub allow_shrink: bool,
    /// Take a file that was released before the one held.
    #[arg(long)]
    pub older: bool,
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
    #[arg(long, conflicts_with_all = ["json", "ccn"])]
    pub csv: bool,
    /// The day to answer for [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Who loses care.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["ccn", "system", "county", "worst", "national"]))]
pub(crate) struct Impact {
    /// CMS certification number of the hospital that is down.
    pub ccn: Option<String>,
    /// Others that are down with it, by number.
    #[arg(long, value_name = "CCN", value_delimiter = ',', requires = "ccn")]
    pub down: Vec<String>,
    /// A health system: the hospitals with these words in their name, or with this web domain.
    #[arg(long, value_name = "NAME")]
    pub system: Option<String>,
    /// The hospitals of a county: five digits (FIPS), or name and state like "Carbon County, MT".
    #[arg(long, value_name = "FIPS")]
    pub county: Option<String>,
    /// The so many hospitals of a state whose loss pushes the most people beyond 30 minutes.
    #[arg(long, value_name = "K", requires = "state", value_parser = worst_of)]
    pub worst: Option<usize>,
    /// The state (with --worst): MT.
    #[arg(long, value_name = "XX", requires = "worst")]
    pub state: Option<String>,
    /// Minutes by road: CSV with `zcta`, `ccn` and `minutes`. A way that is not in it is estimated.
    #[arg(long, value_name = "FILE")]
    pub times: Option<PathBuf>,
    /// For how many days.
    #[arg(long, default_value_t = USUAL_DAYS, value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_DAYS)))]
    pub days: u16,
    /// Every hospital down in turn, most critical first.
    #[arg(long, requires = "csv")]
    pub national: bool,
    /// Print CSV (with --national).
    #[arg(long, requires = "national", conflicts_with = "json")]
    pub csv: bool,
    /// One page to hand out, as PDF: the file to write. One that is there is replaced.
    #[arg(long, value_name = "FILE", requires = "ccn", conflicts_with_all = ["json", "system", "county", "worst", "national"])]
    pub pdf: Option<PathBuf>,
    /// Whom the page is for (with --pdf) [default: board].
    #[arg(long = "for", value_name = "READER", requires = "pdf")]
    pub reader: Option<Reader>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Whom "If we go dark" is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reader {
    /// The hospital's board
    #[default]
    Board,
    /// The county's emergency manager
    County,
}

impl From<Reader> for holdfast_core::decide::paper::dark::Reader {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Board => Self::Board,
            Reader::County => Self::County,
        }
    }
}

/// How many hospitals of a state may be asked for.
fn worst_of(text: &str) -> Result<usize, String> {
    let most = holdfast_core::decide::care::MOST_WORST;
    let k = text.parse().ok().filter(|k| (1..=most).contains(k));
    k.ok_or_else(|| format!("a number from 1 to {most} is needed"))
}

/// Posture and plan from a file.
#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The file: JSON with `record` and, for a plan, `means`; see docs/assess.md.
    #[arg(long, value_name = "FILE")]
    pub facts: PathBuf,
    /// The day to answer for, to its end [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// Two pages for the board
    Board,
    /// The technical plan
    Plan,
    /// The HIPAA risk analysis
    Hipaa,
    /// Answers for the insurer, each marked where evidence contradicts or does not prove it
    Insurer,
    /// Twelve months of recognized security practices
    Practices,
    /// OSCAL assessment results
    OscalResults,
    /// OSCAL plan of action and milestones
    OscalPoam,
}

impl From<Paper> for holdfast_report::Paper {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::Board => Self::Board,
            Paper::Plan => Self::Plan,
            Paper::Hipaa => Self::Hipaa,
            Paper::Insurer => Self::Insurer,
            Paper::Practices => Self::Practices,
            Paper::OscalResults => Self::OscalResults,
            Paper::OscalPoam => Self::OscalPoam,
        }
    }
}

impl From<Format> for holdfast_report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Pdf => Self::Pdf,
            Format::Csv => Self::Csv,
            Format::Json => Self::Json,
        }
    }
}

/// As what kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tagged PDF
    Pdf,
    /// A spreadsheet
    Csv,
    /// Data
    Json,
}

/// A paper.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Which paper.
    pub paper: Paper,
    /// A hospital of the portal on this machine, by its certification number.
    #[arg(long, value_name = "CCN", required_unless_present = "facts", conflicts_with = "facts")]
    pub hospital: Option<String>,
    /// A file instead: JSON with `record`, and `hospital`, `means`, `earlier` and `promised` where known; see docs/papers.md.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// The day it speaks of, to its end [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// As what [default: pdf, and json for OSCAL].
    #[arg(long)]
    pub format: Option<Format>,
    /// File to write. One that is there is replaced.
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

/// The brief for partners.
#[derive(Debug, Args)]
pub(crate) struct Brief {
    /// As what.
    #[arg(long, default_value = "pdf")]
    pub format: BriefFormat,
    /// File to write. One that is there is replaced.
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

/// A kind of file of the brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BriefFormat {
    /// Pages to print.
    Pdf,
    /// The states, for a spreadsheet.
    Csv,
    /// All of it, for a program.
    Json,
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
    /// Copy the key of evidence files to this file too. Keep it apart from the backup: together they open everything.
    #[arg(long, value_name = "FILE")]
    pub with_evidence_key: Option<PathBuf>,
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

    #[test]
    fn a_date_stands_behind_the_last_at_sign() {
        let read = |text: &str| DatedFile::from(OsString::from(text));
        let on = Some(jiff::civil::date(2026, 2, 18));
        assert_eq!(read("a.csv@2026-02-18"), DatedFile { path: "a.csv".into(), released: on });
        assert_eq!(read("me@home/a.csv"), DatedFile { path: "me@home/a.csv".into(), released: None });
        assert_eq!(read("a@b@2026-02-18"), DatedFile { path: "a@b".into(), released: on });
    }
}
