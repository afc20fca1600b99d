//! Text of Windows programs, in whatever encoding it was saved. What it says in letters beyond ASCII is taken as well as can be; nothing
//! that decides anything is written in such letters.

/// The bytes as text: UTF-16 with or without its mark, UTF-8, or a code page of one byte a letter.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => one_byte_or_utf8(rest),
        _ if looks_utf16(bytes, 1) => utf16(bytes, u16::from_le_bytes),
        _ if looks_utf16(bytes, 0) => utf16(bytes, u16::from_be_bytes),
        _ => one_byte_or_utf8(bytes),
    }
}

/// Whether every other byte of the beginning is zero, as in UTF-16 of plain letters.
fn looks_utf16(bytes: &[u8], zero_at: usize) -> bool {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let zeros = head.iter().skip(zero_at).step_by(2).filter(|b| **b == 0).count();
    let others = head.iter().skip(1 - zero_at).step_by(2).filter(|b| **b == 0).count();
    head.len() >= 8 && zeros * 4 > head.len() && others == 0
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn one_byte_or_utf8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Which code page it was cannot be known, so a letter beyond ASCII is only known to be one.
        Err(_) => bytes
            .iter()
            .map(|b| if b.is_ascii() { char::from(*b) } else { char::REPLACEMENT_CHARACTER })
            .collect(),
    }
}

/// The lines, whatever ends them; a printer of Windows may have ended them twice.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.trim_end_matches('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_plain_words() {
        let text = "Host Name:  PC-7\r\nOS: 10\r\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            le.clone(),
            be.clone(),
            marked(b"\xff\xfe", &le),
            marked(b"\xfe\xff", &be),
            marked(b"\xef\xbb\xbf", text.as_bytes()),
        ] {
            assert_eq!(decode(&bytes), text);
        }
        assert_eq!(decode(b"Versi\xa2n: 10"), "Versi\u{FFFD}n: 10");
        assert_eq!(lines("a\r\r\nb\nc").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(decode(b""), "");
    }
}
