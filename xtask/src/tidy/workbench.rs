//! The tree speaks of the product alone: no path on anybody's machine, no private host, no word on who typed it.
//!
//! Documentation may name folders of a running system, such as `/etc` or `/var/lib/holdfast`.

use super::{Finding, tree::Tree};

/// What gives a workbench away, and what it is. Split, so that this file is no finding.
const MARKS: &[(&str, &str, &str)] = &[
    ("/ho", "me/", "a folder of one person's machine"),
    ("/Us", "ers/", "a folder of one person's machine"),
    ("C:\\Us", "ers\\", "a folder of one person's machine"),
    ("/ro", "ot/", "a folder of one machine's administrator"),
    ("/wo", "rk/", "a folder of one machine"),
    ("/work", "space/", "a folder of one machine"),
    ("artif", "actory", "a private package host"),
    (".inter", "nal/", "a private host"),
    (".co", "rp/", "a private host"),
    ("co-auth", "ored-by", "a word on who typed it"),
    ("as an a", "i language", "a word on who typed it"),
    ("language mo", "del", "a word on who typed it"),
    ("ai assis", "tant", "a word on who typed it"),
    ("coding ag", "ent", "a word on who typed it"),
];

/// Lines that speak of the place or hand they were made by.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        for (at, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (start, rest, what) in MARKS {
                let mark = format!("{start}{rest}");
                let wanted = mark.to_lowercase();
                if lower.match_indices(&wanted).any(|(found, _)| stands_alone(&lower, found, &wanted)) {
                    findings.push(Finding::at(
                        &file.path,
                        at + 1,
                        format!("`{mark}` is {what}; take it out"),
                    ));
                }
            }
        }
    }
    findings
}

/// A path mark counts only where a path begins: a page's own address such as `/hospital/home/` is none.
fn stands_alone(line: &str, at: usize, mark: &str) -> bool {
    !mark.starts_with('/') || !line[..at].ends_with(|c: char| c.is_alphanumeric() || "}.-_*".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_findings(line: &str) -> usize {
        check(&Tree::made_up(&[("a.md", line)])).len()
    }

    #[test]
    fn the_product_and_its_own_addresses_are_fine() {
        for line in [
            "keep it in /var/lib/holdfast",
            "GET /hospital/home/tasks",
            "href=\"{{ base }}/home/\"",
            "the hospital's internal network",
            "https://docs.rs/workspace/latest",
        ] {
            assert_eq!(n_findings(line), 0, "{line}");
        }
    }

    #[test]
    fn a_machine_a_private_host_and_a_hand_are_found() {
        for (start, rest, _) in MARKS {
            assert_eq!(n_findings(&format!("see \"{start}{rest}x\"")), 1, "{start}{rest}");
        }
    }
}
