//! Times as a person reads them. Always in UTC and said so, since one page is read in six time zones.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `March 2, 2026 at 14:05 UTC`. A time out of range reads as "an unknown time".
pub fn moment(at_ms: i64) -> String {
    written(at_ms, "%B %-d, %Y at %H:%M UTC")
}

/// `March 2, 2026`.
pub fn day(at_ms: i64) -> String {
    written(at_ms, "%B %-d, %Y")
}

fn written(at_ms: i64, how: &str) -> String {
    match Timestamp::from_millisecond(at_ms) {
        Ok(at) => at.to_zoned(TimeZone::UTC).strftime(how).to_string(),
        Err(_) => "an unknown time".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_people_write_it() {
        assert_eq!(moment(1_772_460_300_000), "March 2, 2026 at 14:05 UTC");
        assert_eq!(day(1_772_460_300_000), "March 2, 2026");
        assert_eq!(moment(i64::MAX), "an unknown time");
    }
}
