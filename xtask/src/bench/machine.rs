//! What a figure was measured on: processor, cores, commit and day, without which it says nothing.

use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::stopwatch;

/// The head of a report.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// The processor's name.
    pub cpu: String,
    /// Cores this process may use.
    pub n_cores: usize,
    /// The commit, with `+` when files differ from it.
    pub commit: String,
    /// The day, in UTC.
    pub measured_on: String,
    /// How the measured code was built.
    pub profile: &'static str,
}

impl Machine {
    /// This machine, at the checkout in `root`.
    pub fn here(root: &Path) -> Self {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Self {
            cpu: cpu_name(&info).unwrap_or("unknown processor").to_owned(),
            n_cores: std::thread::available_parallelism().map_or(1, usize::from),
            commit: commit(root).unwrap_or_else(|| "unknown commit".to_owned()),
            measured_on: stopwatch::today().to_string(),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
        }
    }

    /// One line for people.
    pub fn in_words(&self) -> String {
        let Self { cpu, n_cores, commit, measured_on, profile } = self;
        format!("{cpu}, {n_cores} cores; commit {commit}; {profile} build; {measured_on}")
    }
}

fn cpu_name(info: &str) -> Option<&str> {
    let line = info.lines().find(|l| l.starts_with("model name"))?;
    line.split_once(':').map(|(_, name)| name.trim())
}

fn commit(root: &Path) -> Option<String> {
    let git = |args: &[&str]| {
        let out = Command::new("git").current_dir(root).args(args).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let short = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|s| !s.is_empty());
    Some(if changed { short + "+" } else { short })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named() {
        assert_eq!(cpu_name("processor : 0\nmodel name\t: Made Up 9000\n"), Some("Made Up 9000"));
        assert_eq!(cpu_name("processor : 0\n"), None);
    }

    #[test]
    fn a_folder_without_git_has_no_commit() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(commit(folder.path()), None);
    }
}
