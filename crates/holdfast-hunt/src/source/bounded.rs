//! Readers that count, and readers that stop: what is unpacked has a bound, whatever an archive claims.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts what is read, for progress.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    from: R,
    n_bytes: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub(crate) fn new(from: R, n_bytes: Arc<AtomicU64>) -> Self {
        Self { from, n_bytes }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        self.n_bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Fails once more than so many bytes were read.
#[derive(Debug)]
pub(crate) struct Bounded<R> {
    from: R,
    left: u64,
    max: u64,
}

impl<R> Bounded<R> {
    pub(crate) fn new(from: R, max: u64) -> Self {
        Self { from, left: max, max }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => {
                self.left = left;
                Ok(n)
            }
            None => Err(io::Error::other(format!(
                "unpacked it is larger than {} MiB, which no log packed so small is; unpack it yourself if you trust it",
                self.max >> 20
            ))),
        }
    }
}

/// What may be unpacked from so many packed bytes. Empty event logs pack 500 to 1; a bomb packs a million to 1.
pub(crate) fn most_unpacked(n_packed: u64) -> u64 {
    n_packed.saturating_mul(1_000).saturating_add(64 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stops_past_the_bound_and_not_before() {
        let mut out = Vec::new();
        assert_eq!(Bounded::new(&[1_u8; 10][..], 10).read_to_end(&mut out).expect("ten"), 10);
        let error = Bounded::new(io::repeat(0), 3 << 20).read_to_end(&mut out).expect_err("stopped");
        assert!(error.to_string().contains("larger than 3 MiB"), "{error}");
    }
}
