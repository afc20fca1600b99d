//! Logs that Windows is still writing: looked at again and again, each event once.
//!
//! The files of a live log are read where they lie, which Windows allows beside its own writing. A bookmark for each file says up to
//! which record it was looked at; chunks that hold nothing newer cost one small read each. What the event service has not put into a
//! file yet comes with a later look. A log that was emptied begins anew and is read from its start, which its marked record tells: it has
//! another time, or is not there.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use holdfast_evtx::{CHUNK_BYTES, Chunk, ChunkBuf};
use holdfast_wire::hunt::{Finding, Unread};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::card::Place;
use crate::engine::Engine;
use crate::examine::Examiner;
use crate::findings::{findings, whole_digest};
use crate::fold::Digest;
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
/// Records of a chunk: none is smaller than its header and the size behind it. A chunk that claims more is damaged.
const MAX_RECORDS: u64 = CHUNK_BYTES as u64 / 28;
/// Chunks read in one look. The first look meets all a machine has kept; what is over waits for the next.
const MAX_READ: usize = 4_096;
/// Places that could not be read which are listed.
const MAX_UNREAD: usize = 100;
/// The same story on the same computer is told once in so long.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// Stories remembered as told.
const MAX_TOLD: usize = 20_000;

/// A record up to which a file was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Its number in the file.
    record: u64,
    /// When it was written, as the file has it. A log that was emptied has another record of this number.
    at: Option<u64>,
}

/// Up to which record each file was looked at, by the file's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bookmarks(BTreeMap<String, Mark>);

/// What one look found.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Worst first, then in the order of time.
    pub findings: Vec<Finding>,
    /// Findings left out, for the same was told within a day.
    pub n_told_before: usize,
    /// Files looked at.
    pub n_files: usize,
    /// Events that were new.
    pub n_events: u64,
    /// What could not be read, the first hundred.
    pub unread: Vec<Unread>,
    /// Whether there is more than one look may read.
    pub is_cut_short: bool,
}

/// Looks at logs over and over. Between looks it keeps what correlations need, for an event of this look may complete what one of the
/// last look began, and what was told, for a rule that hits all day would fill a hospital's cases.
pub struct Watch<'e> {
    engine: &'e Engine,
    later: Later<'e>,
    chunk: ChunkBuf,
    told: HashMap<Digest, Timestamp>,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("rules", &self.engine.n_rules()).finish_non_exhaustive()
    }
}

/// A chunk, as its head says.
#[derive(Clone, Copy)]
struct Listed {
    offset: u64,
    first: u64,
    last: u64,
}

impl<'e> Watch<'e> {
    /// With rules that are ready to run.
    pub fn new(engine: &'e Engine) -> Self {
        Self { engine, later: Later::new(engine), chunk: ChunkBuf::new(), told: HashMap::new() }
    }

    /// Looks at every log file of a folder, as far as it is new, and moves the bookmarks. `now`: an event dated later was written under a
    /// wrong clock, and may not keep its story from being told again.
    ///
    /// # Errors
    /// A folder that cannot be listed. A file that cannot be read is among what could not be read.
    pub fn look(&mut self, folder: &Path, marks: &mut Bookmarks, now: Timestamp) -> io::Result<Look> {
        let files = log_files(folder)?;
        let mut look = Look { n_files: files.len(), ..Look::default() };
        let options = Options::default();
        let mut examiner = Examiner::new(self.engine, &options);
        let mut n_left = MAX_READ;
        for (file_no, (name, path)) in (0..).zip(&files) {
            let shown = path.display().to_string();
            let mut place = Place { file_no, place: 0, file: shown.as_str().into() };
            let mut mark = marks.of(name);
            let read = self.file(path, &mut mark, &mut examiner, &mut place, &mut n_left, &mut look.unread);
            // What was read before a fault is not read again.
            marks.0.insert(name.clone(), mark);
            if let Err(error) = read {
                look.unread.push(Unread { file: shown, place: None, reason: error.to_string() });
            }
        }
        look.is_cut_short = n_left == 0;
        // A file that is gone leaves no bookmark: another of its name is another log.
        marks.0.retain(|name, _| files.iter().any(|(file, _)| file == name));
        let tally = examiner.into_tally();
        look.n_events = tally.n_events;
        let found = findings(self.engine, tally.folded).into_iter().chain(self.later.so_far());
        let (new, before): (Vec<_>, Vec<_>) = found
            .map(|(digest, finding)| (whole_digest(digest, &finding), finding))
            .partition(|(digest, finding)| self.is_new(*digest, finding.last_at.min(now)));
        look.n_told_before = before.len();
        look.findings = new.into_iter().map(|(_, finding)| finding).collect();
        look.findings.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.first_at.cmp(&b.first_at)));
        Ok(look)
    }

    /// Whether a story was not told within a day; it counts as told from now on.
    fn is_new(&mut self, digest: Digest, last_at: Timestamp) -> bool {
        let told = self.told.get(&digest);
        if told.is_some_and(|told| last_at.duration_since(*told) < AGAIN_AFTER) {
            return false;
        }
        if self.told.len() >= MAX_TOLD {
            self.told.retain(|_, told| last_at.duration_since(*told) < AGAIN_AFTER);
            if self.told.len() >= MAX_TOLD {
                self.told.clear();
            }
        }
        self.told.insert(digest, last_at);
        true
    }

    /// Looks at one file, and moves its mark with each chunk.
    fn file(
        &mut self,
        path: &Path,
        mark: &mut Mark,
        examiner: &mut Examiner<'_>,
        place: &mut Place,
        n_left: &mut usize,
        unread: &mut Vec<Unread>,
    ) -> io::Result<()> {
        let mut file = File::open(path)?;
        let mut chunks = chunks(&mut file)?;
        chunks.sort_by_key(|chunk| chunk.first);
        if chunks.last().is_none_or(|newest| newest.last < mark.record) {
            *mark = Mark::default();
        }
        // The chunk with the marked record is read again: more may stand behind it by now.
        for listed in chunks {
            if *n_left == 0 {
                break;
            }
            if listed.last < mark.record {
                continue;
            }
            *n_left -= 1;
            file.seek(SeekFrom::Start(listed.offset))?;
            self.chunk.fill(&mut file, listed.offset)?;
            if self.is_another_log(*mark) {
                *mark = Mark::default();
                // Older chunks of the new log stand before this one, so it is read from its start at the next look.
                if listed.first > 1 {
                    return Ok(());
                }
            }
            examiner.chunk(&self.chunk, mark.record, place);
            *mark = Mark { record: listed.last, at: self.written_at(listed.last) };
            let found = examiner.found();
            unread.append(&mut found.unread);
            unread.truncate(MAX_UNREAD);
            self.later.add(&mut found.captured);
        }
        Ok(())
    }

    /// Whether the chunk at hand has a record of the marked number that was written at another time.
    fn is_another_log(&self, mark: Mark) -> bool {
        let now = self.written_at(mark.record);
        now.is_some() && mark.at.is_some() && now != mark.at
    }

    /// When a record of the chunk at hand was written.
    fn written_at(&self, record: u64) -> Option<u64> {
        let chunk = self.chunk.chunk().ok()?;
        chunk.records().flatten().find(|r| r.id == record).map(|r| r.time.0)
    }
}

impl Bookmarks {
    /// Up to where a file was looked at. When Windows puts a full log aside under a name of its own, it was looked at as far as
    /// the log was.
    fn of(&self, name: &str) -> Mark {
        let moved = || {
            let rest = name.strip_prefix("Archive-")?;
            let logs = self.0.iter().filter_map(|(log, mark)| Some((log.rsplit_once('.')?.0, mark)));
            let of = logs.filter(|(log, _)| rest.strip_prefix(log).is_some_and(|rest| rest.starts_with('-')));
            of.max_by_key(|(log, _)| log.len()).map(|(_, mark)| *mark)
        };
        self.0.get(name).copied().or_else(moved).unwrap_or_default()
    }
}

/// Every chunk of a file that says credibly which records it has.
fn chunks(file: &mut File) -> io::Result<Vec<Listed>> {
    let n_bytes = file.metadata()?.len();
    let n_chunks = n_bytes.saturating_sub(HEAD_BYTES).div_ceil(CHUNK_BYTES as u64).min(MAX_CHUNKS);
    let mut found = Vec::new();
    for n in 0..n_chunks {
        let offset = HEAD_BYTES + n * CHUNK_BYTES as u64;
        let mut head = Vec::with_capacity(CHUNK_HEAD_BYTES);
        file.seek(SeekFrom::Start(offset))?;
        file.by_ref().take(CHUNK_HEAD_BYTES as u64).read_to_end(&mut head)?;
        // Room that was made ready and not written yet is no chunk.
        let Ok(chunk) = Chunk::parse(&head, offset) else { continue };
        let (first, last) = chunk.record_ids();
        // All bits set stands for none.
        if first <= last && last != u64::MAX && last - first < MAX_RECORDS {
            found.push(Listed { offset, first, last });
        }
    }
    Ok(found)
}

/// The log files of a folder with their names, in the order of these.
fn log_files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("evtx")) && files.len() < MAX_FILES {
            files.push((name, path));
        }
    }
    files.sort();
    Ok(files)
}
