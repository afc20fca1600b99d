//! The directory's rows as compact text: one header, then column after column, so that like values lie together.
//!
//! No compression and no files here; the edges that hold bytes deflate them. Reading never trusts a length it is told.

mod codes;
mod people;
mod places;
mod providers;
mod software;
mod updates;

pub use software::SoftwareRanges;

use std::borrow::Cow;

/// A kind of row that can be kept as a table.
pub trait TableRow: Sized {
    /// The table's name; must match when reading back.
    const NAME: &'static str;
    /// Column names, in the order cells are written. A new column goes last.
    const COLUMNS: &'static [&'static str];

    /// Gives the row's cells, one for each of [`TableRow::COLUMNS`].
    fn cells(&self) -> Vec<String>;

    /// Makes a row of its cells; the error says what is wrong with one of them.
    fn from_cells(cells: &Cells<'_>) -> Result<Self, String>;
}

/// Why bytes are not a table of the rows wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The first line is not ours, or of a newer version.
    #[error("not a holdfast table of version 1; it begins with `{0}`")]
    Header(String),
    /// Another kind of table.
    #[error("a table of `{found}` where one of `{wanted}` is needed")]
    Name {
        /// In the bytes.
        found: String,
        /// Asked for.
        wanted: &'static str,
    },
    /// A column is not there.
    #[error("the table of `{table}` has no column `{column}`; make it again")]
    Column {
        /// Which table.
        table: &'static str,
        /// The missing column.
        column: &'static str,
    },
    /// It ends early, or goes on after its end.
    #[error("the table of `{0}` is cut short or damaged; import the file again")]
    Damaged(&'static str),
    /// A row does not read.
    #[error("row {row} of the table of `{table}`: {why}")]
    Row {
        /// Which table.
        table: &'static str,
        /// First row is 1.
        row: usize,
        /// What is wrong.
        why: String,
    },
}

/// One row's cells, by position in [`TableRow::COLUMNS`].
#[derive(Debug)]
pub struct Cells<'t> {
    columns: &'t [Vec<&'t str>],
    row: usize,
}

impl Cells<'_> {
    /// The cell's text.
    pub fn text(&self, column: usize) -> Cow<'_, str> {
        unescaped(self.columns.get(column).and_then(|c| c.get(self.row)).copied().unwrap_or(""))
    }

    /// The cell read as a value; its text is named when it does not read.
    pub fn read<T, E: std::fmt::Display>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, String> {
        read(&self.text(column)).map_err(|e| e.to_string())
    }

    /// As [`Cells::read`], with nothing for an empty cell.
    pub fn maybe<T, E: std::fmt::Display>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        if self.text(column).is_empty() { Ok(None) } else { self.read(column, read).map(Some) }
    }

    /// The cell as a number.
    pub fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T, String> {
        self.read(column, |t| t.parse().map_err(|_| format!("`{}` is not a number that fits", cut(t))))
    }

    /// The cell as yes or no.
    pub fn flag(&self, column: usize) -> Result<bool, String> {
        self.read(column, |t| match t {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(format!("`{}` is neither 1 nor 0", cut(t))),
        })
    }
}

/// The rows as text.
pub fn write_table<T: TableRow>(rows: &[T]) -> String {
    let mut columns = vec![String::new(); T::COLUMNS.len()];
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row.cells()) {
            column.push_str(&escaped(&cell));
            column.push('\n');
        }
    }
    let mut text = format!("holdfast-table 1 {} {}\n{}\n", T::NAME, rows.len(), T::COLUMNS.join(","));
    for column in columns {
        text.push_str(&column);
    }
    text
}

/// The rows of a text that [`write_table`] made. Extra columns are passed over; a bad row refuses the whole table.
pub fn read_table<T: TableRow>(text: &str) -> Result<Vec<T>, TableError> {
    let damaged = || TableError::Damaged(T::NAME);
    let (header, rest) = text.split_once('\n').unwrap_or((text, ""));
    let words: Vec<&str> = header.split(' ').collect();
    let ["holdfast-table", "1", name, n_rows] = words[..] else {
        return Err(TableError::Header(cut(header)));
    };
    if name != T::NAME {
        return Err(TableError::Name { found: cut(name), wanted: T::NAME });
    }
    let n_rows: usize = n_rows.parse().map_err(|_| TableError::Header(cut(header)))?;
    let (names, body) = rest.split_once('\n').ok_or_else(damaged)?;
    let names: Vec<&str> = names.split(',').collect();
    // Each cell costs at least its line end, so a count that lies is caught before anything is set aside for it.
    if n_rows.checked_mul(names.len()).is_none_or(|n| n > body.len()) {
        return Err(damaged());
    }
    let mut lines = body.split_terminator('\n');
    let mut held: Vec<Vec<&str>> = Vec::with_capacity(names.len());
    for _ in &names {
        let column: Vec<&str> = lines.by_ref().take(n_rows).collect();
        if column.len() != n_rows {
            return Err(damaged());
        }
        held.push(column);
    }
    if lines.next().is_some() {
        return Err(damaged());
    }
    let columns = T::COLUMNS
        .iter()
        .map(|wanted| {
            let at = names.iter().position(|n| n == wanted);
            at.map(|i| std::mem::take(&mut held[i]))
                .ok_or(TableError::Column { table: T::NAME, column: wanted })
        })
        .collect::<Result<Vec<_>, _>>()?;
    (0..n_rows)
        .map(|row| {
            T::from_cells(&Cells { columns: &columns, row }).map_err(|why| TableError::Row {
                table: T::NAME,
                row: row + 1,
                why,
            })
        })
        .collect()
}

fn escaped(cell: &str) -> Cow<'_, str> {
    if cell.contains(['\\', '\n']) {
        Cow::Owned(cell.replace('\\', "\\\\").replace('\n', "\\n"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn unescaped(cell: &str) -> Cow<'_, str> {
    if !cell.contains('\\') {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(if chars.next() == Some('n') { '\n' } else { '\\' }),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{HospitalRow, RucaRow, Zip};

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match read_table::<RucaRow>(text) {
            Ok(rows) => format!("{rows:?}"),
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    const GOOD: &str =
        "holdfast-table 1 ruca 2\nzip,primary,secondary_tenths\n99901\n99902\n10\n4\n103\n40\n";

    #[test]
    fn a_table_is_read_and_written_column_by_column() {
        let rows = read_table::<RucaRow>(GOOD).expect("a good table");
        assert_eq!((rows.len(), rows[0].secondary_tenths), (2, 103));
        assert_eq!(write_table(&rows), GOOD);
    }

    #[test]
    fn damage_is_named() {
        check("", "not a holdfast table of version 1; it begins with ``");
        check("<html>", "not a holdfast table of version 1; it begins with `<html>`");
        check(
            "holdfast-table 2 ruca 2\n",
            "not a holdfast table of version 1; it begins with `holdfast-table 2 ruca 2`",
        );
        check("holdfast-table 1 rucc 0\ncounty,rucc\n", "a table of `rucc` where one of `ruca` is needed");
        check("holdfast-table 1 ruca 0\nzip\n", "the table of `ruca` has no column `primary`; make it again");
        let damaged = "the table of `ruca` is cut short or damaged; import the file again";
        check(GOOD.trim_end_matches("40\n"), damaged);
        check(&format!("{GOOD}1\n"), damaged);
        check(&GOOD.replace("ruca 2", "ruca 18446744073709551615"), damaged);
        check(
            &GOOD.replace("99902", "9990x"),
            "row 2 of the table of `ruca`: a ZIP code has five digits; `9990x` does not",
        );
        check(
            &GOOD.replace("\n103\n", "\n99999\n"),
            "row 1 of the table of `ruca`: `99999` is not a number that fits",
        );
    }

    #[test]
    fn an_extra_column_is_passed_over_and_an_empty_table_is_a_table() {
        let wider = "holdfast-table 1 forhp_zips 1\nnew,zip\nx\n99901\n";
        assert_eq!(read_table::<Zip>(wider), Ok(vec![Zip::parse("99901").expect("a ZIP")]));
        assert_eq!(read_table::<HospitalRow>(&write_table::<HospitalRow>(&[])), Ok(Vec::new()));
    }
}
