//! Care in the words this page uses. It decides nothing.

use holdfast_core::decide::care::{Added, Beds, Range, Receiver, Span, Strain};

/// How a receiver bears it: tone, icon and words.
pub(super) fn strain(strain: Strain) -> (&'static str, &'static str, &'static str) {
    match strain {
        Strain::Bears => ("done", "yes", "Should bear it"),
        Strain::Unknown => ("cannot", "ask", "Not known"),
        Strain::May => ("wait", "bell", "May be overwhelmed"),
        Strain::Overwhelmed => ("late", "stop", "Overwhelmed"),
    }
}

/// `4`, `10 to 12`, `less than 1`.
pub(super) fn span(span: Span) -> String {
    let (low, high) = (span.low.round(), span.high.round());
    if high < 1.0 {
        return if span.high > 0.0 { "less than 1".to_owned() } else { "none".to_owned() };
    }
    if low == high { format!("{high:.0}") } else { format!("{low:.0} to {high:.0}") }
}

/// Beds of a receiver, and how many may be free.
pub(super) fn beds(receiver: &Receiver) -> String {
    match (receiver.site.beds, receiver.beds_free) {
        (Beds::NoInpatients, _) => "keeps nobody overnight".to_owned(),
        (Beds::Known(n), Some(free)) => format!("{n}, of them {} may be free", span(free)),
        (Beds::Known(n), None) => n.to_string(),
        (Beds::Unknown, _) => "not known".to_owned(),
    }
}

/// `14 more (9 to 22); for one in ten, 31 or more`.
pub(super) fn added(added: Option<Added>, times: f64, unit: &str) -> String {
    let Some(added) = added else { return "Not known".to_owned() };
    let of = |range: Range<f64>| [range.low, range.mid, range.high].map(|n| (n * times).round());
    let [low, mid, high] = of(added.median);
    let [_, tenth, _] = of(added.p90);
    format!("{mid:.0} {unit} more ({low:.0} to {high:.0}); for one in ten, {tenth:.0} or more")
}

/// A share as a percentage.
pub(super) fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "not known".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_said_as_finely_as_they_are_known() {
        let said = |low, high| span(Span { low, high });
        assert_eq!(
            [said(0.0, 0.0), said(0.0, 0.4), said(0.2, 3.4), said(4.2, 4.4), said(10.0, 120.0)],
            ["none", "less than 1", "0 to 3", "4", "10 to 120"]
        );
        assert_eq!(share(Some(0.237)), "24 %");
        assert_eq!(added(None, 1.0, "minutes"), "Not known");
    }
}
