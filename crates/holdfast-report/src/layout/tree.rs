//! What each piece of a page means, for those who do not see it: headings, paragraphs, lists, tables, figures.
//!
//! It is built while laying out and filled with marks while drawing.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// A place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(usize);

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Heading {
        level: u16,
        title: String,
    },
    Paragraph,
    List,
    /// A list in order, with numbers.
    Numbered,
    /// A list in order, with letters.
    Lettered,
    Item,
    Label,
    Body,
    Table {
        summary: String,
    },
    Head,
    Rows,
    Row,
    ColumnHead,
    RowHead,
    Data,
    Figure {
        alt: String,
    },
}

enum Child {
    Node(usize),
    Mark(Identifier),
}

struct Node {
    kind: Kind,
    children: Vec<Child>,
}

/// The tree of one document.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Tree {
    /// Adds a node at the end of a parent, or of the document.
    pub(crate) fn add(&mut self, parent: Option<NodeId>, kind: Kind) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, children: Vec::new() });
        match parent.and_then(|p| self.nodes.get_mut(p.0)) {
            Some(parent) => parent.children.push(Child::Node(id)),
            None => self.roots.push(id),
        }
        NodeId(id)
    }

    /// Adds what was drawn to a node.
    pub(crate) fn mark(&mut self, node: NodeId, mark: Identifier) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            node.children.push(Child::Mark(mark));
        }
    }

    /// The tree as tags. A node without anything drawn is left out.
    pub(crate) fn into_tags(mut self) -> TagTree {
        let mut tree = TagTree::new();
        for root in std::mem::take(&mut self.roots) {
            if let Some(group) = self.group(root) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&mut self, id: usize) -> Option<TagGroup> {
        let (kind, children) = {
            let node = self.nodes.get_mut(id)?;
            (tag(&node.kind), std::mem::take(&mut node.children))
        };
        let is_cell = matches!(
            self.nodes.get(id).map(|n| &n.kind),
            Some(Kind::Data | Kind::ColumnHead | Kind::RowHead)
        );
        let mut group = TagGroup::new(kind);
        for child in children {
            match child {
                Child::Mark(mark) => group.push(mark),
                Child::Node(child) => {
                    if let Some(child) = self.group(child) {
                        group.push(child);
                    }
                }
            }
        }
        // An empty cell still holds its place in its row.
        (is_cell || !group.children.is_empty()).then_some(group)
    }
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Heading { level, title } => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::Disc).into(),
        Kind::Numbered => Tag::L(ListNumbering::Decimal).into(),
        Kind::Lettered => Tag::L(ListNumbering::UpperAlpha).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table { summary } => Tag::Table.with_summary(Some(summary.clone())).into(),
        Kind::Head => Tag::THead.into(),
        Kind::Rows => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Data => Tag::TD.into(),
        Kind::Figure { alt } => Tag::Figure(Some(alt.clone())).into(),
    }
}
