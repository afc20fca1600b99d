//! A room is named by what it is for: no `utils`, `common`, `helpers` or `misc`, and no numbered second parts.

use super::{Finding, tree::Tree};

const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "stuff", "shared"];

/// Rust files and folders whose name says nothing.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust()
        .filter_map(|file| {
            let mut parts = file.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
            let empty = parts.clone().find(|part| EMPTY_NAMES.contains(part));
            let stem = parts.next_back().unwrap_or("");
            if let Some(name) = empty {
                Some(Finding::in_file(
                    &file.path,
                    format!("`{name}` says nothing; name the room by what it is for"),
                ))
            } else if is_second_part(stem, tree, &file.path) {
                Some(Finding::in_file(
                    &file.path,
                    format!("`{stem}` is a numbered part; split by meaning instead"),
                ))
            } else {
                None
            }
        })
        .collect()
}

/// `evidence2.rs` beside `evidence.rs`.
fn is_second_part(stem: &str, tree: &Tree, path: &str) -> bool {
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    bare.len() < stem.len() && tree.get(&path.replace(&format!("{stem}.rs"), &format!("{bare}.rs"))).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_with_a_meaning_are_fine() {
        let tree = Tree::made_up(&[
            ("crates/a/src/ruca2010.rs", ""),
            ("crates/a/src/uncommon.rs", ""),
            ("e2e/common.mjs", ""),
        ]);
        assert!(check(&tree).is_empty());
    }

    #[test]
    fn empty_names_and_second_parts_are_found() {
        for path in ["crates/a/src/utils.rs", "crates/a/src/common/b.rs", "crates/a/tests/helpers/mod.rs"] {
            assert_eq!(check(&Tree::made_up(&[(path, "")])).len(), 1, "{path}");
        }
        let tree = Tree::made_up(&[("crates/a/src/evidence.rs", ""), ("crates/a/src/evidence2.rs", "")]);
        assert!(check(&tree)[0].what.contains("numbered part"));
    }
}
