//! What a detection rule hit on one computer, and what was read of its logs. Rows of a hunt's result, made safe to keep and show.
//!
//! Whether several belong together, and what to do, is decided in [`crate::decide::incident`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Longest title of a rule, in characters.
const MOST_TITLE: usize = 300;
/// Longest name of a computer, a log, a file or an author, in characters.
const MOST_NAME: usize = 200;
/// Longest value of a field, in characters.
const MOST_VALUE: usize = 600;
/// Most fields of an example.
const MOST_FIELDS: usize = 40;
/// Most techniques, tactics or parts of a rule.
const MOST_WORDS: usize = 20;

/// How soon somebody should look.
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
    /// Now.
    Critical,
}

impl Severity {
    /// Every one, least first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The key used in files, addresses and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// When to look, in words.
    pub fn look(self) -> &'static str {
        match self {
            Self::Info => "For the record",
            Self::Low => "When there is time",
            Self::Medium => "Look this week",
            Self::High => "Look today",
            Self::Critical => "Look now",
        }
    }

    /// Whether it is enough to open a case by itself.
    pub fn opens_a_case(self) -> bool {
        self >= Self::Medium
    }
}

/// The rule that hit. Its author goes wherever the hit goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DetectionRule {
    /// Its id, mostly a UUID.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Who wrote it; `None` when the rule does not say.
    pub author: Option<String>,
    /// The level its author gave it.
    pub level: Option<String>,
    /// Techniques of MITRE ATT&CK, like `T1490`.
    #[serde(default)]
    pub techniques: Vec<String>,
    /// Tactics of MITRE ATT&CK, like `impact`.
    #[serde(default)]
    pub tactics: Vec<String>,
}

impl DetectionRule {
    /// What tells it from other rules: its id, or its title when it has none.
    pub fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.title)
    }

    /// Who wrote it, in words.
    pub fn author_in_words(&self) -> &str {
        self.author.as_deref().unwrap_or("an author the rule does not name")
    }
}

/// One event that hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectionExample {
    /// When it was written.
    pub at: Timestamp,
    /// The log it was written to.
    pub channel: String,
    /// Who wrote it.
    pub provider: String,
    /// Its kind.
    pub event_id: Option<u32>,
    /// Its number in that log.
    pub record_id: Option<u64>,
    /// The file it was read from.
    pub file: String,
    /// Its fields.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// All events that one rule hit on one computer with one story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detection {
    /// The rule.
    pub rule: DetectionRule,
    /// How soon somebody should look.
    pub severity: Severity,
    /// The computer, as its events name it.
    pub host: String,
    /// How many events hit.
    pub n_events: u64,
    /// Time of the first.
    pub first_at: Timestamp,
    /// Time of the last.
    pub last_at: Timestamp,
    /// One of them.
    pub example: DetectionExample,
    /// Whether the rule never hit on this computer before; `None` when nobody compared.
    pub is_first_seen: Option<bool>,
    /// Titles of the rules it was put together from.
    #[serde(default)]
    pub from_rules: Vec<String>,
}

impl Detection {
    /// The same without control characters and endless texts, its two times in order. `None` when it names no computer or no rule:
    /// nothing can be done about it.
    #[must_use]
    pub fn cleaned(self) -> Option<Self> {
        let DetectionRule { id, title, author, level, techniques, tactics } = self.rule;
        let rule = DetectionRule {
            id: id.map(|t| line(&t, MOST_NAME)).filter(|t| !t.is_empty()),
            title: line(&title, MOST_TITLE),
            author: author.map(|t| line(&t, MOST_NAME)).filter(|t| !t.is_empty()),
            level: level.map(|t| line(&t, MOST_NAME)).filter(|t| !t.is_empty()),
            techniques: words(techniques),
            tactics: words(tactics),
        };
        let host = line(&self.host, MOST_NAME);
        if host.is_empty() || rule.title.is_empty() {
            return None;
        }
        let fields = self.example.fields.into_iter().take(MOST_FIELDS);
        let example = DetectionExample {
            channel: line(&self.example.channel, MOST_NAME),
            provider: line(&self.example.provider, MOST_NAME),
            file: line(&self.example.file, MOST_NAME),
            fields: fields.map(|(k, v)| (line(&k, MOST_NAME), line(&v, MOST_VALUE))).collect(),
            ..self.example
        };
        let (first_at, last_at) = (self.first_at.min(self.last_at), self.first_at.max(self.last_at));
        let n_events = self.n_events.clamp(1, u64::from(u32::MAX));
        let from_rules = self.from_rules.into_iter().take(MOST_WORDS).map(|t| line(&t, MOST_TITLE)).collect();
        Some(Self { rule, host, example, first_at, last_at, n_events, from_rules, ..self })
    }

    /// SHA-256 in hex of what makes it this detection: rule, computer, times and example. The file it was read from is left out, so
    /// that the same log sent twice under two names says nothing new.
    pub fn digest(&self) -> String {
        let e = &self.example;
        let fields: Vec<String> = e.fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let parts = [
            self.rule.key().to_owned(),
            short_name(&self.host),
            self.first_at.to_string(),
            self.last_at.to_string(),
            e.at.to_string(),
            e.channel.clone(),
            format!("{:?} {:?}", e.event_id, e.record_id),
            fields.join("\u{1f}"),
        ];
        hex(&parts.join("\u{1e}"))
    }

    /// What stays the same while a log goes on growing: rule, computer, first event. A later hunt over the same log finds it again
    /// with more events.
    pub fn thread(&self) -> (String, String, Timestamp) {
        (self.rule.key().to_owned(), short_name(&self.host), self.first_at)
    }
}

/// What was read of one log of one computer, found or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogCoverage {
    /// The computer.
    pub host: String,
    /// The log.
    pub channel: String,
    /// Events read.
    pub n_events: u64,
    /// Time of the first.
    pub first_at: Timestamp,
    /// Time of the last.
    pub last_at: Timestamp,
}

impl LogCoverage {
    /// The same made safe, as [`Detection::cleaned`].
    #[must_use]
    pub fn cleaned(self) -> Option<Self> {
        let (host, channel) = (line(&self.host, MOST_NAME), line(&self.channel, MOST_NAME));
        let (first_at, last_at) = (self.first_at.min(self.last_at), self.first_at.max(self.last_at));
        (!host.is_empty() && !channel.is_empty()).then_some(Self { host, channel, first_at, last_at, ..self })
    }
}

/// A computer's short name in small letters: `Lab-01.fixture.example` is `lab-01`. An address stays whole.
pub fn short_name(host: &str) -> String {
    let host = host.trim().to_lowercase();
    match host.split_once('.') {
        Some((first, _)) if !first.is_empty() && !first.bytes().all(|b| b.is_ascii_digit()) => {
            first.to_owned()
        }
        _ => host,
    }
}

/// A text on one line: no control characters, none that turn the writing direction, at most so many characters.
fn line(text: &str, most: usize) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let flat: String = text
        .chars()
        .take(most * 4)
        .filter(|c| !turns(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    flat.chars().take(most - 1).chain(['\u{2026}']).collect()
}

fn words(all: Vec<String>) -> Vec<String> {
    all.into_iter().take(MOST_WORDS).map(|w| line(&w, 60)).filter(|w| !w.is_empty()).collect()
}

fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::incident::made_up::detection;

    #[test]
    fn a_name_is_its_first_label_and_an_address_stays_whole() {
        for (host, name) in [
            ("LAB-01.fixture.example", "lab-01"),
            (" Lab-01 ", "lab-01"),
            ("10.1.2.3", "10.1.2.3"),
            (".x", ".x"),
            ("", ""),
        ] {
            assert_eq!(short_name(host), name);
        }
    }

    #[test]
    fn hostile_texts_become_short_lines() {
        let mut d = detection("shadow copies", "LAB\u{202e}-01\r\n<b>", 0);
        d.rule.title = "a\u{0}b ".repeat(4_000);
        d.example.fields = (0..500).map(|n| (format!("k{n}\n"), "v".repeat(9_000))).collect();
        (d.first_at, d.last_at) = (d.last_at + jiff::SignedDuration::from_hours(1), d.first_at);
        let clean = d.cleaned().expect("a detection");
        assert_eq!(clean.host, "LAB-01 <b>");
        assert!(clean.rule.title.chars().count() == MOST_TITLE && clean.rule.title.ends_with('\u{2026}'));
        assert!(clean.example.fields.len() <= MOST_FIELDS);
        assert!(clean.example.fields.values().all(|v| v.chars().count() <= MOST_VALUE));
        assert!(clean.first_at < clean.last_at);
        assert!(detection("shadow copies", " \u{7}", 0).cleaned().is_none());
    }

    #[test]
    fn another_file_makes_no_other_detection_and_another_record_does() {
        let one = detection("shadow copies", "LAB-01", 0);
        let mut two = one.clone();
        two.example.file = "copy of Security.evtx".to_owned();
        two.host = "lab-01.fixture.example".to_owned();
        assert_eq!(one.digest(), two.digest());
        two.example.record_id = Some(99);
        assert_ne!(one.digest(), two.digest());
    }
}
