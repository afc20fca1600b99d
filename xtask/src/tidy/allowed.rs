//! The few exceptions to the rules, in `xtask/allowed.toml`, each with its reason; one nobody needs any more is a finding.
//!
//! It grants nothing by itself: the rules ask it.

use serde::Deserialize;

use super::{Finding, secrets, size, tree::Tree};

const PATH: &str = "xtask/allowed.toml";

/// The exceptions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allowed {
    /// Files that may be longer than the limit.
    pub long_file: Vec<LongFile>,
    /// Strings that look secret and are not.
    pub not_secret: Vec<NotSecret>,
}

/// A file that may be long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongFile {
    /// The file.
    pub path: String,
    /// How long it may be.
    pub at_most: usize,
    /// Why.
    pub reason: String,
}

/// A line that looks secret and is not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotSecret {
    /// The file.
    pub path: String,
    /// Text on the line.
    pub contains: String,
    /// Why it is no secret.
    pub reason: String,
}

/// The tree's exceptions; none when the file is absent or cannot be read, which [`check`] reports.
pub fn of(tree: &Tree) -> Allowed {
    tree.get(PATH).and_then(|file| toml::from_str(&file.text).ok()).unwrap_or_default()
}

/// An unreadable list, an exception without a reason, and an exception nothing needs.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.get(PATH) else { return Vec::new() };
    let allowed: Allowed = match toml::from_str(&file.text) {
        Ok(allowed) => allowed,
        Err(error) => return vec![Finding::in_file(PATH, format!("cannot be read: {}", error.message()))],
    };
    let long = allowed.long_file.iter().map(|row| (&row.path, &row.reason, size::needs(tree, row)));
    let secret = allowed.not_secret.iter().map(|row| (&row.path, &row.reason, secrets::needs(tree, row)));
    let mut findings = Vec::new();
    for (path, reason, needed) in long.chain(secret) {
        if !needed {
            findings.push(Finding::in_file(
                PATH,
                format!("nothing needs the exception for `{path}` any more; take it out"),
            ));
        }
        if reason.split_whitespace().count() < 3 {
            findings
                .push(Finding::in_file(PATH, format!("the exception for `{path}` needs a reason in words")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_in_use_with_a_reason_is_fine() {
        let long = "\n".repeat(600);
        let row =
            "[[long_file]]\npath = \"crates/a/src/t.rs\"\nat_most = 700\nreason = \"one table, read as one\"";
        assert!(check(&Tree::made_up(&[(PATH, row), ("crates/a/src/t.rs", &long)])).is_empty());
    }

    #[test]
    fn a_stale_a_wordless_and_an_unreadable_exception_are_found() {
        let row = "[[long_file]]\npath = \"crates/a/src/gone.rs\"\nat_most = 700\nreason = \"big\"";
        let found: Vec<String> =
            check(&Tree::made_up(&[(PATH, row)])).iter().map(|f| f.what.clone()).collect();
        assert!(found[0].contains("nothing needs") && found[1].contains("needs a reason"), "{found:?}");
        assert!(check(&Tree::made_up(&[(PATH, "[[long_flie]]")]))[0].what.contains("cannot be read"));
    }
}
