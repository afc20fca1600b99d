//! What a case says in plain words. A rule that hit is a sign and no proof, so every sentence speaks of signs.

use super::describe::{Line, Machine};
use crate::decide::advice::short_name;
use crate::model::DetectionRule;

/// Tactics of MITRE ATT&CK and what their signs mean, the gravest first.
const SIGNS: &[(&str, &str)] = &[
    ("impact", "files are being locked or destroyed"),
    ("exfiltration", "data is being carried off"),
    ("credential-access", "somebody is after passwords"),
    ("lateral-movement", "somebody moves from computer to computer"),
    ("command-and-control", "a computer takes orders from outside"),
    ("defense-evasion", "somebody hides what they do"),
    ("privilege-escalation", "somebody takes more rights"),
    ("initial-access", "somebody got in"),
    ("persistence", "something settles in to come back"),
    ("collection", "somebody gathers data"),
    ("execution", "a program ran that should be looked at"),
    ("discovery", "somebody looks around in the network"),
];

/// What a rule's hit is a sign of.
pub(super) fn sign_of(rule: &DetectionRule) -> &'static str {
    let clears = |t: &String| t.to_uppercase() == "T1070.001" || t.to_uppercase() == "T1070";
    if rule.techniques.iter().any(clears) {
        return "somebody cleared logs";
    }
    let of = |key: &str| rule.tactics.iter().any(|t| short_name(t) == key);
    SIGNS.iter().find(|(key, _)| of(key)).map_or("something should be looked at", |(_, says)| says)
}

/// A case's title: what it is a sign of, and where.
pub fn title(gravest: &DetectionRule, machines: &[Machine]) -> String {
    let others = match machines.len() {
        0 | 1 => String::new(),
        2 => " and 1 more".to_owned(),
        n => format!(" and {} more", n - 1),
    };
    let first = machines.first().map_or("an unnamed computer", |m| m.name.as_str());
    format!("Signs that {} on {first}{others}", sign_of(gravest))
}

/// What happened, in sentences, without times.
pub fn happened(lines: &[Line], machines: &[Machine], accounts: &[String]) -> Vec<String> {
    let mut says = Vec::new();
    let n_events: u64 = lines.iter().map(|l| l.n_events).fold(0, u64::saturating_add);
    says.push(format!(
        "{} hit on {}, {} in all.",
        count(lines.len(), "detection rule", "detection rules"),
        count(machines.len(), "computer", "computers"),
        count(usize::try_from(n_events).unwrap_or(usize::MAX), "event", "events"),
    ));
    for machine in machines.iter().filter(|m| !m.carries.is_empty()).take(5) {
        says.push(format!("Care depends on {}: it carries {}.", machine.name, machine.carries));
    }
    let mut signs: Vec<&str> = lines.iter().map(|l| sign_of(&l.rule)).collect();
    let mut seen = Vec::new();
    signs.retain(|s| {
        !seen.contains(s) && {
            seen.push(s);
            true
        }
    });
    if signs.len() > 1 {
        says.push(format!("These are signs that {}.", listed(&signs)));
    }
    if !accounts.is_empty() {
        let shown: Vec<&str> = accounts.iter().take(8).map(String::as_str).collect();
        let more = accounts.len().saturating_sub(8);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        says.push(format!("Accounts named in the events: {}{more}.", shown.join(", ")));
    }
    says
}

/// A number with its word.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Words with commas and an "and".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{}, and that {last}", most.join(", that ")),
    }
}
