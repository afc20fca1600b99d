//! What is filled in by hand: boxes to tick, lines with a name above them, tables with empty rows.
//!
//! It knows how high a line must be to be written on, and nothing of what is asked.

use super::flow::{Block, Flow, Item, text_item};
use super::style::{Ink, Span, Style};
use super::tree::Kind;
use super::wrap::{Line, wrap};

/// Room to write, in points: a pen needs about eight millimetres.
const WRITING: f32 = 17.0;
/// Height of an empty row.
const ROW: f32 = 21.0;
/// White below a line, before the next name.
const BELOW: f32 = 5.0;
/// White between two lines side by side.
const BETWEEN: f32 = 16.0;
/// White left and right in a cell.
const PAD: f32 = 3.0;
/// A name above a line, or a head, has at most so many lines.
const MOST_LINES: usize = 3;

impl Flow<'_> {
    /// A list with a box to tick before each item. An item is kept whole; one of more than half a page is cut, and the mark says so.
    pub(crate) fn tick_list(&mut self, items: &[Vec<Span>], style: Style) {
        const INDENT: f32 = 17.0;
        const BOX: f32 = 8.5;
        let list = self.tree.add(None, Kind::List);
        for spans in items {
            let item = self.tree.add(Some(list), Kind::Item);
            let body = self.tree.add(Some(item), Kind::Body);
            let mut block = Block::default();
            let top = (style.leading - BOX) / 2.0;
            block.items.push(Item::Frame { x: 1.0, y: top, width: BOX, height: BOX, thick: 0.8, node: None });
            let n_lines = (self.shape.text_height() / 2.0 / style.leading) as usize;
            let spans = self.cut(spans.clone(), style, INDENT, n_lines);
            for line in wrap(self.faces, &spans, style, self.width() - INDENT) {
                block.items.push(text_item(line, style, INDENT, block.height, Some(body)));
                block.height += style.leading;
            }
            block.height += 3.0;
            self.place(block);
        }
    }

    /// Lines to write on, two side by side, each with its name above.
    pub(crate) fn blank_lines(&mut self, fields: &[String]) {
        let width = (self.width() - BETWEEN) / 2.0;
        for pair in fields.chunks(2) {
            let names: Vec<Vec<Line>> = pair.iter().map(|name| self.few(name, Style::SMALL, width)).collect();
            let most = names.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let height = most as f32 * Style::SMALL.leading + WRITING;
            let mut block = Block { height: height + BELOW, ..Block::default() };
            for (n, lines) in names.into_iter().enumerate() {
                let node = self.tree.add(None, Kind::Paragraph);
                let x = (width + BETWEEN) * n as f32;
                let mut y = 0.0;
                for line in lines {
                    block.items.push(text_item(line, Style::SMALL, x, y, Some(node)));
                    y += Style::SMALL.leading;
                }
                block.items.push(Item::Fill {
                    x,
                    y: height,
                    width,
                    height: 0.6,
                    ink: Ink::Black,
                    node: None,
                });
            }
            self.place(block);
        }
    }

    /// How much of a page such lines take.
    pub(crate) fn blank_lines_height(&self, fields: &[String]) -> f32 {
        let width = (self.width() - BETWEEN) / 2.0;
        let of = |pair: &[String]| {
            let most = pair.iter().map(|name| self.few(name, Style::SMALL, width).len()).max();
            most.unwrap_or(1).max(1) as f32 * Style::SMALL.leading + WRITING + BELOW
        };
        fields.chunks(2).map(of).sum()
    }

    /// A table of at most `rows` empty rows: fewer where the page, less `keep` points, holds no more, but three at the least. Wider heads
    /// get wider columns.
    pub(crate) fn blank_table(&mut self, columns: &[String], rows: u16, keep: f32) {
        if columns.is_empty() {
            return;
        }
        let shares: Vec<f32> = columns.iter().map(|head| head.chars().count().clamp(8, 34) as f32).collect();
        let sum: f32 = shares.iter().sum();
        let widths: Vec<f32> = shares.iter().map(|share| self.width() * share / sum).collect();
        let heads: Vec<Vec<Line>> = columns
            .iter()
            .zip(&widths)
            .map(|(head, width)| self.few(head, Style::HEAD, width - 2.0 * PAD))
            .collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let head_height = most as f32 * Style::HEAD.leading + 2.0 * PAD;
        let room = ((self.left() - keep - head_height - 2.0) / ROW).floor();
        let n_rows = f32::from(rows).min(room).max(3.0);
        let height = head_height + n_rows * ROW;
        let alt = format!("An empty table to fill in by hand. Its columns: {}.", columns.join("; "));
        let node = Some(self.tree.add(None, Kind::Figure { alt: super::wrap::clean(&alt) }));
        let mut block = Block { height: height + 2.0, ..Block::default() };
        let mut x = 0.0;
        for (lines, width) in heads.into_iter().zip(&widths) {
            let mut y = PAD;
            for line in lines {
                block.items.push(text_item(line, Style::HEAD, x + PAD, y, node));
                y += Style::HEAD.leading;
            }
            if x > 0.0 {
                block.items.push(Item::Fill { x, y: 0.0, width: 0.5, height, ink: Ink::Line, node });
            }
            x += width;
        }
        let mut y = head_height;
        while y < height - 1.0 {
            let ink = if y > head_height { Ink::Line } else { Ink::Black };
            block.items.push(Item::Fill { x: 0.0, y, width: self.width(), height: 0.5, ink, node });
            y += ROW;
        }
        block.items.push(Item::Frame { x: 0.0, y: 0.0, width: self.width(), height, thick: 0.8, node });
        self.place(block);
    }

    /// The first few lines of a name: forms have short ones. Where more is cut off the mark says so.
    fn few(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let spans = self.cut_to(vec![Span::plain(text)], style, width, MOST_LINES);
        wrap(self.faces, &spans, style, width).into_iter().take(MOST_LINES).collect()
    }
}
