//! The settings the tasks take from the environment, each named once.
//!
//! It reads; it never sets, and it decides nothing.

use std::path::PathBuf;

/// A browser to use instead of the one found on the search path: `HOLDFAST_CHROMIUM`.
pub fn chromium() -> Option<PathBuf> {
    read("HOLDFAST_CHROMIUM").map(PathBuf::from)
}

/// Where compiled files go when not to `target/`: `CARGO_TARGET_DIR`.
pub fn target_dir() -> Option<PathBuf> {
    read("CARGO_TARGET_DIR").map(PathBuf::from)
}

/// The names of all there are.
pub fn names() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())
}

/// The folders programs are looked for in.
#[expect(clippy::disallowed_methods, reason = "this is the room that reads settings")]
pub fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "this is the room that reads settings")]
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
