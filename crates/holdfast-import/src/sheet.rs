//! A table with a header: rows numbered as a spreadsheet shows them, cells by column, every fault with its place.

use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;

use csv::StringRecord;

use crate::error::ImportError;
use crate::imported::RowError;
use crate::kind::{FileKind, NamedFile, looks_like, place};
use crate::open::open;

/// Titles and notes above the header, as OMB's list has, are passed over up to here.
const HEADER_WITHIN_ROWS: usize = 10;
/// No published row comes near; an unclosed quote that swallows the file does.
const ROW_LIMIT: usize = 64 * 1024;
const CELL_LIMIT: usize = 4 * 1024;
const BAD_ROWS_LIMIT: usize = 20_000;

/// The good and bad rows of one file.
pub(crate) struct Sheet<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) rejected: Vec<RowError>,
    pub(crate) notes: Vec<String>,
}

/// What is wrong with a row: which needed column (by its position in [`FileKind::columns`]), and why.
pub(crate) struct Fault {
    column: Option<usize>,
    why: String,
}

/// One row's cells.
pub(crate) struct Row<'r> {
    record: &'r StringRecord,
    at: &'r [usize],
}

/// Things put right or left out while reading, counted.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// Counts one, under the words the note will say: "restored leading zeros in {n} certification numbers".
    pub(crate) fn count(&mut self, words: &'static str) {
        *self.0.entry(words).or_default() += 1;
    }

    fn notes(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(words, n)| words.replace("{n}", &n.to_string()))
    }
}

impl Row<'_> {
    /// The cell's text without blanks around it.
    pub(crate) fn text(&self, column: usize) -> &str {
        let cell = self.at.get(column).and_then(|i| self.record.get(*i)).unwrap_or("").trim();
        unwrapped(cell)
    }

    /// The cell read as a value.
    pub(crate) fn read<T, E: std::fmt::Display>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Fault> {
        read(self.text(column)).map_err(|e| self.fault(column, e))
    }

    /// As [`Row::read`]; nothing for an empty cell.
    pub(crate) fn maybe<T, E: std::fmt::Display>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Fault> {
        if self.text(column).is_empty() { Ok(None) } else { self.read(column, read).map(Some) }
    }

    /// The cell as a number; commas between thousands are borne.
    pub(crate) fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T, Fault> {
        self.read(column, |t| {
            t.replace(',', "").parse().map_err(|_| format!("`{}` is not a number that fits", cut(t)))
        })
    }

    /// A code of `width` digits, with the zeros a spreadsheet dropped put back and counted.
    pub(crate) fn code<T, E: std::fmt::Display>(
        &self,
        column: usize,
        width: usize,
        tally: &mut Tally,
        words: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Fault> {
        let text = self.text(column);
        if (1..width).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
            let value = read(&format!("{text:0>width$}")).map_err(|e| self.fault(column, e))?;
            tally.count(words);
            return Ok(value);
        }
        self.read(column, read)
    }

    pub(crate) fn fault(&self, column: usize, why: impl std::fmt::Display) -> Fault {
        Fault { column: Some(column), why: why.to_string() }
    }
}

/// The code in `'010007` and `="010007"`, as people write one so that a spreadsheet leaves its zeros alone.
fn unwrapped(cell: &str) -> &str {
    let quoted = cell.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    let inner = quoted.or_else(|| cell.strip_prefix('\'')).unwrap_or(cell);
    if inner.starts_with(|c: char| c.is_ascii_digit()) { inner } else { cell }
}

/// Reads every row of a file. `parse` gives a row and its key, or `None` for a row to pass over; a key seen before is rejected.
pub(crate) fn read_sheet<T, K: Hash + Eq>(
    file: &NamedFile,
    kind: FileKind,
    mut parse: impl FnMut(&Row<'_>, &mut Tally) -> Result<Option<(K, T)>, Fault>,
) -> Result<Sheet<T>, ImportError> {
    let opened = open(file)?;
    let between = separator(&opened.text, |header| place(header, kind).is_ok());
    let skip = header_row(&opened.text, between, kind, file)?;
    let mut reader = reader(&opened.text, between);
    let mut record = StringRecord::new();
    let mut sheet = Sheet { rows: Vec::new(), rejected: Vec::new(), notes: opened.notes };
    if let Some(name) = name_of(between) {
        sheet.notes.push(format!("its cells are parted by {name}, not commas; read as such"));
    }
    let (mut tally, mut seen) = (Tally::default(), HashSet::new());
    let (mut header, mut at, mut names): (usize, Vec<usize>, Vec<String>) = (0, Vec::new(), Vec::new());
    let (mut n_records, mut row) = (0usize, 0u64);
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // The text is UTF-8 and rows may differ in length, so this is an input error of memory: stop honestly.
            Err(_) => return Err(ImportError::Binary { file: file.name.clone() }),
        }
        let inner = record.as_slice().bytes().filter(|b| *b == b'\n').count() as u64;
        row += (reader.position().line() - line).saturating_sub(inner).max(1);
        n_records += 1;
        if n_records <= skip {
            continue;
        }
        if n_records == skip + 1 {
            names = record.iter().map(|c| c.trim().to_owned()).collect();
            (header, at) = (record.len(), place(&names, kind).unwrap_or_default());
            continue;
        }
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let parsed = shape_fault(&record, header)
            .map_or_else(|| parse(&Row { record: &record, at: &at }, &mut tally), Err);
        let fault = match parsed {
            Ok(None) => continue,
            Ok(Some((key, value))) => {
                if seen.insert(key) {
                    sheet.rows.push(value);
                    continue;
                }
                Fault { column: Some(0), why: "is in the file already; the first row was kept".to_owned() }
            }
            Err(fault) => fault,
        };
        let place = fault.column.and_then(|c| at.get(c)).copied();
        sheet.rejected.push(RowError {
            row,
            column: place.map_or_else(|| "whole row".to_owned(), |i| cut(&names[i])),
            text: cut(place.map_or_else(|| record.get(0), |i| record.get(i)).unwrap_or("").trim()),
            why: fault.why,
        });
        if sheet.rejected.len() > BAD_ROWS_LIMIT {
            return Err(ImportError::TooManyBadRows {
                file: file.name.clone(),
                limit: BAD_ROWS_LIMIT,
                first: sheet.rejected[0].to_string(),
            });
        }
    }
    if sheet.rows.is_empty() {
        let first = sheet.rejected.first().map(ToString::to_string);
        return Err(ImportError::NoRows { file: file.name.clone(), first });
    }
    sheet.notes.extend(tally.notes());
    Ok(sheet)
}

/// The first few records of a text, as possible headers, whatever stands between its cells.
pub(crate) fn headers(text: &str) -> Vec<Vec<String>> {
    headers_by(text, separator(text, |header| looks_like(header).is_some()))
}

fn headers_by(text: &str, between: u8) -> Vec<Vec<String>> {
    reader(text, between)
        .records()
        .take(HEADER_WITHIN_ROWS)
        .map_while(Result::ok)
        .map(|r| r.iter().map(|c| c.trim().to_owned()).collect())
        .collect()
}

/// What stands between cells: a comma, unless the header is known only with a semicolon or a tab there, as spreadsheets
/// of some languages write.
fn separator(text: &str, known: impl Fn(&[String]) -> bool) -> u8 {
    let fits = |between: &u8| headers_by(text, *between).iter().any(|header| known(header));
    [b',', b';', b'\t'].into_iter().find(fits).unwrap_or(b',')
}

/// The separator in words, unless it is the comma.
fn name_of(between: u8) -> Option<&'static str> {
    match between {
        b';' => Some("semicolons"),
        b'\t' => Some("tabs"),
        _ => None,
    }
}

fn reader(text: &str, between: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(between)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// How many records stand above the header, or why this is the wrong file.
fn header_row(text: &str, between: u8, kind: FileKind, file: &NamedFile) -> Result<usize, ImportError> {
    let rows = headers_by(text, between);
    if let Some(i) = rows.iter().position(|h| place(h, kind).is_ok()) {
        return match looks_like(&rows[i]) {
            // A kind that is never recognised is read out of a file that is recognised as something else.
            Some(found) if found != kind && FileKind::ALL.contains(&kind) => {
                Err(ImportError::OtherFile { file: file.name.clone(), wanted: kind.label(), found })
            }
            _ => Ok(i),
        };
    }
    // Nothing fits as asked: say what it looks like, whatever stands between its cells.
    let rows = headers(text);
    let fewest = rows.iter().filter_map(|h| place(h, kind).err()).min_by_key(Vec::len).unwrap_or_default();
    Err(ImportError::WrongFile {
        file: file.name.clone(),
        wanted: kind.label(),
        missing: fewest,
        looks_like: rows.iter().find_map(|h| looks_like(h)).filter(|k| *k != kind),
    })
}

fn shape_fault(record: &StringRecord, header: usize) -> Option<Fault> {
    let whole = |why: String| Some(Fault { column: None, why });
    if record.as_slice().len() > ROW_LIMIT || record.iter().any(|c| c.len() > CELL_LIMIT) {
        return whole("is far longer than a row can be; a quotation mark is probably not closed".to_owned());
    }
    if record.len() != header {
        return whole(format!("has {} cells where the header has {header}", record.len()));
    }
    None
}

fn cut(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Sheet<String>, ImportError> {
        let file = NamedFile { name: "f.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        read_sheet(&file, FileKind::ForhpZips, |row, tally| {
            let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", |t| {
                holdfast_core::model::Zip::parse(t).map(|z| z.to_string())
            })?;
            Ok(Some((zip.clone(), zip)))
        })
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match read(text) {
            Ok(s) => {
                let bad: Vec<String> = s.rejected.iter().map(|r| format!("{r} `{}`", r.text)).collect();
                [vec![s.rows.join(" ")], bad, s.notes].concat().join(" | ")
            }
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn columns_come_in_any_order_and_zeros_come_back() {
        check("STATE,ZIP_CODE\nMT,59749\n", "59749");
        check(
            "extra,Zip Code,state\r\n,601,PR\r\n,59749,MT\r\n",
            "00601 59749 | restored leading zeros in 1 ZIP codes",
        );
    }

    #[test]
    fn semicolons_tabs_and_wrapped_codes_read() {
        check(
            "STATE;ZIP_CODE\nMT;59749\n",
            "59749 | its cells are parted by semicolons, not commas; read as such",
        );
        check(
            "STATE\tZIP_CODE\nPR\t601\n",
            "00601 | its cells are parted by tabs, not commas; read as such | restored leading zeros in 1 ZIP codes",
        );
        check("STATE,ZIP_CODE\nPR,'00601\nPR,=\"00602\"\nPR,\"=\"\"00603\"\"\"\n", "00601 00602 00603");
        check("a;b\n1;2\n", "`f.csv` is not the FORHP list of rural ZIPs: no column `ZIP_CODE`, `STATE`");
    }

    #[test]
    fn bad_rows_are_named_as_a_spreadsheet_numbers_them() {
        check(
            "STATE,ZIP_CODE\nMT,59749\n\n\"M\nT\",5974x\nMT,59749\nMT\nMT,59750,x\n",
            "59749 | row 4, ZIP_CODE: a ZIP code has five digits; `5974x` does not `5974x` | \
             row 5, ZIP_CODE: is in the file already; the first row was kept `59749` | \
             row 6, whole row: has 1 cells where the header has 2 `MT` | \
             row 7, whole row: has 3 cells where the header has 2 `MT`",
        );
        let unclosed = format!("STATE,ZIP_CODE\nMT,59749\n\"MT,{}", "59750\n".repeat(20_000));
        let got = read(&unclosed).map(|s| s.rejected[0].to_string());
        assert_eq!(
            got.ok().as_deref(),
            Some(
                "row 3, whole row: is far longer than a row can be; a quotation mark is probably not closed"
            )
        );
    }

    #[test]
    fn a_wrong_file_is_refused_with_what_it_looks_like() {
        check(
            "ZIPCode,PrimaryRUCA,SecondaryRUCA\n",
            "`f.csv` is not the FORHP list of rural ZIPs: no column `ZIP_CODE`, `STATE`; it looks like the USDA RUCA codes by ZIP, 2020 census",
        );
        check(
            "ZIP_CODE,STATE,RUCA1,RUCA2\n",
            "`f.csv` looks like the USDA RUCA codes by ZIP, 2010 census, not the FORHP list of rural ZIPs",
        );
        check("a,state\n", "`f.csv` is not the FORHP list of rural ZIPs: no column `ZIP_CODE`");
        check("STATE,ZIP_CODE\n", "`f.csv` has the right columns and no good row");
        check(
            "STATE,ZIP_CODE\nMT,x\n",
            "`f.csv` has the right columns and no good row; first fault: row 2, ZIP_CODE: a ZIP code has five digits; `x` does not",
        );
        let bad = format!("STATE,ZIP_CODE\n{}", "MT,x\n".repeat(20_001));
        check(
            &bad,
            "`f.csv` has more than 20000 bad rows; first fault: row 2, ZIP_CODE: a ZIP code has five digits; `x` does not",
        );
    }

    proptest! {
        #[test]
        fn any_text_reads_or_is_refused(text in "(STATE,ZIP_CODE\n)?[\\PC\n\r\",]{0,300}") {
            let _ = read(&text);
        }
    }
}
