//! Rows of public files on updates: which build came in which month, which update closes which weaknesses, and which
//! of these are used by attackers.
//!
//! Facts only, typed. What they say of one machine is [`crate::decide::device`]'s work.

use serde::{Deserialize, Serialize};

use super::{CveId, Month};
use crate::Date;

/// The public files the answers on updates are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Builds of Windows and the month each came in.
    WindowsBuilds,
    /// Updates of Windows and the weaknesses each closes.
    WindowsFixes,
    /// CISA's list of weaknesses that attackers use.
    Kev,
    /// FIRST's estimate that a weakness will be used in the next 30 days.
    Epss,
    /// Versions of programs that have weaknesses, by the public records of these.
    Software,
}

impl FeedKind {
    /// All of them, in order.
    pub const ALL: [Self; 5] =
        [Self::WindowsBuilds, Self::WindowsFixes, Self::Kev, Self::Epss, Self::Software];

    /// The name of its table.
    pub fn key(self) -> &'static str {
        match self {
            Self::WindowsBuilds => "windows_builds",
            Self::WindowsFixes => "windows_fixes",
            Self::Kev => "kev",
            Self::Epss => "epss",
            Self::Software => "software_ranges",
        }
    }

    /// By the name of its table.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One release of one feed. Every answer that rests on it names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRelease {
    /// Which feed.
    pub kind: FeedKind,
    /// Its name in words a person can look up.
    pub title: String,
    /// The last day it knows of.
    pub released_on: Date,
    /// SHA-256 of the bytes read, in hex.
    pub digest: String,
    /// Rows kept.
    pub n_rows: u32,
    /// Rows refused.
    pub n_rejected: u32,
}

/// How a build of Windows came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildKind {
    /// The first of its version.
    First,
    /// On the second Tuesday, with everything of the months before.
    Monthly,
    /// At the end of a month, to try what comes next; nobody must have it.
    Preview,
    /// Between the days, for one trouble.
    OutOfBand,
    /// In place of the monthly one, without a restart.
    Hotpatch,
    /// The month's security fixes alone, without those of the months before.
    SecurityOnly,
}

/// Which machines of one build of Windows are meant: a set of the kinds below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sides(pub u8);

impl Sides {
    /// Windows on 32-bit processors.
    pub const X86: Self = Self(1);
    /// Windows on 64-bit processors.
    pub const X64: Self = Self(2);
    /// Windows on ARM processors.
    pub const ARM64: Self = Self(4);
    /// Windows Server, on any.
    pub const SERVER: Self = Self(8);
    /// Windows on any processor.
    pub const CLIENT: Self = Self(7);
    /// All.
    pub const ALL: Self = Self(15);

    /// Either.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one has something of the other.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A build of Windows that was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BuildRow {
    /// The third part, like 19045.
    pub build: u32,
    /// The fourth part, like 6456.
    pub ubr: u32,
    /// The number of its update, like 5066791; 0 when it has none.
    pub kb: u32,
    /// The month it came in.
    pub month: Month,
    /// How it came.
    pub kind: BuildKind,
    /// For whom.
    pub sides: Sides,
}

/// An update of Windows and weaknesses it closes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FixRow {
    /// The third part of the version it is for.
    pub build: u32,
    /// The month it came in.
    pub month: Month,
    /// Its number.
    pub kb: u32,
    /// The fourth part of the version once it is installed; 0 when the publisher does not say.
    pub ubr: u32,
    /// How it came.
    pub kind: BuildKind,
    /// For whom.
    pub sides: Sides,
    /// What it closes on those, in order.
    pub cves: Vec<CveId>,
}

/// A weakness attackers are known to use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KevRow {
    /// Which.
    pub cve: CveId,
    /// Who makes the product, as CISA spells it now.
    pub vendor: String,
    /// The product, as CISA spells it now.
    pub product: String,
    /// When it was put on the list.
    pub added_on: Date,
    /// By when federal offices must have mended it.
    pub due_on: Date,
    /// Whether ransomware is known to use it. False says only that nobody is known to.
    pub is_ransomware: bool,
    /// When it was seen to be off the list again. Such a row is history and counts for nothing.
    pub removed_on: Option<Date>,
}

impl KevRow {
    /// `vendor/product`, as CISA spells them now.
    pub fn name(&self) -> String {
        kev_name(&self.vendor, &self.product)
    }
}

/// `vendor/product`. CISA's list has had blanks at the ends of both.
pub fn kev_name(vendor: &str, product: &str) -> String {
    format!("{}/{}", vendor.trim(), product.trim())
}

/// How likely a weakness is used in the next 30 days, by FIRST's model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EpssRow {
    /// Which.
    pub cve: CveId,
    /// Parts of 100,000.
    pub per_100_000: u32,
}
