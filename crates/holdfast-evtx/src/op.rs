//! The operations a template compiles to: the elements, attributes and values it writes, in order.
//!
//! Two templates with the same operations are the same template, wherever their chunks keep their names.

use crate::names::NameId;

/// One operation, eight bytes. What `flag`, `small` and `wide` say depends on `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Op {
    pub kind: OpKind,
    pub flag: u8,
    pub small: u16,
    pub wide: u32,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum OpKind {
    /// An element begins. `wide` is its name, `small` the slot whose absence leaves it out (or [`NO_GATE`]), and `flag`
    /// is 1 when it was stored as closed without content.
    Open = 1,
    /// An attribute begins; its value follows. `wide` is its name.
    Attr,
    /// The attributes end and the content begins.
    Body,
    /// The element ends.
    Close,
    /// Constant text. `wide` is a name, `flag` is 1 for a number or yes or no.
    Text,
    /// A slot, in `small`. `flag` is 1 when an empty value leaves nothing.
    Slot,
    /// Constant text that XML writes as CDATA. `wide` is a name.
    CData,
    /// A character by number, in `small`.
    CharRef,
    /// A character by name, in `wide`.
    EntityRef,
    /// The name of a processing instruction, in `wide`.
    PiTarget,
    /// The text of a processing instruction, in `wide`.
    PiData,
}

/// In `small` of [`OpKind::Open`]: the element is always there.
pub(crate) const NO_GATE: u16 = u16::MAX;

impl Op {
    /// An operation about a name.
    pub(crate) fn named(kind: OpKind, name: NameId) -> Self {
        Self { kind, flag: 0, small: 0, wide: name.0 }
    }

    /// An operation about nothing or about a number.
    pub(crate) fn numbered(kind: OpKind, small: u16) -> Self {
        Self { kind, flag: 0, small, wide: 0 }
    }

    /// The name it is about, for those that are about one.
    pub(crate) fn name(self) -> NameId {
        NameId(self.wide)
    }

    /// All of it as one number, for hashing.
    pub(crate) fn bits(self) -> u64 {
        let high = (u64::from(self.kind as u8) << 56) | (u64::from(self.flag) << 48);
        high | (u64::from(self.small) << 32) | u64::from(self.wide)
    }
}
