//! No source file over 500 lines without a written reason; 80 to 200 is what reads well.

use super::allowed::{self, LongFile};
use super::{Finding, tree::Tree, tree::TreeFile};

const LIMIT: usize = 500;

/// Source files that are too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = allowed::of(tree);
    tree.rust()
        .filter(|file| is_source(file))
        .filter_map(|file| {
            let n_lines = file.text.lines().count();
            let limit = allowed.long_file.iter().find(|row| row.path == file.path).map_or(LIMIT, |row| row.at_most);
            (n_lines > limit).then(|| {
                Finding::in_file(&file.path, format!("{n_lines} lines, over {limit}; split it by meaning, or write the reason in xtask/allowed.toml"))
            })
        })
        .collect()
}

/// Whether the tree still has the long file an exception is for.
pub fn needs(tree: &Tree, row: &LongFile) -> bool {
    tree.get(&row.path).is_some_and(|file| is_source(file) && file.text.lines().count() > LIMIT)
}

fn is_source(file: &TreeFile) -> bool {
    file.path.starts_with("crates/") && file.path.contains("/src/") || file.path.starts_with("xtask/src/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_findings(lines: usize, allow: &str) -> usize {
        let text = "\n".repeat(lines);
        check(&Tree::made_up(&[("crates/a/src/t.rs", &text), ("xtask/allowed.toml", allow)])).len()
    }

    #[test]
    fn a_file_at_the_limit_and_one_with_a_reason_are_fine() {
        assert_eq!(n_findings(500, ""), 0);
        assert_eq!(
            n_findings(
                600,
                "[[long_file]]\npath = \"crates/a/src/t.rs\"\nat_most = 650\nreason = \"one long table\""
            ),
            0
        );
    }

    #[test]
    fn one_line_more_is_found_also_past_its_own_allowance() {
        assert_eq!(n_findings(501, ""), 1);
        assert_eq!(
            n_findings(
                651,
                "[[long_file]]\npath = \"crates/a/src/t.rs\"\nat_most = 650\nreason = \"one long table\""
            ),
            1
        );
    }
}
