//! What a hunt found, in the forms people and programs read. Nothing here decides anything.

pub mod csv;
pub mod html;
pub mod json;
pub mod ocsf;
pub mod terminal;
pub mod timeline;

use holdfast_wire::hunt::{RuleShape, Severity};

/// What to do about a finding, in the words of whoever calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub means: String,
    /// Whom to call.
    pub call: String,
    /// What to unplug.
    pub unplug: String,
    /// What to keep.
    pub keep: String,
    /// The usual harmless reason; empty when there is none to name.
    pub not_it: String,
}

/// What is known of rules and techniques beyond the rules themselves.
pub trait Knowledge {
    /// What to do about a rule's hits. `None` when nothing is known.
    fn advice(&self, rule: &RuleShape) -> Option<Advice>;

    /// The name of an ATT&CK technique, like `T1490`.
    fn technique(&self, id: &str) -> Option<&str>;

    /// Whether a technique serves a tactic. `None` when the technique is not known.
    fn serves(&self, technique: &str, tactic: &str) -> Option<bool>;
}

/// Nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct NoKnowledge;

impl Knowledge for NoKnowledge {
    fn advice(&self, _: &RuleShape) -> Option<Advice> {
        None
    }

    fn technique(&self, _: &str) -> Option<&str> {
        None
    }

    fn serves(&self, _: &str, _: &str) -> Option<bool> {
        None
    }
}

/// Tactics of MITRE ATT&CK (enterprise) in the order an attack mostly takes, with their names. Since version 19 what was one
/// tactic, defense evasion, is two; rules of either kind are about. Source: https://attack.mitre.org/tactics/enterprise/
pub(crate) const TACTICS: &[(&str, &str)] = &[
    ("reconnaissance", "Reconnaissance"),
    ("resource-development", "Resource development"),
    ("initial-access", "Initial access"),
    ("execution", "Execution"),
    ("persistence", "Persistence"),
    ("privilege-escalation", "Privilege escalation"),
    ("stealth", "Stealth"),
    ("defense-evasion", "Defense evasion"),
    ("defense-impairment", "Defense impairment"),
    ("credential-access", "Credential access"),
    ("discovery", "Discovery"),
    ("lateral-movement", "Lateral movement"),
    ("collection", "Collection"),
    ("command-and-control", "Command and control"),
    ("exfiltration", "Exfiltration"),
    ("impact", "Impact"),
];

/// The word for how soon somebody should look, and what it asks.
pub(crate) fn word(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Critical => ("Critical", "look now"),
        Severity::High => ("High", "look today"),
        Severity::Medium => ("Medium", "look this week"),
        Severity::Low => ("Low", "look when there is time"),
        Severity::Info => ("Info", "for the record"),
    }
}

/// Fields that say most about an event, best first.
const TELLING: &[&str] = &[
    "CommandLine",
    "NewProcessName",
    "Image",
    "ParentCommandLine",
    "ParentImage",
    "ParentProcessName",
    "ServiceName",
    "ImagePath",
    "ServiceFileName",
    "TaskName",
    "ScriptBlockText",
    "TargetObject",
    "Details",
    "TargetFilename",
    "TargetUserName",
    "SubjectUserName",
    "User",
    "IpAddress",
    "SourceIp",
    "DestinationIp",
    "DestinationHostname",
    "ShareName",
    "RelativeTargetName",
    "ObjectName",
    "ThreatName",
    "Path",
    "Data",
];

/// The fields to show first, at most `n`, with values cut to `max` letters.
pub(crate) fn telling(
    fields: &std::collections::BTreeMap<String, String>,
    n: usize,
    max: usize,
) -> Vec<(&str, String)> {
    let known = TELLING.iter().filter_map(|name| fields.get_key_value(*name));
    let others = fields.iter().filter(|(name, _)| !TELLING.contains(&name.as_str()));
    known
        .chain(others)
        .filter(|(_, value)| !value.trim().is_empty() && *value != "-")
        .take(n)
        .map(|(name, value)| (name.as_str(), cut(value, max)))
        .collect()
}

/// At most `max` letters on one line.
pub(crate) fn cut(text: &str, max: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(max) {
        Some((at, _)) => format!("{}\u{2026}", &line[..at]),
        None => line,
    }
}

/// An instant to the second, in UTC.
pub(crate) fn second(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The user a finding is about, where its event names one.
pub(crate) fn user(fields: &std::collections::BTreeMap<String, String>) -> &str {
    ["SubjectUserName", "User", "TargetUserName", "AccountName"]
        .iter()
        .find_map(|name| fields.get(*name).filter(|value| !value.is_empty() && *value != "-"))
        .map_or("", String::as_str)
}
