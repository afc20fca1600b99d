//! Texts cut to so many lines, measured and not guessed: a letter may be narrow, wide, or drawn as eight figures.
//!
//! Nothing is made smaller. Whoever cuts says on the page where the whole text stands.

use super::flow::Flow;
use super::style::{Span, Style};
use super::table::{Column, Row};
use super::wrap::wrap;

impl Flow<'_> {
    /// A text of at most `n` lines across the page, less `indent`.
    pub(crate) fn cut(&self, spans: Vec<Span>, style: Style, indent: f32, n: usize) -> Vec<Span> {
        self.cut_to(spans, style, self.width() - indent, n)
    }

    /// Rows of which no paragraph in the columns `texts` has more than `n` lines. Other columns hold figures, never cut.
    pub(crate) fn cut_rows(
        &self,
        columns: &[Column],
        texts: &[usize],
        mut rows: Vec<Row>,
        n: usize,
    ) -> Vec<Row> {
        let widths = self.widths(columns);
        for row in &mut rows {
            for (i, (cell, (_, width))) in row.0.iter_mut().zip(&widths).enumerate() {
                for (spans, style) in cell.0.iter_mut().filter(|_| texts.contains(&i)) {
                    *spans = self.cut_to(std::mem::take(spans), *style, *width, n);
                }
            }
        }
        rows
    }

    /// The same for a column so wide.
    pub(crate) fn cut_to(&self, spans: Vec<Span>, style: Style, width: f32, n: usize) -> Vec<Span> {
        let fits = |spans: &[Span]| wrap(self.faces, spans, style, width).len() <= n;
        // No letter is narrower than a fifth of its size, so more than this can never fit.
        let most = (n as f32 * 5.0 * width / style.size) as usize + 1;
        let n_chars: usize = spans.iter().map(|s| s.text.chars().take(most + 1).count()).sum();
        if n_chars <= most && fits(&spans) {
            return spans;
        }
        let (mut kept, mut too_many) = (0, n_chars.min(most));
        while too_many > kept + 1 {
            let middle = kept.midpoint(too_many);
            if fits(&first(&spans, middle)) {
                kept = middle;
            } else {
                too_many = middle;
            }
        }
        first(&spans, kept)
    }
}

/// The first so many characters, up to the end of a word where one ends late enough, and the sign that there is more.
fn first(spans: &[Span], n_chars: usize) -> Vec<Span> {
    let mut left = n_chars;
    let mut out = Vec::new();
    for span in spans {
        let n = span.text.chars().count();
        if n <= left {
            left -= n;
            out.push(span.clone());
            continue;
        }
        let text: String = span.text.chars().take(left).collect();
        let end = text.rfind(' ').filter(|space| *space > text.len() / 2).unwrap_or(text.len());
        let text = text[..end].trim_end_matches([',', ';', ':', '.', ' ']);
        out.push(Span { text: format!("{text}\u{2026}"), is_bold: span.is_bold });
        return out;
    }
    out
}
