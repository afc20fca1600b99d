//! What a hunt through event logs found, as JSON: one object a line, each with its `type`.
//!
//! First `hunt`, then any number of `finding`, `coverage` and `unread` in any order, and last `end`. A file without its `end` was cut
//! short. A finding is all events that one rule hit on one computer with the same story: repeats are counted, not listed.

mod read;

pub use read::{BadLine, MAX_LINE_BYTES, Read, read};

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of these shapes.
pub const VERSION: u32 = 1;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// What ran, and with which rules.
    Hunt(Head),
    /// What was found.
    Finding(Finding),
    /// What was read of one log of one computer, found or not.
    Coverage(Coverage),
    /// What could not be read.
    Unread(Unread),
    /// The hunt came to its end.
    End(End),
}

/// What ran, and with which rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`VERSION`].
    pub version: u32,
    /// Program and version, like `holdfast 0.1.0`.
    pub engine: String,
    /// When it began.
    pub began_at: Timestamp,
    /// How many rules took part.
    pub n_rules: u32,
    /// Of all rules together, SHA-256 in hexadecimal: the same rules have the same digest.
    pub rules_digest: String,
}

/// How soon somebody should look. A rule's level, moved by what is known of the computer and of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// For the record.
    Info,
    /// When there is time.
    Low,
    /// This week.
    Medium,
    /// Today.
    High,
    /// Now: wake somebody.
    Critical,
}

impl Severity {
    /// Every one, least first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word these shapes have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// The rule that hit, with what its licence asks to go with every hit: its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleShape {
    /// Its id, mostly a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The level its author gave it, in the words of the Sigma specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Techniques of MITRE ATT&CK, like `T1490` or `T1059.001`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
    /// Tactics of MITRE ATT&CK, like `impact`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tactics: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that hit.
    pub rule: RuleShape,
    /// How soon somebody should look.
    pub severity: Severity,
    /// The computer, as the event names it.
    pub host: String,
    /// How many events hit.
    pub n_events: u64,
    /// Time of the first of them.
    pub first_at: Timestamp,
    /// Time of the last.
    pub last_at: Timestamp,
    /// One of them, the first, with its fields.
    pub example: Example,
    /// Whether a baseline was given and this rule was not in it for this computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_first_seen: Option<bool>,
    /// Titles of the rules it was put together from, when it is a correlation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_rules: Vec<String>,
}

/// One event that hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// When it was written.
    pub at: Timestamp,
    /// The log it was written to.
    pub channel: String,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<u32>,
    /// Its number in the log it was written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<u64>,
    /// The file it was read from, by the name it was given by.
    pub file: String,
    /// Where it stands in that file: bytes from the start, or the line of a text file.
    pub place: u64,
    /// Its fields, as text. Long values are cut, which an ellipsis at the end shows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// What was read of one log of one computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The computer.
    pub host: String,
    /// The log.
    pub channel: String,
    /// Events read.
    pub n_events: u64,
    /// Time of the first event.
    pub first_at: Timestamp,
    /// Time of the last.
    pub last_at: Timestamp,
    /// Of the log's events about new processes, how many there are and how many have the command line. Absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_lines: Option<CommandLines>,
}

/// New processes, with and without the command line that most rules need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandLines {
    /// With it.
    pub n_with: u64,
    /// All.
    pub n_of: u64,
}

/// What could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// Where in it: bytes from the start, or the line. Absent when it is about the whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u64>,
    /// Why not, and what to do.
    pub reason: String,
}

/// Sums of the whole hunt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// When it ended.
    pub ended_at: Timestamp,
    /// Files read.
    pub n_files: u64,
    /// Events read.
    pub n_events: u64,
    /// Hits: one event and one rule each.
    pub n_hits: u64,
    /// Hits that an allow-list left out.
    pub n_allowed: u64,
    /// Findings.
    pub n_findings: u64,
    /// Places that could not be read; only the first thousand are listed.
    pub n_unread: u64,
}
