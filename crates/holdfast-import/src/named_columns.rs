//! A small CSV that people fill in by hand: a head with the names of its columns, then lines, each handed on by those names.
//!
//! Whatever encoding a spreadsheet saved it in, and commas, semicolons or tabs between, read alike. What a cell means is decided elsewhere.

use csv::{ReaderBuilder, Trim};
use holdfast_core::decide::registration::Fields;
use holdfast_core::decide::training::college::FileLine;

use crate::device::decode_text;

/// Longest cell that is handed on, in characters; a longer one is cut, and no longer fits where it belongs.
const MOST_CELL: usize = 4_000;
/// Lines that are read.
const MOST_LINES: usize = 5_000;

/// A file that cannot be read as such a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NamedColumnsError {
    /// A workbook, a picture or an archive.
    #[error("this is no CSV; save the sheet as CSV and send that")]
    NotText,
    /// The head lacks columns.
    #[error(
        "the first line has no column `{0}`; begin with the names of the columns, as in the file to start from"
    )]
    NoColumn(&'static str),
    /// Nothing below the head.
    #[error("the file has no line below its head")]
    Empty,
    /// Too long.
    #[error("the file has more than {MOST_LINES} lines; send it in parts")]
    TooLong,
    /// A quote that never closes, or the like.
    #[error("line {line} is no line of CSV; look for a quotation mark that is not closed")]
    Broken {
        /// Which.
        line: u64,
    },
}

/// The lines of a table with at least these columns. Heads are compared in small letters, with `_` for blanks and hyphens; columns that
/// nobody asked for are handed on too. Empty lines do not count.
pub fn read_named_columns(bytes: &[u8], needs: &[&'static str]) -> Result<Vec<FileLine>, NamedColumnsError> {
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"\xd0\xcf\x11\xe0")
        || bytes.starts_with(b"%PDF")
    {
        return Err(NamedColumnsError::NotText);
    }
    let text = decode_text(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let head = text.lines().next().unwrap_or_default();
    let most = |mark: char| head.matches(mark).count();
    let mark = [';', '\t'].into_iter().fold(',', |best, m| if most(m) > most(best) { m } else { best });
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(mark).unwrap_or(b','))
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| NamedColumnsError::Broken { line: 1 })?;
    let heads: Vec<String> = heads.iter().take(100).map(plain).collect();
    if let Some(missing) = needs.iter().find(|need| !heads.iter().any(|head| head == *need)) {
        return Err(NamedColumnsError::NoColumn(missing));
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|e| NamedColumnsError::Broken { line: e.position().map_or(0, |p| p.line()) })?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if lines.len() == MOST_LINES {
            return Err(NamedColumnsError::TooLong);
        }
        let line = record.position().map_or(0, |at| line_of(&text, at));
        let mut cells = Fields::default();
        for (head, cell) in heads.iter().zip(&record) {
            cells.set(head.as_str(), unguarded(cell).chars().take(MOST_CELL).collect::<String>());
        }
        lines.push(FileLine { line, cells });
    }
    if lines.is_empty() { Err(NamedColumnsError::Empty) } else { Ok(lines) }
}

/// The line a record begins on: a position is that before the empty lines above it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).ok().and_then(|byte| text.as_bytes().get(byte..));
    let n_empty = from.unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
    at.line() + n_empty as u64
}

/// A table's text, in whatever encoding it was saved, to be shown and mended.
pub fn table_text(bytes: &[u8]) -> String {
    decode_text(bytes).trim_start_matches('\u{feff}').chars().filter(|c| *c != '\0').collect()
}

fn plain(head: &str) -> String {
    head.trim_start_matches('\u{feff}').trim().to_lowercase().replace([' ', '-'], "_")
}

/// A cell without the mark that our own files put before what a spreadsheet would run as a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(bytes: &[u8]) -> Result<Vec<String>, String> {
        let lines = read_named_columns(bytes, &["seat", "grade"]).map_err(|e| e.to_string())?;
        let line = |l: &FileLine| format!("{} {}={}", l.line, l.cells.get("seat"), l.cells.get("grade"));
        Ok(lines.iter().map(line).collect())
    }

    #[test]
    fn whatever_a_spreadsheet_saved_reads_alike() {
        let expect = Ok(vec!["2 1=passed".to_owned(), "4 2==x".to_owned()]);
        let text = "Seat,Name,Grade\r\n1,\"Lee, Ann\",passed\r\n,,\r\n2,,'=x\r\n";
        assert_eq!(said(text.as_bytes()), expect);
        assert_eq!(said(format!("\u{feff}{text}").as_bytes()), expect);
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(said(&wide), expect);
        assert_eq!(
            said(b"seat,grade\n\n\n1,passed\n"),
            Ok(vec!["4 1=passed".to_owned()]),
            "empty lines count"
        );
        assert_eq!(said(b"grade;SEAT\npassed;1\n"), Ok(vec!["2 1=passed".to_owned()]));
        assert_eq!(said(b"seat,grade\n1,'-\n"), Ok(vec!["2 1=-".to_owned()]));
    }

    #[test]
    fn what_is_no_such_table_is_told_with_what_to_do() {
        let fails = |bytes: &[u8], says: &str| assert_eq!(said(bytes), Err(says.to_owned()));
        fails(b"PK\x03\x04xxxx", "this is no CSV; save the sheet as CSV and send that");
        fails(
            b"seat,name\n1,Ann\n",
            "the first line has no column `grade`; begin with the names of the columns, as in the file to start from",
        );
        fails(b"seat,grade\n\n,\n", "the file has no line below its head");
        fails(
            format!("seat,grade\n{}", "1,p\n".repeat(5_001)).as_bytes(),
            "the file has more than 5000 lines; send it in parts",
        );
    }

    proptest! {
        #[test]
        fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_named_columns(&bytes, &["seat"]);
            let _ = read_named_columns(&[b"seat,grade\n".as_slice(), &bytes].concat(), &["seat"]);
        }
    }
}
