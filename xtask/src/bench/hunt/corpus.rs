//! Logs to measure with: real ones as they are, all their chunks in one file, and that file repeated.
//!
//! Chunks stand alone, so a file of repeated chunks reads as a long log does.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use holdfast_evtx::{Carved, carve};

use crate::bench::logs::event_logs;

/// What was made.
pub struct Corpus {
    /// A folder of the logs as they are.
    pub logs: PathBuf,
    /// One chunk.
    pub one: PathBuf,
    /// All chunks once.
    pub merged: PathBuf,
    /// All chunks, many times.
    pub steady: PathBuf,
    pub n_files: usize,
    pub n_events: u64,
    pub n_steady_events: u64,
    pub n_steady_bytes: u64,
}

/// Copies and repeats logs into `work`.
pub fn make(logs: &Path, work: &Path, n_bytes: u64) -> anyhow::Result<Corpus> {
    let copies = work.join("logs");
    std::fs::create_dir_all(&copies).with_context(|| format!("cannot make `{}`", copies.display()))?;
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    let (mut n_files, mut n_events) = (0, 0);
    for path in event_logs(logs)? {
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        std::fs::write(copies.join(format!("{n_files}.evtx")), &bytes).context("cannot copy a log")?;
        n_files += 1;
        for found in carve(&bytes) {
            if let Carved::Chunk(chunk) = found {
                n_events += chunk.records().filter(Result::is_ok).count() as u64;
                let from = usize::try_from(chunk.offset())?;
                let mut whole = bytes.get(from..bytes.len().min(from + 65_536)).unwrap_or_default().to_vec();
                whole.resize(65_536, 0);
                chunks.push(whole);
            }
        }
    }
    anyhow::ensure!(!chunks.is_empty(), "no event log in `{}`", logs.display());
    let once = chunks.len() as u64 * 65_536;
    let n_times = n_bytes.div_ceil(once).max(1);
    let write = |name: &str, chunks: &[Vec<u8>], n_times: u64| -> anyhow::Result<PathBuf> {
        let path = work.join(name);
        let mut file = BufWriter::new(
            File::create(&path).with_context(|| format!("cannot write `{}`", path.display()))?,
        );
        file.write_all(&header())?;
        for _ in 0..n_times {
            chunks.iter().try_for_each(|chunk| file.write_all(chunk))?;
        }
        file.flush()?;
        Ok(path)
    };
    Ok(Corpus {
        one: write("one.evtx", chunks.get(..1).unwrap_or_default(), 1)?,
        merged: write("merged.evtx", &chunks, 1)?,
        steady: write("steady.evtx", &chunks, n_times)?,
        logs: copies,
        n_files,
        n_events,
        n_steady_events: n_events * n_times,
        n_steady_bytes: once * n_times,
    })
}

/// The header of a log that was not closed: readers then look for chunks themselves.
fn header() -> Vec<u8> {
    let mut header = vec![0; 4_096];
    header.splice(..8, *b"ElfFile\0");
    header.splice(36..44, [1, 0, 3, 0, 0, 16, 1, 0]);
    header.splice(120..121, [1]);
    header
}
