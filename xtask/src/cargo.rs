//! Cargo, run from within a task that cargo itself runs.
//!
//! Cargo tells the program it runs about its own package, and some build scripts ask to run again when that changes. Left in
//! place, every task would build `ring` anew with everything above it, and so would the next plain `cargo build`.

use std::path::Path;
use std::process::Command;

use crate::setting;

/// Names that tell a program which package it was run for.
const OF_A_PACKAGE: &[&str] =
    &["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];

/// Cargo in the checkout, as if typed in a shell.
pub fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.current_dir(root);
    for name in setting::names().filter(|name| is_of_a_package(name)) {
        cargo.env_remove(name);
    }
    cargo
}

fn is_of_a_package(name: &str) -> bool {
    OF_A_PACKAGE.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_package_is_taken_out_and_settings_stay() {
        let taken: Vec<String> =
            cargo(Path::new(".")).get_envs().map(|(k, _)| k.to_string_lossy().into_owned()).collect();
        assert!(taken.iter().any(|k| k == "CARGO_PKG_NAME"), "cargo set it for this test: {taken:?}");
        for kept in ["CARGO_TARGET_DIR", "CARGO_HOME", "CARGO_INCREMENTAL", "CARGO_TERM_COLOR", "PATH"] {
            assert!(!is_of_a_package(kept), "{kept}");
        }
    }
}
