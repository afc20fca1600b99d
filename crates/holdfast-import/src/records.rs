//! The records of a table of text, each with the row a spreadsheet shows it in.

use csv::{ReaderBuilder, StringRecord};

/// The records of a text, in order. Empty lines count as rows and give no record; a cell of several lines is one row.
pub(crate) struct Records<'t> {
    reader: csv::Reader<&'t [u8]>,
    row: u64,
}

impl<'t> Records<'t> {
    /// `text`: its lines end in `\n`, the last one too. `between`: what stands between cells.
    pub(crate) fn of(text: &'t str, between: u8) -> Self {
        let mut builder = ReaderBuilder::new();
        let reader =
            builder.delimiter(between).has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { reader, row: 0 }
    }
}

impl Iterator for Records<'_> {
    type Item = (u64, StringRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let before = self.reader.position().line();
        let mut record = StringRecord::new();
        // The text is whole and lines may differ in length, so nothing ends this but the last line.
        if !self.reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        let inner = record.as_slice().bytes().filter(|b| *b == b'\n').count() as u64;
        self.row += (self.reader.position().line() - before).saturating_sub(inner).max(1);
        Some((self.row, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(u64, &str)]) {
        let got: Vec<(u64, String)> = Records::of(text, b',')
            .map(|(row, record)| (row, record.iter().collect::<Vec<_>>().join("|").replace('\n', "/")))
            .collect();
        let got: Vec<(u64, &str)> = got.iter().map(|(row, text)| (*row, text.as_str())).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        check("a,b\n\n\n1,2\n", &[(1, "a|b"), (4, "1|2")]);
        check("a\n\"x\ny\nz\",1\n2\n", &[(1, "a"), (2, "x/y/z|1"), (3, "2")]);
        check("\"a\nb\"\n\n\"c\nd\"\ne\n", &[(1, "a/b"), (3, "c/d"), (4, "e")]);
    }
}
