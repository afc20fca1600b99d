//! The files of a checkout, read once for all rules: what git tracks or would track, with their text.
//!
//! It follows no link and keeps no file that is not text.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// Folders no rule looks into, for a checkout without git.
const SKIPPED: &[&str] = &[".git", "target", "node_modules", "holdfast-data"];

/// One text file.
#[derive(Clone, Debug)]
pub struct TreeFile {
    /// From the root, with `/` between folders.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All text files of a checkout, in order of path.
#[derive(Clone, Debug, Default)]
pub struct Tree(Vec<TreeFile>);

impl Tree {
    /// Reads the checkout at `root`.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut paths = match tracked(root) {
            Some(paths) => paths,
            None => walked(root)?,
        };
        paths.sort();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            let full = root.join(&path);
            // A tracked file may be deleted and a folder may be a submodule; neither has text.
            if !full.is_file() {
                continue;
            }
            let bytes = std::fs::read(&full).with_context(|| format!("cannot read `{}`", full.display()))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(TreeFile { path, text });
            }
        }
        Ok(Self(files))
    }

    /// A tree that exists only in a test.
    #[cfg(test)]
    pub fn made_up(files: &[(&str, &str)]) -> Self {
        Self(
            files
                .iter()
                .map(|(path, text)| TreeFile { path: (*path).to_owned(), text: (*text).to_owned() })
                .collect(),
        )
    }

    /// Every file.
    pub fn files(&self) -> &[TreeFile] {
        &self.0
    }

    /// A file by its path.
    pub fn get(&self, path: &str) -> Option<&TreeFile> {
        self.0.iter().find(|f| f.path == path)
    }

    /// Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &TreeFile> {
        self.0.iter().filter(|f| f.path.ends_with(".rs"))
    }

    /// The manifests of the workspace's crates, each with the crate's folder name. A crate that is a workspace of its own,
    /// as the fuzz targets are, follows rules of its own: cargo lets no member have that table.
    pub fn manifests(&self) -> impl Iterator<Item = (&str, &TreeFile)> {
        self.0.iter().filter_map(|file| {
            let folder = file.path.strip_suffix("/Cargo.toml")?;
            let name = folder.strip_prefix("crates/").unwrap_or(folder);
            let is_member = !file.text.lines().any(|line| line.trim() == "[workspace]");
            (!name.contains('/') && is_member).then_some((name, file))
        })
    }
}

/// What git tracks, and what it would if asked now; `None` when this is no git checkout.
fn tracked(root: &Path) -> Option<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let out = git.output().ok().filter(|out| out.status.success())?;
    let listed = String::from_utf8(out.stdout).ok()?;
    let paths: Vec<String> = listed.split('\0').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    (!paths.is_empty()).then_some(paths)
}

fn walked(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let full = root.join(&folder);
        let entries =
            std::fs::read_dir(&full).with_context(|| format!("cannot list `{}`", full.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list `{}`", full.display()))?;
            let name = entry.file_name();
            if SKIPPED.iter().any(|s| name == *s) {
                continue;
            }
            let kind =
                entry.file_type().with_context(|| format!("cannot look at `{}`", entry.path().display()))?;
            let path = folder.join(name);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                paths.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_git_is_walked_past_what_is_built() {
        let root = tempfile::tempdir().expect("a temporary folder");
        for path in ["src/a.rs", "target/b.rs", "c.bin"] {
            let full = root.path().join(path);
            std::fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
            std::fs::write(full, if path == "c.bin" { &[0xff, 0xfe][..] } else { b"//! a" }).expect("a file");
        }
        let mut paths = walked(root.path()).expect("it can be walked");
        paths.sort();
        assert_eq!(paths, ["c.bin", "src/a.rs"]);
        let tree = Tree::read(root.path()).expect("it can be read");
        assert_eq!(tree.files().len(), 1, "bytes that are no text are left out");
    }

    #[test]
    fn manifests_go_by_the_name_of_their_folder() {
        let tree = Tree::made_up(&[
            ("Cargo.toml", ""),
            ("crates/a/Cargo.toml", ""),
            ("xtask/Cargo.toml", ""),
            ("e2e/x/Cargo.toml", ""),
            ("fuzz/Cargo.toml", "[package]\n[workspace]\n"),
        ]);
        let names: Vec<&str> = tree.manifests().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "xtask"]);
    }
}
