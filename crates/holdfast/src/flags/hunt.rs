//! The words of `holdfast hunt` and `holdfast rules`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use holdfast_wire::hunt::Severity;

/// How soon somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// For the record
    Info,
    /// When there is time
    Low,
    /// This week
    Medium,
    /// Today
    High,
    /// Now
    Critical,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Low => Self::Low,
            Level::Medium => Self::Medium,
            Level::High => Self::High,
            Level::Critical => Self::Critical,
        }
    }
}

/// Which rules run.
#[derive(Debug, Args)]
pub(crate) struct RulesFrom {
    /// Sigma rules beside those inside the binary: a file, a folder, or a zip of either. May be given again.
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Leave out the rules inside the binary.
    #[arg(long, requires = "rules")]
    pub only_these: bool,
    /// Look through Security 4657 as registry events, and through 5156 as network connections. Both are noisy.
    #[arg(long)]
    pub more_views: bool,
}

/// A hunt.
#[derive(Debug, Args)]
pub(crate) struct Hunt {
    /// Logs: EVTX, JSON lines or XML; files, folders and all in them, zip and gzip archives.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: RulesFrom,
    /// Write everything as JSON lines, which the portal takes in; to standard output without FILE.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub json: Option<PathBuf>,
    /// Write a table of findings.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub csv: Option<PathBuf>,
    /// Write OCSF Detection Findings, one a line.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub ocsf: Option<PathBuf>,
    /// Write every hit as a time line for Timesketch (.jsonl).
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub timesketch: Option<PathBuf>,
    /// Write one self-contained page to look at.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The least severity told on the terminal.
    #[arg(long, value_name = "LEVEL", default_value = "low")]
    pub least: Level,
    /// End with exit code 8 when a finding is at least so severe.
    #[arg(long, value_name = "LEVEL", default_value = "high")]
    pub alarm: Level,
    /// Hits to leave out: a TOML file; see docs/hunt.md.
    #[arg(long, value_name = "FILE")]
    pub allow: Option<PathBuf>,
    /// What was seen here before; what is new is marked, what is known is told one step lower.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Note what this hunt found in the baseline, or begin one.
    #[arg(long, requires = "baseline")]
    pub update_baseline: bool,
    /// Pass over events before this time, like 2026-11-20T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    pub since: Option<jiff::Timestamp>,
    /// Pass over events after this time.
    #[arg(long, value_name = "TIME")]
    pub until: Option<jiff::Timestamp>,
    /// Threads [default: one for each processor].
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
    /// Say nothing about progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Detection rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Read rules, say what is wrong with each bad one, what they cover, and which are noisy on logs of yours.
    Check {
        /// A file, a folder or a zip [default: the rules inside the binary].
        path: Option<PathBuf>,
        /// Logs of a network that is well: a rule that hits them often is noisy.
        #[arg(long, value_name = "PATH")]
        logs: Vec<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}
