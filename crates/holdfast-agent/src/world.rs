//! The one place that asks for the time and for chance; everything else takes them from here, so tests can make them up.

use std::time::Duration;

use jiff::Timestamp;

/// Time and chance.
pub trait World {
    /// Now to the second, by the machine's clock, which may be wrong by years: only to be told, never to be counted with.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment, by a clock that nobody can set.
    fn elapsed(&self) -> Duration;
    /// A number from 0 up to 1.
    fn chance(&self) -> f64;
}

/// The machine's own.
#[derive(Debug)]
pub struct Machine {
    started: std::time::Instant,
    random: ring::rand::SystemRandom,
}

impl Machine {
    /// Counting from now.
    #[expect(clippy::disallowed_methods, reason = "the agent's one clock")]
    pub fn new() -> Self {
        Self { started: std::time::Instant::now(), random: ring::rand::SystemRandom::new() }
    }
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

impl World for Machine {
    #[expect(clippy::disallowed_methods, reason = "the agent's one clock")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        // Parts of a second tell nobody anything, and do not pack.
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn chance(&self) -> f64 {
        let mut bytes = [0; 4];
        // Without chance, everybody waits as long as is usual.
        match ring::rand::SecureRandom::fill(&self.random, &mut bytes) {
            Ok(()) => f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0),
            Err(_) => 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_stays_between_0_and_1() {
        let world = Machine::new();
        assert!((0..100).all(|_| (0.0..1.0).contains(&world.chance())));
    }
}
