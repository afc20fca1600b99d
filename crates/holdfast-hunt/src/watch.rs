//! Logs that Windows is still writing: looked at again and again, each event once.
//!
//! The files of a live log are read where they lie, which Windows allows beside its own writing. A bookmark for each file says up to
//! which record it was looked at; chunks that hold nothing newer cost one small read each. What the event service has not put into a
//! file yet comes with a later look. A log that was emptied begins anew and is read from its start.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use holdfast_evtx::{CHUNK_BYTES, Chunk, ChunkBuf};
use holdfast_wire::hunt::{Finding, Unread};
use serde::{Deserialize, Serialize};

use crate::card::Place;
use crate::engine::Engine;
use crate::examine::Examiner;
use crate::findings::findings;
use crate::later::Later;
use crate::options::Options;

/// Bytes of a log file before its first chunk.
const HEAD_BYTES: u64 = 4_096;
/// Bytes of a chunk that say which records are in it, and a little more than what is asked for.
const CHUNK_HEAD_BYTES: usize = 512;
/// Log files of a folder that are looked at.
const MAX_FILES: usize = 2_000;
/// Chunks of one file that are looked at: 4 GiB, the most Windows lets a log grow to.
const MAX_CHUNKS: u64 = 65_536;
/// Chunks read in one look. The first look meets all a machine has kept; what is over waits for the next.
const MAX_READ: usize = 16_384;
/// Places that could not be read which are listed.
const MAX_UNREAD: usize = 100;

/// Up to which record each file was looked at, by the file's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bookmarks(BTreeMap<String, u64>);

/// What one look found.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Worst first, then in the order of time.
    pub findings: Vec<Finding>,
    /// Files looked at.
    pub n_files: usize,
    /// Events that were new.
    pub n_events: u64,
    /// What could not be read, the first hundred.
    pub unread: Vec<Unread>,
    /// Whether there is more than one look may read.
    pub is_cut_short: bool,
}

/// Looks at logs over and over. Between looks it keeps what correlations need: an event of this look may complete what one of the last
/// look began.
pub struct Watch<'e> {
    engine: &'e Engine,
    later: Later<'e>,
    chunk: ChunkBuf,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("rules", &self.engine.n_rules()).finish_non_exhaustive()
    }
}

/// A chunk with records that may be new.
struct New {
    offset: u64,
    first_record: u64,
}

impl<'e> Watch<'e> {
    /// With rules that are ready to run.
    pub fn new(engine: &'e Engine) -> Self {
        Self { engine, later: Later::new(engine), chunk: ChunkBuf::new() }
    }

    /// Looks at every log file of a folder, as far as it is new, and moves the bookmarks.
    ///
    /// # Errors
    /// A folder that cannot be listed. A file that cannot be read is among what could not be read.
    pub fn look(&mut self, folder: &Path, marks: &mut Bookmarks) -> io::Result<Look> {
        let files = log_files(folder)?;
        let mut look = Look { n_files: files.len(), ..Look::default() };
        let options = Options::default();
        let mut examiner = Examiner::new(self.engine, &options);
        let mut n_left = MAX_READ;
        for (file_no, path) in (0..).zip(&files) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let shown = path.display().to_string();
            let mark = marks.0.get(&name).copied().unwrap_or(0);
            let mut place = Place { file_no, place: 0, file: shown.as_str().into() };
            match self.file(path, mark, &mut examiner, &mut place, &mut n_left) {
                Ok(newest) => drop(marks.0.insert(name, newest)),
                Err(error) => {
                    look.unread.push(Unread { file: shown, place: None, reason: error.to_string() });
                }
            }
            let found = examiner.found();
            look.unread.append(&mut found.unread);
            look.unread.truncate(MAX_UNREAD);
            self.later.add(&mut found.captured);
        }
        look.is_cut_short = n_left == 0;
        // A file that is gone leaves no bookmark: another of its name is another log.
        marks
            .0
            .retain(|name, _| files.iter().any(|path| path.file_name().is_some_and(|n| n == name.as_str())));
        let tally = examiner.into_tally();
        look.n_events = tally.n_events;
        look.findings = findings(self.engine, tally.folded)
            .into_iter()
            .chain(self.later.so_far())
            .map(|(_, f)| f)
            .collect();
        look.findings.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.first_at.cmp(&b.first_at)));
        Ok(look)
    }

    /// Looks at one file. Returns the number of its newest record that was looked at.
    fn file(
        &mut self,
        path: &Path,
        mark: u64,
        examiner: &mut Examiner<'_>,
        place: &mut Place,
        n_left: &mut usize,
    ) -> io::Result<u64> {
        let mut file = File::open(path)?;
        let (mut chunks, newest) = chunks(&mut file)?;
        let mut mark = if newest < mark { 0 } else { mark };
        chunks.retain(|(_, last)| *last >= mark);
        chunks.sort_by_key(|(new, _)| new.first_record);
        for (new, _) in chunks {
            if *n_left == 0 {
                break;
            }
            *n_left -= 1;
            file.seek(SeekFrom::Start(new.offset))?;
            self.chunk.fill(&mut file, new.offset)?;
            mark = examiner.chunk(&self.chunk, mark, place);
        }
        Ok(mark)
    }
}

/// Every chunk of a file with the number of its last record, and the highest of those.
fn chunks(file: &mut File) -> io::Result<(Vec<(New, u64)>, u64)> {
    let n_bytes = file.metadata()?.len();
    let n_chunks = n_bytes.saturating_sub(HEAD_BYTES).div_ceil(CHUNK_BYTES as u64).min(MAX_CHUNKS);
    let (mut found, mut newest) = (Vec::new(), 0);
    for n in 0..n_chunks {
        let offset = HEAD_BYTES + n * CHUNK_BYTES as u64;
        let mut head = Vec::with_capacity(CHUNK_HEAD_BYTES);
        file.seek(SeekFrom::Start(offset))?;
        file.by_ref().take(CHUNK_HEAD_BYTES as u64).read_to_end(&mut head)?;
        // Room that was made ready and not written yet is no chunk.
        let Ok(chunk) = Chunk::parse(&head, offset) else { continue };
        let (first_record, last) = chunk.record_ids();
        // All bits set stands for none.
        if last != u64::MAX {
            newest = newest.max(last);
            found.push((New { offset, first_record }, last));
        }
    }
    Ok((found, newest))
}

/// The log files of a folder, by name.
fn log_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("evtx")) && files.len() < MAX_FILES {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
