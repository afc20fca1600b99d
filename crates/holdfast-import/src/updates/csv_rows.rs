//! A plain CSV file with a header of known columns: each row to a value, or listed with its place.

use csv::StringRecord;

use super::{FeedError, Read};
use crate::RowError;

/// One row, its cells by position in the columns asked for.
pub(super) struct Cells<'r> {
    record: &'r StringRecord,
    at: &'r [usize],
}

impl Cells<'_> {
    /// The text of a cell, without blanks around it.
    pub(super) fn text(&self, column: usize) -> &str {
        self.at.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim()
    }

    /// The cell as a value, or a fault that names it.
    pub(super) fn read<T>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Option<T>,
        wanted: &str,
    ) -> Result<T, (usize, String)> {
        read(self.text(column)).ok_or_else(|| (column, format!("is not {wanted}")))
    }
}

/// Reads every row. `parse` gives a value, `None` for a row to pass over, or the column at fault and why.
pub(super) fn read_rows<T>(
    name: &str,
    bytes: &[u8],
    columns: &[&str],
    mut parse: impl FnMut(&Cells<'_>) -> Result<Option<T>, (usize, String)>,
) -> Result<Read<T>, FeedError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().cloned().unwrap_or_default();
    let place = |column: &&str| header.iter().position(|h| h.trim().eq_ignore_ascii_case(column));
    let at: Vec<usize> = columns.iter().filter_map(place).collect();
    if at.len() != columns.len() {
        let missing: Vec<&str> = columns.iter().copied().filter(|c| place(c).is_none()).collect();
        return Err(FeedError::Columns { file: name.to_owned(), missing: missing.join("`, `") });
    }
    let mut read = Read::default();
    let mut row = 1u64;
    let mut record = StringRecord::new();
    loop {
        row += 1;
        let mut refuse = |column: &str, text: &str, why: String| {
            let text = text.chars().take(80).collect();
            read.rejected.push(RowError { row, column: column.to_owned(), text, why });
        };
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(read),
            Ok(true) => {
                let cells = Cells { record: &record, at: &at };
                match parse(&cells) {
                    Ok(value) => read.rows.extend(value),
                    Err((column, why)) => {
                        refuse(columns.get(column).unwrap_or(&"whole row"), cells.text(column), why)
                    }
                }
            }
            Err(_) => refuse("whole row", "", "is not text in UTF-8".to_owned()),
        }
    }
}
