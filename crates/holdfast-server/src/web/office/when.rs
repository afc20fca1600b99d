//! Days, months and numbers in words. Days are as the program's calendar has them.

pub(super) use crate::web::moment::moment as time;
use holdfast_core::Date;
pub(super) use holdfast_core::model::day_in_words as day;
use holdfast_core::model::grouped;

/// `March 2026`.
pub(super) fn month(year: i16, month: i8) -> String {
    Date::new(year, month, 1)
        .map_or_else(|_| format!("{year}-{month:02}"), |d| d.strftime("%B %Y").to_string())
}

/// `1 day` or `7 days`.
pub(super) fn days(n: i32) -> String {
    if n == 1 { "1 day".to_owned() } else { format!("{n} days") }
}

/// `12,800`.
pub(super) fn number(n: impl Into<u64>) -> String {
    grouped(n.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_read_as_people_say_them() {
        assert_eq!(month(2026, 3), "March 2026");
        assert_eq!([days(1), days(0)], ["1 day", "0 days"]);
        assert_eq!([number(0u32), number(5_421u32), number(1_000_000u32)], ["0", "5,421", "1,000,000"]);
    }
}
