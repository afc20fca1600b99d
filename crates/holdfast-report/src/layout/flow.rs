//! The flow of a document down its pages: what is placed where, and where a new page begins.
//!
//! A heading never stands alone at the foot of a page: it waits until what follows it is placed.

use super::code::Code;
use super::face::Faces;
use super::style::{Ink, Shape, Span, Style};
use super::tree::{Kind, NodeId, Tree};
use super::wrap::{Line, wrap};

/// Something to draw, with its place from the top left of the page.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// A line of text. Without a node it is not part of what is read aloud.
    Text { x: f32, baseline: f32, line: Line, size: f32, ink: Ink, node: Option<NodeId> },
    /// A filled box. It belongs to a figure or is mere decoration.
    Fill { x: f32, y: f32, width: f32, height: f32, ink: Ink, node: Option<NodeId> },
    /// A box drawn by its edge.
    Frame { x: f32, y: f32, width: f32, height: f32, thick: f32, node: Option<NodeId> },
    /// A disc of one ink with an edge of another, by its middle.
    Disc { x: f32, y: f32, r: f32, ink: Ink, edge: Ink, node: Option<NodeId> },
    /// Two strokes across each other, by their middle.
    Cross { x: f32, y: f32, r: f32, node: Option<NodeId> },
    /// A code for cameras, its white included, by the side of one square.
    Code { x: f32, y: f32, square: f32, code: Code, node: Option<NodeId> },
}

impl Item {
    pub(crate) fn moved(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Self::Text { x, baseline, .. } => (*x, *baseline) = (*x + dx, *baseline + dy),
            Self::Fill { x, y, .. }
            | Self::Frame { x, y, .. }
            | Self::Disc { x, y, .. }
            | Self::Cross { x, y, .. }
            | Self::Code { x, y, .. } => (*x, *y) = (*x + dx, *y + dy),
        }
        self
    }
}

/// A piece that is not broken over pages, with places from its own top left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) items: Vec<Item>,
    pub(crate) height: f32,
    /// An entry of the outline at its top.
    pub(crate) outline: Option<String>,
}

/// An entry of the outline.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) title: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// A document as it is laid out.
pub(crate) struct Flow<'f> {
    pub(crate) faces: &'f Faces,
    pub(crate) shape: Shape,
    pub(crate) tree: Tree,
    pub(crate) pages: Vec<Vec<Item>>,
    pub(crate) entries: Vec<Entry>,
    /// White before a heading.
    pub(crate) gap: f32,
    y: f32,
    /// Blocks that go with the next one.
    waiting: Vec<Block>,
}

impl<'f> Flow<'f> {
    /// An empty document.
    pub(crate) fn new(faces: &'f Faces, shape: Shape) -> Self {
        Self {
            faces,
            shape,
            tree: Tree::default(),
            pages: vec![Vec::new()],
            entries: Vec::new(),
            gap: 12.0,
            y: shape.top,
            waiting: Vec::new(),
        }
    }

    /// Width of what is printed on.
    pub(crate) fn width(&self) -> f32 {
        self.shape.text_width()
    }

    /// What is left of the page, in points, once what waits is placed.
    pub(crate) fn left(&self) -> f32 {
        self.shape.floor() - self.y - self.waiting.iter().map(|b| b.height).sum::<f32>()
    }

    /// White space.
    pub(crate) fn space(&mut self, height: f32) {
        if self.waiting.is_empty() {
            let is_at_top = self.y <= self.shape.top + 0.1;
            self.y += if is_at_top { 0.0 } else { height };
        } else {
            self.waiting.push(Block { height, ..Block::default() });
        }
    }

    /// Begins a new page, unless nothing stands on this one.
    pub(crate) fn new_page(&mut self) {
        self.place_waiting();
        if self.pages.last().is_some_and(|p| !p.is_empty()) {
            self.pages.push(Vec::new());
        }
        self.y = self.shape.top;
    }

    /// A heading. It waits for what follows.
    pub(crate) fn heading(&mut self, level: u16, text: &str) {
        self.heading_in(level, text, Style::heading(level));
    }

    /// A heading of another size.
    pub(crate) fn heading_in(&mut self, level: u16, text: &str, style: Style) {
        let title = super::wrap::clean(text);
        let node = self.tree.add(None, Kind::Heading { level, title: title.clone() });
        let before = if level == 1 { 0.0 } else { self.gap };
        let at_top = self.waiting.is_empty() && self.y <= self.shape.top + 0.1;
        if !at_top {
            self.waiting.push(Block { height: before, ..Block::default() });
        }
        let mut block = self.text(&[Span::bold(text)], style, self.width(), Some(node));
        block.height += if level == 1 { 1.0 } else { 4.0 };
        block.outline = Some(title);
        self.waiting.push(block);
    }

    /// A paragraph.
    pub(crate) fn paragraph(&mut self, spans: &[Span], style: Style) {
        let node = self.tree.add(None, Kind::Paragraph);
        let lines = wrap(self.faces, spans, style, self.width());
        self.lines(lines, style, 0.0, node);
    }

    /// A paragraph that stays with what follows it.
    pub(crate) fn paragraph_before(&mut self, spans: &[Span], style: Style, space_after: f32) {
        let node = self.tree.add(None, Kind::Paragraph);
        let mut block = self.text(spans, style, self.width(), Some(node));
        block.height += space_after;
        self.waiting.push(block);
    }

    /// A list, a dot before each item.
    pub(crate) fn list(&mut self, items: &[Vec<Span>], style: Style) {
        const INDENT: f32 = 12.0;
        let list = self.tree.add(None, Kind::List);
        for spans in items {
            let item = self.tree.add(Some(list), Kind::Item);
            let label = self.tree.add(Some(item), Kind::Label);
            let body = self.tree.add(Some(item), Kind::Body);
            let lines = wrap(self.faces, spans, style, self.width() - INDENT);
            for (i, line) in lines.into_iter().enumerate() {
                let mut block = Block { height: style.leading, ..Block::default() };
                if i == 0 {
                    let dot = wrap(self.faces, &[Span::plain("\u{2022}")], style, INDENT);
                    block.items.extend(dot.into_iter().map(|l| text_item(l, style, 2.0, 0.0, Some(label))));
                }
                block.items.push(text_item(line, style, INDENT, 0.0, Some(body)));
                self.place(block);
            }
            self.space(2.0);
        }
    }

    /// A thin line across.
    pub(crate) fn rule(&mut self) {
        let item =
            Item::Fill { x: 0.0, y: 0.0, width: self.width(), height: 0.6, ink: Ink::Line, node: None };
        self.place(Block { items: vec![item], height: 0.6, outline: None });
    }

    fn lines(&mut self, lines: Vec<Line>, style: Style, x: f32, node: NodeId) {
        let n = lines.len();
        let mut lines = lines.into_iter().enumerate().peekable();
        while let Some((i, line)) = lines.next() {
            let mut block = Block { height: style.leading, ..Block::default() };
            block.items.push(text_item(line, style, x, 0.0, Some(node)));
            // The first two lines stay together, and so do the last two.
            let pair = i == 0 || i + 3 == n.max(4);
            if pair && let Some((_, next)) = lines.next() {
                block.items.push(text_item(next, style, x, style.leading, Some(node)));
                block.height += style.leading;
            }
            self.place(block);
        }
    }

    /// A text as one block, at most a page high.
    pub(crate) fn text(&self, spans: &[Span], style: Style, width: f32, node: Option<NodeId>) -> Block {
        let mut block = Block::default();
        for line in wrap(self.faces, spans, style, width) {
            if block.height + style.leading > self.shape.text_height() / 2.0 {
                break;
            }
            block.items.push(text_item(line, style, 0.0, block.height, node));
            block.height += style.leading;
        }
        block
    }

    /// Places a block, with what waits for it, on this page or the next.
    pub(crate) fn place(&mut self, block: Block) {
        let waiting: f32 = self.waiting.iter().map(|b| b.height).sum();
        if self.y + waiting + block.height > self.shape.floor() + 0.01 && self.y > self.shape.top + 0.1 {
            self.turn_page();
        }
        self.place_waiting();
        self.put(block);
    }

    /// A new page. What waits goes along, without the white space before it.
    pub(crate) fn turn_page(&mut self) {
        if self.pages.last().is_some_and(|p| !p.is_empty()) {
            self.pages.push(Vec::new());
        }
        self.y = self.shape.top;
        let blank = self.waiting.iter().take_while(|b| b.items.is_empty()).count();
        self.waiting.drain(..blank);
    }

    fn place_waiting(&mut self) {
        for block in std::mem::take(&mut self.waiting) {
            self.put(block);
        }
    }

    fn put(&mut self, block: Block) {
        let (x, y) = (self.shape.side, self.y);
        if let Some(title) = block.outline {
            self.entries.push(Entry { title, page: self.pages.len() - 1, y });
        }
        if let Some(page) = self.pages.last_mut() {
            page.extend(block.items.into_iter().map(|item| item.moved(x, y)));
        }
        self.y += block.height;
    }

    /// Whether a number stands for a letter somewhere.
    pub(crate) fn has_stand_in(&self) -> bool {
        self.pages.iter().flatten().any(|item| match item {
            Item::Text { line, .. } => line.runs.iter().any(|r| r.has_stand_in),
            _ => false,
        })
    }

    /// Everything, once nothing waits.
    pub(crate) fn finish(&mut self) {
        self.place_waiting();
        while self.pages.len() > 1 && self.pages.last().is_some_and(Vec::is_empty) {
            self.pages.pop();
        }
    }
}

/// A line as an item: capitals are centered in the leading.
pub(crate) fn text_item(line: Line, style: Style, x: f32, y: f32, node: Option<NodeId>) -> Item {
    let baseline = y + style.leading / 2.0 + style.size * super::face::CAP_HEIGHT / 2.0;
    Item::Text { x, baseline, line, size: style.size, ink: style.ink, node }
}
