//! All files as one row of units: a chunk of an event log, or a block of text events. Threads pull units, one after the other.
//!
//! One file is open at a time and read once, from its start to its end. What cannot be read is noted and passed over.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use holdfast_evtx::{ChunkBuf, ChunkReader, Step};
use holdfast_wire::hunt::Unread;

use super::Kind;
use super::archive::{self, Entry};
use super::bounded::{Bounded, Budget, Counted, most_unpacked};
use super::find::{self, Found};
use super::json_blocks::{Block, JsonBlocks};
use super::xml_blocks::XmlBlocks;

/// What is looked at to tell what a file is.
const HEAD_BYTES: usize = 4_096;
/// Chunks of a unit: enough that threads seldom wait for each other, and few enough that the last ones end together.
const CHUNKS: usize = 8;
/// Places that could not be read which are listed; more are counted.
pub(crate) const MAX_UNREAD: usize = 1_000;

type Bytes = Box<dyn Read + Send>;

/// What a unit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Chunk,
    Json,
    Xml,
}

/// A piece of a file that one thread reads alone; filled again and again.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) holds: Holds,
    /// Buffers for chunks; the first `n_chunks` of them are filled.
    pub(crate) chunks: Vec<ChunkBuf>,
    pub(crate) n_chunks: usize,
    pub(crate) block: Block,
    pub(crate) file: Arc<str>,
    pub(crate) file_no: u32,
    /// Its place in the row, from 0 without gaps.
    pub(crate) seq: u64,
}

impl Default for Unit {
    fn default() -> Self {
        Self {
            holds: Holds::Chunk,
            chunks: (0..CHUNKS).map(|_| ChunkBuf::new()).collect(),
            n_chunks: 0,
            block: Block::default(),
            file: "".into(),
            file_no: 0,
            seq: 0,
        }
    }
}

enum Open {
    Log { reader: Box<ChunkReader<Bytes>>, is_known: bool, n_chunks: u64 },
    Json(JsonBlocks<Bytes>),
    Xml(XmlBlocks<Bytes>),
}

/// All that is to be read.
pub(crate) struct Feed {
    files: VecDeque<Found>,
    entries: VecDeque<Entry>,
    open: Option<Open>,
    file: Arc<str>,
    file_no: u32,
    next_seq: u64,
    /// What the archive that is open may still unpack to.
    budget: Budget,
    max_unpacked: u64,
    n_bytes: Arc<AtomicU64>,
    /// Files read.
    pub(crate) n_files: u64,
    /// Files in folders that are no logs.
    pub(crate) n_passed_over: u64,
    /// What could not be read, up to [`MAX_UNREAD`].
    pub(crate) unread: Vec<Unread>,
    /// How many places could not be read.
    pub(crate) n_unread: u64,
}

impl Feed {
    /// Everything at the paths; `n_bytes` counts what was read of it, and no archive unpacks to more than `max_unpacked`.
    pub(crate) fn new(paths: &[PathBuf], n_bytes: Arc<AtomicU64>, max_unpacked: u64) -> (Self, u64) {
        let (files, unread) = find::files(paths);
        let total = files.iter().map(|f| f.n_bytes).sum();
        let feed = Self {
            files: files.into(),
            entries: VecDeque::new(),
            open: None,
            file: "".into(),
            file_no: 0,
            next_seq: 0,
            budget: Budget::new(0),
            max_unpacked,
            n_bytes,
            n_files: 0,
            n_passed_over: 0,
            n_unread: unread.len() as u64,
            unread,
        };
        (feed, total)
    }

    /// Fills `unit` with what comes next; `false` at the end.
    pub(crate) fn pull(&mut self, unit: &mut Unit) -> bool {
        loop {
            let Some(open) = &mut self.open else {
                if !self.open_next() {
                    return false;
                }
                continue;
            };
            let read = match open {
                Open::Log { reader, n_chunks, is_known } => {
                    let (read, gaps) = read_chunks(reader, unit);
                    *n_chunks += unit.n_chunks as u64;
                    // A file that was never known to be a log is all gap, and that is said once, at its end.
                    if *is_known {
                        for (offset, n_bytes) in gaps {
                            self.note(Some(offset), format!("{n_bytes} bytes are no part of an event log"));
                        }
                    }
                    match read {
                        // What was read before a fault is looked at first; the fault shows again.
                        _ if unit.n_chunks > 0 => Ok(Some(Holds::Chunk)),
                        Ok(()) => Ok(None),
                        Err(error) => Err(error),
                    }
                }
                Open::Json(blocks) => {
                    blocks.next_block(&mut unit.block).map(|more| more.then_some(Holds::Json))
                }
                Open::Xml(blocks) => {
                    blocks.next_block(&mut unit.block).map(|more| more.then_some(Holds::Xml))
                }
            };
            match read {
                Ok(Some(holds)) => {
                    unit.holds = holds;
                    unit.file = Arc::clone(&self.file);
                    unit.file_no = self.file_no;
                    unit.seq = self.next_seq;
                    self.next_seq += 1;
                    return true;
                }
                Ok(None) => self.close(),
                Err(error) => {
                    self.note(None, format!("could not be read to its end: {error}"));
                    self.open = None;
                }
            }
        }
    }

    /// Notes a place of the file that is open.
    pub(crate) fn note(&mut self, place: Option<u64>, reason: String) {
        let file = self.file.to_string();
        self.note_of(Unread { file, place, reason });
    }

    pub(crate) fn note_of(&mut self, unread: Unread) {
        self.n_unread += 1;
        if self.unread.len() < MAX_UNREAD {
            self.unread.push(unread);
        }
    }

    fn close(&mut self) {
        if let Some(Open::Log { reader, n_chunks: 0, .. }) = &self.open
            && reader.header().is_none_or(|header| header.n_chunks > 0 && header.next_record_id > 1)
        {
            self.note(None, "holds no event log, nor JSON or XML events, that could be found".to_owned());
        }
        self.open = None;
    }

    /// Opens what comes next; `false` when nothing is left.
    fn open_next(&mut self) -> bool {
        if let Some(entry) = self.entries.pop_front() {
            self.begin(&entry.shown);
            let n_bytes = Arc::clone(&self.n_bytes);
            match entry.open(&self.budget) {
                Ok(bytes) => self.open_bytes(bytes, false, true),
                Err(error) => self.note(None, format!("cannot be opened: {error}")),
            }
            n_bytes.fetch_add(entry.n_packed(), std::sync::atomic::Ordering::Relaxed);
            return true;
        }
        let Some(found) = self.files.pop_front() else { return false };
        self.begin(&found.path.display().to_string());
        match File::open(&found.path) {
            Ok(file) => {
                let counted = Counted::new(file, Arc::clone(&self.n_bytes));
                self.open_file(&found, counted);
            }
            Err(error) => self.note_of(find::cannot(&found.path, &error)),
        }
        true
    }

    fn begin(&mut self, shown: &str) {
        self.file = shown.into();
        self.file_no += 1;
    }

    fn open_file(&mut self, found: &Found, file: Counted<File>) {
        let mut file = file;
        let mut head = Vec::new();
        if let Err(error) = file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head) {
            self.note(None, format!("cannot be read: {error}"));
            return;
        }
        if Kind::of(&head) == Kind::Zip {
            drop(file);
            self.budget = Budget::new(most_unpacked(found.n_bytes).min(self.max_unpacked));
            match archive::list(&found.path) {
                Ok((entries, cannot)) => {
                    self.entries = entries.into();
                    for (file, reason) in cannot {
                        self.note_of(Unread { file, place: None, reason });
                    }
                }
                Err(reason) => self.note(None, reason),
            }
            return;
        }
        let is_log = found.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("evtx"));
        // Chunks are asked for whole; small reads come from text alone.
        self.open_bytes(Box::new(Cursor::new(head).chain(file)), found.is_named || is_log, false);
    }

    /// Opens bytes by what they hold. `is_wanted`: somebody named it or its name says it is a log, so it is no bystander.
    fn open_bytes(&mut self, mut bytes: Bytes, is_wanted: bool, is_packed: bool) {
        let mut head = Vec::new();
        if let Err(error) = bytes.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head) {
            self.note(None, format!("cannot be read: {error}"));
            return;
        }
        let kind = Kind::of(&head);
        let again: Bytes = Box::new(Cursor::new(head.clone()).chain(bytes));
        let opened = match kind {
            Kind::EventLog => open_log(again, true),
            Kind::Json => Ok(Open::Json(JsonBlocks::new(again))),
            Kind::Xml => Ok(Open::Xml(XmlBlocks::new(again, &head))),
            Kind::Gzip if !is_packed => {
                let unpacked = flate2::read::MultiGzDecoder::new(again);
                let max = most_unpacked(self.packed_bytes()).min(self.max_unpacked);
                let bounded = Bounded::new(unpacked, Budget::new(max));
                return self.open_bytes(Box::new(bounded), is_wanted, true);
            }
            Kind::Zip | Kind::Gzip => {
                self.note(None, "is an archive inside an archive; unpack it yourself".to_owned());
                return;
            }
            // Bytes that somebody named may hold parts of a log: a disk image, a memory dump, a damaged file.
            Kind::Other if is_wanted => open_log(again, false),
            Kind::Empty if is_wanted => {
                self.note(None, "is empty".to_owned());
                return;
            }
            Kind::Other | Kind::Empty => {
                self.n_passed_over += 1;
                return;
            }
        };
        match opened {
            Ok(open) => {
                self.n_files += 1;
                self.open = Some(open);
            }
            Err(error) => self.note(None, format!("cannot be read: {error}")),
        }
    }

    fn packed_bytes(&self) -> u64 {
        std::fs::metadata(&*self.file).map_or(0, |meta| meta.len())
    }
}

/// Gaps met on the way: where each starts, and how many bytes.
type Gaps = Vec<(u64, u64)>;

/// Fills the chunks of a unit, as far as the log goes.
fn read_chunks(reader: &mut ChunkReader<Bytes>, unit: &mut Unit) -> (io::Result<()>, Gaps) {
    unit.n_chunks = 0;
    let mut gaps = Gaps::new();
    while let Some(chunk) = unit.chunks.get_mut(unit.n_chunks) {
        match reader.read_chunk(chunk) {
            Ok(Some(Step::Chunk)) => unit.n_chunks += 1,
            Ok(Some(Step::Gap { offset, n_bytes })) => gaps.push((offset, n_bytes)),
            Ok(None) => break,
            Err(error) => return (Err(error), gaps),
        }
    }
    (Ok(()), gaps)
}

fn open_log(bytes: Bytes, is_known: bool) -> io::Result<Open> {
    Ok(Open::Log { reader: Box::new(ChunkReader::new(bytes)?), is_known, n_chunks: 0 })
}
