//! The one room of the tasks that asks what time it is: durations of steps and samples, and today's date for a report.
//!
//! It schedules nothing and sleeps for nobody.

use std::time::{Duration, Instant};

/// A running stopwatch.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    #[expect(
        clippy::disallowed_methods,
        reason = "a task measures real time; nothing it decides depends on it"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Today, in UTC, for the head of a report.
#[expect(clippy::disallowed_methods, reason = "a report of measurements names the day it was made")]
pub fn today() -> jiff::civil::Date {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i32::try_from(since_1970.as_secs() / 86_400).unwrap_or(0);
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

/// A duration as a person reads it: `1.24 ms`, `3.1 s`, `2 min 10 s`.
pub fn in_words(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match seconds {
        s if s < 0.001 => format!("{:.0} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s if s < 90.0 => format!("{s:.1} s"),
        s => format!("{} min {} s", (s / 60.0) as u64, (s % 60.0) as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_words() {
        let words: Vec<String> = [0.000_012, 0.001_24, 3.1, 130.0]
            .into_iter()
            .map(|s| in_words(Duration::from_secs_f64(s)))
            .collect();
        assert_eq!(words, ["12 µs", "1.24 ms", "3.1 s", "2 min 10 s"]);
    }
}
