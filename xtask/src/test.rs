//! `cargo xtask test`: every test there is, in order of speed, ending with a real browser against a real server.
//!
//! It holds no test of the product; those live beside what they test, and the journeys in `e2e/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::cargo::cargo;
use crate::stopwatch::{Stopwatch, in_words};
use crate::{outside, setting, setup, step};

/// What `cargo xtask test` takes.
#[derive(Debug, clap::Args)]
pub struct TestArgs {
    /// Leave out the browser journeys
    #[arg(long)]
    no_browser: bool,
    /// Run only journeys whose name contains this, and no Rust test
    #[arg(long, value_name = "TEXT")]
    journey: Option<String>,
}

/// Runs the tests; the first failing step ends it.
pub fn run(root: &Path, args: &TestArgs) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    if args.no_browser && args.journey.is_some() {
        bail!("`--no-browser` leaves out what `--journey` asks for; give one of them");
    }
    // Asked first, so that a missing browser is known before ten minutes of compiling.
    let programs = if args.no_browser { None } else { Some(browser_programs()?) };
    if args.journey.is_none() {
        setup::provide_where_possible(&[&setup::QPDF, &setup::PDFTOTEXT])?;
        rust_tests(root)?;
        outside::check(root)?;
    }
    if let Some(programs) = programs {
        journeys(root, &programs, args.journey.as_deref())?;
    }
    step::say(&format!("all tests passed in {}", in_words(watch.elapsed())));
    Ok(())
}

fn rust_tests(root: &Path) -> anyhow::Result<()> {
    if setup::on_path("cargo-nextest", &setting::search_path()).is_some() {
        step::run("Rust tests", cargo(root).args(["nextest", "run", "--workspace"]))?;
        // nextest leaves out the examples in documentation.
        step::run(
            "examples in the documentation",
            cargo(root).args(["test", "--quiet", "--workspace", "--doc"]),
        )?;
    } else {
        step::run("Rust tests", cargo(root).args(["test", "--workspace"]))?;
    }
    // Apart from the workspace, so that no test of ours runs with what other people's readers bring along.
    step::run(
        "our readers against other people's",
        cargo(root).args(["test", "--release", "--manifest-path", "peers/Cargo.toml"]),
    )
}

/// Programs the journeys run with.
struct Programs {
    node: PathBuf,
    npm: PathBuf,
    chromium: PathBuf,
}

fn browser_programs() -> anyhow::Result<Programs> {
    let named = setting::chromium();
    let mut needs = vec![&setup::NODE, &setup::NPM];
    if named.is_none() {
        needs.push(&setup::CHROMIUM);
    }
    let mut found = setup::provide(&needs)?.into_iter();
    match (found.next(), found.next(), named.or_else(|| found.next())) {
        (Some(node), Some(npm), Some(chromium)) => Ok(Programs { node, npm, chromium }),
        _ => bail!(
            "a needed program was installed and still is not on PATH; open a new shell and run this again"
        ),
    }
}

fn journeys(root: &Path, programs: &Programs, only: Option<&str>) -> anyhow::Result<()> {
    let e2e = root.join("e2e");
    if modules_are_old(&e2e) {
        step::run(
            "fetch what the journeys import",
            Command::new(&programs.npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&e2e),
        )?;
    }
    let both = ["build", "--package", "holdfast", "--package", "holdfast-agent"];
    step::run("build the portal and the agent", cargo(root).args(both))?;
    let binary = setting::target_dir()
        .map_or_else(|| root.join("target"), |dir| root.join(dir))
        .join("debug/holdfast");
    let mut harness = Command::new(&programs.npm);
    harness.args(["--silent", "test"]).current_dir(&e2e).env("HOLDFAST_CHROMIUM", &programs.chromium);
    step::run("tests of the browser harness", &mut harness)?;
    let mut run = Command::new(&programs.node);
    run.arg("run.mjs").current_dir(&e2e);
    run.arg("--binary").arg(&binary).arg("--chromium").arg(&programs.chromium);
    run.arg("--shots").arg(root.join("target/e2e")).args(only);
    step::run("browser journeys", &mut run)
}

/// Whether `npm ci` has to run: never ran, or the lock file changed since.
fn modules_are_old(e2e: &Path) -> bool {
    let changed = |path: &str| std::fs::metadata(e2e.join(path)).and_then(|m| m.modified()).ok();
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Some(wanted), Some(installed)) => installed < wanted,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_fetched_when_absent_or_older_than_the_lock() {
        let e2e = tempfile::tempdir().expect("a temporary folder");
        assert!(modules_are_old(e2e.path()), "nothing there yet");
        std::fs::create_dir(e2e.path().join("node_modules")).expect("a folder");
        let (lock, installed) = ("package-lock.json", "node_modules/.package-lock.json");
        let hour = std::time::Duration::from_secs(3600);
        let earlier = std::time::UNIX_EPOCH + hour;
        for (path, when) in [(lock, earlier), (installed, earlier + hour)] {
            let file = std::fs::File::create(e2e.path().join(path)).expect("a file");
            file.set_modified(when).expect("a time");
        }
        assert!(!modules_are_old(e2e.path()), "installed after the lock");
        let file = std::fs::File::create(e2e.path().join(lock)).expect("a file");
        file.set_modified(earlier + 2 * hour).expect("a time");
        assert!(modules_are_old(e2e.path()), "the lock is newer");
    }

    #[test]
    fn asking_for_journeys_and_no_browser_is_refused() {
        let args = TestArgs { no_browser: true, journey: Some("home".to_owned()) };
        let error = run(Path::new("."), &args).expect_err("contradiction").to_string();
        assert!(error.contains("give one of them"), "{error}");
    }
}
