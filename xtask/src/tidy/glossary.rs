//! GLOSSARY.md holds the field's terms, one line each, in alphabetical order.
//!
//! A line is `- **term** (other name, other name): meaning`. Whether the meaning is right is for a reader.

use super::{Finding, tree::Tree};

const PATH: &str = "GLOSSARY.md";

/// Terms the code uses and the glossary must explain.
const TERMS: &[&str] = &[
    // hospital
    "CCN",
    "critical access hospital",
    "CAH",
    "rural emergency hospital",
    "REH",
    "licensed beds",
    "staffed users",
    "health system",
    // rural
    "FORHP",
    "RUCA",
    "RUCC",
    "CBSA",
    "SHIP",
    "FCC RHC",
    // program
    "program",
    "offer",
    "clause",
    "verdict",
    "refer",
    "registration",
    "reviewer",
    "settlement",
    "cliff",
    "funnel",
    "denominator",
    "scope",
    // assurance
    "safeguard",
    "CPG",
    "evidence",
    "attestation",
    "posture",
    "plan",
    "step",
    // devices
    "device",
    "OS build",
    "UBR",
    "ESU",
    "end of support",
    "extended until",
    "vendor pinned",
    "CVE",
    "KEV",
    // mail
    "SPF",
    "DKIM",
    "DMARC",
    "MTA-STS",
    // detection
    "rule",
    "logsource",
    "selection",
    "condition",
    "modifier",
    "correlation",
    "level",
    // continuity
    "service",
    "depends on",
];

/// Terms that are missing, explained with nothing, or out of order.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.get(PATH) else { return vec![Finding::in_file(PATH, "is not there")] };
    let mut findings = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut last = String::new();
    for (at, line) in file.text.lines().enumerate() {
        let Some((term, others, meaning)) = entry(line) else { continue };
        let key = term.to_lowercase();
        if key < last {
            findings.push(Finding::at(
                PATH,
                at + 1,
                format!("`{term}` comes after `{last}`; keep the alphabet's order"),
            ));
        }
        if meaning.split_whitespace().count() < 3 {
            findings.push(Finding::at(PATH, at + 1, format!("`{term}` is not explained")));
        }
        if names.contains(&key) {
            findings.push(Finding::at(PATH, at + 1, format!("`{term}` is there twice")));
        }
        last.clone_from(&key);
        names.push(key);
        names.extend(
            others.split(',').map(|other| other.trim().to_lowercase()).filter(|other| !other.is_empty()),
        );
    }
    for term in TERMS.iter().filter(|term| !names.contains(&term.to_lowercase())) {
        findings.push(Finding::in_file(PATH, format!("`{term}` is missing; the code uses it")));
    }
    findings
}

/// A glossary line taken apart: term, other names, meaning.
fn entry(line: &str) -> Option<(&str, &str, &str)> {
    let (term, rest) = line.strip_prefix("- **")?.split_once("**")?;
    let (others, meaning) = match rest.trim_start().strip_prefix('(') {
        Some(inside) => inside.split_once(')')?,
        None => ("", rest),
    };
    Some((term, others, meaning.trim_start().strip_prefix(':').unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        check(&Tree::made_up(&[(PATH, text)])).iter().map(|f| f.what.clone()).collect()
    }

    fn full() -> Vec<String> {
        let mut terms: Vec<String> = TERMS.iter().map(|t| (*t).to_owned()).collect();
        terms.sort_by_key(|t| t.to_lowercase());
        terms.iter().map(|t| format!("- **{t}**: a thing of the field")).collect()
    }

    #[test]
    fn all_terms_in_order_are_fine_and_another_name_counts() {
        assert_eq!(findings(&full().join("\n")), [""; 0]);
        let merged: Vec<String> = full()
            .into_iter()
            .filter(|l| !l.contains("**CAH**"))
            .map(|l| l.replace("**critical access hospital**", "**critical access hospital** (CAH)"))
            .collect();
        assert_eq!(findings(&merged.join("\n")), [""; 0]);
    }

    #[test]
    fn a_missing_an_empty_a_double_and_a_misplaced_term_are_found() {
        let without: Vec<String> = full().into_iter().filter(|l| !l.contains("**offer**")).collect();
        assert_eq!(findings(&without.join("\n")), ["`offer` is missing; the code uses it"]);
        let mut lines = full();
        lines.push("- **aardvark**: an animal of no use here".to_owned());
        assert!(findings(&lines.join("\n"))[0].contains("keep the alphabet's order"));
        let mut lines = full();
        lines.push("- **zzz**: sleep".to_owned());
        assert_eq!(findings(&lines.join("\n")), ["`zzz` is not explained"]);
        lines.push("- **zzz**: a sound of sleep".to_owned());
        assert!(findings(&lines.join("\n")).contains(&"`zzz` is there twice".to_owned()));
        assert_eq!(check(&Tree::made_up(&[]))[0].what, "is not there");
    }
}
