//! The first block of a log file: what it says about itself.
//!
//! Nothing is read by it. Chunks are found where they are, for a log that was not closed, or was cut or carved, has a
//! header that is behind, wrong or missing.

use crate::bytes::{array_at, u16_at, u32_at, u64_at};
use crate::crc32::crc32;

/// Bytes before the first chunk, in every file Windows writes.
pub(crate) const HEADER_BLOCK_BYTES: usize = 4096;
const MAGIC: &[u8; 8] = b"ElfFile\0";

/// A file header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHeader {
    /// Number of the chunk with the oldest records.
    pub oldest_chunk: u64,
    /// Number of the chunk being written.
    pub current_chunk: u64,
    /// Number the next record gets.
    pub next_record_id: u64,
    /// Major and minor version of the format; 3.1 and 3.2 are known.
    pub version: (u16, u16),
    /// How many chunks, modulo 65,536: a larger file has more.
    pub n_chunks: u16,
    /// The log was not closed: what the header says may be behind what the file holds.
    pub dirty: bool,
    /// The log was full.
    pub full: bool,
    /// The header's checksum fits.
    pub checksum_ok: bool,
}

impl FileHeader {
    /// Reads the header at the start of `bytes`, or says that there is none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if array_at::<8>(bytes, 0)? != *MAGIC {
            return None;
        }
        let flags = u32_at(bytes, 120)?;
        Some(Self {
            oldest_chunk: u64_at(bytes, 8)?,
            current_chunk: u64_at(bytes, 16)?,
            next_record_id: u64_at(bytes, 24)?,
            version: (u16_at(bytes, 38)?, u16_at(bytes, 36)?),
            n_chunks: u16_at(bytes, 42)?,
            dirty: flags & 1 != 0,
            full: flags & 2 != 0,
            checksum_ok: u32_at(bytes, 124)? == crc32(&[bytes.get(..120)?]),
        })
    }
}
