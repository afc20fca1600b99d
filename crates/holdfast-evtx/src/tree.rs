//! An event that is shown, as a tree of elements. Only showing builds one.
//!
//! Its text is the business of `json` and `xml`, which share it so that they cannot disagree about what is there.

use crate::op::OpKind;
use crate::text::Utf16;
use crate::value::ValueRef;

/// Bytes that one shown event may take. Real ones take a few KiB.
pub(crate) const MAX_SHOWN_BYTES: usize = 1 << 22;
/// Elements and values that one shown event may have.
pub(crate) const MAX_NODES: usize = 1 << 16;

/// An element.
#[derive(Clone, Debug)]
pub(crate) struct Element<'a> {
    pub name: &'a str,
    /// It was stored as closed without content, which XML writes as `<x/>`.
    pub is_bare: bool,
    pub attributes: Vec<Attribute<'a>>,
    pub children: Vec<Node<'a>>,
}

/// An attribute and what its value is made of.
#[derive(Clone, Debug)]
pub(crate) struct Attribute<'a> {
    pub name: &'a str,
    pub value: Vec<Node<'a>>,
}

/// What stands in an element or an attribute. Values that are empty are left out.
#[derive(Clone, Debug)]
pub(crate) enum Node<'a> {
    Element(Element<'a>),
    Value(ValueRef<'a>),
    /// A number or yes or no that a template has as constant text.
    Number(Utf16<'a>),
    CData(Utf16<'a>),
    CharRef(u16),
    EntityRef(&'a str),
    PiTarget(&'a str),
    PiData(Utf16<'a>),
}

impl Node<'_> {
    /// Whether it is text of its element.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::Value(_) | Self::Number(_) | Self::CharRef(_) | Self::EntityRef(_) => true,
            Self::CData(text) => !text.is_empty(),
            Self::Element(_) | Self::PiTarget(_) | Self::PiData(_) => false,
        }
    }

    /// How many nodes there are in it, itself included.
    pub(crate) fn n_nodes(&self) -> usize {
        match self {
            Self::Element(element) => element.n_nodes(),
            _ => 1,
        }
    }
}

impl<'a> Element<'a> {
    /// An element of a record that holds none: what such a record is shown as.
    pub(crate) fn empty_event() -> Self {
        Self { name: "Event", is_bare: false, attributes: Vec::new(), children: Vec::new() }
    }

    /// How many nodes there are in it, itself included.
    pub(crate) fn n_nodes(&self) -> usize {
        let in_attributes = self.attributes.iter().map(|a| a.value.len().saturating_add(1));
        let in_children = self.children.iter().map(Node::n_nodes);
        in_attributes.chain(in_children).fold(1, usize::saturating_add)
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// Whether there is text in it, beside its elements.
    pub(crate) fn has_text(&self) -> bool {
        self.children.iter().any(Node::is_text)
    }

    /// What its `Name` attribute is made of.
    pub(crate) fn label(&self) -> Option<&[Node<'a>]> {
        self.attributes.iter().find(|a| a.name == "Name").map(|a| &a.value[..])
    }
}

/// Whether an operation is about the text of an element.
pub(crate) fn is_content(kind: OpKind) -> bool {
    !matches!(kind, OpKind::Open | OpKind::Attr | OpKind::Body | OpKind::Close)
}
