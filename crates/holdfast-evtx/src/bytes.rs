//! Little-endian numbers out of bytes: every read says whether the bytes are there.
//!
//! It knows no format; a place is an index from the start of the slice it is given.

use crate::error::RecordFault;

/// `N` bytes at `at`, if they are all there.
#[inline]
pub(crate) fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}

/// A 16-bit number at `at`.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array_at(bytes, at).map(u16::from_le_bytes)
}

/// A 32-bit number at `at`.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array_at(bytes, at).map(u32::from_le_bytes)
}

/// A 64-bit number at `at`.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    array_at(bytes, at).map(u64::from_le_bytes)
}

/// A place in a chunk that moves forward, and the end it may not pass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    /// The whole chunk up to the end the cursor may not pass.
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at `at` that ends at `end`, both from the start of `chunk`.
    pub(crate) fn new(chunk: &'a [u8], at: usize, end: usize) -> Self {
        let bytes = chunk.get(..end).unwrap_or(chunk);
        Self { bytes, at: at.min(bytes.len()) }
    }

    /// Where it is, from the start of the chunk.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next byte, without moving.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Moves on by `n` bytes and gives them.
    #[inline]
    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], RecordFault> {
        let rest = self.bytes.get(self.at..).ok_or(RecordFault::Truncated)?;
        let taken = rest.get(..n).ok_or(RecordFault::Truncated)?;
        self.at = self.at.saturating_add(n);
        Ok(taken)
    }

    /// Moves on by `n` bytes.
    pub(crate) fn skip(&mut self, n: usize) -> Result<(), RecordFault> {
        self.take(n).map(|_| ())
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordFault> {
        let read = array_at::<N>(self.bytes, self.at).ok_or(RecordFault::Truncated)?;
        self.at = self.at.saturating_add(N);
        Ok(read)
    }

    /// The next byte.
    #[inline]
    pub(crate) fn u8(&mut self) -> Result<u8, RecordFault> {
        self.array::<1>().map(|[b]| b)
    }

    /// The next 16-bit number.
    #[inline]
    pub(crate) fn u16(&mut self) -> Result<u16, RecordFault> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next 32-bit number.
    #[inline]
    pub(crate) fn u32(&mut self) -> Result<u32, RecordFault> {
        self.array().map(u32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_past_the_end_is_none_and_moves_nothing() {
        let mut cursor = Cursor::new(&[1, 0, 2, 0, 0, 0, 9], 0, 6);
        assert_eq!((cursor.u16(), cursor.u32()), (Ok(1), Ok(2)));
        assert_eq!((cursor.u8(), cursor.at(), cursor.is_done()), (Err(RecordFault::Truncated), 6, true));
        assert_eq!(u64_at(&[0; 7], 0), None);
        assert_eq!(u16_at(&[0; 7], usize::MAX), None);
        assert!(cursor.take(usize::MAX).is_err());
    }

    #[test]
    fn an_end_past_the_chunk_is_the_chunks_end() {
        let mut cursor = Cursor::new(&[7; 4], 2, 100);
        assert_eq!((cursor.u16(), cursor.is_done()), (Ok(0x0707), true));
        assert_eq!(Cursor::new(&[7; 4], 9, 100).at(), 4);
    }
}
