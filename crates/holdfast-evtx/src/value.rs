//! A value of an event, typed and borrowed where it lies in the chunk.
//!
//! What it looks like as text is the business of `value_text`, one set of rules for every reader of it.

use crate::array::Array;
use crate::bytes::{array_at, u16_at, u32_at, u64_at};
use crate::decode::Decoder;
use crate::text::Utf16;
use crate::time::FileTime;

/// A value. Widths of integers are gone: an 8-bit 5 and a 64-bit 5 are the same value.
#[derive(Clone, Copy, Debug)]
pub enum ValueRef<'a> {
    /// Present and empty. Its text is the empty text.
    Empty,
    /// Text.
    Text(Utf16<'a>),
    /// Text in one byte a letter, read as Windows-1252.
    Ansi(&'a [u8]),
    /// A signed integer of 8 to 64 bits.
    Int(i64),
    /// An unsigned integer of 8 to 64 bits.
    Uint(u64),
    /// A 32-bit floating point number.
    Real32(f32),
    /// A 64-bit floating point number.
    Real64(f64),
    /// Yes or no.
    Bool(bool),
    /// Bytes.
    Binary(&'a [u8]),
    /// A GUID, as stored.
    Guid(&'a [u8; 16]),
    /// An instant.
    Time(FileTime),
    /// A SYSTEMTIME, as stored.
    SystemTime(&'a [u8; 16]),
    /// A security identifier, as stored.
    Sid(&'a [u8]),
    /// A number that Windows shows in base 16: a handle, a pointer, a size, a logon id, a status.
    Hex(u64),
    /// Two or more values of one type.
    Array(Array<'a>),
    /// Several values side by side that read as one text.
    Pieces(Pieces<'a>),
}

/// Types of values, as stored. Source: MS-EVEN6, 2.2.12 (ValueType).
pub(crate) mod kind {
    pub(crate) const NULL: u8 = 0x00;
    pub(crate) const STRING: u8 = 0x01;
    pub(crate) const ANSI: u8 = 0x02;
    pub(crate) const I8: u8 = 0x03;
    pub(crate) const U8: u8 = 0x04;
    pub(crate) const I16: u8 = 0x05;
    pub(crate) const U16: u8 = 0x06;
    pub(crate) const I32: u8 = 0x07;
    pub(crate) const U32: u8 = 0x08;
    pub(crate) const I64: u8 = 0x09;
    pub(crate) const U64: u8 = 0x0A;
    pub(crate) const REAL32: u8 = 0x0B;
    pub(crate) const REAL64: u8 = 0x0C;
    pub(crate) const BOOL: u8 = 0x0D;
    pub(crate) const BINARY: u8 = 0x0E;
    pub(crate) const GUID: u8 = 0x0F;
    pub(crate) const SIZE: u8 = 0x10;
    pub(crate) const FILETIME: u8 = 0x11;
    pub(crate) const SYSTEMTIME: u8 = 0x12;
    pub(crate) const SID: u8 = 0x13;
    pub(crate) const HEX32: u8 = 0x14;
    pub(crate) const HEX64: u8 = 0x15;
    pub(crate) const HANDLE: u8 = 0x20;
    pub(crate) const BINXML: u8 = 0x21;
    pub(crate) const EVTXML: u8 = 0x23;
    pub(crate) const ARRAY: u8 = 0x80;

    /// Whether Windows defines the type.
    #[inline]
    pub(crate) fn is_known(kind: u8) -> bool {
        matches!(kind & !ARRAY, NULL..=HEX64 | HANDLE | BINXML | EVTXML) && kind != ARRAY
    }
}

/// A value's type and place in its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// From the start of the chunk, in bytes.
    pub at: u32,
    /// In bytes.
    pub len: u16,
    pub kind: u8,
}

impl Slot {
    /// Where it ends, from the start of the chunk.
    pub(crate) fn end(self) -> usize {
        (self.at as usize).saturating_add(usize::from(self.len))
    }

    /// The bytes of the value.
    #[inline]
    pub(crate) fn bytes(self, chunk: &[u8]) -> &[u8] {
        chunk.get(self.at as usize..self.end()).unwrap_or_default()
    }

    /// Whether it holds a fragment of binary XML.
    #[inline]
    pub(crate) fn is_fragment(self) -> bool {
        self.kind == kind::BINXML && self.len > 0
    }

    /// Whether it is of the type that holds nothing.
    #[inline]
    pub(crate) fn is_null(self) -> bool {
        // A fragment of no bytes is none.
        self.kind == kind::NULL || (self.kind == kind::BINXML && self.len == 0)
    }

    /// The value. A fragment is none of its own and reads as empty.
    #[inline]
    pub(crate) fn value(self, chunk: &[u8]) -> ValueRef<'_> {
        value(self.kind, self.bytes(chunk))
    }
}

/// The value of a type in exactly these bytes. Bytes that are too few for their type are kept as bytes.
#[inline]
pub(crate) fn value(kind: u8, bytes: &[u8]) -> ValueRef<'_> {
    use ValueRef as V;
    if bytes.is_empty() {
        return V::Empty;
    }
    if kind == kind::STRING {
        let text = Utf16::until_nul(bytes);
        return if text.is_empty() { V::Empty } else { V::Text(text) };
    }
    if kind & kind::ARRAY != 0 {
        return array(kind, bytes);
    }
    scalar(kind, bytes).unwrap_or(V::Binary(bytes))
}

#[cold]
fn array(kind: u8, bytes: &[u8]) -> ValueRef<'_> {
    Array::new(kind, bytes).value()
}

#[inline]
fn scalar(kind: u8, bytes: &[u8]) -> Option<ValueRef<'_>> {
    use ValueRef as V;
    Some(match kind {
        kind::NULL | kind::BINXML => V::Empty,
        kind::ANSI if bytes.iter().all(|b| *b == 0) => V::Empty,
        kind::ANSI => V::Ansi(bytes),
        kind::I8 => V::Int(i64::from(i8::from_le_bytes(array_at(bytes, 0)?))),
        kind::U8 => V::Uint(u64::from(*bytes.first()?)),
        kind::I16 => V::Int(i64::from(i16::from_le_bytes(array_at(bytes, 0)?))),
        kind::U16 => V::Uint(u64::from(u16_at(bytes, 0)?)),
        kind::I32 => V::Int(i64::from(i32::from_le_bytes(array_at(bytes, 0)?))),
        kind::U32 => V::Uint(u64::from(u32_at(bytes, 0)?)),
        kind::I64 => V::Int(i64::from_le_bytes(array_at(bytes, 0)?)),
        kind::U64 => V::Uint(u64_at(bytes, 0)?),
        kind::REAL32 => V::Real32(f32::from_le_bytes(array_at(bytes, 0)?)),
        kind::REAL64 => V::Real64(f64::from_le_bytes(array_at(bytes, 0)?)),
        // Windows keeps bit masks in some; a number that is neither stays a number.
        kind::BOOL => match i32::from_le_bytes(array_at(bytes, 0)?) {
            0 => V::Bool(false),
            1 => V::Bool(true),
            other => V::Int(i64::from(other)),
        },
        kind::GUID => V::Guid(bytes.first_chunk()?),
        kind::FILETIME => V::Time(FileTime(u64_at(bytes, 0)?)),
        kind::SYSTEMTIME => V::SystemTime(bytes.first_chunk()?),
        kind::SID => V::Sid(bytes),
        kind::HEX32 => V::Hex(u64::from(u32_at(bytes, 0)?)),
        kind::HEX64 => V::Hex(u64_at(bytes, 0)?),
        // A size or handle is as wide as a pointer was where the event was written.
        kind::SIZE | kind::HANDLE => match bytes.len() {
            8.. => V::Hex(u64_at(bytes, 0)?),
            _ => V::Hex(u64::from(u32_at(bytes, 0)?)),
        },
        kind::BINARY => V::Binary(bytes),
        // Text of XML, which no log was seen to hold.
        _ => V::Binary(bytes),
    })
}

impl<'a> ValueRef<'a> {
    /// Whether its text is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Its text where it lies, if it is stored as UTF-16.
    pub fn as_utf16(&self) -> Option<Utf16<'a>> {
        match self {
            Self::Text(text) => Some(*text),
            Self::Empty => Some(Utf16::default()),
            _ => None,
        }
    }

    /// A number that is not negative: an integer, a hexadecimal number, or text of digits or `0x` and digits.
    pub fn as_u64(&self) -> Option<u64> {
        match *self {
            Self::Uint(n) | Self::Hex(n) => Some(n),
            Self::Int(n) => u64::try_from(n).ok(),
            Self::Text(text) => number(text),
            _ => None,
        }
    }

    /// An integer, as `as_u64`, and negative ones.
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Int(n) => Some(n),
            _ => self.as_u64().and_then(|n| i64::try_from(n).ok()),
        }
    }
}

/// Digits, or `0x` and digits of base 16, of at most 24 letters.
fn number(text: Utf16<'_>) -> Option<u64> {
    if text.n_units() > 24 {
        return None;
    }
    let mut digits = [0_u8; 24];
    for (place, unit) in digits.iter_mut().zip(text.units()) {
        *place = u8::try_from(unit).ok()?;
    }
    let digits = std::str::from_utf8(digits.get(..text.n_units())?).ok()?;
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(base_16) if !base_16.starts_with('+') => u64::from_str_radix(base_16, 16).ok(),
        _ if digits.starts_with('+') => None,
        _ => digits.parse().ok(),
    }
}

/// The content of an element that is more than one value: text, slots and references side by side.
///
/// It says where its pieces are and no more, so that the values of all other kinds stay small.
#[derive(Clone, Copy)]
pub struct Pieces<'a> {
    pub(crate) decoder: &'a Decoder,
    pub(crate) chunk: &'a [u8],
    /// The part it stands in, and its operations in that part's plan.
    pub(crate) part: u16,
    pub(crate) start: u16,
    pub(crate) end: u16,
}

impl std::fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pieces({:?})", ValueRef::Pieces(*self).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_small() {
        assert!(size_of::<Option<ValueRef<'_>>>() <= 40);
        assert_eq!(size_of::<Slot>(), 8);
    }
}
