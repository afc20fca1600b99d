//! Bars for ranges: from low to high in pale gray, the likely value a black stroke, the figures beside it in words.
//!
//! Nothing hangs on color, and the figure says in its alternate text what it shows.

use super::flow::{Block, Flow, Item, text_item};
use super::style::{Ink, Span, Style};
use super::tree::Kind;
use super::wrap::wrap;

/// One bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// What it is.
    pub(crate) label: String,
    /// Low, likely, high.
    pub(crate) range: [u64; 3],
    /// The figures in words.
    pub(crate) says: String,
}

impl Flow<'_> {
    /// Bars on one scale from nothing to the largest.
    pub(crate) fn bars(&mut self, bars: &[Bar], alt: &str) {
        const ROW: f32 = 19.0;
        let most = bars.iter().map(|b| b.range[2]).max().unwrap_or(0).max(1) as f32;
        let width = self.width();
        let (label_width, says_width) = (width * 0.33, width * 0.22);
        let (from, room) = (label_width + 8.0, width - label_width - says_width - 20.0);
        let node = self.tree.add(None, Kind::Figure { alt: super::wrap::clean(alt) });
        let mut block = Block::default();
        let style = Style::CELL;
        for bar in bars {
            let top = block.height;
            let one_line =
                |text: &str, width| wrap(self.faces, &[Span::plain(text)], style, width).into_iter().next();
            let y = top + (ROW - style.leading) / 2.0;
            if let Some(line) = one_line(&bar.label, label_width) {
                block.items.push(text_item(line, style, 0.0, y, Some(node)));
            }
            let place = |n: u64| from + room * (n as f32 / most);
            let [low, likely, high] = bar.range.map(place);
            let node = Some(node);
            let middle = top + ROW / 2.0;
            block.items.push(Item::Fill {
                x: from,
                y: middle - 0.25,
                width: room,
                height: 0.5,
                ink: Ink::Pale,
                node,
            });
            let width = (high - low).max(1.0);
            block.items.push(Item::Fill {
                x: low,
                y: middle - 4.0,
                width,
                height: 8.0,
                ink: Ink::Pale,
                node,
            });
            block.items.push(Item::Fill {
                x: likely - 1.0,
                y: middle - 6.0,
                width: 2.0,
                height: 12.0,
                ink: Ink::Black,
                node,
            });
            if let Some(line) = one_line(&bar.says, says_width) {
                block.items.push(text_item(line, style, from + room + 12.0, y, node));
            }
            block.height += ROW;
        }
        block.height += 2.0;
        self.place(block);
    }

    /// A box to sign in: a line for each of name, role and date.
    pub(crate) fn sign_here(&mut self, what: &str) {
        let node = self.tree.add(None, Kind::Paragraph);
        let mut block = self.text(&[Span::plain(what)], Style::BODY, self.width(), Some(node));
        block.height += 17.0;
        let thirds = self.width() / 3.0;
        for (i, label) in ["Name and role", "Signature", "Date"].into_iter().enumerate() {
            let x = thirds * i as f32;
            let y = block.height;
            block.items.push(Item::Fill {
                x,
                y,
                width: thirds - 16.0,
                height: 0.6,
                ink: Ink::Black,
                node: None,
            });
            let label_node = self.tree.add(None, Kind::Paragraph);
            for line in wrap(self.faces, &[Span::plain(label)], Style::SMALL, thirds) {
                block.items.push(text_item(line, Style::SMALL, x, y + 2.0, Some(label_node)));
            }
        }
        block.height += 18.0;
        self.space(5.0);
        self.place(block);
    }

    /// A text in a frame.
    pub(crate) fn framed(&mut self, paragraphs: &[(Vec<Span>, Style)]) {
        const PAD: f32 = 9.0;
        let mut block = Block { height: PAD, ..Block::default() };
        for (spans, style) in paragraphs {
            let node = self.tree.add(None, Kind::Paragraph);
            for line in wrap(self.faces, spans, *style, self.width() - 2.0 * PAD) {
                if block.height > self.shape.text_height() * 0.6 {
                    break;
                }
                block.items.push(text_item(line, *style, PAD, block.height, Some(node)));
                block.height += style.leading;
            }
            block.height += 1.5;
        }
        block.height += PAD - 1.5;
        let (width, height) = (self.width(), block.height);
        block.items.push(Item::Frame { x: 0.0, y: 0.0, width, height, thick: 1.0, node: None });
        self.place(block);
    }
}
