//! Where the public files on updates come from, on what terms, how often they are renewed, and what changed from one to the next.
//!
//! The one place that lists the official addresses. Settings may name others, of a mirror or of a test; nothing here asks anybody.

use serde::{Deserialize, Serialize};

use super::{CveId, FeedKind};

/// Where one feed comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedSource {
    /// What people call it, in the middle of a sentence.
    pub name: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// On what terms it may be used, in a few words.
    pub licence: &'static str,
    /// The official address. Of Microsoft's documents it is the address that lists of documents and documents stand below.
    pub address: &'static str,
    /// A table older than this, in days, is said to be old: the publisher will have renewed it.
    pub fresh_for_days: i32,
}

/// `verified_on` 2026-11-28: addresses and terms as their publishers and public code name them.
const MSRC: &str = "https://api.msrc.microsoft.com/cvrf/v3.0";
const MSRC_PUBLISHER: &str = "Microsoft, Security Update Guide and release information";
const MSRC_LICENCE: &str = "facts only, ids, numbers and months; no text of the publisher";

impl FeedKind {
    /// Those that can be renewed between two releases of this program; records of programs are gone through by hand for each.
    pub const RENEWED: [Self; 4] = [Self::WindowsBuilds, Self::WindowsFixes, Self::Kev, Self::Epss];
    /// Those that are made together, from the same files of Microsoft.
    pub const WINDOWS: [Self; 2] = [Self::WindowsBuilds, Self::WindowsFixes];

    /// Whether it is one of [`FeedKind::WINDOWS`].
    pub fn is_windows(self) -> bool {
        Self::WINDOWS.contains(&self)
    }

    /// Whether it is one of [`FeedKind::RENEWED`].
    pub fn can_be_renewed(self) -> bool {
        Self::RENEWED.contains(&self)
    }

    /// Where it comes from.
    pub fn source(self) -> FeedSource {
        match self {
            // Updates come on the second Tuesday, so 28 or 35 days apart.
            Self::WindowsBuilds => FeedSource {
                name: "Microsoft's builds of Windows",
                publisher: MSRC_PUBLISHER,
                licence: MSRC_LICENCE,
                address: MSRC,
                fresh_for_days: 35,
            },
            Self::WindowsFixes => FeedSource {
                name: "Microsoft's updates",
                publisher: MSRC_PUBLISHER,
                licence: MSRC_LICENCE,
                address: MSRC,
                fresh_for_days: 35,
            },
            // It is renewed several times a week.
            Self::Kev => FeedSource {
                name: "CISA's list of known exploited weaknesses",
                publisher: "CISA, Known Exploited Vulnerabilities",
                licence: "CC0",
                address: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
                fresh_for_days: 7,
            },
            // It is renewed every day.
            Self::Epss => FeedSource {
                name: "FIRST's estimates (EPSS)",
                publisher: "FIRST.org, Exploit Prediction Scoring System",
                licence: "free to use, with its name",
                address: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
                fresh_for_days: 7,
            },
            // It comes with each release of this program.
            Self::Software => FeedSource {
                name: "public records of programs",
                publisher: "CVE Program, CISA Vulnrichment, NVD",
                licence: "facts only, ids and versions; CC0 and public domain, and the terms of use of the CVE Program",
                address: "https://www.cve.org/Downloads",
                fresh_for_days: 180,
            },
        }
    }

    /// The short word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::WindowsBuilds => "builds",
            Self::WindowsFixes => "fixes",
            Self::Kev => "kev",
            Self::Epss => "epss",
            Self::Software => "software",
        }
    }

    /// By its short word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// By which way a table came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedWay {
    /// Inside the program.
    Release,
    /// From the publisher's address.
    Official,
    /// From a folder of files somebody downloaded.
    Folder,
    /// From one signed file.
    SignedFile,
}

impl FeedWay {
    const ALL: [Self; 4] = [Self::Release, Self::Official, Self::Folder, Self::SignedFile];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Official => "official",
            Self::Folder => "folder",
            Self::SignedFile => "signed_file",
        }
    }

    /// By its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// In words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Release => "came with this release",
            Self::Official => "from the publisher's address",
            Self::Folder => "from files in a folder",
            Self::SignedFile => "from a signed file",
        }
    }
}

/// What happened to an entry of a feed from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedChangeKind {
    /// It came, or came back.
    Added,
    /// It is not on the list any more, and counts for nothing from then on.
    Withdrawn,
    /// Another vendor or product stands there.
    Renamed,
    /// It stands under another id.
    Renumbered,
    /// The ransomware mark changed.
    Ransomware,
    /// The day by which to mend it changed.
    Due,
    /// The number of rows changed, in feeds whose rows have no history of their own.
    Rows,
}

impl FeedChangeKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Added,
        Self::Withdrawn,
        Self::Renamed,
        Self::Renumbered,
        Self::Ransomware,
        Self::Due,
        Self::Rows,
    ];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Renamed => "renamed",
            Self::Renumbered => "renumbered",
            Self::Ransomware => "ransomware",
            Self::Due => "due",
            Self::Rows => "rows",
        }
    }

    /// By its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedChange {
    /// What happened.
    pub kind: FeedChangeKind,
    /// To which weakness; `None` for a feed as a whole.
    pub cve: Option<CveId>,
    /// How it was: a name, an id, a day, a number. May be empty.
    pub was: String,
    /// How it is now. May be empty.
    pub now: String,
}

impl FeedChange {
    /// In words.
    pub fn in_words(&self) -> String {
        let id = self.cve.map(|cve| cve.to_string()).unwrap_or_default();
        let (was, now) = (&self.was, &self.now);
        match self.kind {
            FeedChangeKind::Added => format!("{id} is new: {now}"),
            FeedChangeKind::Withdrawn => format!("{id} was withdrawn: {was}"),
            FeedChangeKind::Renamed => format!("{id} is now called {now}; it was {was}"),
            FeedChangeKind::Renumbered => format!("{was} is now {now}"),
            FeedChangeKind::Ransomware if now == "known" => {
                format!("{id} is now known to be used by ransomware")
            }
            FeedChangeKind::Ransomware => format!("{id} is not marked as used by ransomware any more"),
            FeedChangeKind::Due => format!("{id} is to be mended by {now}; it was {was}"),
            FeedChangeKind::Rows => format!("{was} rows before, {now} now"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feed_has_a_source_and_every_key_leads_back() {
        for kind in FeedKind::ALL {
            let source = kind.source();
            assert!(source.address.starts_with("https://") && !source.licence.is_empty(), "{source:?}");
            assert_eq!(FeedKind::from_word(kind.word()), Some(kind));
        }
        for kind in FeedChangeKind::ALL {
            assert_eq!(FeedChangeKind::from_key(kind.key()), Some(kind));
        }
        for way in FeedWay::ALL {
            assert_eq!(FeedWay::from_key(way.key()), Some(way));
        }
    }

    #[test]
    fn a_change_reads_as_a_sentence() {
        let change = |kind, was: &str, now: &str| {
            let cve = CveId::new(2026, 7);
            FeedChange { kind, cve, was: was.to_owned(), now: now.to_owned() }.in_words()
        };
        assert_eq!(
            [
                change(FeedChangeKind::Withdrawn, "Maker/One", ""),
                change(FeedChangeKind::Renamed, "Maker/One", "Maker/Two"),
                change(FeedChangeKind::Renumbered, "CVE-2026-0001", "CVE-2026-0007"),
                change(FeedChangeKind::Ransomware, "", "known"),
            ],
            [
                "CVE-2026-0007 was withdrawn: Maker/One",
                "CVE-2026-0007 is now called Maker/Two; it was Maker/One",
                "CVE-2026-0001 is now CVE-2026-0007",
                "CVE-2026-0007 is now known to be used by ransomware",
            ]
        );
    }
}
