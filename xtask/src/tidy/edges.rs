//! Which crate may depend on which: the map of ARCHITECTURE.md as a table, held against the manifests.
//!
//! A dev-dependency on the test kit is free everywhere; any other dev-dependency follows the table too.

use super::{Finding, tree::Tree};

/// Every crate of the workspace and the workspace crates it may depend on. A new crate is a new row.
const EDGES: &[(&str, &[&str])] = &[
    ("holdfast-wire", &[]),
    // What a machine says of itself is decided about in the very shape in which it is said; wire is plain shapes and builds on nothing.
    ("holdfast-core", &["holdfast-wire"]),
    ("holdfast-evtx", &[]),
    ("holdfast-sigma", &["holdfast-evtx"]),
    ("holdfast-mail", &[]),
    ("holdfast-catalog", &["holdfast-core"]),
    ("holdfast-import", &["holdfast-core", "holdfast-wire"]),
    ("holdfast-exposure", &["holdfast-core"]),
    ("holdfast-store", &["holdfast-core", "holdfast-wire"]),
    ("holdfast-report", &["holdfast-core"]),
    ("holdfast-hunt", &["holdfast-wire", "holdfast-sigma", "holdfast-evtx"]),
    ("holdfast-agent", &["holdfast-wire", "holdfast-hunt", "holdfast-sigma", "holdfast-evtx"]),
    ("holdfast-server", BELOW_SERVER),
    // The binary wires what the server stands on, so it may name those rooms too.
    ("holdfast", BELOW_BINARY),
    // For tests and tasks only: nothing that ships may depend on these two.
    ("holdfast-testkit", ALL_THAT_SHIPS),
    ("xtask", ALL_THAT_SHIPS),
];

const BELOW_SERVER: &[&str] = &[
    "holdfast-core",
    "holdfast-evtx",
    "holdfast-sigma",
    "holdfast-hunt",
    "holdfast-mail",
    "holdfast-catalog",
    "holdfast-wire",
    "holdfast-import",
    "holdfast-exposure",
    "holdfast-store",
    "holdfast-report",
];

const BELOW_BINARY: &[&str] = &[
    "holdfast-core",
    "holdfast-evtx",
    "holdfast-sigma",
    "holdfast-hunt",
    "holdfast-mail",
    "holdfast-catalog",
    "holdfast-wire",
    "holdfast-import",
    "holdfast-exposure",
    "holdfast-store",
    "holdfast-report",
    "holdfast-agent",
    "holdfast-server",
];

const ALL_THAT_SHIPS: &[&str] = &[
    "holdfast-core",
    "holdfast-evtx",
    "holdfast-sigma",
    "holdfast-hunt",
    "holdfast-mail",
    "holdfast-catalog",
    "holdfast-wire",
    "holdfast-import",
    "holdfast-exposure",
    "holdfast-store",
    "holdfast-report",
    "holdfast-agent",
    "holdfast-server",
    "holdfast",
];

const TESTKIT: &str = "holdfast-testkit";

/// Crates with an edge the table does not have, and crates the table does not know.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let known = |name: &str| EDGES.iter().any(|(crate_name, _)| *crate_name == name);
    let mut findings = Vec::new();
    for (name, file) in tree.manifests() {
        let Some((_, allowed)) = EDGES.iter().find(|(crate_name, _)| *crate_name == name) else {
            findings.push(Finding::in_file(
                &file.path,
                format!("crate `{name}` is not in the table of edges; add its row"),
            ));
            continue;
        };
        let manifest: toml::Table = match file.text.parse() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::in_file(&file.path, format!("is not TOML: {}", error.message())));
                continue;
            }
        };
        for (section, dependency) in dependencies(&manifest) {
            let free = section == "dev-dependencies" && dependency == TESTKIT;
            if known(&dependency) && !free && !allowed.contains(&dependency.as_str()) {
                let what = format!(
                    "`{name}` may not depend on `{dependency}` ({section}); see the map in ARCHITECTURE.md"
                );
                findings.push(Finding::in_file(&file.path, what));
            }
        }
    }
    findings
}

/// Every dependency a manifest names, with its section, those for one target included.
pub(super) fn dependencies(manifest: &toml::Table) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let of_targets = targets.into_iter().flat_map(|t| t.values()).filter_map(toml::Value::as_table);
    for table in std::iter::once(manifest).chain(of_targets) {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(rows) = table.get(section).and_then(toml::Value::as_table) else { continue };
            for (name, value) in rows {
                // `alias = { package = "real" }` depends on the real one.
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
                found.push((section, package.to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, manifest: &str) -> Vec<String> {
        let path = format!("crates/{name}/Cargo.toml");
        check(&Tree::made_up(&[(&path, manifest)])).iter().map(|f| f.what.clone()).collect()
    }

    #[test]
    fn an_edge_of_the_map_is_fine() {
        let manifest = "[dependencies]\nholdfast-core.workspace = true\nserde.workspace = true\n[dev-dependencies]\nholdfast-testkit.workspace = true";
        assert!(findings("holdfast-store", manifest).is_empty());
    }

    #[test]
    fn an_edge_against_the_map_is_found_wherever_it_hides() {
        for manifest in [
            "[dependencies]\nholdfast-store.workspace = true",
            "[build-dependencies]\nholdfast-store.workspace = true",
            "[dev-dependencies]\nholdfast-store.workspace = true",
            "[target.'cfg(windows)'.dependencies]\nholdfast-store.workspace = true",
            "[dependencies]\nkeep = { package = \"holdfast-store\", workspace = true }",
        ] {
            let found = findings("holdfast-core", manifest);
            assert!(
                found.len() == 1 && found[0].contains("may not depend on `holdfast-store`"),
                "{manifest}: {found:?}"
            );
        }
    }

    #[test]
    fn what_ships_never_depends_on_the_test_kit() {
        assert_eq!(findings("holdfast-server", "[dependencies]\nholdfast-testkit.workspace = true").len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_and_a_manifest_that_is_no_toml_are_found() {
        assert!(findings("holdfast-extra", "")[0].contains("not in the table"));
        assert!(findings("holdfast-core", "[dependencies")[0].contains("is not TOML"));
    }

    #[test]
    fn the_table_has_no_cycle_and_names_only_its_own_rows() {
        for (at, (name, allowed)) in EDGES.iter().enumerate() {
            for below in *allowed {
                let below_at = EDGES.iter().position(|(n, _)| n == below);
                assert!(below_at.is_some_and(|b| b < at), "`{name}` -> `{below}` points up or nowhere");
            }
        }
    }
}
