//! How much room each text of the board report gets, so that it keeps to two pages whatever was typed.
//!
//! What does not fit is cut by lines and counted, never set smaller than nine points, and no open gate is left out.

use crate::layout::{Flow, Span, Style};

/// Where everything stands that a page of the report has no room for.
pub(super) const WHOLE_LIST: &str = "the whole list is in the risk analysis";

/// How many open gates are named. The catalog has fewer; a test holds it to that.
pub(crate) const N_GATES: usize = 10;

/// The room of one try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Running text.
    pub(super) body: Style,
    /// White before headings.
    pub(super) gap: f32,
    /// Lines of the hospital's name, and of its place.
    pub(super) n_head_lines: usize,
    /// Lines of a paragraph.
    pub(super) n_lines: usize,
    /// Lines of an open gate and of what is named in a list.
    pub(super) n_item_lines: usize,
    /// Lines of a cell.
    pub(super) n_cell_lines: usize,
    /// How many moves, promises and accepted risks are named before the rest is counted.
    pub(super) n_named: usize,
    /// How many things it takes to treat patients are shown before the rest is counted.
    pub(super) n_care: usize,
    /// How many steps are named.
    pub(super) n_steps: usize,
    /// How many essential goals are shown.
    pub(super) n_goals: usize,
}

const WIDEST: Room = Room {
    body: Style::BODY,
    gap: 12.0,
    n_head_lines: 2,
    n_lines: 4,
    n_item_lines: 3,
    n_cell_lines: 4,
    n_named: 2,
    n_care: 12,
    n_steps: 3,
    n_goals: 12,
};

/// From wide to narrow; the last fits whatever stands in the report.
pub(super) const ROOMS: [Room; 4] = [
    WIDEST,
    Room { n_lines: 3, n_item_lines: 2, n_cell_lines: 2, n_care: 8, ..WIDEST },
    Room { body: Style::DENSE, gap: 9.0, n_lines: 2, n_item_lines: 2, n_cell_lines: 1, n_care: 6, ..WIDEST },
    Room {
        body: Style::DENSE,
        gap: 7.0,
        n_head_lines: 1,
        n_lines: 2,
        n_item_lines: 1,
        n_cell_lines: 1,
        n_named: 1,
        n_care: 6,
        n_steps: 1,
        n_goals: 7,
    },
];

impl Room {
    /// A paragraph's text.
    pub(super) fn paragraph(&self, flow: &Flow<'_>, spans: Vec<Span>) -> Vec<Span> {
        flow.cut(spans, self.body, 0.0, self.n_lines)
    }

    /// The text of an item of a list.
    pub(super) fn item(&self, flow: &Flow<'_>, spans: Vec<Span>) -> Vec<Span> {
        flow.cut(spans, self.body, 20.0, self.n_item_lines)
    }
}

/// "and 3 more; the whole list is in the risk analysis", or nothing.
pub(super) fn and_more(n_all: usize, n_shown: usize) -> Option<String> {
    let more = n_all.saturating_sub(n_shown);
    (more > 0).then(|| format!("and {more} more; {WHOLE_LIST}"))
}
