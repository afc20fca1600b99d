//! A month of a year, as updates are counted in, and the day on which Microsoft's come.

use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Date;

/// Like `2026-08`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u16);

impl Month {
    /// Later than any.
    pub const LAST: Self = Self(2999 * 12 + 11);

    /// Of year and month; `None` when there is no such month, or the year is before 1980 or after 2999.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let year = u16::try_from(year).ok().filter(|y| (1980..3000).contains(y))?;
        let month = u16::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        Some(Self(year * 12 + month - 1))
    }

    /// The month a day is in.
    pub fn of(day: Date) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// Reads `2026-08`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.trim().split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i16 {
        (self.0 / 12) as i16
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        (self.0 % 12) as i8 + 1
    }

    /// So many months later.
    #[must_use]
    pub fn plus(self, n: u16) -> Self {
        Self(self.0.saturating_add(n).min(Self::LAST.0))
    }

    /// So many months earlier.
    #[must_use]
    pub fn minus(self, n: u16) -> Self {
        Self(self.0.saturating_sub(n).max(1980 * 12))
    }

    /// How many months later than another it is; 0 when it is not.
    pub fn since(self, earlier: Self) -> u16 {
        self.0.saturating_sub(earlier.0)
    }

    /// The second Tuesday, on which Microsoft's updates come.
    pub fn patch_day(self) -> Date {
        let first = jiff::civil::date(self.year(), self.month(), 1);
        first.nth_weekday_of_month(2, Weekday::Tuesday).unwrap_or(first)
    }

    /// In words: "August 2026".
    pub fn in_words(self) -> String {
        jiff::civil::date(self.year(), self.month(), 1).strftime("%B %Y").to_string()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no month like 2026-08"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_counted_and_have_their_tuesday() {
        let month = |text| Month::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(month("2025-12").plus(1).to_string(), "2026-01");
        assert_eq!(month("2026-11").since(month("2025-10")), 13);
        assert_eq!(month("2025-10").patch_day(), Date::constant(2025, 10, 14));
        assert_eq!(month("2026-11").patch_day(), Date::constant(2026, 11, 10));
        assert_eq!(month("2025-11").in_words(), "November 2025");
        for bad in ["2026-13", "2026-0", "26-08", "", "2026", "-026-08"] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }
}
