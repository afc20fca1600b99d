//! The hunt as a user runs it: whole processes of the release binary, over real logs as they are and repeated to gigabytes.
//!
//! Processor time is the figure, for other work on the machine changes it least; the wall clock says what two threads gain.
//! Peers that are on PATH run on the same files and rules in the same run. Without the data sets beside the checkout nothing is
//! measured. Memory and processor time are read from `/proc`, so elsewhere than on Linux only the wall clock is known.

mod corpus;
mod process;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;

use super::figure::{Budget, Figure};
use crate::step;
use process::Ran;

/// Runs of the short measurements, and of the long ones.
const N_SHORT: usize = 7;
const N_LONG: usize = 3;
/// What one event may take on one core in steady state, and what is still accepted.
const WANTED_US: f64 = 8.0;
const ACCEPTED: Duration = Duration::from_micros(15);
/// The 416 files, from start to exit, in processor time.
const ALL_FILES: Duration = Duration::from_millis(350);
/// Peak with all rules loaded, in KiB.
const PEAK_KIB: u64 = 64 * 1024;

/// Measures cold start, the logs as they are, and the steady state on one thread and on two.
pub fn measure(root: &Path, binary: &Path, work: &Path, steady_mib: u64) -> anyhow::Result<Vec<Figure>> {
    let data = root.join("../shared/data");
    let (rules, logs) = (data.join("sigma"), data.join("evtx"));
    if !rules.is_dir() || !logs.is_dir() {
        step::say("hunt: skipped, shared/data is not beside the checkout");
        return Ok(Vec::new());
    }
    let made = corpus::make(&logs, work, steady_mib << 20)?;
    step::say(&format!(
        "{} event logs, {} events; repeated to {} events in {} MB",
        made.n_files,
        made.n_events,
        made.n_steady_events,
        made.n_steady_bytes / 1_000_000
    ));
    let run = |paths: &Path, threads: &str| -> anyhow::Result<Ran> {
        let mut command = Command::new(binary);
        command.arg("--data-dir").arg(work.join("none")).arg("hunt").arg(paths).arg("--rules").arg(&rules);
        command
            .args(["--only-these", "--quiet", "--threads", threads, "--json"])
            .arg(work.join("found.jsonl"));
        process::run(&mut command)
    };
    let times = |paths: &Path, threads: &str, n: usize| {
        (0..n).map(|_| run(paths, threads)).collect::<anyhow::Result<Vec<Ran>>>()
    };

    let cold = times(&made.one, "1", N_SHORT)?;
    let all = times(&made.logs, "1", N_SHORT)?;
    let steady = [times(&made.steady, "1", N_LONG)?, times(&made.steady, "2", N_LONG)?];
    let start_s = median(&cold, |r| r.cpu);
    let per_event = |r: &Ran| {
        let net = (r.cpu.as_secs_f64() - start_s).max(0.0);
        Duration::from_secs_f64(net / made.n_steady_events as f64)
    };
    let [one_s, two_s] =
        [0, 1].map(|at: usize| median(steady.get(at).map_or(&[][..], Vec::as_slice), |r| r.wall));
    let n = made.n_steady_events as f64;
    let us = median(steady.first().map_or(&[][..], Vec::as_slice), |r| r.cpu) - start_s;
    let us = us / n * 1e6;
    let peak = steady.iter().flatten().chain(&all).map(|r| r.peak_kib).max().unwrap_or(0);
    step::say(&format!(
        "steady state: {us:.2} µs an event on one core ({WANTED_US} wanted), {:.0} k events/s, {:.0} MB/s; two threads {:.2} times one",
        1e3 / us,
        made.n_steady_bytes as f64 / (us * n),
        one_s / two_s
    ));
    step::say(&format!("peak memory {:.1} MiB ({} MiB is the bound)", peak as f64 / 1024.0, PEAK_KIB / 1024));
    anyhow::ensure!(peak <= PEAK_KIB, "peak memory of {peak} KiB is over {PEAK_KIB} KiB");
    peers(&rules, &made, us)?;
    let cpu = |all: &[Ran]| all.iter().map(|r| r.cpu).collect();
    let wall = |at: usize| steady.get(at).into_iter().flatten().map(|r| r.wall).collect();
    Ok(vec![
        Figure::new("hunt: cold start, one chunk, all rules, CPU", Budget::None, cpu(&cold))?,
        Figure::new(
            format!("hunt: {} files as they are, start to exit, CPU", made.n_files),
            Budget::Median(ALL_FILES),
            cpu(&all),
        )?,
        Figure::new(
            format!("hunt: one event in steady state, one core, CPU ({us:.2} µs)"),
            Budget::Median(ACCEPTED),
            steady.first().into_iter().flatten().map(per_event).collect(),
        )?,
        Figure::new("hunt: steady corpus, one thread, wall", Budget::None, wall(0))?,
        Figure::new("hunt: steady corpus, two threads, wall", Budget::None, wall(1))?,
    ])
}

fn median(runs: &[Ran], of: impl Fn(&Ran) -> Duration) -> f64 {
    let mut all: Vec<Duration> = runs.iter().map(of).collect();
    all.sort_unstable();
    all.get(all.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

/// Peers on the logs merged into one file, where they are on PATH, each with its ratio to ours.
fn peers(rules: &Path, made: &corpus::Corpus, ours_us: f64) -> anyhow::Result<()> {
    let mut chainsaw = Command::new("chainsaw");
    chainsaw.args(["hunt", "--json", "-s"]).arg(rules).arg(&made.merged);
    let mut hayabusa = Command::new("hayabusa");
    hayabusa
        .args(["json-timeline", "-w", "-q", "-A", "-a", "-f"])
        .arg(&made.merged)
        .arg("-r")
        .arg(rules)
        .args(["-o", "/dev/null", "-C"]);
    for (name, mut command) in [("chainsaw", chainsaw), ("hayabusa", hayabusa)] {
        if !process::is_on_path(name) {
            step::say(&format!("{name} is not on PATH, so it is not compared"));
            continue;
        }
        let ran = process::run(&mut command).with_context(|| name.to_owned())?;
        let us = ran.cpu.as_secs_f64() * 1e6 / made.n_events as f64;
        step::say(&format!("{name}: {us:.0} µs an event with its start, {:.0} times ours", us / ours_us));
    }
    Ok(())
}
