//! Tables to open in a spreadsheet: quoted cells, and none that a spreadsheet would run as a formula.

use axum::response::Response;
use holdfast_report::csv_cell;

use crate::web::save::to_save;

/// A table being written.
#[derive(Default)]
pub(in crate::web) struct Csv {
    text: String,
}

impl Csv {
    /// A table with these heads.
    pub(in crate::web) fn new(heads: &[&str]) -> Self {
        let mut csv = Self::default();
        csv.row(heads);
        csv
    }

    /// Adds a row.
    pub(in crate::web) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (i, text) in cells.iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            self.text.push_str(&csv_cell(text.as_ref()));
        }
        self.text.push_str("\r\n");
    }

    /// Adds a note below the table: a row of one cell.
    pub(in crate::web) fn note(&mut self, text: &str) {
        self.row(&[text]);
    }

    /// The table as a download.
    pub(in crate::web) fn download(self, name: &str) -> Response {
        to_save(name, "text/csv; charset=utf-8", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_rows_of_cells() {
        let mut csv = Csv::new(&["CCN", "Name"]);
        csv.row(&["991301", "=cmd|' /C calc'!A0"]);
        csv.note("Small groups are hidden.");
        assert_eq!(csv.text, "CCN,Name\r\n991301,'=cmd|' /C calc'!A0\r\nSmall groups are hidden.\r\n");
    }
}
