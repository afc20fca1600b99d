//! A rule as a person wrote it: who, what, how bad, and what it asks of an event.
//!
//! Everything a reader of a hit may want is kept. The licence of the public rules asks that every hit carries the
//! rule's author (Detection Rule License 1.1).

use std::sync::Arc;

use crate::expr::Expr;
use crate::logsource::LogSource;

/// Where a rule was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was named to the reader.
    pub file: Arc<str>,
    /// The line its document begins on, or the line at fault; counted from 1.
    pub line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// How bad a hit is. Specification, rules, "Level".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Enriches events; no alert by itself.
    Informational,
    /// Notable, rarely an incident.
    Low,
    /// Reviewed by hand, often.
    Medium,
    /// Reviewed promptly.
    High,
    /// An incident; reviewed at once.
    Critical,
}

/// How far a rule can be trusted. Specification, rules, "Status".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// For use without reserve.
    Stable,
    /// Mostly stable.
    Test,
    /// May be noisy.
    Experimental,
    /// Replaced by another.
    Deprecated,
    /// Cannot be used as it is.
    Unsupported,
}

impl Level {
    /// Reads the word of the specification.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "informational" => Self::Informational,
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            "critical" => Self::Critical,
            _ => return None,
        })
    }

    /// The word of the specification.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Status {
    /// Reads the word of the specification.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "stable" => Self::Stable,
            "test" => Self::Test,
            "experimental" => Self::Experimental,
            "deprecated" => Self::Deprecated,
            "unsupported" => Self::Unsupported,
            _ => return None,
        })
    }

    /// The word of the specification.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Test => "test",
            Self::Experimental => "experimental",
            Self::Deprecated => "deprecated",
            Self::Unsupported => "unsupported",
        }
    }
}

/// What is said about a rule. Empty where its author said nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// A brief title.
    pub title: String,
    /// A unique id, mostly a UUID.
    pub id: Option<String>,
    /// A readable name for correlations to refer to.
    pub name: Option<String>,
    /// How far it can be trusted.
    pub status: Option<Status>,
    /// How bad a hit is.
    pub level: Option<Level>,
    /// Who wrote it. Goes wherever a hit goes.
    pub author: Option<String>,
    /// What it detects.
    pub description: Option<String>,
    /// The licence it is under.
    pub license: Option<String>,
    /// When it was written.
    pub date: Option<String>,
    /// When it last changed.
    pub modified: Option<String>,
    /// Where it comes from.
    pub references: Vec<String>,
    /// Tags, as `attack.t1490`.
    pub tags: Vec<String>,
    /// When a hit may mean nothing.
    pub falsepositives: Vec<String>,
    /// Fields worth showing beside a hit.
    pub fields: Vec<String>,
    /// Types of machine it is meant for.
    pub scope: Vec<String>,
}

impl About {
    /// The ATT&CK techniques among the tags, as `T1490` and `T1003.001`.
    pub fn techniques(&self) -> impl Iterator<Item = String> {
        self.tags.iter().filter_map(|tag| {
            let id = tag.strip_prefix("attack.")?.strip_prefix('t')?;
            id.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("T{id}"))
        })
    }
}

/// A detection rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What is said about it.
    pub about: About,
    /// The logs it is meant for.
    pub source: LogSource,
    /// Where it was read.
    pub place: Place,
    /// Placeholders nobody has given values for; with any of them it can never match.
    pub missing: Vec<String>,
    /// Titles of the filters that act on it.
    pub filters: Vec<String>,
    pub(crate) expr: Expr,
}

impl Rule {
    /// Whether a correlation or a filter means this rule by `name`: its id or its name.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.about.id.as_deref() == Some(name) || self.about.name.as_deref() == Some(name)
    }
}
