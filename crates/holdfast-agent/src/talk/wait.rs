//! How long to wait: twice as long after each failure up to an hour, and never all machines at once.

use std::time::Duration;

/// The first wait after a failure.
const FIRST_S: f64 = 30.0;
/// The longest.
const LONGEST_S: f64 = 3600.0;

/// The wait after so many failures in a row (1 for the first), spread from half of it to all of it; `at_least` is the portal's word.
pub(crate) fn after_failures(n_failures: u32, at_least: Option<Duration>, chance: f64) -> Duration {
    let doubled = FIRST_S * 2f64.powi(i32::try_from(n_failures.saturating_sub(1).min(20)).unwrap_or(20));
    let spread = Duration::from_secs_f64(doubled.min(LONGEST_S) * (0.5 + chance.clamp(0.0, 1.0) / 2.0));
    // A portal may ask for patience, but not for ever.
    spread.max(at_least.unwrap_or_default().min(Duration::from_secs_f64(LONGEST_S)))
}

/// The wait until the next message, spread by a tenth to both sides.
pub(crate) fn until_next(every_s: u32, chance: f64) -> Duration {
    let every = f64::from(every_s.clamp(60, 7 * 86_400));
    Duration::from_secs_f64(every * (0.9 + 0.2 * chance.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_are_spread() {
        let waits: Vec<u64> = [1, 2, 3, 8, 100].map(|n| after_failures(n, None, 1.0).as_secs()).to_vec();
        assert_eq!(waits, [30, 60, 120, 3600, 3600]);
        assert_eq!(after_failures(1, None, 0.0).as_secs(), 15);
        assert_eq!(after_failures(1, Some(Duration::from_secs(300)), 0.5).as_secs(), 300);
        assert_eq!(after_failures(1, Some(Duration::from_secs(1 << 40)), 0.5).as_secs(), 3600);
        assert_eq!((until_next(3600, 0.0).as_secs(), until_next(3600, 1.0).as_secs()), (3240, 3960));
        assert_eq!(until_next(0, 0.5).as_secs(), 60);
    }
}
