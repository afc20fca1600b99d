//! A chunk: 64 KiB that hold their own names, templates and records, and need nothing else to be read.
//!
//! What its header says is a hint. Records are found where they are.

use crate::bytes::{array_at, u32_at, u64_at};
use crate::crc32::crc32;
use crate::error::{BadChunk, ChunkFault};
use crate::records::Records;

/// Bytes of a whole chunk.
pub const CHUNK_BYTES: usize = 65_536;
/// What a chunk begins with.
pub(crate) const CHUNK_MAGIC: &[u8; 8] = b"ElfChnk\0";
/// Bytes before the first record.
pub(crate) const CHUNK_HEADER_BYTES: usize = 512;

/// A chunk, borrowed where it lies. Chunks share nothing, so each can go to another thread.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    bytes: &'a [u8],
    offset: u64,
    first_record_id: u64,
    last_record_id: u64,
    last_record_at: u32,
    free_at: u32,
}

impl<'a> Chunk<'a> {
    /// Reads the chunk at the start of `bytes`; what is behind 64 KiB is not looked at, and fewer bytes are a chunk that
    /// was cut off. `offset` is where it lies in its file, in bytes, for reports.
    ///
    /// # Errors
    /// Without the signature, or with fewer bytes than a chunk header, there is no chunk.
    pub fn parse(bytes: &'a [u8], offset: u64) -> Result<Self, BadChunk> {
        let bytes = bytes.get(..CHUNK_BYTES).unwrap_or(bytes);
        let short = BadChunk { offset, fault: ChunkFault::Short { n_bytes: bytes.len() } };
        if array_at::<8>(bytes, 0).ok_or(short)? != *CHUNK_MAGIC {
            return Err(BadChunk { offset, fault: ChunkFault::Magic });
        }
        if bytes.len() < CHUNK_HEADER_BYTES {
            return Err(short);
        }
        Ok(Self {
            bytes,
            offset,
            first_record_id: u64_at(bytes, 24).ok_or(short)?,
            last_record_id: u64_at(bytes, 32).ok_or(short)?,
            last_record_at: u32_at(bytes, 44).ok_or(short)?,
            free_at: u32_at(bytes, 48).ok_or(short)?,
        })
    }

    /// Its bytes, as many as there are.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where it lies in its file, in bytes.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether bytes are missing at its end.
    pub fn is_cut(&self) -> bool {
        self.bytes.len() < CHUNK_BYTES
    }

    /// The numbers of its first and last record, as its header states them.
    pub fn record_ids(&self) -> (u64, u64) {
        (self.first_record_id, self.last_record_id)
    }

    /// Where its last record starts, from its own start, as its header states it.
    pub(crate) fn last_record_at(&self) -> usize {
        self.last_record_at as usize
    }

    /// Where its records end, from its own start.
    ///
    /// A header that says nothing credible leaves all of the chunk.
    pub(crate) fn records_end(&self) -> usize {
        let stated = self.free_at as usize;
        if stated < CHUNK_HEADER_BYTES { self.bytes.len() } else { stated.min(self.bytes.len()) }
    }

    /// Its records, headers only, in the order they lie. Nothing is decoded.
    pub fn records(&self) -> Records<'a> {
        Records::new(*self)
    }

    /// Whether its header and records are as Windows wrote them. Reading never asks; a log copied while in use fails.
    pub fn checksums_ok(&self) -> bool {
        let stored = |at| u32_at(self.bytes, at);
        // The flag says that no checksums were stored.
        if stored(120).is_some_and(|flags| flags & 4 != 0) {
            return true;
        }
        let parts = (self.bytes.get(..120), self.bytes.get(128..CHUNK_HEADER_BYTES));
        let (Some(head), Some(tables)) = parts else { return false };
        let records = self.bytes.get(CHUNK_HEADER_BYTES..self.free_at as usize);
        stored(124) == Some(crc32(&[head, tables]))
            && records.is_some_and(|r| stored(52) == Some(crc32(&[r])))
    }
}
