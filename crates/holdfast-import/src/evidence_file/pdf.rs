//! PDFs: none that runs something, carries other files, is locked, or is packed so that nobody can tell.
//!
//! The names that make a PDF run something are looked for everywhere: in the bytes as they are, with `#` escapes read, and
//! in everything that unpacks. It is no reader of PDF: what is in doubt is refused, and printing it to a new PDF helps.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{FileRefusal, find};

/// How far the end mark may stand before the last byte.
const END_WITHIN: usize = 2_048;
/// How much one part, and all parts together, may unpack to.
const MOST_OF_ONE: u64 = 32 * 1024 * 1024;
const MOST_OF_ALL: u64 = 256 * 1024 * 1024;
/// How often one part may be packed over.
const MOST_LAYERS: usize = 3;
/// How many times a PDF may say what it does when it is opened: once, and once more for each change saved behind it.
const MOST_OPEN_ACTIONS: u32 = 8;

/// What looking may still cost, so that no file keeps a machine busy.
struct Left {
    bytes: u64,
    open_actions: u32,
}

/// Passes what may be kept.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    let is_version = bytes.get(5..7).is_some_and(|v| v == b"1." || v == b"2.");
    let end = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    if !is_version || find(end, b"%%EOF").is_none() {
        return Err(FileRefusal::PdfUnreadable);
    }
    let mut left = Left { bytes: MOST_OF_ALL, open_actions: MOST_OPEN_ACTIONS };
    scan(bytes, bytes, &mut left)?;
    let mut rest = bytes;
    // Two letters stand by chance in packed data; outside of it they mean what they say.
    while let Some((outside, data, after)) = next_stream(rest)? {
        if has_name(outside, b"JS") {
            return Err(FileRefusal::PdfActive);
        }
        check_packed(outside, data, bytes, &mut left)?;
        rest = after;
    }
    if has_name(rest, b"JS") { Err(FileRefusal::PdfActive) } else { Ok(()) }
}

/// What stands before a stream, its data, and what stands behind it.
type AroundStream<'b> = (&'b [u8], &'b [u8], &'b [u8]);

/// The next stream; `None` when there is no other.
fn next_stream(bytes: &[u8]) -> Result<Option<AroundStream<'_>>, FileRefusal> {
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| find(rest, b"stream")) {
        let at = from + at;
        from = at + 6;
        let line = bytes[from..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let behind = &bytes[from + line..];
        if !matches!(behind.first(), Some(b'\r' | b'\n')) {
            continue;
        }
        let data = after_line_end(behind);
        let end = find(data, b"endstream").ok_or(FileRefusal::PdfUnreadable)?;
        // A word that only looks like a beginning, as in a comment, would hide the stream behind it from us and from no reader.
        if [&b"stream\n"[..], b"stream\r"].iter().any(|begins| find(&data[..end], begins).is_some()) {
            return Err(FileRefusal::PdfUnreadable);
        }
        return Ok(Some((&bytes[..at], &data[..end], &data[end + 9..])));
    }
    Ok(None)
}

/// Looks for names that run or carry something. `whole` is where objects that are referred to are looked up.
fn scan(bytes: &[u8], whole: &[u8], left: &mut Left) -> Result<(), FileRefusal> {
    let mut names = Names { bytes, at: 0 };
    while let Some(name) = names.next_name() {
        let refusal = match name.text() {
            b"JavaScript" | b"Launch" | b"SubmitForm" | b"ImportData" | b"RichMedia" | b"Rendition"
            | b"XFA" => FileRefusal::PdfActive,
            b"EmbeddedFile" | b"EmbeddedFiles" | b"GoToE" | b"Filespec" => FileRefusal::PdfCarriesFiles,
            b"Encrypt" => FileRefusal::PdfLocked,
            b"LZWDecode" | b"ASCIIHexDecode" | b"RunLengthDecode" | b"Crypt" => FileRefusal::PdfUnreadable,
            b"OpenAction" => {
                left.open_actions = left.open_actions.checked_sub(1).ok_or(FileRefusal::PdfUnreadable)?;
                if opens_a_page(&bytes[names.at..], whole) {
                    continue;
                }
                FileRefusal::PdfActive
            }
            _ => continue,
        };
        return Err(refusal);
    }
    Ok(())
}

/// Whether what a PDF does when it is opened is to show a certain page.
fn opens_a_page(after: &[u8], whole: &[u8]) -> bool {
    let after = after.trim_ascii_start();
    let shows = |what: &[u8]| {
        let what = what.trim_ascii_start();
        what.starts_with(b"[") || (what.starts_with(b"<<") && has_name(&what[..what.len().min(512)], b"GoTo"))
    };
    if shows(after) {
        return true;
    }
    // "5 0 R": the object of that number, where it stands in the open.
    let mut words = after.split(|b| b.is_ascii_whitespace()).filter(|w| !w.is_empty());
    let (Some(n), Some(edition)) = (words.next(), words.next()) else { return false };
    let is_number = |w: &[u8]| !w.is_empty() && w.len() < 8 && w.iter().all(u8::is_ascii_digit);
    if !is_number(n) || !is_number(edition) {
        return false;
    }
    let head = [n, b" ", edition, b" obj"].concat();
    let mut from = 0;
    let mut n_found = 0;
    while let Some(at) = whole.get(from..).and_then(|rest| find(rest, &head)) {
        let (start, end) = (from + at, from + at + head.len());
        let is_whole_number = start == 0 || !whole[start - 1].is_ascii_digit();
        if is_whole_number {
            n_found += 1;
            if !shows(&whole[end..]) {
                return false;
            }
        }
        from = end;
    }
    n_found > 0
}

/// Looks into one stream: everything that unpacks is scanned as the file is. One that holds objects must unpack.
fn check_packed(outside: &[u8], data: &[u8], whole: &[u8], left: &mut Left) -> Result<(), FileRefusal> {
    let entries = entries(outside);
    // What tells them apart is looked for in all that stands before it: where entries begin is a guess.
    let holds_objects = has_name(outside, b"ObjStm") || has_name(entries, b"First");
    let by_text = has_name(outside, b"ASCII85Decode");
    if holds_objects && (has_name(entries, b"DecodeParms") || has_name(entries, b"F")) {
        return Err(FileRefusal::PdfUnreadable);
    }
    let unwrapped = if by_text { ascii85(data) } else { None };
    let mut packed: &[u8] = unwrapped.as_deref().unwrap_or(data);
    if let Some(text) = &unwrapped {
        scan(text, whole, left)?;
    }
    let mut layer;
    for n in 0.. {
        if !is_zlib(packed) {
            let is_plain = !has_name(entries, b"FlateDecode") && !has_name(entries, b"Filter");
            let is_lost = holds_objects && n == 0 && !is_plain && !by_text;
            return if is_lost { Err(FileRefusal::PdfUnreadable) } else { Ok(()) };
        }
        if n == MOST_LAYERS {
            return Err(FileRefusal::PdfUnreadable);
        }
        let mut out = Vec::new();
        let most = MOST_OF_ONE.min(left.bytes) + 1;
        // What unpacks in part is looked at in part: a reader of PDF would use that much too.
        let ended = ZlibDecoder::new(packed).take(most).read_to_end(&mut out);
        if out.len() as u64 == most || (ended.is_err() && holds_objects) {
            return Err(FileRefusal::PdfUnreadable);
        }
        left.bytes -= out.len() as u64;
        scan(&out, whole, left)?;
        if holds_objects && has_name(&out, b"JS") {
            return Err(FileRefusal::PdfActive);
        }
        layer = out;
        packed = &layer;
    }
    Ok(())
}

/// Whether data begins as zlib does.
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [a, b, ..] if a & 0x0f == 8 && a >> 4 <= 7 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// Unpacks base-85 text up to its end mark; `None` when it is none.
fn ascii85(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let flush = |group: &[u8], out: &mut Vec<u8>| {
        let mut five = [84u8; 5];
        five[..group.len()].copy_from_slice(group);
        let n = five.iter().fold(0u64, |n, d| n * 85 + u64::from(*d));
        let four = u32::try_from(n & 0xffff_ffff).unwrap_or(u32::MAX).to_be_bytes();
        out.extend_from_slice(&four[..group.len().saturating_sub(1)]);
    };
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    flush(&group, &mut out);
                    group.clear();
                }
            }
            b if b.is_ascii_whitespace() || *b == 0 => {}
            _ => return None,
        }
    }
    if !group.is_empty() {
        flush(&group, &mut out);
    }
    Some(out)
}

/// The entries of a stream: from the head of its object, or all that stands before it.
fn entries(outside: &[u8]) -> &[u8] {
    let head = outside.windows(4).rposition(|w| w == b" obj");
    head.map_or(outside, |at| &outside[at..])
}

fn after_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
    bytes.strip_prefix(b"\n").unwrap_or(bytes)
}

fn has_name(bytes: &[u8], wanted: &[u8]) -> bool {
    let mut names = Names { bytes, at: 0 };
    while let Some(name) = names.next_name() {
        if name.text() == wanted {
            return true;
        }
    }
    false
}

/// The names in bytes, each behind its slash, with `#4a` read as `J`.
struct Names<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// A name; longer ones are cut, as none that is looked for is longer.
struct Name {
    text: [u8; 24],
    n: usize,
}

impl Name {
    fn text(&self) -> &[u8] {
        &self.text[..self.n]
    }
}

impl Names<'_> {
    fn next_name(&mut self) -> Option<Name> {
        let slash = self.bytes.get(self.at..)?.iter().position(|b| *b == b'/')?;
        self.at += slash + 1;
        let mut name = Name { text: [0; 24], n: 0 };
        while let Some(byte) = self.bytes.get(self.at) {
            let ends = byte.is_ascii_whitespace()
                || matches!(byte, 0 | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%');
            if ends {
                break;
            }
            let escaped =
                (*byte == b'#').then(|| self.bytes.get(self.at + 1..self.at + 3)).flatten().and_then(hex);
            self.at += if escaped.is_some() { 3 } else { 1 };
            if name.n < name.text.len() {
                name.text[name.n] = escaped.unwrap_or(*byte);
                name.n += 1;
            }
        }
        Some(name)
    }
}

fn hex(two: &[u8]) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    match two {
        [a, b] => Some(digit(*a)? << 4 | digit(*b)?),
        _ => None,
    }
}
