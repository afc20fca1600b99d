//! A day in words, as sentences and letters write it, and the day of a moment. Data and tables keep ISO 8601.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Date;

/// The day of a moment, in UTC.
pub fn utc_day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// "October 13, 2026".
pub fn day_in_words(day: Date) -> String {
    day.strftime("%B %-d, %Y").to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_reads_as_people_write_it() {
        let day = |text: &str| super::day_in_words(text.parse().expect("a day"));
        assert_eq!(day("2026-10-13"), "October 13, 2026");
        assert_eq!(day("2027-01-02"), "January 2, 2027");
    }
}
