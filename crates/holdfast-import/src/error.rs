//! Why a file as a whole cannot be read. A single bad line is a [`crate::RowError`], never one of these.

use crate::kind::FileKind;

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("`{file}` is empty; download it again")]
    Empty {
        /// Which file.
        file: String,
    },
    /// A web page, often an error page saved in place of a download.
    #[error(
        "`{file}` is a web page, not a table; the download link probably failed, fetch the CSV file itself"
    )]
    WebPage {
        /// Which file.
        file: String,
    },
    /// A spreadsheet or ZIP archive.
    #[error(
        "`{file}` is an Excel workbook or a ZIP archive; save the sheet as CSV (UTF-8), or unpack the archive, and import that"
    )]
    Workbook {
        /// Which file.
        file: String,
    },
    /// UTF-16 text, as Excel's "Unicode Text" makes.
    #[error("`{file}` is saved as UTF-16 text; save it as CSV (UTF-8)")]
    Utf16 {
        /// Which file.
        file: String,
    },
    /// Neither text nor gzip.
    #[error("`{file}` is not text; import a CSV file, plain or gzipped")]
    Binary {
        /// Which file.
        file: String,
    },
    /// Does not unpack.
    #[error("`{file}` is a damaged gzip file; download it again")]
    Gzip {
        /// Which file.
        file: String,
    },
    /// Larger than any of these files can be.
    #[error("`{file}` holds more than {limit_mb} MB of text, which no file of this directory does")]
    TooLarge {
        /// Which file.
        file: String,
        /// The bound, in megabytes.
        limit_mb: u64,
    },
    /// Another file, or an older edition of this one.
    #[error(
        "`{file}` is not {wanted}: no column {}{}",
        missing.join(", "),
        looks_like.map(|k| format!("; it looks like {}", k.label())).unwrap_or_default()
    )]
    WrongFile {
        /// Which file.
        file: String,
        /// What was expected, in words.
        wanted: &'static str,
        /// Columns that are not there, in backticks.
        missing: Vec<String>,
        /// The file whose columns these are, when there is one.
        looks_like: Option<FileKind>,
    },
    /// It has the columns asked for, and more that make it another file.
    #[error("`{file}` looks like {}, not {wanted}", found.label())]
    OtherFile {
        /// Which file.
        file: String,
        /// What was expected, in words.
        wanted: &'static str,
        /// What its columns say it is.
        found: FileKind,
    },
    /// The columns are of no file known here.
    #[error("`{file}` is none of the directory's files; its first columns are {columns}")]
    Unrecognised {
        /// Which file.
        file: String,
        /// The first few column names.
        columns: String,
    },
    /// Right columns, no rows.
    #[error("`{file}` has the right columns and no good row{}", first.as_ref().map(|f| format!("; first fault: {f}")).unwrap_or_default())]
    NoRows {
        /// Which file.
        file: String,
        /// The first bad row, if any.
        first: Option<String>,
    },
    /// Almost nothing in it reads.
    #[error("`{file}` has more than {limit} bad rows; first fault: {first}")]
    TooManyBadRows {
        /// Which file.
        file: String,
        /// How many are borne.
        limit: usize,
        /// The first bad row.
        first: String,
    },
    /// Neither the name nor the caller says when it was released.
    #[error(
        "`{file}` does not say when it was released; write the date on the page it came from behind its name, like `{file}@2026-02-18`"
    )]
    NoReleaseDate {
        /// Which file.
        file: String,
    },
    /// The name and the caller name different dates.
    #[error(
        "`{file}` is of {named} by its name and of {said} by what was said; leave the date out, or give the file its right name"
    )]
    OtherReleaseDate {
        /// Which file.
        file: String,
        /// The date in its name.
        named: String,
        /// The date the caller gave.
        said: holdfast_core::Date,
    },
    /// A source made of several files lacks one.
    #[error("{source_label} also needs {needed}")]
    MissingPart {
        /// The source.
        source_label: &'static str,
        /// The file lacking, in words.
        needed: &'static str,
    },
    /// The same kind of file twice.
    #[error("`{first}` and `{second}` are both {label}; give one")]
    Twice {
        /// One file.
        first: String,
        /// The other.
        second: String,
        /// What both are.
        label: &'static str,
    },
}
