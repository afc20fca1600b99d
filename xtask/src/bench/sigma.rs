//! Detection rules: all public rules read and compiled, and events run through them.
//!
//! Rules and events are the public ones beside the checkout (`shared/data`); without them nothing is measured. Events are
//! JSON here, made from the rules' own regression samples and repeated; the EVTX reader has figures of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use holdfast_hunt::{Engine, Rules, Text};
use holdfast_sigma::{JsonEvent, Program, RuleFile, RuleSet, Scratch, Settings};

use super::figure::{Budget, Figure};
use crate::step;
use crate::stopwatch::Stopwatch;

const N_LOADS: usize = 11;
const N_PASSES: usize = 21;
/// How often the samples are repeated in one pass.
const N_REPEATS: u32 = 50;

/// Measures loading, and matching with and without reading the JSON.
pub fn measure(root: &Path) -> anyhow::Result<Vec<Figure>> {
    let data = root.join("../shared/data");
    let (rules, events) = (data.join("sigma"), data.join("evtx/sigma-regression"));
    if !rules.is_dir() || !events.is_dir() {
        step::say("detection rules: skipped, shared/data is not beside the checkout");
        return Ok(Vec::new());
    }
    step::say("detection rules: all public ones, and their regression events");
    let files = read_below(&rules, "yml")?;
    let before = resident_mib();
    let mut loads = Vec::new();
    let mut program = load(&files);
    let held = resident_mib() - before;
    for _ in 0..N_LOADS {
        let watch = Stopwatch::start();
        program = load(&files);
        loads.push(watch.elapsed());
    }
    let n_rules = program.rules().rules.len();
    let mut on_all = Vec::new();
    for _ in 0..N_LOADS {
        let texts =
            files.iter().map(|(name, bytes)| Text { name: name.clone(), bytes: bytes.clone() }).collect();
        let watch = Stopwatch::start();
        let engine = Engine::new(Rules::read(texts, Settings::default()));
        on_all.push(watch.elapsed());
        anyhow::ensure!(engine.rules().rules.len() == n_rules, "rules went missing on the way");
    }

    let samples = read_below(&events, "json")?;
    let (mut lines, mut read) = (Vec::new(), Vec::new());
    for (name, bytes) in &samples {
        for value in serde_json::Deserializer::from_slice(bytes).into_iter::<serde_json::Value>() {
            let line = value.with_context(|| format!("{name} is not JSON"))?.to_string();
            let mut event = JsonEvent::new();
            event.read(line.as_bytes(), program.fields()).with_context(|| name.clone())?;
            lines.push(line);
            read.push(event);
        }
    }
    let n_events = u32::try_from(lines.len())? * N_REPEATS;
    let mut scratch = Scratch::new();
    let (mut matched, mut with_json) = (Vec::new(), Vec::new());
    let mut n_hits = 0;
    for pass in 0..=N_PASSES {
        let watch = Stopwatch::start();
        for _ in 0..N_REPEATS {
            for event in &read {
                n_hits += program.matches(event, &mut scratch).len();
            }
        }
        let took = watch.elapsed() / n_events;
        let watch = Stopwatch::start();
        let mut event = JsonEvent::new();
        for _ in 0..N_REPEATS {
            for line in &lines {
                event.read(line.as_bytes(), program.fields())?;
                n_hits += program.matches(&event, &mut scratch).len();
            }
        }
        // The first pass compiles what waits for its first use.
        if pass > 0 {
            matched.push(took);
            with_json.push(watch.elapsed() / n_events);
        }
    }
    anyhow::ensure!(n_hits > 0, "no event hit a rule");
    step::say(&format!("{n_rules} rules hold {held:.1} MiB, their texts not counted"));
    Ok(vec![
        Figure::new(
            format!("{n_rules} rules read and compiled, as a hunt does it"),
            Budget::Median(Duration::from_millis(150)),
            on_all,
        )?,
        Figure::new("the same on one core", Budget::None, loads)?,
        Figure::new("one event through all rules", Budget::Median(Duration::from_micros(15)), matched)?,
        Figure::new("the same, from its JSON line", Budget::None, with_json)?,
    ])
}

fn load(files: &[(String, Vec<u8>)]) -> Program {
    let files = files.iter().map(|(name, bytes)| RuleFile { name, bytes });
    Program::compile(RuleSet::read(files, Settings::default()))
}

/// Files with this extension, in order, so that two runs see the same.
fn read_below(folder: &Path, extension: &str) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.into_iter().map(|path| Ok((path.display().to_string(), std::fs::read(path)?))).collect()
}

/// Memory of this process, in MiB; zero where the system does not say.
fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: f64 = line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or_default();
    kib / 1024.0
}
