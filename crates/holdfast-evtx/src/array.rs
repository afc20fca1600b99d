//! An array value: items of one type, one after another, split as they are asked for.
//!
//! Source: MS-EVEN6, 2.2.12 (the array bit of a ValueType) and 3.1.4.7.5. Items of an empty array are none.

use crate::text::Utf16;
use crate::value::{ValueRef, kind, value};

/// Items of one type. Made from a value only when there are two or more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Array<'a> {
    /// The type of an item, with the array bit.
    kind: u8,
    /// What is left.
    bytes: &'a [u8],
    /// Whether a bit mask is among yes-or-no items, so that all of them are numbers.
    numbers: bool,
}

impl<'a> Array<'a> {
    pub(crate) fn new(kind: u8, bytes: &'a [u8]) -> Self {
        let numbers = kind & !kind::ARRAY == kind::BOOL
            && bytes.as_chunks::<4>().0.iter().any(|item| !matches!(item, [0 | 1, 0, 0, 0]));
        Self { kind, bytes, numbers }
    }

    /// Itself as a value: an array of one is its item.
    pub(crate) fn value(self) -> ValueRef<'a> {
        let mut items = self;
        match (items.next(), items.next()) {
            (None, _) => ValueRef::Empty,
            (Some(only), None) => only,
            _ => ValueRef::Array(self),
        }
    }

    /// Bytes of an item, for types whose items are all the same size.
    fn item_bytes(self) -> Option<usize> {
        match self.kind & !kind::ARRAY {
            kind::I8 | kind::U8 => Some(1),
            kind::I16 | kind::U16 => Some(2),
            kind::I32 | kind::U32 | kind::REAL32 | kind::BOOL | kind::HEX32 => Some(4),
            kind::I64 | kind::U64 | kind::REAL64 | kind::FILETIME | kind::HEX64 => Some(8),
            kind::GUID | kind::SYSTEMTIME => Some(16),
            _ => None,
        }
    }

    fn cut(&mut self, n: usize) -> &'a [u8] {
        let (item, rest) = self.bytes.split_at_checked(n).unwrap_or((self.bytes, &[]));
        self.bytes = rest;
        item
    }
}

impl<'a> Iterator for Array<'a> {
    type Item = ValueRef<'a>;

    fn next(&mut self) -> Option<ValueRef<'a>> {
        if self.bytes.is_empty() {
            return None;
        }
        let item_kind = self.kind & !kind::ARRAY;
        if let Some(n) = self.item_bytes() {
            let item = self.cut(n);
            let item_kind = if self.numbers { kind::I32 } else { item_kind };
            return Some(value(item_kind, item));
        }
        Some(match item_kind {
            kind::STRING => {
                let text = Utf16::until_nul(self.bytes);
                self.cut(text.as_bytes().len().saturating_add(2));
                value(item_kind, text.as_bytes())
            }
            kind::ANSI => {
                let n = self.bytes.iter().position(|b| *b == 0).unwrap_or(self.bytes.len());
                let text = self.cut(n);
                self.cut(1);
                value(item_kind, text)
            }
            kind::SID => {
                let n_parts = self.bytes.get(1).copied().map_or(0, usize::from);
                let n = n_parts.saturating_mul(4).saturating_add(8);
                value(item_kind, self.cut(n))
            }
            // Bytes, sizes, handles and fragments do not say where an item ends: one item, as it is.
            _ => ValueRef::Binary(self.cut(self.bytes.len())),
        })
    }
}

impl std::fmt::Debug for Array<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(kind: u8, bytes: &[u8]) -> Vec<String> {
        match value(kind | kind::ARRAY, bytes) {
            ValueRef::Array(array) => array.map(|item| item.to_string()).collect(),
            one => vec![format!("one {one}")],
        }
    }

    #[test]
    fn items_are_split_by_their_type() {
        assert_eq!(items(kind::STRING, b"a\0\0\0\0\0b\0c\0\0\0"), ["a", "", "bc"]);
        assert_eq!(items(kind::STRING, b"a\0\0\0b\0"), ["a", "b"]);
        assert_eq!(items(kind::ANSI, b"x\0y z\0"), ["x", "y z"]);
        assert_eq!(items(kind::U16, &[1, 0, 2, 1]), ["1", "258"]);
        assert_eq!(items(kind::HEX32, &[1, 0, 0, 0, 255, 0, 0, 0]), ["0x1", "0xff"]);
        assert_eq!(items(kind::BOOL, &[1, 0, 0, 0, 0, 0, 0, 0]), ["true", "false"]);
        assert_eq!(items(kind::BOOL, &[1, 0, 0, 0, 254, 255, 255, 255]), ["1", "-2"]);
        let sids = [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 5, 19, 0, 0, 0];
        assert_eq!(items(kind::SID, &sids), ["S-1-5-18", "S-1-5-19"]);
    }

    #[test]
    fn an_array_of_one_is_its_item_and_an_empty_one_is_empty() {
        assert_eq!(items(kind::STRING, b"a\0\0\0"), ["one a"]);
        assert_eq!(items(kind::STRING, b""), ["one "]);
        assert_eq!(items(kind::U32, &[7, 0, 0, 0]), ["one 7"]);
    }

    #[test]
    fn a_cut_last_item_is_kept_as_bytes() {
        assert_eq!(items(kind::U32, &[7, 0, 0, 0, 9, 9]), ["7", "0909"]);
        assert_eq!(items(kind::BINARY, &[7, 9]), ["one 0709"]);
    }
}
