//! Migration files are `0001_what_it_does.sql`, numbered from 1 without gaps or doubles in each `migrations/` folder.
//!
//! It does not read the SQL; the store's own tests run it.

use std::collections::BTreeMap;

use super::{Finding, tree::Tree};

/// Migrations with a wrong name or number.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
    let mut findings = Vec::new();
    for file in tree.files() {
        let Some((folder, name)) = file.path.rsplit_once('/') else { continue };
        if !(folder.ends_with("/migrations") || folder.contains("/migrations/")) || !name.ends_with(".sql") {
            continue;
        }
        match number(name) {
            Some(n) => folders.entry(folder).or_default().push((n, &file.path)),
            None => {
                findings.push(Finding::in_file(&file.path, "name it like `0012_device_end_of_support.sql`"))
            }
        }
    }
    for files in folders.values_mut() {
        files.sort_unstable();
        for (expected, (n, path)) in (1..).zip(files.iter()) {
            if *n != expected {
                findings.push(Finding::in_file(
                    path,
                    format!("is number {n}, but the next in its folder is {expected}"),
                ));
                break;
            }
        }
    }
    findings
}

/// The four digits before the words, if the name is of that form.
fn number(name: &str) -> Option<u32> {
    let (digits, words) = name.strip_suffix(".sql")?.split_once('_')?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fits = digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !words.is_empty()
        && words.chars().all(plain);
    if fits { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_findings(names: &[&str]) -> usize {
        let paths: Vec<String> = names.iter().map(|n| format!("crates/a/migrations/{n}")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(|p| (p.as_str(), "")).collect();
        check(&Tree::made_up(&files)).len()
    }

    #[test]
    fn a_row_of_numbers_is_fine() {
        assert_eq!(n_findings(&["0001_first.sql", "0002_second_step.sql", "README.md"]), 0);
    }

    #[test]
    fn gaps_doubles_and_odd_names_are_found() {
        assert_eq!(n_findings(&["0001_first.sql", "0003_third.sql"]), 1);
        assert_eq!(n_findings(&["0001_first.sql", "0001_again.sql"]), 1);
        assert_eq!(n_findings(&["1_first.sql"]), 1);
        assert_eq!(n_findings(&["0001-First.sql"]), 1);
        assert_eq!(n_findings(&["0001_.sql"]), 1);
    }
}
