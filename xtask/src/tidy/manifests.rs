//! Each crate takes its lints from the root, and names dependencies without a version of its own.
//!
//! Which crate may depend on which is the business of `edges`.

use super::{Finding, tree::Tree};

/// Manifests that do not inherit.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, file) in tree.manifests() {
        let Ok(manifest) = file.text.parse::<toml::Table>() else { continue };
        let inherits = |section: &str, key: &str| {
            let value = manifest.get(section).and_then(|s| s.get(key));
            value.and_then(toml::Value::as_bool) == Some(true)
                || value.and_then(|v| v.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
        };
        if !inherits("lints", "workspace") {
            findings.push(Finding::in_file(
                &file.path,
                format!("`{name}` has lints of its own; write `[lints] workspace = true`"),
            ));
        }
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            if !inherits("package", key) {
                findings.push(Finding::in_file(
                    &file.path,
                    format!("write `{key}.workspace = true` in [package]"),
                ));
            }
        }
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let rows = manifest.get(section).and_then(toml::Value::as_table);
            for (dependency, value) in rows.into_iter().flatten() {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    let what = format!(
                        "`{dependency}` has its version here; move it to the root and write `workspace = true`"
                    );
                    findings.push(Finding::in_file(&file.path, what));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n[lints]\nworkspace = true\n";

    fn findings(manifest: &str) -> Vec<String> {
        check(&Tree::made_up(&[("crates/a/Cargo.toml", manifest)])).iter().map(|f| f.what.clone()).collect()
    }

    #[test]
    fn a_manifest_that_inherits_is_fine() {
        let manifest = format!(
            "{HEAD}[dependencies]\nserde = {{ workspace = true, features = [\"rc\"] }}\njiff.workspace = true"
        );
        assert!(findings(&manifest).is_empty());
    }

    #[test]
    fn a_version_or_lint_of_its_own_is_found() {
        let found = findings(&format!("{HEAD}[dependencies]\nserde = \"1\""));
        assert_eq!(found, ["`serde` has its version here; move it to the root and write `workspace = true`"]);
        let found = findings(&HEAD.replace("[lints]\nworkspace = true\n", ""));
        assert_eq!(found, ["`a` has lints of its own; write `[lints] workspace = true`"]);
        let found = findings(&HEAD.replace("edition.workspace = true", "edition = \"2021\""));
        assert_eq!(found, ["write `edition.workspace = true` in [package]"]);
    }
}
