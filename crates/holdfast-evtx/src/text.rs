//! Text as Windows stores it, UTF-16 with the low byte first, read and compared where it lies.
//!
//! Half of a surrogate pair becomes U+FFFD, when shown and when compared: text is equal to what it is shown as.

use std::fmt::{self, Write as _};

/// Borrowed UTF-16LE text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Utf16<'a> {
    /// A whole number of units.
    bytes: &'a [u8],
}

impl<'a> Utf16<'a> {
    /// The text in `bytes`; a last odd byte is left out.
    pub fn new(bytes: &'a [u8]) -> Self {
        let whole = bytes.len() & !1;
        Self { bytes: bytes.get(..whole).unwrap_or_default() }
    }

    /// The text in `bytes` up to its first NUL, which ends a string in Windows.
    pub fn until_nul(bytes: &'a [u8]) -> Self {
        let text = Self::new(bytes);
        // Almost every string has none, or one at its end: look at many units at a time, without a branch for each.
        let mut at = 0_usize;
        let mut rest = text.bytes;
        while let Some((block, after)) = rest.split_first_chunk::<32>() {
            if block.as_chunks::<2>().0.iter().fold(false, |any, unit| any | (*unit == [0, 0])) {
                break;
            }
            (at, rest) = (at.saturating_add(32), after);
        }
        while let Some((block, after)) = rest.split_first_chunk::<8>() {
            if has_nul(u64::from_le_bytes(*block)) {
                break;
            }
            (at, rest) = (at.saturating_add(8), after);
        }
        match rest.as_chunks::<2>().0.iter().position(|unit| *unit == [0, 0]) {
            Some(n) => {
                Self { bytes: text.bytes.get(..at.saturating_add(n.wrapping_mul(2))).unwrap_or_default() }
            }
            None => text,
        }
    }

    /// The stored bytes.
    pub fn as_bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Whether there is no text.
    pub fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// How many 16-bit units.
    pub fn n_units(self) -> usize {
        self.bytes.len() / 2
    }

    /// The units, in order.
    pub fn units(self) -> impl DoubleEndedIterator<Item = u16> + ExactSizeIterator + Clone + 'a {
        self.bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit))
    }

    /// The characters; half of a pair is U+FFFD.
    pub fn chars(self) -> impl Iterator<Item = char> + 'a {
        char::decode_utf16(self.units()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The units of what is shown: as many, since half of a pair is one unit and so is U+FFFD.
    fn shown_units(self) -> impl Iterator<Item = u16> + 'a {
        self.chars().flat_map(|c| {
            let mut units = [0; 2];
            let n = c.encode_utf16(&mut units).len();
            units.into_iter().take(n)
        })
    }

    /// Whether it is `text`, letter for letter.
    pub fn eq_str(self, text: &str) -> bool {
        self.shown_units().eq(text.encode_utf16())
    }

    /// Whether it is `text` when A to Z and a to z are the same. Nothing is copied.
    pub fn eq_ignore_ascii_case(self, text: &str) -> bool {
        if text.is_ascii() {
            return self.n_units() == text.len() && same_ascii(self.units(), text.bytes());
        }
        self.shown_units().map(lower).eq(text.encode_utf16().map(lower))
    }

    /// Whether it begins with `text` when A to Z and a to z are the same.
    pub fn starts_with_ignore_ascii_case(self, text: &str) -> bool {
        let mut units = self.shown_units();
        text.encode_utf16().all(|wanted| units.next().is_some_and(|unit| lower(unit) == lower(wanted)))
    }

    /// Whether it ends with `text` when A to Z and a to z are the same.
    pub fn ends_with_ignore_ascii_case(self, text: &str) -> bool {
        match self.n_units().checked_sub(text.encode_utf16().count()) {
            Some(before) => self.shown_units().skip(before).map(lower).eq(text.encode_utf16().map(lower)),
            None => false,
        }
    }

    /// Adds it to `out` as UTF-8.
    #[inline]
    pub fn append_utf8(self, out: &mut Vec<u8>) {
        let mut rest = self.bytes;
        out.reserve(self.n_units());
        // Eight units at a time while they are ASCII, as nearly all are.
        while let Some((block, after)) = rest.split_first_chunk::<16>() {
            let [a, b] = halves(block);
            if (a | b) & 0xFF80_FF80_FF80_FF80 != 0 {
                break;
            }
            let narrow: [u8; 8] = std::array::from_fn(|i| block.get(i.wrapping_mul(2)).copied().unwrap_or(0));
            out.extend_from_slice(&narrow);
            rest = after;
        }
        for c in Utf16::new(rest).chars() {
            if c.is_ascii() {
                out.push(c as u8);
            } else {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

impl Utf16<'_> {
    /// As [`Self::append_utf8`], to text.
    #[inline]
    pub fn append_to(self, out: &mut String) {
        let mut rest = self.bytes;
        out.reserve(self.n_units());
        // Text must be shown to be UTF-8, which costs less for many bytes at once.
        while let Some((narrow, after)) = ascii_block::<32>(rest) {
            let Ok(ascii) = std::str::from_utf8(&narrow) else { break };
            out.push_str(ascii);
            rest = after;
        }
        while let Some((narrow, after)) = ascii_block::<8>(rest) {
            let Ok(ascii) = std::str::from_utf8(&narrow) else { break };
            out.push_str(ascii);
            rest = after;
        }
        out.extend(Utf16::new(rest).chars());
    }
}

/// The next `N` units as bytes, when all of them are ASCII, and what is behind them.
#[inline]
fn ascii_block<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
    let (block, after) = bytes.split_at_checked(N.wrapping_mul(2))?;
    let mut narrow = [0; N];
    let mut all = 0_u16;
    for (to, unit) in narrow.iter_mut().zip(block.as_chunks::<2>().0) {
        let unit = u16::from_le_bytes(*unit);
        all |= unit;
        *to = unit as u8;
    }
    (all < 0x80).then_some((narrow, after))
}

impl fmt::Display for Utf16<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|c| f.write_char(c))
    }
}

impl fmt::Debug for Utf16<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// Two numbers of four units each.
fn halves(block: &[u8; 16]) -> [u64; 2] {
    let half = |at| crate::bytes::u64_at(block, at).unwrap_or(0);
    [half(0), half(8)]
}

/// Whether one of the four units is zero.
fn has_nul(units: u64) -> bool {
    // A unit is zero when taking 1 from it borrows through its top bit, and the top bit was not set.
    const ONES: u64 = 0x0001_0001_0001_0001;
    const TOPS: u64 = 0x8000_8000_8000_8000;
    units.wrapping_sub(ONES) & !units & TOPS != 0
}

fn lower(unit: u16) -> u16 {
    match u8::try_from(unit) {
        Ok(byte) => u16::from(byte.to_ascii_lowercase()),
        Err(_) => unit,
    }
}

fn same_ascii(units: impl Iterator<Item = u16>, text: impl Iterator<Item = u8>) -> bool {
    units.zip(text).all(|(unit, byte)| lower(unit) == u16::from(byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn it_becomes_utf_8_whatever_its_length_and_letters() {
        for text in
            ["", "a", "C:\\Windows\\System32\\cmd.exe", "Grüße aus Zürich", "日本語 ok 😀 and on and on"]
        {
            let mut out = Vec::new();
            Utf16::new(&stored(text)).append_utf8(&mut out);
            assert_eq!(String::from_utf8(out).unwrap(), text);
            let mut out = String::from("before ");
            Utf16::new(&stored(text)).append_to(&mut out);
            assert_eq!(out, format!("before {text}"));
            assert_eq!(Utf16::new(&stored(text)).to_string(), text);
        }
    }

    #[test]
    fn half_a_pair_is_shown_as_a_replacement() {
        let bytes = [0x61, 0, 0x3D, 0xD8, 0x62, 0];
        let mut out = Vec::new();
        Utf16::new(&bytes).append_utf8(&mut out);
        assert_eq!(out, "a\u{FFFD}b".as_bytes());
    }

    #[test]
    fn text_is_equal_to_what_it_is_shown_as() {
        // Half a pair at the start, within, before a whole pair, and at the end.
        for units in
            [&[0xD83D_u16, 0x61][..], &[0x61, 0xDE00, 0x62], &[0xD83D, 0xD83D, 0xDE00], &[0x41, 0xD83D]]
        {
            let bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            let text = Utf16::new(&bytes);
            let shown = text.to_string();
            assert!(text.eq_str(&shown) && text.eq_ignore_ascii_case(&shown.to_lowercase()), "{shown:?}");
            assert!(text.starts_with_ignore_ascii_case(&shown) && text.ends_with_ignore_ascii_case(&shown));
            let last = shown.chars().last().unwrap().to_string();
            assert!(text.ends_with_ignore_ascii_case(&last) && !text.eq_str(&last), "{shown:?}");
        }
    }

    #[test]
    fn a_nul_ends_it_wherever_it_stands() {
        for n in 0..40 {
            // 0x0100 and 0x0001 have a zero byte and are no NUL.
            let units: Vec<u16> = [0x0100, 0x0001, 0x8000, 0xFFFF].into_iter().cycle().take(n).collect();
            let mut bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            assert_eq!(Utf16::until_nul(&bytes).n_units(), n);
            bytes.extend([0, 0, 7, 7, 0, 0, 9]);
            assert_eq!(Utf16::until_nul(&bytes).n_units(), n, "{n}");
        }
    }

    #[test]
    fn comparing_folds_ascii_and_nothing_else() {
        let bytes = stored("Cmd.EXE ÄB");
        let text = Utf16::new(&bytes);
        assert!(text.eq_ignore_ascii_case("cMD.exe Äb") && !text.eq_ignore_ascii_case("cmd.exe äb"));
        assert!(text.eq_str("Cmd.EXE ÄB") && !text.eq_str("cmd.EXE ÄB"));
        assert!(text.starts_with_ignore_ascii_case("cmd.") && !text.starts_with_ignore_ascii_case("md"));
        assert!(text.ends_with_ignore_ascii_case(".exe Äb") && !text.ends_with_ignore_ascii_case("x.exe äb"));
        assert!(!Utf16::new(&stored("cmd")).eq_ignore_ascii_case("cmdx"));
        assert!(!Utf16::new(&stored("x")).ends_with_ignore_ascii_case("xx"));
    }
}
