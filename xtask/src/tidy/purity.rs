//! The crates that decide know no clock, network, disk or database: neither through a dependency nor through `std`.
//!
//! It reads text, so it can be fooled on purpose; it is here for the slip of a tired hand.

use super::edges::dependencies;
use super::{Finding, tree::Tree};

/// A deciding crate and the outside crates it may build on. Adding one is a decision to explain in review.
const PURE: &[(&str, &[&str])] = &[
    ("holdfast-core", &["jiff", "rstar", "serde", "serde_json", "sha2", "thiserror"]),
    (
        "holdfast-sigma",
        &["base64", "foldhash", "regex", "regex-syntax", "saphyr-parser", "serde", "serde_json", "thiserror"],
    ),
];

/// Parts of `std` that touch the world.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

/// Dependencies and uses that would let a decider look at the world.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, file) in tree.manifests() {
        let Some((_, allowed)) = PURE.iter().find(|(crate_name, _)| *crate_name == name) else { continue };
        let Ok(manifest) = file.text.parse::<toml::Table>() else { continue };
        for (section, dependency) in dependencies(&manifest) {
            let own = dependency.starts_with("holdfast-");
            if section != "dev-dependencies" && !own && !allowed.contains(&dependency.as_str()) {
                let what =
                    format!("`{name}` decides and must stay pure; `{dependency}` is not on its short list");
                findings.push(Finding::in_file(&file.path, what));
            }
        }
    }
    for file in tree.rust() {
        if !PURE.iter().any(|(name, _)| file.path.starts_with(&format!("crates/{name}/src/"))) {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            if line.trim_start() == "#[cfg(test)]" {
                break;
            }
            let code = line.split("//").next().unwrap_or("");
            if let Some(word) = WORLD.iter().find(|word| code.contains(**word)) {
                let what = format!("`{word}` in a crate that decides; take the value as an argument");
                findings.push(Finding::at(&file.path, at + 1, what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pure_code_may_speak_of_the_world_in_words_and_tests() {
        let text = "//! No std::fs here.\nfn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }";
        let tree = Tree::made_up(&[
            ("crates/holdfast-core/src/a.rs", text),
            (
                "crates/holdfast-core/Cargo.toml",
                "[dependencies]\nserde.workspace = true\n[dev-dependencies]\ntokio.workspace = true",
            ),
            ("crates/holdfast-store/src/b.rs", "use std::fs;"),
        ]);
        assert!(check(&tree).is_empty());
    }

    #[test]
    fn a_disk_and_a_runtime_in_core_are_found() {
        let tree = Tree::made_up(&[
            ("crates/holdfast-core/src/a.rs", "//! Doc.\nuse std::fs;"),
            ("crates/holdfast-core/Cargo.toml", "[dependencies]\ntokio.workspace = true"),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("`tokio` is not on its short list"));
        assert!(found[1].starts_with("crates/holdfast-core/src/a.rs:2: `std::fs`"));
    }
}
