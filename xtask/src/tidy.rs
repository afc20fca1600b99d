//! The house rules a compiler cannot hold, each a function from the tree to findings, run by `cargo xtask tidy` and as a test.
//!
//! A rule reads and reports; none of them changes a file. Every rule has a test that it finds what it should and one
//! that it leaves good trees alone.

mod allowed;
mod catalog_rows;
mod changelog;
mod edges;
mod glossary;
mod manifests;
mod migrations;
mod module_docs;
mod names;
mod purity;
mod secrets;
mod size;
mod templates;
mod tree;
mod workbench;

use std::fmt;
use std::path::Path;

use anyhow::bail;

use crate::step;
use tree::Tree;

/// Something that breaks a rule, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the root of the tree.
    path: String,
    /// The line, counted from 1, when there is one.
    line: Option<usize>,
    /// What is wrong and what to do.
    what: String,
}

impl Finding {
    fn in_file(path: &str, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, what: what.into() }
    }

    fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.what),
            None => write!(f, "{}: {}", self.path, self.what),
        }
    }
}

/// A rule: its name and how it looks at a tree.
type Rule = (&'static str, fn(&Tree) -> Vec<Finding>);

/// Every rule, in the order they are reported.
const RULES: &[Rule] = &[
    ("crates depend only where the map allows", edges::check),
    ("deciders know no clock, disk or network", purity::check),
    ("versions and lints come from the root", manifests::check),
    ("every Rust file says what it is", module_docs::check),
    ("rooms are named by meaning", names::check),
    ("files stay small", size::check),
    ("every catalog row has source and verified_on", catalog_rows::check),
    ("the glossary has the field's terms, in order", glossary::check),
    ("the changelog has a place for what comes next", changelog::check),
    ("pages carry no inline script or style and ask no other host", templates::check),
    ("migrations are numbered without gaps", migrations::check),
    ("no secret-looking string", secrets::check),
    ("nothing of anybody's own machine", workbench::check),
    ("each allowance is still needed", allowed::check),
];

/// Checks the tree at `root` and prints every finding.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let tree = Tree::read(root)?;
    step::say(&format!("{} house rules over {} files", RULES.len(), tree.files().len()));
    let mut n_findings = 0_usize;
    for (name, check) in RULES {
        let mut findings = check(&tree);
        findings.sort();
        if !findings.is_empty() {
            println!("{name}:");
        }
        for finding in &findings {
            println!("  {finding}");
        }
        n_findings += findings.len();
    }
    if n_findings > 0 {
        bail!("{n_findings} places break a house rule; CONTRIBUTING.md says why each rule is there");
    }
    println!("tidy");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules held against this very checkout.
    #[test]
    fn the_tree_is_tidy() {
        let root = crate::root().expect("this crate has a folder above it");
        let tree = Tree::read(&root).expect("the checkout can be read");
        let findings: Vec<String> = RULES
            .iter()
            .flat_map(|(name, check)| check(&tree).into_iter().map(move |f| format!("{f} ({name})")))
            .collect();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn a_finding_shows_its_place() {
        assert_eq!(Finding::at("a.rs", 3, "is odd").to_string(), "a.rs:3: is odd");
        assert_eq!(Finding::in_file("a.rs", "is odd").to_string(), "a.rs: is odd");
    }
}
