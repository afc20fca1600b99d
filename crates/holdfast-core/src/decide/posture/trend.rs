//! Where a hospital stood at several past moments, each decided anew from what was known then.
//!
//! Nothing of the past is kept for it: the record says when each thing became known, and that is enough.

use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Attainment, Label, Record, State, assess};
use crate::Date;
use crate::catalog::Catalog;
use crate::model::Coverage;

/// One moment of a trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The day.
    pub on: Date,
    /// Whether anything was known by then. Without it the numbers are no numbers.
    pub is_known: bool,
    /// The label.
    pub label: Label,
    /// Goals met.
    pub attainment: Attainment,
    /// How much of them is proven.
    pub assurance: Option<Coverage>,
    /// Contradictions nobody has cleared up.
    pub n_contradictions: usize,
}

/// The last days of the `n` months before a day, oldest first, and then the day itself.
pub fn months_ends(day: Date, n: u8) -> Vec<Date> {
    let first = day.first_of_month();
    let end = |back: u8| {
        // The day before the first of a month is the last of the one before.
        first.checked_sub(Span::new().months(i32::from(back))).and_then(Date::yesterday).ok()
    };
    let mut days: Vec<Date> = (0..n).rev().filter_map(end).collect();
    days.push(day);
    days
}

/// The posture at each moment, in brief, in the order given.
pub fn trend(catalog: &Catalog, record: &Record, moments: &[(Date, Timestamp)]) -> Vec<Point> {
    let point = |(on, at): &(Date, Timestamp)| {
        let posture = assess(catalog, record, *at);
        let contradicted = |s: State| matches!(s, State::Contradicted { .. });
        Point {
            on: *on,
            is_known: record.is_known_at(*at),
            label: posture.label,
            attainment: posture.attainment,
            assurance: posture.assurance,
            n_contradictions: posture.measures.iter().filter(|m| contradicted(m.state)).count(),
        }
    };
    moments.iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_their_last_day_whatever_their_length() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let said = |d, n| months_ends(d, n).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(said(day("2026-03-31"), 3), "2025-12-31 2026-01-31 2026-02-28 2026-03-31");
        assert_eq!(said(day("2028-03-01"), 1), "2028-02-29 2028-03-01");
        assert_eq!(said(day("2026-03-02"), 0), "2026-03-02");
    }
}
