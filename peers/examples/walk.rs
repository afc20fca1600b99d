//! Walks sample logs in memory, by us or by the `evtx` crate, and prints events and processor time for each.
//!
//!   cargo run --release --manifest-path peers/Cargo.toml --example walk -- DIR [TIMES] [WAY]...
//!
//! Ways: `records`, `values`, `text`, `json` are ours; `their-records`, `their-values`, `their-json` are the other's.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use evtx::{EvtxChunkData, ParserSettings};
use holdfast_evtx::{Carved, Chunk, Decoder, Event, SystemField, ValueRef, carve};

const WAYS: [&str; 7] = ["records", "values", "text", "json", "their-records", "their-values", "their-json"];

fn main() {
    let mut words = std::env::args().skip(1);
    let dir = PathBuf::from(words.next().expect("a folder of logs"));
    let times: usize = words.next().map_or(20, |n| n.parse().expect("a number of times"));
    let asked: Vec<String> = words.collect();
    let files = logs(&dir);
    let chunks: Vec<Chunk<'_>> = files
        .iter()
        .flat_map(|file| carve(file))
        .filter_map(|found| match found {
            Carved::Chunk(chunk) => Some(chunk),
            Carved::Gap { .. } => None,
        })
        .collect();
    let used: usize =
        chunks.iter().map(|c| 512 + c.records().flatten().map(|r| r.n_bytes()).sum::<usize>()).sum();
    println!(
        "{} files, {} chunks, {:.1} MB used of {:.1} MB, {times} times",
        files.len(),
        chunks.len(),
        used as f64 / 1e6,
        files.iter().map(Vec::len).sum::<usize>() as f64 / 1e6
    );
    let mut order: Vec<&str> = WAYS.to_vec();
    if !asked.is_empty() {
        order.retain(|way| asked.iter().any(|a| a == way));
    }
    for way in order {
        let mut decoder = Decoder::new();
        let start = cpu_seconds();
        let n: usize = (0..times).map(|_| walk(way, &chunks, &mut decoder)).sum();
        let took = cpu_seconds() - start;
        let per_event = took * 1e6 / n as f64;
        println!(
            "{way:14} {n:>9} events  {per_event:>7.3} us an event  {:>10.0} events/s  {:>7.0} MB/s used",
            n as f64 / took,
            used as f64 * times as f64 / 1e6 / took
        );
    }
}

/// Seconds this thread spent on a processor, or else on the clock: other work on the machine should not count.
fn cpu_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = stat.and_then(|s| s.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |n| n / 1e9)
}

fn logs(dir: &Path) -> Vec<Vec<u8>> {
    let (mut folders, mut found) = (vec![dir.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "evtx") {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().map(|path| std::fs::read(path).expect("a readable file")).collect()
}

/// Walks all chunks once; gives the number of events.
fn walk(way: &str, chunks: &[Chunk<'_>], decoder: &mut Decoder) -> usize {
    let mut out = Vec::new();
    match way {
        "records" => ours(chunks, decoder, |event| {
            black_box(event.record().id);
        }),
        "values" => ours(chunks, decoder, |event| {
            black_box(touch(event));
        }),
        "text" => ours(chunks, decoder, |event| {
            out.clear();
            event.fields().for_each(|field| field.value.append_text(&mut out));
            black_box(out.len());
        }),
        "json" => ours(chunks, decoder, |event| {
            out.clear();
            event.append_json(&mut out).expect("a real event");
            black_box(out.len());
        }),
        _ => theirs(way, chunks),
    }
}

fn ours(chunks: &[Chunk<'_>], decoder: &mut Decoder, mut each: impl FnMut(&Event<'_>)) -> usize {
    let mut n = 0;
    for chunk in chunks {
        let mut events = decoder.events(*chunk);
        while let Some(event) = events.next_event() {
            each(&event.expect("a real event"));
            n += 1;
        }
    }
    n
}

/// Reads every value as what it is, without making text.
fn touch(event: &Event<'_>) -> u64 {
    let of = |value: ValueRef<'_>| match value {
        ValueRef::Text(text) => text.n_units() as u64,
        ValueRef::Uint(n) | ValueRef::Hex(n) => n,
        ValueRef::Int(n) => n.unsigned_abs(),
        ValueRef::Time(time) => time.0,
        ValueRef::Sid(bytes) | ValueRef::Binary(bytes) => bytes.len() as u64,
        _ => 1,
    };
    let system = SystemField::ALL.iter().filter_map(|field| event.system(*field)).map(of);
    let fields = event.fields().map(|field| of(field.value).wrapping_add(field.name.index() as u64));
    system.chain(fields).fold(0, u64::wrapping_add)
}

fn theirs(way: &str, chunks: &[Chunk<'_>]) -> usize {
    let settings = std::sync::Arc::new(ParserSettings::new().num_threads(1).indent(false));
    let mut n = 0;
    for chunk in chunks {
        let mut data = EvtxChunkData::new(chunk.bytes().to_vec(), false).expect("a chunk");
        let mut chunk = data.parse(settings.clone()).expect("a chunk");
        for record in chunk.iter() {
            let record = record.expect("a real event");
            n += 1;
            match way {
                "their-values" => {
                    black_box(record.template_instances().expect("values").len());
                }
                "their-json" => {
                    black_box(record.into_json_bytes().expect("JSON").data.len());
                }
                _ => {
                    black_box(record.event_record_id);
                }
            }
        }
    }
    n
}
