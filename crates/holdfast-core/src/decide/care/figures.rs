//! Figures of an impact in words, as pages and papers print them: spans, beds, shares, how much farther.
//!
//! They round and decide nothing. A figure that is not known says so; none becomes a zero.

use super::impact::Added;
use super::range::{Range, Span};
use super::site::Beds;
use super::surge::Receiver;

/// `4`, `10 to 12`, `less than 1`, `none`.
pub fn span_in_words(span: Span) -> String {
    let (low, high) = (span.low.round(), span.high.round());
    if high < 1.0 {
        return if span.high > 0.0 { "less than 1".to_owned() } else { "none".to_owned() };
    }
    if low == high { format!("{high:.0}") } else { format!("{low:.0} to {high:.0}") }
}

/// Beds of a receiver, and how many may be free.
pub fn beds_in_words(receiver: &Receiver) -> String {
    match (receiver.site.beds, receiver.beds_free) {
        (Beds::Known(n), Some(free)) => format!("{n}, of them {} may be free", span_in_words(free)),
        (beds, _) => beds.in_words(),
    }
}

impl Beds {
    /// `25`, `keeps nobody overnight`, `not known`.
    pub fn in_words(self) -> String {
        match self {
            Self::Known(n) => n.to_string(),
            Self::NoInpatients => "keeps nobody overnight".to_owned(),
            Self::Unknown => "not known".to_owned(),
        }
    }
}

/// `14 minutes more (9 to 22); for one in ten, 31 or more`. `times`: from the unit that is kept to the one that is printed.
pub fn added_in_words(added: Option<Added>, times: f64, unit: &str) -> String {
    let Some(added) = added else { return "Not known".to_owned() };
    let of = |range: Range<f64>| [range.low, range.mid, range.high].map(|n| (n * times).round());
    let [low, mid, high] = of(added.median);
    let [_, tenth, _] = of(added.p90);
    format!("{mid:.0} {unit} more ({low:.0} to {high:.0}); for one in ten, {tenth:.0} or more")
}

/// A share as a percentage.
pub fn share_in_words(share: Option<f64>) -> String {
    share.map_or_else(|| "not known".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// How dark a place is on a map by its minutes to the nearest that is still open: 1 within 15, 2 within 30, 3 within 60, 4 beyond or
/// nothing open.
pub fn way_level(minutes_after: Option<f64>) -> u8 {
    match minutes_after {
        Some(m) if m <= 15.0 => 1,
        Some(m) if m <= 30.0 => 2,
        Some(m) if m <= 60.0 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_as_finely_as_they_are_known() {
        let said = |low, high| span_in_words(Span { low, high });
        assert_eq!(
            [said(0.0, 0.0), said(0.0, 0.4), said(0.2, 3.4), said(4.2, 4.4), said(10.0, 120.0)],
            ["none", "less than 1", "0 to 3", "4", "10 to 120"]
        );
        assert_eq!([share_in_words(Some(0.237)), share_in_words(None)], ["24 %", "not known"]);
        assert_eq!(added_in_words(None, 1.0, "minutes"), "Not known");
        let half = Range { low: 8.6, mid: 14.0, high: 22.4 };
        let added = Added { median: half, p90: Range { low: 20.0, mid: 31.2, high: 60.0 } };
        assert_eq!(
            added_in_words(Some(added), 1.0, "minutes"),
            "14 minutes more (9 to 22); for one in ten, 31 or more"
        );
    }

    #[test]
    fn a_way_is_as_dark_as_it_is_long_and_no_way_is_darkest() {
        let levels = [Some(0.0), Some(15.0), Some(15.1), Some(30.1), Some(60.1), None].map(way_level);
        assert_eq!(levels, [1, 1, 2, 3, 4, 4]);
    }
}
