//! Lists whose items have a number or a letter before them.

use super::flow::{Block, Flow, text_item};
use super::style::{Span, Style};
use super::tree::Kind;
use super::wrap::wrap;

/// What stands before the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// 1. 2. 3.
    Number,
    /// A. B. C.
    Letter,
}

impl Before {
    fn label(self, place: usize) -> String {
        let letter = (b'A'..=b'Z').nth(place).map(char::from);
        match (self, letter) {
            (Self::Letter, Some(letter)) => format!("{letter}."),
            _ => format!("{}.", place + 1),
        }
    }
}

impl Flow<'_> {
    /// A list in order. An item is kept whole; one of more than half a page is cut, and the mark says so.
    pub(crate) fn steps(&mut self, before: Before, items: &[Vec<Span>], style: Style, between: f32) {
        let indent = style.size * 1.7;
        let kind = match before {
            Before::Number => Kind::Numbered,
            Before::Letter => Kind::Lettered,
        };
        let list = self.tree.add(None, kind);
        for (place, spans) in items.iter().enumerate() {
            let item = self.tree.add(Some(list), Kind::Item);
            let label = self.tree.add(Some(item), Kind::Label);
            let body = self.tree.add(Some(item), Kind::Body);
            let n_lines = (self.shape.text_height() / 2.0 / style.leading) as usize;
            let spans = self.cut(spans.clone(), style, indent, n_lines);
            let mut block = Block::default();
            let text = wrap(self.faces, &[Span::bold(before.label(place))], style, indent);
            block.items.extend(text.into_iter().take(1).map(|l| text_item(l, style, 0.0, 0.0, Some(label))));
            for line in wrap(self.faces, &spans, style, self.width() - indent) {
                block.items.push(text_item(line, style, indent, block.height, Some(body)));
                block.height += style.leading;
            }
            block.height = block.height.max(style.leading) + between;
            self.place(block);
        }
    }
}
