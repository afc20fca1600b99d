//! A clock that stands still until told, and randomness that repeats itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use holdfast_server::clock::Clock;
use holdfast_server::entropy::Entropy;
use jiff::{Span, Timestamp};
use sha2::{Digest, Sha256};

/// A clock that stands still until moved.
#[derive(Debug)]
pub struct StandingClock(Mutex<Timestamp>);

impl StandingClock {
    /// Stands at noon UTC of a day, `2026-03-02`.
    pub fn at(day: &str) -> Self {
        Self(Mutex::new(format!("{day}T12:00:00Z").parse().expect("a day")))
    }

    /// Moves to noon UTC of another day.
    pub fn set(&self, day: &str) {
        *self.0.lock().expect("no panic while held") = format!("{day}T12:00:00Z").parse().expect("a day");
    }

    /// Moves on by some minutes.
    pub fn pass_minutes(&self, minutes: i64) {
        let mut now = self.0.lock().expect("no panic while held");
        *now = now.checked_add(Span::new().minutes(minutes)).expect("a time of this age");
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no panic while held")
    }
}

/// Bytes that look random and come out the same in every run.
#[derive(Debug, Default)]
pub struct CountingEntropy(AtomicU64);

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.0.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::digest(n.to_be_bytes());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}
