//! How much room each part of the page gets, so that it stays one page however many places, hospitals and doubts there are.
//!
//! What does not fit is cut by lines or counted. What is not known is always there, with how much more of it there is.

use holdfast_core::decide::paper::dark::Reader;

use crate::layout::{Flow, Span, Style};

/// The room of one try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Running text.
    pub(super) body: Style,
    /// The plain sentence.
    pub(super) large: Style,
    /// White before headings.
    pub(super) gap: f32,
    /// Lines of the hospital's name, and of its place.
    pub(super) n_head_lines: usize,
    /// Lines of the plain sentence.
    pub(super) n_says_lines: usize,
    /// Lines of a paragraph and of what is named in a list.
    pub(super) n_lines: usize,
    /// Lines of a name in a cell. Figures in cells have [`N_FIGURE_LINES`] wherever they stand.
    pub(super) n_cell_lines: usize,
    /// Lines of the figures as a paragraph.
    pub(super) n_who_lines: usize,
    /// Lines of small print below a table.
    pub(super) n_note_lines: usize,
    /// Lines of the sources.
    pub(super) n_source_lines: usize,
    /// Height of the picture; 0 leaves it out, and the bars in its place.
    pub(super) plot: f32,
    /// Hospitals that people turn to.
    pub(super) n_receivers: usize,
    /// Services.
    pub(super) n_services: usize,
    /// Counties.
    pub(super) n_places: usize,
    /// Things that are not known.
    pub(super) n_not_known: usize,
}

/// Lines of a figure in a narrow cell: what millions of people with their range take.
pub(super) const N_FIGURE_LINES: usize = 3;
/// Figures of the board's page, and things the county asks for. Core has no more.
pub(super) const N_FIGURES: usize = 5;
pub(super) const N_ASK: usize = 6;

const WIDEST: Room = Room {
    body: Style::BODY,
    large: Style::LARGE,
    gap: 10.0,
    n_head_lines: 2,
    n_says_lines: 6,
    n_lines: 3,
    n_cell_lines: 2,
    n_who_lines: 5,
    n_note_lines: 2,
    n_source_lines: 4,
    plot: 150.0,
    n_receivers: 5,
    n_services: 6,
    n_places: 6,
    n_not_known: 6,
};

/// Where most hospitals fit.
const USUAL: Room = Room {
    body: Style::DENSE,
    large: Style::BODY,
    gap: 7.0,
    n_lines: 2,
    n_who_lines: 4,
    plot: 124.0,
    n_receivers: 3,
    n_services: 4,
    n_places: 4,
    n_not_known: 5,
    ..WIDEST
};

/// From wide to narrow; the last fits whatever stands in the paper.
pub(super) const ROOMS: [Room; 6] = [
    WIDEST,
    Room { n_receivers: 4, n_services: 5, n_places: 5, gap: 8.0, plot: 136.0, ..USUAL },
    USUAL,
    Room { gap: 6.0, plot: 110.0, n_services: 3, n_places: 3, n_not_known: 3, n_source_lines: 3, ..USUAL },
    Room {
        gap: 6.0,
        n_head_lines: 1,
        n_says_lines: 5,
        n_cell_lines: 1,
        plot: 100.0,
        n_services: 3,
        n_places: 2,
        n_not_known: 2,
        n_source_lines: 2,
        ..USUAL
    },
    Room {
        large: Style::DENSE,
        gap: 6.0,
        n_head_lines: 1,
        n_says_lines: 4,
        n_lines: 1,
        n_cell_lines: 1,
        n_who_lines: 3,
        n_note_lines: 1,
        n_source_lines: 1,
        plot: 0.0,
        n_receivers: 2,
        n_services: 3,
        n_places: 1,
        n_not_known: 2,
        ..USUAL
    },
];

impl Room {
    /// The text of an item of a list.
    pub(super) fn item(&self, flow: &Flow<'_>, spans: Vec<Span>) -> Vec<Span> {
        flow.cut(spans, self.body, 20.0, self.n_lines)
    }
}

/// How many more there are, and where: whoever reads for the county cannot open the hospital's page. Nothing where all are shown.
pub(super) fn and_more(n_all: usize, n_shown: usize, reader: Reader) -> Option<String> {
    let more = n_all.saturating_sub(n_shown);
    let rest = match reader {
        Reader::Board => "the page \u{201c}If we go dark\u{201d} has the rest",
        Reader::County => "ask the hospital for the rest",
    };
    (more > 0).then(|| format!("{more} more; {rest}."))
}
