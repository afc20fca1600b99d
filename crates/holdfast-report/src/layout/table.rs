//! Tables: columns by share of the width, a head that comes again on every page, hairlines between rows, nothing else.
//!
//! A row is kept whole where a page can hold it; a taller one is broken between lines.

use super::flow::{Block, Flow, Item, text_item};
use super::style::{Ink, Span, Style};
use super::tree::{Kind, NodeId};
use super::wrap::{Line, wrap};

/// White between columns.
const GUTTER: f32 = 10.0;
/// White above and below the text of a row.
const PAD: f32 = 2.4;

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// At the left.
    Left,
    /// At the right, for figures.
    Right,
    /// In the middle, for single letters.
    Middle,
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) head: String,
    /// Its share of the width.
    pub(crate) share: f32,
    pub(crate) align: Align,
}

impl Column {
    /// A column of text.
    pub(crate) fn left(head: &str, share: f32) -> Self {
        Self { head: head.to_owned(), share, align: Align::Left }
    }

    /// A column of figures.
    pub(crate) fn right(head: &str, share: f32) -> Self {
        Self { head: head.to_owned(), share, align: Align::Right }
    }

    /// A column of letters.
    pub(crate) fn middle(head: &str, share: f32) -> Self {
        Self { head: head.to_owned(), share, align: Align::Middle }
    }
}

/// One cell: paragraphs one below the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell(pub(crate) Vec<(Vec<Span>, Style)>);

impl Cell {
    /// Plain text.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self(vec![(vec![Span::plain(text)], Style::CELL)])
    }

    /// Bold text.
    pub(crate) fn bold(text: impl Into<String>) -> Self {
        Self(vec![(vec![Span::bold(text)], Style::CELL)])
    }

    /// Gray text.
    pub(crate) fn gray(text: impl Into<String>) -> Self {
        Self(vec![(vec![Span::plain(text)], Style::CELL.in_ink(Ink::Gray))])
    }

    /// The same with a paragraph in gray below.
    pub(crate) fn and_gray(mut self, text: impl Into<String>) -> Self {
        self.0.push((vec![Span::plain(text)], Style::CELL.in_ink(Ink::Gray)));
        self
    }

    /// The same with a paragraph below.
    pub(crate) fn and(mut self, spans: Vec<Span>) -> Self {
        self.0.push((spans, Style::CELL));
        self
    }
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row(pub(crate) Vec<Cell>);

struct Laid {
    /// Lines with their style and height from the top of the row.
    lines: Vec<(f32, Line, Style)>,
    height: f32,
    node: Option<NodeId>,
}

impl Flow<'_> {
    /// A table. The first cell of each row names it. `summary` says in a sentence what the table shows.
    pub(crate) fn table(&mut self, columns: &[Column], rows: &[Row], summary: &str) {
        if rows.is_empty() || columns.is_empty() {
            return;
        }
        let table = self.tree.add(None, Kind::Table { summary: super::wrap::clean(summary) });
        let head_group = self.tree.add(Some(table), Kind::Head);
        let head_row = self.tree.add(Some(head_group), Kind::Row);
        let body = self.tree.add(Some(table), Kind::Rows);
        let widths = self.widths(columns);
        let heads: Vec<Laid> = columns
            .iter()
            .zip(&widths)
            .map(|(column, (_, width))| {
                let node = self.tree.add(Some(head_row), Kind::ColumnHead);
                let cell = Cell(vec![(vec![Span::bold(column.head.clone())], Style::HEAD)]);
                self.lay(&cell, *width, Some(node))
            })
            .collect();
        let head = self.row_block(columns, &widths, &heads, 0.0, true);
        let again = without_nodes(&head);
        let mut is_first = true;
        for row in rows {
            let node = self.tree.add(Some(body), Kind::Row);
            let cells: Vec<Laid> = columns
                .iter()
                .enumerate()
                .map(|(i, _)| {
                    let kind = if i == 0 { Kind::RowHead } else { Kind::Data };
                    let cell_node = self.tree.add(Some(node), kind);
                    let empty = Cell::default();
                    self.lay(row.0.get(i).unwrap_or(&empty), widths[i].1, Some(cell_node))
                })
                .collect();
            let block = self.row_block(columns, &widths, &cells, PAD, false);
            if is_first {
                is_first = false;
                let needs = head.height + block.height.min(self.shape.text_height() / 2.0);
                if needs > self.left() {
                    self.turn_page();
                }
                self.place(head.clone());
            } else if block.height > self.left() && block.height + again.height <= self.shape.text_height() {
                self.turn_page();
                self.place(again.clone());
            }
            if block.height <= self.left() {
                self.place(block);
            } else {
                self.tall(columns, &widths, &cells, &again);
            }
        }
    }

    pub(crate) fn widths(&self, columns: &[Column]) -> Vec<(f32, f32)> {
        let gaps = GUTTER * (columns.len() - 1) as f32;
        let sum: f32 = columns.iter().map(|c| c.share).sum();
        let room = (self.width() - gaps).max(1.0);
        let mut x = 0.0;
        let place = |c: &Column| {
            let width = room * c.share / sum.max(f32::EPSILON);
            let at = x;
            x += width + GUTTER;
            (at, width)
        };
        columns.iter().map(place).collect()
    }

    fn lay(&self, cell: &Cell, width: f32, node: Option<NodeId>) -> Laid {
        let mut laid = Laid { lines: Vec::new(), height: 0.0, node };
        for (i, (spans, style)) in cell.0.iter().enumerate() {
            if i > 0 {
                laid.height += 1.5;
            }
            for line in wrap(self.faces, spans, *style, width) {
                laid.lines.push((laid.height, line, *style));
                laid.height += style.leading;
            }
        }
        laid
    }

    fn row_block(
        &self,
        columns: &[Column],
        widths: &[(f32, f32)],
        cells: &[Laid],
        pad: f32,
        is_head: bool,
    ) -> Block {
        let height = cells.iter().map(|c| c.height).fold(0.0, f32::max);
        let mut items = Vec::new();
        for ((column, (x, width)), cell) in columns.iter().zip(widths).zip(cells) {
            for (y, line, style) in &cell.lines {
                // Heads stand on the line below them, however many lines each has.
                let top = if is_head { height - cell.height } else { pad };
                items.push(aligned(column.align, line.clone(), *style, *x, *width, top + y, cell.node));
            }
        }
        let whole = height + 2.0 * pad + if is_head { 3.0 } else { 0.0 };
        items.push(self.hairline(whole, is_head));
        Block { items, height: whole + 0.6, outline: None }
    }

    fn hairline(&self, y: f32, is_head: bool) -> Item {
        let (height, ink) = if is_head { (0.9, Ink::Black) } else { (0.4, Ink::Line) };
        Item::Fill { x: 0.0, y, width: self.width(), height, ink, node: None }
    }

    /// A row that no page holds: broken between lines, with the head again on each page.
    fn tall(&mut self, columns: &[Column], widths: &[(f32, f32)], cells: &[Laid], again: &Block) {
        let mut done = 0.0;
        let height = cells.iter().map(|c| c.height).fold(0.0, f32::max);
        while done < height {
            let room = self.left() - 2.0 * PAD - 1.0;
            let ends = cells.iter().flat_map(|c| c.lines.iter().map(|(y, _, style)| y + style.leading));
            let fits = ends.filter(|end| *end > done && *end - done <= room).fold(done, f32::max);
            if fits <= done {
                self.turn_page();
                self.place(again.clone());
                if self.left() < 2.0 * PAD + 30.0 {
                    return; // A head that fills a page leaves no room for rows.
                }
                continue;
            }
            let mut items = Vec::new();
            for ((column, (x, width)), cell) in columns.iter().zip(widths).zip(cells) {
                let here = cell.lines.iter().filter(|(y, _, style)| {
                    let end = y + style.leading;
                    end > done && end <= fits
                });
                for (y, line, style) in here {
                    let top = (PAD + y - done).max(0.0);
                    items.push(aligned(column.align, line.clone(), *style, *x, *width, top, cell.node));
                }
            }
            let whole = fits - done + 2.0 * PAD;
            items.push(self.hairline(whole, false));
            self.place(Block { items, height: whole + 0.6, outline: None });
            done = fits;
        }
    }
}

fn aligned(align: Align, line: Line, style: Style, x: f32, width: f32, y: f32, node: Option<NodeId>) -> Item {
    let x = match align {
        Align::Left => x,
        Align::Right => x + (width - line.width).max(0.0),
        Align::Middle => x + (width - line.width).max(0.0) / 2.0,
    };
    text_item(line, style, x, y, node)
}

/// A head that comes again is not read aloud again.
fn without_nodes(block: &Block) -> Block {
    let mut block = block.clone();
    for item in &mut block.items {
        if let Item::Text { node, .. } = item {
            *node = None;
        }
    }
    block
}
