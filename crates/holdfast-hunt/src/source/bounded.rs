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

/// What may still be unpacked, of one archive and all that is in it together.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Arc<AtomicU64>,
    max: u64,
}

impl Budget {
    /// So many bytes.
    pub(crate) fn new(max: u64) -> Self {
        Self { left: Arc::new(AtomicU64::new(max)), max }
    }

    /// Takes so many, or says that they are not there.
    fn take(&self, n: u64) -> bool {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(n));
        if taken.is_err() {
            // Nothing more, so that a reader that asks again fails again.
            self.left.store(0, Ordering::Relaxed);
        }
        taken.is_ok()
    }
}

/// Fails once more was read than its archive may unpack to.
#[derive(Debug)]
pub(crate) struct Bounded<R> {
    from: R,
    budget: Budget,
}

impl<R> Bounded<R> {
    pub(crate) fn new(from: R, budget: Budget) -> Self {
        Self { from, budget }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        if self.budget.take(n as u64) {
            return Ok(n);
        }
        Err(io::Error::other(format!(
            "unpacked, the archive is larger than {} MiB, more than logs packed so small are; unpack it yourself if you trust it",
            self.budget.max >> 20
        )))
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
        assert_eq!(Bounded::new(&[1_u8; 10][..], Budget::new(10)).read_to_end(&mut out).expect("ten"), 10);
        let error =
            Bounded::new(io::repeat(0), Budget::new(3 << 20)).read_to_end(&mut out).expect_err("stopped");
        assert!(error.to_string().contains("larger than 3 MiB"), "{error}");
    }
}
