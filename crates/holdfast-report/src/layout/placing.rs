//! Pieces whose parts each have a place of their own: a card, a certificate, a code beside text.
//!
//! Places are from the top left of the piece. What they mean to those who do not see them is told in the order they are put.

use super::code::Code;
use super::flow::{Block, Flow, Item, text_item};
use super::style::{Ink, Span, Style};
use super::tree::{Kind, NodeId};
use super::wrap::wrap;

/// Where a text stands: its left end, its top, and the width it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) is_centered: bool,
}

impl At {
    /// From the left.
    pub(crate) fn left(x: f32, y: f32, width: f32) -> Self {
        Self { x, y, width, is_centered: false }
    }

    /// In the middle of the width.
    pub(crate) fn middle(x: f32, y: f32, width: f32) -> Self {
        Self { x, y, width, is_centered: true }
    }
}

/// A piece being made.
pub(crate) struct Placing<'a, 'f> {
    flow: &'a mut Flow<'f>,
    block: Block,
}

impl<'f> Flow<'f> {
    /// Begins a piece of parts with places of their own.
    pub(crate) fn placing(&mut self) -> Placing<'_, 'f> {
        Placing { flow: self, block: Block::default() }
    }

    /// How many lines a text takes.
    pub(crate) fn n_lines(&self, spans: &[Span], style: Style, width: f32) -> usize {
        wrap(self.faces, spans, style, width).len()
    }

    /// How wide a text is on one line.
    pub(crate) fn width_of(&self, spans: &[Span], style: Style) -> f32 {
        wrap(self.faces, spans, style, f32::MAX).iter().map(|line| line.width).fold(0.0, f32::max)
    }
}

impl<'f> Placing<'_, 'f> {
    /// The document, to measure by.
    pub(crate) fn flow(&self) -> &Flow<'f> {
        self.flow
    }

    /// A paragraph; where it ends.
    pub(crate) fn paragraph(&mut self, spans: &[Span], style: Style, at: At) -> f32 {
        let node = self.flow.tree.add(None, Kind::Paragraph);
        self.text(spans, style, at, node)
    }

    /// A heading, which is an entry of the outline too; where it ends.
    pub(crate) fn heading(&mut self, level: u16, text: &str, style: Style, at: At) -> f32 {
        let title = super::wrap::clean(text);
        let node = self.flow.tree.add(None, Kind::Heading { level, title: title.clone() });
        self.block.outline.get_or_insert(title);
        self.text(&[Span::bold(text)], style, at, node)
    }

    /// The list that items are put in.
    pub(crate) fn list(&mut self) -> NodeId {
        self.flow.tree.add(None, Kind::List)
    }

    /// An item of a list, without a dot; where it ends.
    pub(crate) fn item(&mut self, list: NodeId, spans: &[Span], style: Style, at: At) -> f32 {
        let item = self.flow.tree.add(Some(list), Kind::Item);
        let body = self.flow.tree.add(Some(item), Kind::Body);
        self.text(spans, style, at, body)
    }

    /// A code so wide, with what it is in words. Nothing where the text is longer than a code holds.
    pub(crate) fn code(&mut self, text: &str, alt: &str, [x, y]: [f32; 2], side: f32) {
        let Some(code) = Code::of(text) else { return };
        let node = self.flow.tree.add(None, Kind::Figure { alt: super::wrap::clean(alt) });
        self.block.items.push(Item::Code { x, y, square: side / f32::from(code.n), code, node: Some(node) });
    }

    /// A box drawn by its edge.
    pub(crate) fn frame(&mut self, [x, y]: [f32; 2], [width, height]: [f32; 2], thick: f32) {
        self.block.items.push(Item::Frame { x, y, width, height, thick, node: None });
    }

    /// A line across.
    pub(crate) fn rule(&mut self, [x, y]: [f32; 2], width: f32, ink: Ink) {
        self.block.items.push(Item::Fill { x, y, width, height: 0.6, ink, node: None });
    }

    /// An entry of the outline at its top.
    pub(crate) fn outline(&mut self, title: &str) {
        self.block.outline.get_or_insert_with(|| super::wrap::clean(title));
    }

    /// Puts the piece, so high, on this page or the next.
    pub(crate) fn place(mut self, height: f32) {
        self.block.height = height;
        self.flow.place(self.block);
    }

    fn text(&mut self, spans: &[Span], style: Style, at: At, node: NodeId) -> f32 {
        let mut y = at.y;
        for line in wrap(self.flow.faces, spans, style, at.width) {
            let white = if at.is_centered { (at.width - line.width).max(0.0) / 2.0 } else { 0.0 };
            self.block.items.push(text_item(line, style, at.x + white, y, Some(node)));
            y += style.leading;
        }
        y
    }
}
