//! A world that stands still until told, for tests and for the day that is measured.

use std::cell::Cell;
use std::time::Duration;

use holdfast_agent::world::World;
use jiff::Timestamp;

/// A world that stands still until told.
pub(crate) struct StandsStill {
    now: Cell<Timestamp>,
    elapsed: Cell<Duration>,
}

impl StandsStill {
    pub(crate) fn at(now: &str) -> Self {
        Self { now: Cell::new(now.parse().expect("a time")), elapsed: Cell::new(Duration::ZERO) }
    }

    #[allow(dead_code, reason = "tests turn the clock, the day that is measured does not")]
    pub(crate) fn set_clock(&self, now: &str) {
        self.now.set(now.parse().expect("a time"));
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
        self.elapsed.set(self.elapsed.get() + time);
    }
}

impl World for StandsStill {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn elapsed(&self) -> Duration {
        self.elapsed.get()
    }

    fn chance(&self) -> f64 {
        0.5
    }
}
