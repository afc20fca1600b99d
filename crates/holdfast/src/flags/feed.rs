//! The words of `holdfast feed`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use holdfast_core::model::FeedKind;

/// Public lists on updates and weaknesses.
#[derive(Debug, Subcommand)]
pub(crate) enum FeedCommand {
    /// Bring in newer lists: from their publishers, from a folder of files, or from one signed file.
    Update(FeedUpdate),
    /// Write the lists in use into one signed file, for a portal without a way out.
    Pack(FeedPack),
    /// Make a key that signs such files, or show the public half of one that is there.
    Key(FeedKey),
    /// Show which lists are in use and how old they are; or what happened to one weakness or product.
    Show(FeedShow),
}

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FeedWord {
    /// CISA's list of known exploited weaknesses
    Kev,
    /// FIRST's estimates
    Epss,
    /// Builds of Windows
    Builds,
    /// Updates of Windows and what each closes
    Fixes,
}

impl From<FeedWord> for FeedKind {
    fn from(word: FeedWord) -> Self {
        match word {
            FeedWord::Kev => Self::Kev,
            FeedWord::Epss => Self::Epss,
            FeedWord::Builds => Self::WindowsBuilds,
            FeedWord::Fixes => Self::WindowsFixes,
        }
    }
}

/// Newer lists.
#[derive(Debug, Args)]
pub(crate) struct FeedUpdate {
    /// A folder of files as they were downloaded, or one signed file [default: ask the publishers].
    #[arg(long, value_name = "DIR|FILE.hff")]
    pub from: Option<PathBuf>,
    /// These lists only.
    #[arg(long, value_name = "LISTS", value_delimiter = ',')]
    pub only: Vec<FeedWord>,
    /// Read and report, but keep nothing.
    #[arg(long)]
    pub check: bool,
    /// Take a list that is older than the one held.
    #[arg(long)]
    pub allow_older: bool,
    /// Take a list that lacks more than half of the one held.
    #[arg(long)]
    pub allow_shrink: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// One signed file.
#[derive(Debug, Args)]
pub(crate) struct FeedPack {
    /// File to write. One that is there is replaced.
    #[arg(short, long, value_name = "FILE.hff")]
    pub out: PathBuf,
    /// The key to sign with; `holdfast feed key` makes one.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
}

/// A key.
#[derive(Debug, Args)]
pub(crate) struct FeedKey {
    /// File of the key. Keep it to yourself: whoever has it can sign.
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

/// What is known of the lists.
#[derive(Debug, Args)]
pub(crate) struct FeedShow {
    /// A CVE id, or a product as CISA names it: VENDOR/PRODUCT. Old names are followed.
    pub about: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}
