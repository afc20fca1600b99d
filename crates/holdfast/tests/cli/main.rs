//! The built command, run as a user runs it, on folders of its own.

mod assess;
mod badges;
mod brief;
mod drill;
mod eligibility;
mod evidence_key;
mod feed;
mod files;
mod hospital;
mod hunt;
mod impact;
mod import_device;
mod lesson_packages;
mod lessons;
mod report;
mod running;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed and how it ended.
pub struct Ran {
    /// Exit code; -1 when killed.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Fails unless it ended with this exit code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// Fails unless these words were printed.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(
            self.out.contains(words) || self.err.contains(words),
            "`{words}` is not in: {}\n{}",
            self.out,
            self.err
        );
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The command with a data folder, ready for more words.
pub fn holdfast(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command
        .arg("--data-dir")
        .arg(data_dir)
        .stdin(Stdio::null())
        .env_remove("HOLDFAST_CONFIG")
        .env_remove("RUST_LOG");
    command
}

/// Runs the command to its end.
pub fn run(data_dir: &Path, words: &[&str]) -> Ran {
    holdfast(data_dir).args(words).output().expect("the command starts").into()
}

/// A folder that goes away by itself.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The official files, where they lie beside the checkout; `None`, said aloud, where they do not.
pub fn official(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("SKIPPED: {} is not on this machine", path.display());
        None
    }
}
