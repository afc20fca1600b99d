//! The one place that asks what time it is. Everything below takes the answer as an argument.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The civil date at a fixed offset from UTC. Offers open and close by this date.
pub fn date_at(now: Timestamp, utc_offset_hours: i8) -> Date {
    let offset = Offset::from_hours(utc_offset_hours).unwrap_or(Offset::UTC);
    now.to_zoned(TimeZone::fixed(offset)).date()
}

/// The last moment of a civil date at a fixed offset from UTC.
pub fn end_of_day(day: Date, utc_offset_hours: i8) -> Timestamp {
    let offset = Offset::from_hours(utc_offset_hours).unwrap_or(Offset::UTC);
    // Days at the very edges have no moment: what is before all time was known by nobody, what is after it by all.
    let edge = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let next = day.tomorrow().ok().and_then(|next| next.to_zoned(TimeZone::fixed(offset)).ok());
    let last =
        next.map(|next| next.timestamp()).and_then(|t| t.checked_sub(Span::new().milliseconds(1)).ok());
    last.unwrap_or(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_at_the_edges_of_time_end_there() {
        for hours in [-12, 0, 14] {
            assert!(end_of_day(Date::MIN, hours) < end_of_day(Date::constant(-9998, 1, 1), hours), "{hours}");
            assert!(end_of_day(Date::MAX, hours) > end_of_day(Date::constant(9998, 1, 1), hours), "{hours}");
        }
    }

    #[test]
    fn the_evening_in_the_west_is_still_today() {
        let now: Timestamp = "2026-10-14T03:00:00Z".parse().expect("a time");
        assert_eq!(date_at(now, -10).to_string(), "2026-10-13");
        assert_eq!(date_at(now, 0).to_string(), "2026-10-14");
    }

    #[test]
    fn a_day_ends_where_the_program_is() {
        let day: Date = "2026-10-14".parse().expect("a day");
        assert_eq!(end_of_day(day, -6).to_string(), "2026-10-15T05:59:59.999Z");
        assert_eq!(date_at(end_of_day(day, -6), -6), day);
    }
}
