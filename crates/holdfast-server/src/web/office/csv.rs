//! Tables to open in a spreadsheet: quoted cells, and none that a spreadsheet would run as a formula.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

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
            cell(&mut self.text, text.as_ref());
        }
        self.text.push_str("\r\n");
    }

    /// Adds a note below the table: a row of one cell.
    pub(super) fn note(&mut self, text: &str) {
        self.row(&[text]);
    }

    /// The table as a download.
    pub(in crate::web) fn download(self, name: &str) -> Response {
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
        let mut response = self.text.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        if let Ok(disposition) = disposition {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        response
    }
}

/// One cell. A leading `=`, `+`, `-`, `@`, tab or return would make a spreadsheet run it, so a `'` goes first.
fn cell(out: &mut String, text: &str) {
    let guarded = text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if quoted {
        out.push('"');
    }
    if guarded {
        out.push('\'');
    }
    if quoted {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut out = String::new();
        cell(&mut out, text);
        assert_eq!(out, expect);
    }

    #[test]
    fn cells_are_quoted_and_never_run() {
        check("Fixture Memorial", "Fixture Memorial");
        check("000123", "000123");
        check("St. Mary's, Inc.", "\"St. Mary's, Inc.\"");
        check("say \"hi\"", "\"say \"\"hi\"\"\"");
        check("=1+1", "'=1+1");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("  =1,2", "\"'  =1,2\"");
        check("\tx", "'\tx");
    }

    #[test]
    fn a_table_is_rows_of_cells() {
        let mut csv = Csv::new(&["CCN", "Name"]);
        csv.row(&["991301", "=cmd|' /C calc'!A0"]);
        csv.note("Small groups are hidden.");
        assert_eq!(csv.text, "CCN,Name\r\n991301,'=cmd|' /C calc'!A0\r\nSmall groups are hidden.\r\n");
    }
}
