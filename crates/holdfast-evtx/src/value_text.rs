//! The one set of rules for what a value reads as. `docs/evtx.md` lists them; every reader of a value uses them.
//!
//! | type | text |
//! |---|---|
//! | text | as stored, up to the first NUL; half of a surrogate pair is U+FFFD |
//! | ANSI text | Windows-1252, NULs left out |
//! | integers, yes or no | decimal; `true` and `false` |
//! | floating point | shortest digits that read back the same, with a point: `1.0`, `0.1`, `1e16` |
//! | bytes | two digits of base 16 each, upper case: `0AFF` |
//! | GUID | lower case, in braces |
//! | times | `2021-04-22T22:09:04.1234567Z`, always seven digits |
//! | security identifier | `S-1-5-18` |
//! | hexadecimal, size, handle | `0x`, lower case, no leading zeros |
//! | array | items with commas between |

use std::fmt;

use crate::bytes::u32_at;
use crate::event::Part;
use crate::op::OpKind;
use crate::time::system_time_text;
use crate::value::{Pieces, ValueRef};

/// Takes text as it is made: a buffer, or a comparison that keeps none of it.
pub trait TextOut {
    /// Takes the next bytes of text in UTF-8.
    fn put(&mut self, utf8: &[u8]);

    /// Takes text stored in UTF-16.
    fn put_utf16(&mut self, text: crate::Utf16<'_>) {
        for c in text.chars() {
            self.put(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

impl TextOut for Vec<u8> {
    #[inline]
    fn put(&mut self, utf8: &[u8]) {
        self.extend_from_slice(utf8);
    }

    #[inline]
    fn put_utf16(&mut self, text: crate::Utf16<'_>) {
        text.append_utf8(self);
    }
}

impl TextOut for String {
    #[inline]
    fn put(&mut self, utf8: &[u8]) {
        // Everything that makes text here makes UTF-8; checking it is cheaper than what a wrong guess would cost.
        self.push_str(std::str::from_utf8(utf8).unwrap_or("\u{FFFD}"));
    }

    #[inline]
    fn put_utf16(&mut self, text: crate::Utf16<'_>) {
        text.append_to(self);
    }
}

/// Holds text against what it should be, as it is made.
struct Same<'t> {
    rest: &'t [u8],
    so_far: bool,
}

impl TextOut for Same<'_> {
    fn put(&mut self, utf8: &[u8]) {
        match self.rest.split_at_checked(utf8.len()) {
            Some((head, rest)) if self.so_far && head.eq_ignore_ascii_case(utf8) => self.rest = rest,
            _ => self.so_far = false,
        }
    }
}

impl ValueRef<'_> {
    /// Adds its text to `out`. Takes no memory but what `out` takes.
    #[inline]
    pub fn append_text(&self, out: &mut impl TextOut) {
        match self {
            Self::Empty => {}
            Self::Text(text) => out.put_utf16(*text),
            Self::Uint(n) => put_decimal(out, false, *n),
            Self::Int(n) => put_decimal(out, *n < 0, n.unsigned_abs()),
            Self::Hex(n) => put_hex_number(out, *n),
            other => other.append_rare(out),
        }
    }

    fn append_rare(&self, out: &mut impl TextOut) {
        match self {
            Self::Bool(yes) => out.put(if *yes { b"true" } else { b"false" }),
            Self::Binary(bytes) => put_bytes(out, bytes),
            Self::Guid(guid) => put_guid(out, guid),
            Self::Time(time) => out.put(&time.text()),
            Self::SystemTime(bytes) => out.put(&system_time_text(bytes)),
            Self::Sid(bytes) => put_sid(out, bytes),
            Self::Ansi(bytes) => {
                for c in bytes.iter().filter(|b| **b != 0).map(|b| windows_1252(*b)) {
                    out.put(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            // `{:?}` is the shortest text that reads back the same, with its point.
            Self::Real32(n) => out.put(format!("{n:?}").as_bytes()),
            Self::Real64(n) => out.put(format!("{n:?}").as_bytes()),
            Self::Array(items) => {
                for (at, item) in items.enumerate() {
                    if at > 0 {
                        out.put(b",");
                    }
                    item.append_text(out);
                }
            }
            Self::Pieces(pieces) => put_pieces(out, pieces),
            _ => {}
        }
    }

    /// Whether its text is `text` when A to Z and a to z are the same. Text is compared where it lies.
    pub fn eq_ignore_ascii_case(&self, text: &str) -> bool {
        if let Self::Text(stored) = self {
            return stored.eq_ignore_ascii_case(text);
        }
        let mut same = Same { rest: text.as_bytes(), so_far: true };
        self.append_text(&mut same);
        same.so_far && same.rest.is_empty()
    }
}

impl fmt::Display for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.append_text(&mut text);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

/// By text, letter for letter: two values that read the same are the same.
impl PartialEq for ValueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one == two || one.chars().eq(two.chars()),
            _ => self.to_string() == other.to_string(),
        }
    }
}

fn put_decimal(out: &mut impl TextOut, negative: bool, mut n: u64) {
    let mut digits = [0_u8; 21];
    let mut at = digits.len();
    loop {
        at = at.saturating_sub(1);
        if let Some(place) = digits.get_mut(at) {
            *place = b'0'.wrapping_add((n % 10) as u8);
        }
        n /= 10;
        if n == 0 {
            break;
        }
    }
    if negative {
        at = at.saturating_sub(1);
        if let Some(place) = digits.get_mut(at) {
            *place = b'-';
        }
    }
    out.put(digits.get(at..).unwrap_or_default());
}

fn put_bytes(out: &mut impl TextOut, bytes: &[u8]) {
    let mut digits = [0_u8; 64];
    for some in bytes.chunks(32) {
        for (place, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(some) {
            *place = hex(*byte, b"0123456789ABCDEF");
        }
        out.put(digits.get(..some.len().saturating_mul(2)).unwrap_or_default());
    }
}

fn put_hex_number(out: &mut impl TextOut, n: u64) {
    let bytes = n.to_be_bytes();
    let mut digits = [0_u8; 16];
    for (place, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *place = hex(byte, b"0123456789abcdef");
    }
    let n_zeros = digits.iter().take(15).take_while(|d| **d == b'0').count();
    out.put(b"0x");
    out.put(digits.get(n_zeros..).unwrap_or_default());
}

#[inline]
fn hex(byte: u8, digits: &[u8; 16]) -> [u8; 2] {
    let digit = |n: u8| digits.get(usize::from(n & 0xF)).copied().unwrap_or(b'0');
    [digit(byte >> 4), digit(byte)]
}

/// The first three groups are stored with the low byte first, the rest as they read. Source: MS-DTYP, 2.3.4.
fn put_guid(out: &mut impl TextOut, guid: &[u8; 16]) {
    let [a, b, c, d, e, f, g, h, rest @ ..] = *guid;
    let mut text = *b"{00000000-0000-0000-0000-000000000000}";
    let order = [d, c, b, a, f, e, h, g].into_iter().chain(rest);
    let places = [1, 3, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27, 29, 31, 33, 35];
    for (byte, at) in order.zip(places) {
        if let Some(place) = text.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<2>()) {
            *place = hex(byte, b"0123456789abcdef");
        }
    }
    out.put(&text);
}

/// Revision, count, 48-bit authority with the high byte first, then 32-bit parts. Source: MS-DTYP, 2.4.2.
fn put_sid(out: &mut impl TextOut, bytes: &[u8]) {
    let Some(&[revision, n_parts, a, b, c, d, e, f]) = bytes.first_chunk::<8>() else {
        return out.put(b"S-?");
    };
    out.put(b"S-");
    put_decimal(out, false, u64::from(revision));
    out.put(b"-");
    put_decimal(out, false, u64::from_be_bytes([0, 0, a, b, c, d, e, f]));
    let parts = bytes.get(8..).unwrap_or_default().as_chunks::<4>().0;
    for part in parts.iter().take(usize::from(n_parts)) {
        out.put(b"-");
        put_decimal(out, false, u64::from(u32_at(part, 0).unwrap_or(0)));
    }
}

fn put_pieces(out: &mut impl TextOut, pieces: &Pieces<'_>) {
    let part = Part::new(pieces.chunk, pieces.decoder, usize::from(pieces.part));
    let ops = part.plan().and_then(|p| p.ops.get(usize::from(pieces.start)..usize::from(pieces.end)));
    let names = pieces.decoder.names();
    for op in ops.unwrap_or_default() {
        match op.kind {
            OpKind::Text | OpKind::CData => out.put_utf16(names.utf16(op.name())),
            OpKind::Slot => {
                if let Some(slot) = part.slots().get(usize::from(op.small)) {
                    slot.value(pieces.chunk).append_text(out);
                }
            }
            OpKind::CharRef => put_char_ref(out, op.small),
            OpKind::EntityRef => put_entity(out, names.text(op.name())),
            _ => {}
        }
    }
}

/// The character a reference stands for, or the reference itself when it stands for none.
pub(crate) fn put_char_ref(out: &mut impl TextOut, code: u16) {
    match char::from_u32(u32::from(code)) {
        Some(c) => out.put(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => {
            out.put(b"&#");
            put_decimal(out, false, u64::from(code));
            out.put(b";");
        }
    }
}

/// The character that one of the five names of XML stands for, or the reference itself.
pub(crate) fn put_entity(out: &mut impl TextOut, name: &str) {
    match name {
        "quot" => out.put(b"\""),
        "apos" => out.put(b"'"),
        "amp" => out.put(b"&"),
        "lt" => out.put(b"<"),
        "gt" => out.put(b">"),
        _ => {
            out.put(b"&");
            out.put(name.as_bytes());
            out.put(b";");
        }
    }
}

/// A letter of Windows-1252; the five codes without a letter are the control of the same number, as browsers read them.
///
/// Source: the table of <https://encoding.spec.whatwg.org/index-windows-1252.txt>.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80.get(usize::from(byte & 0x1F)).copied().unwrap_or('\u{FFFD}'),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use crate::value::{kind, value};

    fn text(kind: u8, bytes: &[u8]) -> String {
        let value = value(kind, bytes);
        let text = value.to_string();
        assert!(value.eq_ignore_ascii_case(&text.to_uppercase()) || !text.is_ascii());
        assert!(!value.eq_ignore_ascii_case(&format!("{text}x")));
        text
    }

    #[test]
    fn each_type_reads_by_its_rule() {
        assert_eq!(text(kind::STRING, b"a\0b\0\0\0c\0"), "ab");
        assert_eq!(text(kind::ANSI, b"a\x80\0b\xe9"), "a€bé");
        assert_eq!(text(kind::I8, &[0x80]), "-128");
        assert_eq!(text(kind::U8, &[0x80]), "128");
        assert_eq!(text(kind::I64, &i64::MIN.to_le_bytes()), i64::MIN.to_string());
        assert_eq!(text(kind::U64, &u64::MAX.to_le_bytes()), u64::MAX.to_string());
        assert_eq!(text(kind::REAL32, &0.1_f32.to_le_bytes()), "0.1");
        assert_eq!(text(kind::REAL64, &1.0_f64.to_le_bytes()), "1.0");
        assert_eq!(text(kind::BOOL, &[1, 0, 0, 0]), "true");
        assert_eq!(text(kind::BOOL, &[16, 0, 0, 0]), "16");
        assert_eq!(text(kind::BINARY, &[0, 0xAB]), "00AB");
        assert_eq!(text(kind::HEX32, &[0; 4]), "0x0");
        assert_eq!(text(kind::HEX64, &[0x10, 0, 0, 0, 0, 0, 0, 0xFE]), "0xfe00000000000010");
        assert_eq!(text(kind::SIZE, &[0x1F, 0, 0, 0]), "0x1f");
        let guid = *b"\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee\xff";
        assert_eq!(text(kind::GUID, &guid), "{00112233-4455-6677-8899-aabbccddeeff}");
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0];
        assert_eq!(text(kind::SID, &sid), "S-1-5-32-544");
        assert_eq!(text(kind::SID, &[1, 2]), "S-?");
        assert_eq!(text(kind::NULL, &[1, 2]), "");
    }

    #[test]
    fn bytes_too_few_for_their_type_stay_bytes() {
        assert_eq!(text(kind::U32, &[1, 2]), "0102");
        assert_eq!(text(kind::GUID, &[1, 2]), "0102");
        assert_eq!(text(kind::U32, &[]), "");
    }

    #[test]
    fn numbers_are_read_from_text_too() {
        let stored = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let of = |text: &str| value(kind::STRING, &stored(text)).as_u64();
        assert_eq!(
            (of("0x1410"), of("17"), of("x"), of("+1"), of("")),
            (Some(0x1410), Some(17), None, None, None)
        );
        assert_eq!(value(kind::I32, &(-2_i32).to_le_bytes()).as_i64(), Some(-2));
        assert_eq!(value(kind::I32, &(-2_i32).to_le_bytes()).as_u64(), None);
    }
}
