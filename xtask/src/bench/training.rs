//! Training: the nightly list of a whole nation, a large staff roster, a learner's pages under load, and thousands of invitations.
//!
//! Everybody here is made up. It runs in an example of the test kit, so that this crate builds no portal.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use super::figure::{Budget, Figure};
use super::load::{self, Load};
use crate::cargo::cargo;
use crate::step;

/// Hospitals of the program, and learners of each: 126,000 in all.
const NATION: [&str; 2] = ["2100", "60"];
const ROSTER: &str = "5000";
const INVITATIONS: &str = "10000";
/// Connections of the load: enough that a slow answer holds up no other request.
const N_CONNECTIONS: usize = 24;
/// The longest a night over the nation may take: well within the time a job is held.
const NIGHT: Duration = Duration::from_secs(300);
const ROSTER_WITHIN: Duration = Duration::from_secs(5);

/// Measures all of it. `work`: a folder on disk that may be filled; `rate` and `lasts`: the load on the pages.
pub fn measure(root: &Path, work: &Path, rate: u32, lasts: Duration) -> anyhow::Result<Vec<Figure>> {
    let folder = work.join("training");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let mut figures = pages(root, &folder, rate, lasts)?;
    let [hospitals, people] = NATION;
    for (words, budget) in [
        (&["roster", ROSTER][..], Budget::Median(ROSTER_WITHIN)),
        (&["mail", INVITATIONS][..], Budget::None),
        (&["nation", hospitals, people][..], Budget::Median(NIGHT)),
    ] {
        for line in lines(example(root).env("TMPDIR", &folder).args(words), words[0])? {
            let budget = if line.what.contains("loaded") { Budget::None } else { budget };
            let samples = line.samples_us.iter().map(|us| Duration::from_micros(*us)).collect();
            figures.push(Figure::new(format!("training: {}", line.what), budget, samples)?);
        }
    }
    Ok(figures)
}

/// A line of the example.
#[derive(Deserialize)]
struct Line {
    what: String,
    samples_us: Vec<u64>,
}

fn example(root: &Path) -> Command {
    let mut cargo = cargo(root);
    cargo.args(["run", "--quiet", "--release", "--package", "holdfast-testkit", "--example", "training"]);
    cargo.arg("--");
    cargo
}

fn lines(command: &mut Command, what: &str) -> anyhow::Result<Vec<Line>> {
    step::say(&format!("training: {what}"));
    let done = command.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(done.status.success(), "{what} failed ({})", done.status);
    let text = String::from_utf8(done.stdout).with_context(|| format!("{what} printed no text"))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{what} printed `{line}`")))
        .collect()
}

/// Where the example serves, and what.
#[derive(Deserialize)]
struct Served {
    at: SocketAddr,
    paths: Vec<String>,
}

/// The portal of the example. It ends when its input does.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // Already gone is as good as ended.
        let _ = self.0.wait();
    }
}

/// A learner's list, a lesson behind their link, and the open page of the same lesson, under a steady open-loop load.
fn pages(root: &Path, folder: &Path, rate: u32, lasts: Duration) -> anyhow::Result<Vec<Figure>> {
    let mut run = example(root);
    run.env("TMPDIR", folder).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut serving = Serving(run.spawn().context("cannot start cargo")?);
    let out = serving.0.stdout.take().context("the example has no output")?;
    let mut first = String::new();
    BufReader::new(out).read_line(&mut first).context("the example said nothing")?;
    let served: Served =
        serde_json::from_str(&first).with_context(|| format!("the example printed `{first}`"))?;
    let paths: Vec<&str> = served.paths.iter().map(String::as_str).collect();
    let load = |lasts| Load { paths: &paths, per_second: rate, lasts, n_connections: N_CONNECTIONS };
    load::run(served.at, &load(Duration::from_secs(2)));
    step::say(&format!("training: {rate} requests a second for {} s", lasts.as_secs()));
    let outcome = load::run(served.at, &load(lasts));
    if !outcome.failures.is_empty() {
        // The link of the made-up learner opens nothing once this has ended.
        let said: Vec<String> = outcome.failures.iter().map(|(what, n)| format!("{n} x {what}")).collect();
        bail!("the load met failures, so its times mean nothing: {}", said.join("; "));
    }
    let names = ["a learner's list", "a lesson behind a link", "a lesson for anybody"];
    let mut figures = Vec::new();
    for (path, name) in paths.iter().zip(names) {
        let taken = outcome.taken.get(*path).cloned().unwrap_or_default();
        let kb = outcome.largest.get(*path).copied().unwrap_or(0) as f64 / 1024.0;
        let what = format!("training: {name} at {rate}/s ({kb:.1} KB)");
        figures.push(Figure::new(what, Budget::P99(Duration::from_millis(50)), taken)?);
    }
    Ok(figures)
}
