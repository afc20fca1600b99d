//! Words that several papers share: the head of a paper, money, counts, and what is not verified.

use holdfast_core::decide::paper::Foot;
use holdfast_core::decide::plan::Dollars;
use holdfast_core::model::{Usd, UsdRange, figures};

use crate::layout::{Flow, Ink, Span, Style};

/// The head of a paper: whose it is, what it is, of which day.
pub(super) fn head(flow: &mut Flow<'_>, title: &str, foot: &Foot) {
    let place = foot.hospital.place();
    let place = if place.is_empty() { String::new() } else { format!(" \u{b7} {place}") };
    let line = [Span::bold(title), Span::plain(format!(" \u{b7} {}{place}", foot.as_of_in_words()))];
    head_of(flow, foot.hospital.title(), &line);
}

/// The head from a name and the line below it.
pub(super) fn head_of(flow: &mut Flow<'_>, name: &str, line: &[Span]) {
    flow.heading(1, name);
    flow.paragraph_before(line, Style::BODY.in_ink(Ink::Gray), 7.0);
    flow.rule();
    flow.space(9.0);
}

/// Two leading digits: more would claim to know more than anybody does.
pub(super) fn about(usd: u64) -> Usd {
    Usd(figures(usd, 2))
}

/// "about $12,000 ($5,000 to $30,000)".
pub(super) fn range(d: Dollars) -> String {
    format!("about {} ({})", about(d.likely), UsdRange { low: about(d.low), high: about(d.high) })
}

/// "1 step", "3 steps".
pub(super) fn counted(n: impl Into<u64>, one: &str) -> String {
    match n.into() {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}
