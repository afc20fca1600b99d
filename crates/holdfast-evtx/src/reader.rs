//! A log file read from its start to its end, a chunk at a time, from anything that gives bytes.
//!
//! It keeps two chunks' worth of bytes and no more, whatever the file. It never seeks, so a log inside an archive is read
//! as it is unpacked. The order is that of the file: a log that has gone round has its oldest records in the middle.

use std::io::{self, Read};

use crate::carve::{chunk_bytes, first_chunk_at, gap_bytes, is_zero};
use crate::chunk::{CHUNK_BYTES, Chunk};
use crate::error::BadChunk;
use crate::file_header::{FileHeader, HEADER_BLOCK_BYTES};

/// What is looked at to see what follows a chunk.
const AHEAD_BYTES: usize = 8;

/// A chunk's bytes, to be filled again and again. It can go to another thread.
#[derive(Debug, Default)]
pub struct ChunkBuf {
    bytes: Vec<u8>,
    offset: u64,
}

impl ChunkBuf {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills it with the chunk that starts where `from` stands, which is `offset` bytes from the start of its file. Fewer bytes than a
    /// chunk has are one that was cut off.
    ///
    /// # Errors
    /// What the source fails with.
    pub fn fill(&mut self, from: impl Read, offset: u64) -> io::Result<()> {
        self.bytes.clear();
        self.offset = offset;
        from.take(CHUNK_BYTES as u64).read_to_end(&mut self.bytes)?;
        Ok(())
    }

    /// The chunk in it.
    ///
    /// # Errors
    /// A buffer that was never filled.
    pub fn chunk(&self) -> Result<Chunk<'_>, BadChunk> {
        Chunk::parse(&self.bytes, self.offset)
    }
}

/// What the reader came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A chunk; it is in the buffer.
    Chunk,
    /// Bytes that are no chunk, and not zeros.
    Gap {
        /// Where they start, in bytes from the start of the file.
        offset: u64,
        /// How many.
        n_bytes: u64,
    },
}

/// Reads a log file.
#[derive(Debug)]
pub struct ChunkReader<R> {
    from: R,
    header: Option<FileHeader>,
    /// Bytes read and not yet given, and where they start in the file.
    held: Vec<u8>,
    offset: u64,
    at_end: bool,
}

impl<R: Read> ChunkReader<R> {
    /// Reads the header of the file, if it has one.
    ///
    /// # Errors
    /// Only what `from` fails with. A file without a header is searched for chunks from its first byte.
    pub fn new(from: R) -> io::Result<Self> {
        let mut reader = Self {
            from,
            header: None,
            held: Vec::with_capacity(CHUNK_BYTES.saturating_add(AHEAD_BYTES)),
            offset: 0,
            at_end: false,
        };
        reader.fill(HEADER_BLOCK_BYTES)?;
        reader.header = FileHeader::parse(&reader.held);
        reader.pass(first_chunk_at(&reader.held));
        Ok(reader)
    }

    /// What the file says about itself, if it says anything.
    pub fn header(&self) -> Option<&FileHeader> {
        self.header.as_ref()
    }

    /// Bytes of the file passed so far.
    pub fn position(&self) -> u64 {
        self.offset
    }

    /// Reads on to the next chunk or gap; `None` at the end. Bytes of a chunk go into `into`, whatever was there.
    ///
    /// # Errors
    /// What the source fails with. Asking again goes on behind it, if the source can.
    pub fn read_chunk(&mut self, into: &mut ChunkBuf) -> io::Result<Option<Step>> {
        // Where the gap that is being passed starts, if it is one.
        let mut gap_from = None;
        loop {
            self.fill(CHUNK_BYTES.saturating_add(AHEAD_BYTES))?;
            let chunk = chunk_bytes(&self.held);
            if (chunk.is_some() || self.held.is_empty())
                && let Some(offset) = gap_from
            {
                return Ok(Some(Step::Gap { offset, n_bytes: self.offset.saturating_sub(offset) }));
            }
            if self.held.is_empty() {
                return Ok(None);
            }
            if let Some(n) = chunk {
                into.bytes.clear();
                into.bytes.extend_from_slice(self.held.get(..n).unwrap_or_default());
                into.offset = self.offset;
                self.pass(n);
                return Ok(Some(Step::Chunk));
            }
            let mut n = gap_bytes(&self.held);
            if n == self.held.len() && !self.at_end {
                // The start of a signature may stand at the end of what was read.
                n = n.saturating_sub(AHEAD_BYTES).max(1);
            }
            if gap_from.is_none() && !is_zero(self.held.get(..n).unwrap_or_default()) {
                gap_from = Some(self.offset);
            }
            self.pass(n);
        }
    }

    /// Reads until `n` bytes are held or nothing is left.
    fn fill(&mut self, n: usize) -> io::Result<()> {
        if let Some(missing) = n.checked_sub(self.held.len()).filter(|missing| *missing > 0)
            && !self.at_end
        {
            let n_read = self.from.by_ref().take(missing as u64).read_to_end(&mut self.held)?;
            self.at_end = n_read < missing;
        }
        Ok(())
    }

    fn pass(&mut self, n: usize) {
        self.held.drain(..n.min(self.held.len()));
        self.offset = self.offset.saturating_add(n as u64);
    }
}
