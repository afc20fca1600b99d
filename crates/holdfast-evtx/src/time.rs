//! Times as Windows stores them, and their text.
//!
//! No calendar library: a FILETIME is a count, and its date follows from days alone. No time zone either; Windows
//! writes UTC.

/// Ticks of 100 ns from 1601-01-01 to 1970-01-01.
const TICKS_TO_1970: i64 = 116_444_736_000_000_000;
const TICKS_A_SECOND: u64 = 10_000_000;
const SECONDS_A_DAY: u64 = 86_400;

/// An instant as Windows counts it: ticks of 100 ns since 1601-01-01 UTC.
///
/// Source: MS-DTYP, 2.3.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileTime(pub u64);

impl FileTime {
    /// Nanoseconds since 1970-01-01 UTC, negative before. Every stored value has one.
    pub fn unix_nanoseconds(self) -> i128 {
        i128::from(self.0).saturating_sub(i128::from(TICKS_TO_1970)).saturating_mul(100)
    }

    /// Microseconds since 1970-01-01 UTC, negative before.
    pub fn unix_microseconds(self) -> i64 {
        i64::try_from(self.unix_nanoseconds().div_euclid(1_000)).unwrap_or(i64::MAX)
    }

    /// `2021-04-22T22:09:04.1234567Z`: seven digits, for Windows counts 100 ns.
    ///
    /// A count over `i64::MAX` is no time to Windows and becomes zeros; a year over 9999 keeps its last four digits.
    pub(crate) fn text(self) -> [u8; 28] {
        if i64::try_from(self.0).is_err() {
            return Civil::default().text();
        }
        let seconds = self.0.checked_div(TICKS_A_SECOND).unwrap_or(0);
        let days = seconds.checked_div(SECONDS_A_DAY).unwrap_or(0);
        let of_day = seconds.checked_rem(SECONDS_A_DAY).unwrap_or(0);
        let (year, month, day) = date_of(days);
        let [hour, minute, second] = [of_day / 3_600, of_day / 60 % 60, of_day % 60];
        Civil { year, month, day, hour, minute, second, ticks: self.0 % TICKS_A_SECOND }.text()
    }
}

impl std::fmt::Display for FileTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

/// The text of a SYSTEMTIME: eight 16-bit numbers (year, month, day of week, day, hour, minute, second, millisecond).
///
/// Numbers that are no time become 1601-01-01, as Windows shows them. Source: MS-DTYP, 2.3.13.
pub(crate) fn system_time_text(bytes: &[u8; 16]) -> [u8; 28] {
    let [year, month, _, day, hour, minute, second, millis] =
        std::array::from_fn(|i| crate::bytes::u16_at(bytes, i.saturating_mul(2)).map_or(0, u64::from));
    let is_time = (1601..=30_827).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
        && millis < 1_000;
    if !is_time {
        return Civil { year: 1601, month: 1, day: 1, ..Civil::default() }.text();
    }
    Civil { year, month, day, hour, minute, second, ticks: millis.saturating_mul(10_000) }.text()
}

fn days_in(year: u64, month: u64) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date and time of day in UTC.
#[derive(Clone, Copy, Default)]
struct Civil {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
    ticks: u64,
}

impl Civil {
    fn text(self) -> [u8; 28] {
        let mut text = *b"0000-00-00T00:00:00.0000000Z";
        put(text.get_mut(0..4), self.year);
        put(text.get_mut(5..7), self.month);
        put(text.get_mut(8..10), self.day);
        put(text.get_mut(11..13), self.hour);
        put(text.get_mut(14..16), self.minute);
        put(text.get_mut(17..19), self.second);
        put(text.get_mut(20..27), self.ticks);
        text
    }
}

/// Writes a number with leading zeros; digits that do not fit are left out.
fn put(place: Option<&mut [u8]>, mut value: u64) {
    for digit in place.into_iter().flatten().rev() {
        *digit = b'0'.saturating_add((value % 10) as u8);
        value /= 10;
    }
}

/// Year, month and day of a count of days since 1601-01-01, which begins a cycle of 400 years in the Gregorian calendar.
fn date_of(days: u64) -> (u64, u64, u64) {
    const DAYS_IN_400: u64 = 146_097;
    const DAYS_IN_100: u64 = 36_524;
    const DAYS_IN_4: u64 = 1_461;
    let (cycles, mut rest) = (days / DAYS_IN_400, days % DAYS_IN_400);
    // The last day of a long span would fall into a fifth short one, so each step stops at the fourth.
    let hundreds = (rest / DAYS_IN_100).min(3);
    rest = rest.saturating_sub(hundreds.saturating_mul(DAYS_IN_100));
    let fours = rest / DAYS_IN_4;
    rest %= DAYS_IN_4;
    let ones = (rest / 365).min(3);
    rest = rest.saturating_sub(ones.saturating_mul(365));
    let year =
        [cycles.saturating_mul(400), hundreds.saturating_mul(100), fours.saturating_mul(4), ones, 1601]
            .into_iter()
            .fold(0_u64, u64::saturating_add);
    let mut month = 1_u64;
    while month < 12 && rest >= days_in(year, month) {
        rest = rest.saturating_sub(days_in(year, month));
        month = month.saturating_add(1);
    }
    (year, month, rest.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ticks: u64) -> String {
        FileTime(ticks).to_string()
    }

    #[test]
    fn counts_become_dates() {
        assert_eq!(of(0), "1601-01-01T00:00:00.0000000Z");
        assert_eq!(of(TICKS_TO_1970 as u64), "1970-01-01T00:00:00.0000000Z");
        assert_eq!(of(132_636_029_441_234_567), "2021-04-22T22:09:04.1234567Z");
        let day = TICKS_A_SECOND * SECONDS_A_DAY;
        assert_eq!(of(TICKS_TO_1970 as u64 + 11_016 * day), "2000-02-29T00:00:00.0000000Z");
        assert_eq!(of(TICKS_TO_1970 as u64 + 11_322 * day), "2000-12-31T00:00:00.0000000Z");
        assert_eq!(of(TICKS_TO_1970 as u64 + 11_323 * day), "2001-01-01T00:00:00.0000000Z");
        assert_eq!(of(i64::MAX as u64), "0828-09-14T02:48:05.4775807Z");
        assert_eq!(of(u64::MAX), "0000-00-00T00:00:00.0000000Z");
    }

    #[test]
    fn days_follow_one_another_for_a_thousand_years() {
        let (mut year, mut month, mut day) = (1601, 1, 1);
        for days in 0..365_300 {
            assert_eq!(date_of(days), (year, month, day), "{days}");
            day += 1;
            if day > days_in(year, month) {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }

    #[test]
    fn system_times_that_are_none_become_the_first_day() {
        let of = |n: [u16; 8]| {
            let bytes: Vec<u8> = n.iter().flat_map(|n| n.to_le_bytes()).collect();
            String::from_utf8(system_time_text(&bytes.try_into().unwrap()).to_vec()).unwrap()
        };
        assert_eq!(of([2024, 2, 0, 29, 23, 59, 58, 7]), "2024-02-29T23:59:58.0070000Z");
        assert_eq!(of([2023, 2, 0, 29, 0, 0, 0, 0]), "1601-01-01T00:00:00.0000000Z");
        assert_eq!(of([0; 8]), "1601-01-01T00:00:00.0000000Z");
    }

    #[test]
    fn times_count_from_1970_too() {
        assert_eq!(FileTime(TICKS_TO_1970 as u64 + 15).unix_nanoseconds(), 1_500);
        assert_eq!(FileTime(0).unix_microseconds(), -11_644_473_600_000_000);
        assert!(FileTime(u64::MAX).unix_microseconds() > 0);
    }
}
