//! Texts of rules as they look inside encoded data: Base64, Base64 at an unknown offset, UTF-16.
//!
//! It only encodes; nothing of an event is ever decoded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Base64 with padding. Source: RFC 4648, 4.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The three texts `bytes` can become inside a longer Base64 text, without the letters that depend on its neighbours.
pub(crate) fn base64_offsets(bytes: &[u8]) -> [String; 3] {
    [0usize, 1, 2].map(|before| {
        let mut padded = vec![b' '; before];
        padded.extend_from_slice(bytes);
        let whole = base64(&padded);
        // Letters 0..start mix in the bytes before; those from the last whole three bytes on mix in the bytes after.
        let start = [0, 2, 3][before];
        let end = [0, 3, 2][padded.len() % 3];
        whole.get(start..whole.len() - end).unwrap_or("").to_owned()
    })
}

/// UTF-16, little end first.
pub(crate) fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// UTF-16, big end first.
pub(crate) fn utf16be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// UTF-16 with a byte order mark before it, little end first.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(utf16le(text));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_standard() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn each_offset_is_found_inside_a_longer_text() {
        for needle in ["/bin/bash", "http", "Invoke-Mimikatz", "abcd"] {
            for before in 0..7 {
                for after in 0..4 {
                    let text = format!("{}{needle}{}", "x".repeat(before), "y".repeat(after));
                    let encoded = base64(text.as_bytes());
                    let found = base64_offsets(needle.as_bytes())[before % 3].clone();
                    assert!(encoded.contains(&found), "{found} in {encoded}");
                    assert!(found.len() * 6 + 12 >= needle.len() * 8, "{found} is as long as can be");
                }
            }
        }
    }

    #[test]
    fn utf16_of_the_specification() {
        assert_eq!(utf16le("cmd"), [0x63, 0, 0x6d, 0, 0x64, 0]);
        assert_eq!(utf16be("cmd"), [0, 0x63, 0, 0x6d, 0, 0x64]);
        assert_eq!(utf16("cmd"), [0xff, 0xfe, 0x63, 0, 0x6d, 0, 0x64, 0]);
    }
}
