//! CHANGELOG.md keeps an Unreleased section at its top, so that a change always has a place to be named.

use super::{Finding, tree::Tree};

const PATH: &str = "CHANGELOG.md";

/// A changelog that is absent, or whose first section is not Unreleased.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.get(PATH) else { return vec![Finding::in_file(PATH, "is not there")] };
    let first = file.text.lines().enumerate().find(|(_, line)| line.starts_with("## "));
    match first {
        Some((_, "## Unreleased")) => Vec::new(),
        Some((at, _)) => vec![Finding::at(PATH, at + 1, "the first section must be `## Unreleased`")],
        None => vec![Finding::in_file(PATH, "has no section; start one with `## Unreleased`")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreleased_first_is_fine() {
        assert!(check(&Tree::made_up(&[(PATH, "# Changes\n\n## Unreleased\n\n## 0.1.0\n")])).is_empty());
    }

    #[test]
    fn anything_else_is_found() {
        for text in ["", "# Changes\n", "## 0.1.0\n\n## Unreleased\n"] {
            assert_eq!(check(&Tree::made_up(&[(PATH, text)])).len(), 1, "{text:?}");
        }
        assert_eq!(check(&Tree::made_up(&[])).len(), 1);
    }
}
