//! Bytes to text: unpacks gzip within a bound, finds out the encoding, and names what is no table at all.

use holdfast_core::digest::sha256_hex;
use std::io::Read;

use crate::error::ImportError;
use crate::kind::NamedFile;

/// Largest text of one file. The largest published one is under 10 MB.
const LIMIT: u64 = 256 * 1024 * 1024;

/// A file's text, with what had to be done to read it.
pub(crate) struct Opened {
    pub(crate) text: String,
    pub(crate) notes: Vec<String>,
}

/// SHA-256 of some bytes in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    sha256_hex(bytes)
}

/// The digest of several files: that of their digests, one a line.
pub(crate) fn digest_of(files: &[&NamedFile]) -> String {
    match files {
        [one] => digest(&one.bytes),
        many => {
            let lines: Vec<String> = many.iter().map(|f| digest(&f.bytes)).collect();
            digest(lines.join("\n").as_bytes())
        }
    }
}

pub(crate) fn open(file: &NamedFile) -> Result<Opened, ImportError> {
    let name = || file.name.clone();
    let unpacked;
    let mut bytes: &[u8] = &file.bytes;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        let n = flate2::read::MultiGzDecoder::new(bytes)
            .take(LIMIT + 1)
            .read_to_end(&mut out)
            .map_err(|_| ImportError::Gzip { file: name() })?;
        if n as u64 > LIMIT {
            return Err(too_large(file));
        }
        unpacked = out;
        bytes = &unpacked;
    }
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(file));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::Utf16 { file: name() });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(ImportError::Workbook { file: name() });
    }
    let mut notes = Vec::new();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start: String =
        String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).trim_start().to_ascii_lowercase();
    if start.is_empty() && bytes.len() <= 2_048 {
        return Err(ImportError::Empty { file: name() });
    }
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") {
        return Err(ImportError::WebPage { file: name() });
    }
    if bytes.contains(&0) {
        return Err(ImportError::Binary { file: name() });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let n = bytes.iter().filter(|b| !b.is_ascii()).count();
            notes.push(format!("read as Windows-1252, not UTF-8: {n} letters outside plain English"));
            bytes.iter().map(|b| windows_1252(*b)).collect()
        }
    };
    Ok(Opened { text, notes })
}

fn too_large(file: &NamedFile) -> ImportError {
    ImportError::TooLarge { file: file.name.clone(), limit_mb: LIMIT / 1024 / 1024 }
}

/// The character a byte stands for in Windows code page 1252, which holds Latin-1. The five bytes without one stay
/// as control characters. Source: WHATWG Encoding, index windows-1252.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let got = match open(&NamedFile { name: "f.csv".to_owned(), bytes: bytes.to_vec() }) {
            Ok(opened) => format!("{} {:?}", opened.text, opened.notes),
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).expect("into memory");
        out.finish().expect("into memory")
    }

    #[test]
    fn text_is_read_in_the_encodings_people_save() {
        check(b"a,b\r\n", "a,b\r\n []");
        check("\u{feff}Doña".as_bytes(), "Doña []");
        check(
            b"Do\xf1a \x96",
            "Doña – [\"read as Windows-1252, not UTF-8: 2 letters outside plain English\"]",
        );
        check(&gz(b"a,b"), "a,b []");
    }

    #[test]
    fn what_is_no_table_is_named() {
        check(b"", "`f.csv` is empty; download it again");
        check(b" \n\n", "`f.csv` is empty; download it again");
        check(&gz(b""), "`f.csv` is empty; download it again");
        check(
            b"\n<!DOCTYPE html><p>404",
            "`f.csv` is a web page, not a table; the download link probably failed, fetch the CSV file itself",
        );
        check(
            b"PK\x03\x04rest",
            "`f.csv` is an Excel workbook or a ZIP archive; save the sheet as CSV (UTF-8), or unpack the archive, and import that",
        );
        check(b"\xff\xfea\0", "`f.csv` is saved as UTF-16 text; save it as CSV (UTF-8)");
        check(b"a\0b", "`f.csv` is not text; import a CSV file, plain or gzipped");
        check(&gz(b"a,b")[..15], "`f.csv` is a damaged gzip file; download it again");
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_huge_one_stops_at_the_bound() {
        let zeros = vec![b'a'; 8 * 1024 * 1024];
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..33 {
            out.write_all(&zeros).expect("into memory");
        }
        let bomb = out.finish().expect("into memory");
        check(&bomb, "`f.csv` holds more than 256 MB of text, which no file of this directory does");
    }
}
