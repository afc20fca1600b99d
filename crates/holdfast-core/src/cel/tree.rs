//! The tree of a condition as written: parts with their places, names and types not yet looked at.
//!
//! It holds; `parse` builds it and `check` reads it.

use super::lex::At;

/// A part of an expression with its place.
#[derive(Debug)]
pub(super) struct Node<'s> {
    pub(super) at: At,
    pub(super) kind: Kind<'s>,
    pub(super) height: u16,
}

/// What a part is.
#[derive(Debug)]
pub(super) enum Kind<'s> {
    /// Already reported; anything fits in its place.
    Bad,
    Bool(bool),
    Int(i64),
    Text(&'s str),
    Name(&'s str),
    Known(&'s str),
    Proven(&'s str),
    Not(Box<Node<'s>>),
    Negative(Box<Node<'s>>),
    All(Vec<Node<'s>>),
    Any(Vec<Node<'s>>),
    Compare(&'static str, Box<[Node<'s>; 2]>),
    In(Box<Node<'s>>, Vec<Node<'s>>),
    Math(&'static str, Box<[Node<'s>; 2]>),
    Pick(Box<[Node<'s>; 3]>),
}

impl<'s> Kind<'s> {
    /// The parts that can nest.
    pub(super) fn parts(&self) -> &[Node<'s>] {
        match self {
            Self::Bad
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Text(_)
            | Self::Name(_)
            | Self::Known(_)
            | Self::Proven(_) => &[],
            Self::Not(part) | Self::Negative(part) | Self::In(part, _) => std::slice::from_ref(part),
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Compare(_, parts) | Self::Math(_, parts) => &parts[..],
            Self::Pick(parts) => &parts[..],
        }
    }
}
