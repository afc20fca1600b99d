//! Event logs: real ones, held in memory and read again and again, on one core.
//!
//! It measures no disk and no rule. Without sample logs it measures nothing and says so.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use holdfast_evtx::{Carved, Chunk, Decoder, Event, SystemField, ValueRef, carve};

use super::figure::{Budget, Figure};
use super::logs::event_logs;
use crate::step;
use crate::stopwatch::Stopwatch;

const N_RUNS: usize = 41;
/// What walking the records and reading each value as what it is may take, for one event.
const PER_EVENT: Duration = Duration::from_nanos(1_600);

/// Reads one event in one way.
type Way = fn(&Event<'_>, &mut Vec<u8>);

/// Measures the walk, values, and their text.
pub fn measure(logs: &Path) -> anyhow::Result<Vec<Figure>> {
    if !logs.is_dir() {
        step::say(&format!("no event logs at `{}`; give a folder with --logs", logs.display()));
        return Ok(Vec::new());
    }
    let files = read_files(logs)?;
    let chunks: Vec<Chunk<'_>> = files.iter().flat_map(|file| carve(file)).filter_map(as_chunk).collect();
    let n_used: usize = chunks.iter().flat_map(|c| c.records()).flatten().map(|r| r.n_bytes()).sum();
    let mut decoder = Decoder::new();
    let n_events = pass(&chunks, &mut decoder, |_, _| ());
    anyhow::ensure!(n_events > 0, "no event in the logs at `{}`", logs.display());
    step::say(&format!("{n_events} events of {} event logs, {N_RUNS} times each way", files.len()));
    let ways: [(&str, Way, bool); 3] =
        [("walk", |_, _| (), true), ("values", touch, true), ("text of every field", text, false)];
    ways.into_iter()
        .map(|(what, way, has_budget)| {
            let mut taken: Vec<Duration> = (0..N_RUNS)
                .map(|_| {
                    let watch = Stopwatch::start();
                    std::hint::black_box(pass(&chunks, &mut decoder, way));
                    watch.elapsed()
                })
                .collect();
            taken.sort_unstable();
            let seconds = taken.get(taken.len() / 2).map_or(1.0, Duration::as_secs_f64);
            let n = n_events as f64;
            let what = format!(
                "event logs, {what}, {n_events} events: {:.2} µs each, {:.0} k/s, {:.0} MB/s of records",
                seconds * 1e6 / n,
                n / seconds / 1e3,
                n_used as f64 / seconds / 1e6
            );
            let limit = PER_EVENT.saturating_mul(u32::try_from(n_events).unwrap_or(u32::MAX));
            Figure::new(what, if has_budget { Budget::Median(limit) } else { Budget::None }, taken)
        })
        .collect()
}

fn as_chunk(found: Carved<'_>) -> Option<Chunk<'_>> {
    match found {
        Carved::Chunk(chunk) => Some(chunk),
        Carved::Gap { .. } => None,
    }
}

/// Reads every event once; gives how many there are.
fn pass(chunks: &[Chunk<'_>], decoder: &mut Decoder, way: Way) -> usize {
    let (mut n, mut out) = (0, Vec::new());
    for chunk in chunks {
        let mut events = decoder.events(*chunk);
        while let Some(event) = events.next_event() {
            if let Ok(event) = event {
                way(&event, &mut out);
                n += 1;
            }
        }
    }
    n
}

/// Reads every value as what it is, the head's too, without making text.
fn touch(event: &Event<'_>, _: &mut Vec<u8>) {
    let of = |value: ValueRef<'_>| match value {
        ValueRef::Text(text) => text.n_units() as u64,
        ValueRef::Uint(n) | ValueRef::Hex(n) => n,
        ValueRef::Time(time) => time.0,
        _ => 1,
    };
    let head = SystemField::ALL.iter().filter_map(|field| event.system(*field)).map(of);
    let fields = event.fields().map(|field| of(field.value));
    std::hint::black_box(head.chain(fields).fold(0, u64::wrapping_add));
}

fn text(event: &Event<'_>, out: &mut Vec<u8>) {
    out.clear();
    event.fields().for_each(|field| field.value.append_text(out));
    std::hint::black_box(out.len());
}

fn read_files(dir: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    let read =
        |path: PathBuf| std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()));
    event_logs(dir)?.into_iter().map(read).collect()
}
