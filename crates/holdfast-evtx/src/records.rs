//! The records of a chunk, one after another, and the way back to them behind one that cannot be read.
//!
//! It reads headers; what a record says is the decoder's to read.

use crate::bytes::{array_at, u32_at, u64_at};
use crate::chunk::{CHUNK_HEADER_BYTES, Chunk};
use crate::error::{BadRecord, RecordFault};
use crate::time::FileTime;

const MAGIC: [u8; 4] = [0x2A, 0x2A, 0, 0];
/// Signature, size, number, time.
pub(crate) const RECORD_HEADER_BYTES: usize = 24;
/// A record ends with its size once more.
const RECORD_TAIL_BYTES: usize = 4;

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number in this file. `EventRecordID` of the event is its number in the log it was written to.
    pub id: u64,
    /// When it was written.
    pub time: FileTime,
    /// Where it lies in its file, in bytes.
    pub offset: u64,
    /// Where it starts, from the start of its chunk.
    pub(crate) at: usize,
    /// Header, content and tail, in bytes.
    pub(crate) n_bytes: usize,
}

impl Record {
    /// Bytes it takes, header and all.
    pub fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Where its content starts, from the start of its chunk.
    pub(crate) fn content_at(&self) -> usize {
        self.at.saturating_add(RECORD_HEADER_BYTES)
    }

    /// Where its content ends, from the start of its chunk.
    pub(crate) fn content_end(&self) -> usize {
        self.end().saturating_sub(RECORD_TAIL_BYTES)
    }

    fn end(&self) -> usize {
        self.at.saturating_add(self.n_bytes)
    }
}

/// Walks the records of a chunk.
///
/// The walk follows sizes from one record to the next until the free space or the last record the header names. Behind
/// a record that cannot be read it goes on at the next one that looks whole: signature, number in the chunk's range, and
/// the same size at its end. Zeros where a record should start are free space.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    chunk: Chunk<'a>,
    at: Option<usize>,
}

impl<'a> Records<'a> {
    pub(crate) fn new(chunk: Chunk<'a>) -> Self {
        Self { chunk, at: Some(CHUNK_HEADER_BYTES) }
    }

    /// The record at `at`.
    #[inline]
    fn record(&self, at: usize) -> Result<Record, BadRecord> {
        let bytes = self.chunk.bytes();
        let offset = self.chunk.offset().saturating_add(at as u64);
        let bad = |id, fault| BadRecord { offset, id, fault };
        let header: [u8; RECORD_HEADER_BYTES] =
            array_at(bytes, at).ok_or(bad(None, RecordFault::Truncated))?;
        if header.first_chunk::<4>() != Some(&MAGIC) {
            return Err(bad(None, RecordFault::Magic));
        }
        let n_bytes = u32_at(&header, 4).unwrap_or(0);
        let id = u64_at(&header, 8).unwrap_or(0);
        let time = FileTime(u64_at(&header, 16).unwrap_or(0));
        let record = Record { id, time, offset, at, n_bytes: n_bytes as usize };
        // What is cut off at the chunk's end may be the copy of the size alone, which nothing needs.
        if record.n_bytes < RECORD_HEADER_BYTES.saturating_add(RECORD_TAIL_BYTES)
            || record.content_end() > bytes.len()
        {
            return Err(bad(Some(id), RecordFault::Size { n_bytes }));
        }
        Ok(record)
    }

    /// The next place at or after `from` where a record of this chunk looks whole.
    fn whole_from(&self, mut from: usize) -> Option<usize> {
        let bytes = self.chunk.bytes();
        let end = self.chunk.records_end();
        let (first, last) = self.chunk.record_ids();
        let last_at = match self.chunk.last_record_at() {
            stated if stated < CHUNK_HEADER_BYTES => end,
            stated => stated,
        };
        while from <= last_at && from < end {
            let hit = bytes.get(from..end)?.windows(MAGIC.len()).position(|window| window == MAGIC)?;
            let at = from.saturating_add(hit);
            if at <= last_at
                && let Ok(record) = self.record(at)
                && record.end() <= end
                && (first..=last).contains(&record.id)
                && u32_at(bytes, record.content_end()) == u32::try_from(record.n_bytes).ok()
            {
                return Some(at);
            }
            from = at.saturating_add(1);
        }
        None
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, BadRecord>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at?;
        if at >= self.chunk.records_end() {
            self.at = None;
            return None;
        }
        match self.record(at) {
            Ok(record) => {
                let is_last = record.id == self.chunk.record_ids().1;
                self.at = if is_last { None } else { Some(record.end()) };
                Some(Ok(record))
            }
            Err(bad) => {
                self.at = self.whole_from(at.saturating_add(1));
                let blank = match bad.fault {
                    RecordFault::Magic => array_at(self.chunk.bytes(), at) == Some([0; 4]),
                    RecordFault::Truncated => true,
                    _ => false,
                };
                if self.at.is_none() && blank { None } else { Some(Err(bad)) }
            }
        }
    }
}
