//! Outlook's compressed rich text (MS-OXRTFCP), and the HTML or text that is wrapped in it (MS-OXRTFEX). No control word runs anything.

use crate::bounds::MAX_TEXT_BYTES;
use crate::compound::u32_at;
use crate::walk::Walk;

/// What the dictionary starts with, by the specification.
const AHEAD: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const DICTIONARY: usize = 4096;

/// Groups within groups that are followed.
const MAX_GROUPS: usize = 1_000;

/// A body found in rich text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// The HTML it was made from.
    Page(String),
    /// Its words, and the addresses of its fields.
    Text(String),
}

/// Reads compressed rich text; `None` when it is none.
pub(crate) fn read(packed: &[u8], walk: &mut Walk) -> Option<Body> {
    let rtf = unpack(packed, walk)?;
    let is_page = rtf.get(..rtf.len().min(1024))?.windows(10).any(|near| near == b"\\fromhtml1");
    let text = words(&rtf, is_page);
    Some(if is_page { Body::Page(text) } else { Body::Text(text) })
}

fn unpack(packed: &[u8], walk: &mut Walk) -> Option<Vec<u8>> {
    let n_bytes = usize::try_from(u32_at(packed, 4)?).ok()?.min(MAX_TEXT_BYTES);
    let content = packed.get(16..)?;
    if !walk.spend(n_bytes) {
        return None;
    }
    let mut out = match packed.get(8..12)? {
        b"LZFu" => unpack_lzfu(content, n_bytes),
        b"MELA" => content.get(..content.len().min(n_bytes))?.to_vec(),
        _ => return None,
    };
    out.truncate(walk.text(out.len()));
    Some(out)
}

fn unpack_lzfu(content: &[u8], n_bytes: usize) -> Vec<u8> {
    let mut dictionary = vec![0_u8; DICTIONARY];
    for (place, byte) in dictionary.iter_mut().zip(AHEAD) {
        *place = *byte;
    }
    let mut at = AHEAD.len();
    let mut out = Vec::new();
    let mut content = content.iter().copied();
    let mut put = |byte: u8, at: &mut usize, dictionary: &mut Vec<u8>| {
        if let Some(place) = dictionary.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % DICTIONARY;
        out.push(byte);
        out.len() < n_bytes
    };
    'all: while let Some(control) = content.next() {
        for bit in 0..8 {
            if control >> bit & 1 == 0 {
                let Some(byte) = content.next() else { break 'all };
                if !put(byte, &mut at, &mut dictionary) {
                    break 'all;
                }
                continue;
            }
            let (Some(high), Some(low)) = (content.next(), content.next()) else { break 'all };
            let reference = u16::from_be_bytes([high, low]);
            let from = usize::from(reference >> 4);
            if from == at {
                break 'all;
            }
            for step in 0..usize::from(reference & 0xF) + 2 {
                let byte = dictionary.get((from + step) % DICTIONARY).copied().unwrap_or_default();
                if !put(byte, &mut at, &mut dictionary) {
                    break 'all;
                }
            }
        }
    }
    out
}

/// What a group of rich text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Seen,
    Unseen,
    /// A piece of the HTML it was made from.
    Tag,
}

/// The words of rich text; of text made from HTML, that HTML.
fn words(rtf: &[u8], is_page: bool) -> String {
    let mut out: Vec<u8> = Vec::new();
    let mut groups = vec![Group::Seen];
    // Between `\htmlrtf` and `\htmlrtf0` stands what was added for readers of rich text.
    let mut is_added = false;
    let mut rest = rtf;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let group = groups.last().copied().unwrap_or(Group::Unseen);
        let is_shown = group == Group::Tag || group == Group::Seen && !(is_page && is_added);
        match byte {
            b'{' if groups.len() < MAX_GROUPS => {
                groups.push(if group == Group::Tag { Group::Seen } else { group })
            }
            b'{' => return String::from_utf8_lossy(&out).into_owned(),
            b'}' => {
                groups.pop();
                if groups.is_empty() {
                    break;
                }
            }
            b'\\' => {
                let (word, number, after) = control(rest);
                rest = after;
                match word {
                    b"'" if is_shown => {
                        out.extend(char::from(u8::try_from(number).unwrap_or(b'?')).to_string().as_bytes())
                    }
                    b"u" if is_shown => {
                        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or_default();
                        let letter = char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER);
                        out.extend(letter.to_string().as_bytes());
                        // The letter for readers that know no Unicode.
                        rest = rest.strip_prefix(b"?").unwrap_or(rest);
                    }
                    b"\\" | b"{" | b"}" if is_shown => out.extend(word),
                    b"par" | b"line" if is_shown => out.push(b'\n'),
                    b"tab" | b"~" if is_shown => out.push(b' '),
                    b"htmlrtf" => is_added = number != 0,
                    b"*" => set(&mut groups, Group::Unseen),
                    b"htmltag" => set(&mut groups, Group::Tag),
                    b"fldinst" => set(&mut groups, if is_page { Group::Unseen } else { Group::Seen }),
                    b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" => {
                        set(&mut groups, Group::Unseen)
                    }
                    _ => {}
                }
            }
            b'\r' | b'\n' => {}
            byte if is_shown => out.push(*byte),
            _ => {}
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn set(groups: &mut [Group], to: Group) {
    if let Some(last) = groups.last_mut() {
        *last = to;
    }
}

/// The control word at the start, its number (1 without one), and what follows.
fn control(rest: &[u8]) -> (&[u8], i64, &[u8]) {
    let n_letters = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let Some((word, after)) = rest.split_at_checked(n_letters).filter(|(word, _)| !word.is_empty()) else {
        let Some((sign, after)) = rest.split_at_checked(1) else { return (&[], 1, &[]) };
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        return match hex.and_then(|two| i64::from_str_radix(two, 16).ok()).filter(|_| sign == b"'") {
            Some(number) => (sign, number, after.get(2..).unwrap_or_default()),
            None => (sign, 1, after),
        };
    };
    let n_sign = usize::from(after.first() == Some(&b'-'));
    let n_digits = after.iter().skip(n_sign).take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = if n_digits > 0 { after.split_at(n_sign + n_digits) } else { (&[][..], after) };
    let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(1);
    (word, number, after.strip_prefix(b" ").unwrap_or(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(kind: &[u8], n_bytes: u32, content: &[u8]) -> Vec<u8> {
        let mut bytes = 0_u32.to_le_bytes().to_vec();
        bytes.extend(n_bytes.to_le_bytes());
        bytes.extend(kind);
        bytes.extend([0; 4]);
        bytes.extend(content);
        bytes
    }

    #[test]
    fn the_example_of_the_specification_unpacks() {
        // MS-OXRTFCP, 3.1: "{\rtf1\ansi\ansicpg1252\pard hello world}" and a line's end.
        let bytes = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0, 0x0a, 0,
            0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09,
            0, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let out = unpack(&bytes, &mut Walk::new()).expect("rich text");
        assert_eq!(String::from_utf8_lossy(&out), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert_eq!(AHEAD.len(), 207);
        assert_eq!(read(&bytes, &mut Walk::new()), Some(Body::Text("hello world".to_owned())));
    }

    #[test]
    fn the_html_a_text_was_made_from_comes_back() {
        let rtf = br#"{\rtf1\ansi\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}{\*\htmltag84 <a href="https://evil.example/">}\htmlrtf {\field{\*\fldinst HYPERLINK "x"}\htmlrtf0 www.bank.com\htmlrtf }\htmlrtf0 {\*\htmltag92 </a>}\'e9}"#;
        let bytes = packed(b"MELA", 1000, rtf);
        let expect = "<p><a href=\"https://evil.example/\">www.bank.com</a>é";
        assert_eq!(read(&bytes, &mut Walk::new()), Some(Body::Page(expect.to_owned())));
    }

    #[test]
    fn the_address_of_a_field_is_kept_and_fonts_are_not() {
        let rtf = br#"{\rtf1{\fonttbl{\f0 Arial;}}{\field{\*\fldinst{HYPERLINK "https://a.example/"}}{\fldrslt Go}}\par\u243?}"#;
        let found = read(&packed(b"MELA", 1000, rtf), &mut Walk::new());
        let Some(Body::Text(text)) = found else { panic!("{found:?}") };
        assert!(text.contains("Go\nó") && !text.contains("Arial"), "{text}");
    }

    #[test]
    fn what_is_no_rich_text_is_none_and_ends() {
        assert_eq!(read(b"", &mut Walk::new()), None);
        assert_eq!(read(&packed(b"NONE", 10, b"x"), &mut Walk::new()), None);
        // Each reference points at what was just written: as large as promised, and no larger than is read.
        let content = [0xFF; 1 << 16];
        let out = unpack(&packed(b"LZFu", u32::MAX, &content), &mut Walk::new()).expect("something");
        assert!(out.len() <= MAX_TEXT_BYTES);
        assert!(words(&b"{".repeat(1 << 16), false).is_empty());
    }
}
