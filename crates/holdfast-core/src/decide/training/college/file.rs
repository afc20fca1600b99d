//! A line of a file that people fill in: its cells, or what is wrong with it and where.
//!
//! Reading keeps nothing, so that a file can be looked at first. What a cell says is checked as if it had been typed in a form.

use crate::decide::registration::Fields;

/// A line of a file: its number, as a spreadsheet counts, and its cells by the names of their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// The head is line 1.
    pub line: u64,
    /// Its cells. A column that the file lacks has none; a cell that is there and empty is empty.
    pub cells: Fields,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Which line.
    pub line: u64,
    /// Which column.
    pub column: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub says: String,
}

/// A name as two writings of it are compared.
pub(super) fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What somebody wrote, short enough to say back to them.
pub(super) fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
