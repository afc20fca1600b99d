//! Every Rust file opens with `//!`: its room in one line, then what it does not do.
//!
//! It cannot tell whether the words are true.

use super::{Finding, tree::Tree};

/// Files without a module doc on their first line.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust()
        .filter_map(|file| {
            let first = file.text.lines().next().unwrap_or("");
            let words = first.strip_prefix("//!").map(|doc| doc.split_whitespace().count());
            match words {
                None => Some(Finding::at(
                    &file.path,
                    1,
                    "the first line must be a `//!` doc: what this room is, then what it does not do",
                )),
                Some(n) if n < 3 => {
                    Some(Finding::at(&file.path, 1, "the `//!` doc says too little; say what this room is"))
                }
                Some(_) => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doc_of_a_sentence_is_fine() {
        assert!(
            check(&Tree::made_up(&[("a.rs", "//! Reads the sky each morning.\nfn a() {}"), ("b.txt", "")]))
                .is_empty()
        );
    }

    #[test]
    fn no_doc_a_late_doc_and_a_bare_name_are_found() {
        for text in ["", "fn a() {}", "use std::fmt;\n//! Late.", "//! holdfast-sky"] {
            assert_eq!(check(&Tree::made_up(&[("a.rs", text)])).len(), 1, "{text:?}");
        }
    }
}
