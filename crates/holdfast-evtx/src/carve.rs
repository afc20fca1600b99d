//! Chunks in any bytes: a whole log, a cut one, free space of a disk, a memory dump.
//!
//! A chunk is found by its signature wherever it stands. What lies between chunks is told as a gap, unless it is zeros.

use crate::chunk::{CHUNK_BYTES, CHUNK_HEADER_BYTES, CHUNK_MAGIC, Chunk};
use crate::crc32::crc32;
use crate::file_header::{FileHeader, HEADER_BLOCK_BYTES};

/// What was found.
#[derive(Clone, Copy, Debug)]
pub enum Carved<'a> {
    /// A chunk, which may be cut at its end.
    Chunk(Chunk<'a>),
    /// Bytes that are no chunk, and not zeros.
    Gap {
        /// Where they start.
        offset: u64,
        /// How many.
        n_bytes: u64,
    },
}

/// Every chunk in `bytes`, in the order they lie, and the gaps between.
pub fn carve(bytes: &[u8]) -> impl Iterator<Item = Carved<'_>> {
    let mut at = first_chunk_at(bytes);
    std::iter::from_fn(move || {
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let offset = at as u64;
            if let Some(whole) = chunk_bytes(rest).and_then(|n| rest.get(..n))
                && let Ok(chunk) = Chunk::parse(whole, offset)
            {
                at = at.saturating_add(whole.len());
                return Some(Carved::Chunk(chunk));
            }
            let n = gap_bytes(rest);
            at = at.saturating_add(n);
            if !is_zero(rest.get(..n).unwrap_or(rest)) {
                return Some(Carved::Gap { offset, n_bytes: n as u64 });
            }
        }
        None
    })
}

/// Where the first chunk of a file should be: behind its header, if it has one.
pub(crate) fn first_chunk_at(bytes: &[u8]) -> usize {
    if FileHeader::parse(bytes).is_some() { HEADER_BLOCK_BYTES.min(bytes.len()) } else { 0 }
}

/// Bytes from the start of `rest`, which is no chunk, to the next one: where it should be, or else where it is.
pub(crate) fn gap_bytes(rest: &[u8]) -> usize {
    let (skipped, all) = (rest.get(1..).unwrap_or_default(), rest.len());
    find(skipped).map_or(all, |at| at.saturating_add(1))
}

/// Bytes that belong to the chunk at the start of `rest`, if there is one.
///
/// 64 KiB, if another one or the end follows. Otherwise the file may have been cut somewhere and joined again, and the
/// chunk ends where a whole header of another one stands inside it.
pub(crate) fn chunk_bytes(rest: &[u8]) -> Option<usize> {
    if !rest.starts_with(CHUNK_MAGIC) {
        return None;
    }
    let all = rest.len().min(CHUNK_BYTES);
    let follows = rest.get(all..).unwrap_or_default();
    let head = follows.get(..CHUNK_MAGIC.len()).unwrap_or(follows);
    let mut n = all;
    if head != CHUNK_MAGIC && !head.is_empty() {
        let mut at = 1;
        while let Some(hit) = rest.get(at..all).and_then(find) {
            let start = at.saturating_add(hit);
            if rest.get(start..).is_some_and(has_whole_header) {
                n = start;
                break;
            }
            at = start.saturating_add(1);
        }
    }
    if n < CHUNK_HEADER_BYTES { None } else { Some(n) }
}

fn has_whole_header(bytes: &[u8]) -> bool {
    let parts = (bytes.get(..120), bytes.get(128..512));
    let (Some(head), Some(tables)) = parts else { return false };
    crate::bytes::u32_at(bytes, 124) == Some(crc32(&[head, tables]))
}

/// Where the signature stands.
fn find(bytes: &[u8]) -> Option<usize> {
    let has_first = |bytes: &[u8]| bytes.iter().fold(false, |has, byte| has | (*byte == b'E'));
    let (blocks, rest) = bytes.as_chunks::<32>();
    let blocks = blocks.iter().map(<[u8; 32]>::as_slice).chain([rest]);
    // Most blocks of free space have none of its first letter, which the processor sees 32 bytes at a time.
    for (block, from) in blocks.zip((0..).step_by(32)).filter(|(block, _)| has_first(block)) {
        let starts = block.iter().enumerate().filter(|(_, byte)| **byte == b'E');
        let mut starts = starts.map(|(at, _)| at.saturating_add(from));
        let hit = starts.find(|start| bytes.get(*start..).is_some_and(|rest| rest.starts_with(CHUNK_MAGIC)));
        if hit.is_some() {
            return hit;
        }
    }
    None
}

/// Whether there is nothing but zeros.
pub(crate) fn is_zero(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<16>();
    blocks.iter().all(|block| *block == [0; 16]) && rest.iter().all(|byte| *byte == 0)
}
