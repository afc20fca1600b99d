//! A small CSV that people fill in by hand: a head with the names of its columns, then lines, each handed on by those names.
//!
//! Text, encoding and rows are read as in every other file here; titles may stand above the head, and commas, semicolons or tabs between
//! cells. What a column is called and what a cell means is decided in the core.

use csv::StringRecord;
use holdfast_core::decide::registration::Fields;
use holdfast_core::decide::training::college::{FileLine, NoColumn};

use crate::device::decode_text;
use crate::error::ImportError;
use crate::kind::NamedFile;
use crate::open::open;
use crate::records::Records;
use crate::staff_roster::quote::open_quotes;

/// Titles may stand above the head in so many lines.
const HEAD_WITHIN: usize = 10;
/// More columns than any such list has.
const MOST_COLUMNS: usize = 100;
/// Longest cell that is handed on, in characters; a longer one is cut, and no longer fits where it belongs.
const MOST_CELL: usize = 4_000;

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
    #[error(
        "line {line} is one too many: such a list has up to {most} lines below its head; send it in parts"
    )]
    TooLong {
        /// The first line that is too many.
        line: u64,
        /// Most lines.
        most: usize,
    },
    /// A quote that never closes.
    #[error("line {line} opens a quotation mark that is not closed there; close it or take it out")]
    Unclosed {
        /// Which.
        line: u64,
    },
}

/// The lines of a table, at most `most` of them. `columns`: our names for the columns of a head, or the one it lacks; the first line that
/// lacks none is the head. A cell that a short line lacks is empty, a column that the head lacks is not there. Empty lines do not count.
pub fn read_named_columns(
    bytes: &[u8],
    columns: impl Fn(&[String]) -> Result<Vec<String>, NoColumn>,
    most: usize,
) -> Result<Vec<FileLine>, NamedColumnsError> {
    let text = text_in(bytes)?;
    let head = head(&text, columns)?;
    if let Some(open) = open_quotes(&text, head.between, head.names.len()).first() {
        return Err(NamedColumnsError::Unclosed { line: open.line });
    }
    let mut lines = Vec::new();
    for (line, record) in Records::of(&text, head.between) {
        if line <= head.line || record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == most {
            return Err(NamedColumnsError::TooLong { line, most });
        }
        let mut cells = Fields::default();
        // Of two columns of one name the first counts.
        for (at, name) in head.names.iter().enumerate().rev() {
            let cell = unguarded(record.get(at).unwrap_or_default().trim());
            cells.set(name.as_str(), cell.chars().take(MOST_CELL).collect::<String>());
        }
        lines.push(FileLine { line, cells });
    }
    if lines.is_empty() { Err(NamedColumnsError::Empty) } else { Ok(lines) }
}

/// Where the head stands and what its columns are called.
struct Head {
    between: u8,
    line: u64,
    names: Vec<String>,
}

fn head(
    text: &str,
    columns: impl Fn(&[String]) -> Result<Vec<String>, NoColumn>,
) -> Result<Head, NamedColumnsError> {
    let mut widest: Option<(usize, NoColumn)> = None;
    for between in [b',', b';', b'\t'] {
        for (n, (line, record)) in Records::of(text, between).take(HEAD_WITHIN).enumerate() {
            match columns(&heads(&record)) {
                Ok(names) => return Ok(Head { between, line, names }),
                // Nothing fits: say what the first line lacks, cut where it has the most cells.
                Err(lacks) if n == 0 && widest.is_none_or(|(n_cells, _)| record.len() > n_cells) => {
                    widest = Some((record.len(), lacks));
                }
                Err(_) => {}
            }
        }
    }
    Err(widest.map_or(NamedColumnsError::Empty, |(_, NoColumn(name))| NamedColumnsError::NoColumn(name)))
}

fn heads(record: &StringRecord) -> Vec<String> {
    record.iter().take(MOST_COLUMNS).map(|head| head.trim().chars().take(80).collect()).collect()
}

/// The text of a table, in whatever encoding it was saved, its lines ending alike.
fn text_in(bytes: &[u8]) -> Result<String, NamedColumnsError> {
    // A list is sent as it is. One that is packed could hold far more than it weighs.
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"%PDF") {
        return Err(NamedColumnsError::NotText);
    }
    let text = match open(&NamedFile { name: "list".to_owned(), bytes: bytes.to_vec() }) {
        Ok(opened) => opened.text,
        // Excel's "Unicode Text", which people paste and send here.
        Err(ImportError::Utf16 { .. } | ImportError::Binary { .. }) => decode_text(bytes),
        Err(ImportError::Empty { .. }) => return Err(NamedColumnsError::Empty),
        Err(_) => return Err(NamedColumnsError::NotText),
    };
    if text.contains('\0') {
        return Err(NamedColumnsError::NotText);
    }
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// A table's text, to be shown and mended; empty for what is none. Two writings of one list, as a file and pasted, are the same here.
pub fn table_text(bytes: &[u8]) -> String {
    text_in(bytes).unwrap_or_default()
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
    use holdfast_core::decide::training::college::{class_list_columns, college_columns, grade_columns};
    use proptest::prelude::*;

    use super::*;

    fn said(bytes: &[u8]) -> Result<Vec<String>, String> {
        let lines = read_named_columns(bytes, grade_columns, 500).map_err(|e| e.to_string())?;
        let line = |l: &FileLine| format!("{} {}={}", l.line, l.cells.get("seat"), l.cells.get("grade"));
        Ok(lines.iter().map(line).collect())
    }

    #[test]
    fn whatever_a_spreadsheet_saved_reads_alike() {
        let expect = Ok(vec!["2 1=passed".to_owned(), "4 2==x".to_owned()]);
        let text = "Seat,Name,Grade\r\n1,\"Lee, Ann\",passed\r\n,,\r\n2,,'=x\r\n";
        assert_eq!(said(text.as_bytes()), expect);
        assert_eq!(said(format!("\u{feff}{text}").as_bytes()), expect);
        assert_eq!(said(text.replace("\r\n", "\r").as_bytes()), expect);
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(said(&wide), expect);
        assert_eq!(said(b"seat,grade\n\n\n1,passed"), Ok(vec!["4 1=passed".to_owned()]), "empty lines count");
        assert_eq!(said(b"grade;SEAT\npassed;1\n"), Ok(vec!["2 1=passed".to_owned()]));
        assert_eq!(said(b"seat,grade\n1,'-\n"), Ok(vec!["2 1=-".to_owned()]));
        assert_eq!(said(b"seat,grade,grade\n1,passed,w\n"), Ok(vec!["2 1=passed".to_owned()]));
    }

    #[test]
    fn letters_of_a_windows_program_are_read_as_what_they_are() {
        let names = |bytes: &[u8]| {
            let lines = read_named_columns(bytes, class_list_columns, 500).expect("a list");
            lines.iter().map(|l| l.cells.get("name").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            names(b"Name\nLuz Mu\xf1oz\nSe\xe1n O\x92Day\n"),
            ["Luz Mu\u{f1}oz", "Se\u{e1}n O\u{2019}Day"]
        );
        assert_eq!(table_text(b"Name\r\nMu\xf1oz"), "Name\nMu\u{f1}oz\n");
        assert_eq!(table_text(b"PK\x03\x04rest"), "");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them_below_any_title() {
        let text = b"Valley College\n\nSeat,Name,Grade\n1,\"Ann\nLee\",passed\n2,Bo,w\n";
        assert_eq!(said(text), Ok(vec!["4 1=passed".to_owned(), "5 2=w".to_owned()]));
    }

    #[test]
    fn a_column_that_is_not_there_is_not_the_same_as_an_empty_cell() {
        let lines = read_named_columns(b"name,zip,seats\nRidge,99901\n", college_columns, 9);
        let names: Vec<(String, String)> = lines.expect("a list")[0]
            .cells
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(names, [pair("name", "Ridge"), pair("seats", ""), pair("zip", "99901")]);
    }

    #[test]
    fn what_is_no_such_table_is_told_with_what_to_do() {
        let fails = |bytes: &[u8], says: &str| assert_eq!(said(bytes), Err(says.to_owned()));
        fails(b"PK\x03\x04xxxx", "this is no CSV; save the sheet as CSV and send that");
        fails(b"\x1f\x8b\x08rest", "this is no CSV; save the sheet as CSV and send that");
        fails(b"a\0b", "this is no CSV; save the sheet as CSV and send that");
        let lacks = "the first line has no column `grade`; begin with the names of the columns, as in the file to start from";
        fails(b"seat,name\n1,Ann\n", lacks);
        fails(b"seat;name\n1;Ann\n", lacks);
        fails(b"seat,grade\n\n,\n", "the file has no line below its head");
        fails(
            format!("seat,grade\n\n{}", "1,p\n".repeat(501)).as_bytes(),
            "line 503 is one too many: such a list has up to 500 lines below its head; send it in parts",
        );
        fails(
            b"seat,grade\n1,p\n2,\"w\n3,p\n",
            "line 3 opens a quotation mark that is not closed there; close it or take it out",
        );
        fails(
            b"seat,name,grade\n1,\"Ann,p\n2,\"Bo\",p\n",
            "line 2 opens a quotation mark that is not closed there; close it or take it out",
        );
    }

    proptest! {
        #[test]
        fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = said(&bytes);
            let _ = said(&[b"seat,grade\n".as_slice(), &bytes].concat());
            let _ = table_text(&bytes);
        }
    }
}
