//! Machines: check-ins kept, what is known of machines at the size of the nation, the page of a large fleet, and a day of an agent.
//!
//! Every machine here is made up. What needs a portal runs in an example of the test kit, and the agent's day in one of the agent's,
//! so that this crate builds neither.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use holdfast_core::decide::device::{Exposure, Knowledge, missing_updates, receiving, support};
use holdfast_core::model::{BuildRow, EpssRow, FeedKind, FixRow, KevRow};
use holdfast_import::unpack;
use holdfast_wire::device::{DeviceFacts, Known, Os, OsFamily};
use serde::Deserialize;

use super::figure::{Budget, Figure};
use super::logs::event_logs;
use crate::cargo::cargo;
use crate::step;
use crate::stopwatch::{Stopwatch, today};

/// Windows machines of 2,100 hospitals with 300 each. A tenth is measured; docs/devices.md tells of the whole.
const N_NATION: u32 = 630_000;
const A_PART: u32 = 1_000;
/// A folder in memory, where the machine has one.
const IN_MEMORY: &str = "/dev/shm";

/// Measures all of it. `work`: a folder on disk that may be filled; `logs`: a folder of event logs, copied to be watched.
pub fn measure(root: &Path, work: &Path, logs: &Path) -> anyhow::Result<Vec<Figure>> {
    let mut figures = vec![nation(N_NATION / 10)?];
    figures.extend(portal(root, work)?);
    figures.extend(a_day(root, work, logs)?);
    Ok(figures)
}

/// Support, receiving and missing updates of made-up machines, one after another on one thread.
fn nation(n: u32) -> anyhow::Result<Figure> {
    step::say(&format!("what is known of {n} machines"));
    let catalog = holdfast_catalog::load_embedded().context("the catalog inside has errors")?;
    let feeds =
        holdfast_catalog::update_facts::embedded_updates().context("the tables inside are damaged")?;
    let bytes =
        |kind| feeds.iter().find(|(release, _)| release.kind == kind).map_or(&[][..], |(_, bytes)| *bytes);
    let builds: Vec<BuildRow> = unpack(bytes(FeedKind::WindowsBuilds))?;
    let fixes: Vec<FixRow> = unpack(bytes(FeedKind::WindowsFixes))?;
    let kev: Vec<KevRow> = unpack(bytes(FeedKind::Kev))?;
    let epss: Vec<EpssRow> = unpack(bytes(FeedKind::Epss))?;
    let releases = feeds.iter().map(|(release, _)| release.clone()).collect();
    let knowledge = Knowledge::new(&catalog.products, &builds, &fixes, &kev, &epss, releases);
    ensure!(!builds.is_empty(), "the table of builds is empty");
    let as_of = today();
    let mut taken = Vec::new();
    for part in 0..n / A_PART {
        let machines: Vec<DeviceFacts> =
            (part * A_PART..(part + 1) * A_PART).map(|i| machine(&builds, i)).collect();
        let watch = Stopwatch::start();
        for facts in &machines {
            std::hint::black_box((
                support(knowledge.products, &facts.os, as_of),
                receiving(&knowledge, facts, as_of),
                missing_updates(&knowledge, facts, Exposure::Unknown, as_of),
            ));
        }
        taken.push(watch.elapsed() / A_PART);
    }
    let all: Duration = taken.iter().sum::<Duration>() * A_PART;
    let rate = f64::from(n) / all.as_secs_f64();
    let whole = f64::from(N_NATION) / rate;
    Figure::new(
        format!("devices: support, receiving, missing updates ({rate:.0}/s; {N_NATION} in {whole:.0} s)"),
        Budget::None,
        taken,
    )
}

/// One of the builds known, by one of the editions.
fn machine(builds: &[BuildRow], i: u32) -> DeviceFacts {
    const EDITIONS: [&str; 6] =
        ["Professional", "Enterprise", "EnterpriseS", "IoTEnterpriseS", "ServerStandard", ""];
    let i = i as usize;
    let row = &builds[i * 7919 % builds.len()];
    let kernel = if row.build >= 10_240 { "10.0" } else { "6.3" };
    let os = Os {
        family: OsFamily::Windows,
        name: "Microsoft Windows".to_owned(),
        edition: EDITIONS[i % EDITIONS.len()].to_owned(),
        version: format!("{kernel}.{}.{}", row.build, row.ubr + u32::from(i.is_multiple_of(3))),
        arch: "x64".to_owned(),
        ..Os::default()
    };
    DeviceFacts { os: Known::Is(os), ..DeviceFacts::default() }
}

/// A line of the example.
#[derive(Deserialize)]
struct Line {
    what: String,
    samples_us: Vec<u64>,
}

/// Check-ins with the database on disk and in memory, and the page of a large fleet.
fn portal(root: &Path, work: &Path) -> anyhow::Result<Vec<Figure>> {
    let on_disk = work.join("machines");
    std::fs::create_dir_all(&on_disk).with_context(|| format!("cannot make `{}`", on_disk.display()))?;
    let mut figures = Vec::new();
    let mut places = vec![(on_disk.as_path(), "on disk")];
    if Path::new(IN_MEMORY).is_dir() {
        places.push((Path::new(IN_MEMORY), "in memory"));
    }
    for (folder, place) in places {
        for line in lines::<Line>(example(root).env("TMPDIR", folder).arg("check-ins"), "check-ins")? {
            let taken = samples(&line);
            let mean = taken.iter().sum::<Duration>().as_secs_f64() / taken.len().max(1) as f64;
            let what = format!("devices: check-in kept {place}, {} ({:.0}/s)", line.what, 1.0 / mean);
            figures.push(Figure::new(what, Budget::Median(Duration::from_micros(500)), taken)?);
        }
    }
    for (n, budget) in [("300", Budget::None), ("5000", Budget::Median(Duration::from_millis(200)))] {
        let mut run = example(root);
        for line in lines::<Line>(run.env("TMPDIR", &on_disk).args(["fleet", n]), "the page of a fleet")? {
            figures.push(Figure::new(
                format!("devices: fleet page ({})", line.what),
                budget,
                samples(&line),
            )?);
        }
    }
    Ok(figures)
}

fn example(root: &Path) -> Command {
    let mut cargo = cargo(root);
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "holdfast-testkit",
        "--example",
        "machines",
        "--",
    ]);
    cargo
}

fn samples(line: &Line) -> Vec<Duration> {
    line.samples_us.iter().map(|us| Duration::from_micros(*us)).collect()
}

/// The lines an example prints.
fn lines<T: for<'de> Deserialize<'de>>(command: &mut Command, what: &str) -> anyhow::Result<Vec<T>> {
    step::say(what);
    let done = command.stderr(std::process::Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(done.status.success(), "{what} failed ({})", done.status);
    let text = String::from_utf8(done.stdout).with_context(|| format!("{what} printed no text"))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{what} printed `{line}`")))
        .collect()
}

/// What the agent's example prints.
#[derive(Deserialize)]
struct Day {
    looks: u32,
    met: u32,
    cpu_ms: u64,
    peak_kib: u64,
    programs: usize,
    first_bytes: u64,
    later_bytes_most: u64,
    bytes: u64,
}

/// A day of an agent on this machine, on which nothing of it changes; and one on which event logs are watched that do not change.
fn a_day(root: &Path, work: &Path, logs: &Path) -> anyhow::Result<Vec<Figure>> {
    if !cfg!(target_os = "linux") {
        return Ok(Vec::new());
    }
    let mut cargo = cargo(root);
    cargo.args(["run", "--quiet", "--profile", "agent", "--package", "holdfast-agent", "--example", "a_day"]);
    let watched = work.join("logs");
    let n_bytes = copy_logs(logs, &watched)?;
    if n_bytes > 0 {
        cargo.arg("--").arg(&watched);
    } else {
        step::say("event logs that are watched: skipped, none are at hand");
    }
    let days: Vec<Day> = lines(&mut cargo, "a day of an agent")?;
    let [day, usual, with_logs @ ..] = days.as_slice() else {
        anyhow::bail!("the days of an agent are not two")
    };
    let what = format!(
        "devices: agent, processor for a look and its sending ({} looks; {:.1} MB at most; {} programs: first {} B, later {} B at most, {} B in all; with {} programs: first {} B)",
        day.looks,
        day.peak_kib as f64 / 1024.0,
        day.programs,
        day.first_bytes,
        day.later_bytes_most,
        day.bytes,
        usual.programs,
        usual.first_bytes
    );
    // Half a hundredth of a core, with a look each hour, is 18 s; this asks for far less.
    let each = |day: &Day| Duration::from_millis(day.cpu_ms) / day.looks.max(1);
    let mut figures = vec![Figure::new(what, Budget::Median(Duration::from_secs(1)), vec![each(day)])?];
    if let [day] = with_logs {
        let what = format!(
            "devices: agent, processor for an hour with {:.0} MB of event logs watched that do not change ({:.1} MB at most; {} messages when they were met)",
            n_bytes as f64 / 1e6,
            day.peak_kib as f64 / 1024.0,
            day.met
        );
        figures.push(Figure::new(what, Budget::Median(Duration::from_secs(1)), vec![each(day)])?);
    }
    Ok(figures)
}

/// The logs below a folder into one, as Windows keeps them; how many bytes they have. Where the folder is not, there are none.
fn copy_logs(from: &Path, to: &Path) -> anyhow::Result<u64> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make `{}`", to.display()))?;
    let logs = if from.is_dir() { event_logs(from)? } else { Vec::new() };
    let copy = |(n, path): (usize, PathBuf)| {
        std::fs::copy(&path, to.join(format!("{n}.evtx")))
            .with_context(|| format!("cannot copy `{}`", path.display()))
    };
    logs.into_iter().enumerate().map(copy).sum()
}
