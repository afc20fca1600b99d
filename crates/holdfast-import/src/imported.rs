//! What reading a file gives: good rows, bad rows with their place, and where the bytes came from.

use holdfast_core::Date;

/// The rows of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported<T> {
    /// Good rows, in the file's order.
    pub rows: Vec<T>,
    /// Bad rows, in the file's order.
    pub rejected: Vec<RowError>,
    /// What was put right or left out, in sentences: "restored leading zeros in 830 certification numbers".
    pub notes: Vec<String>,
    /// SHA-256 of the bytes read, in hex. For several files, of their digests in the order given to the reader.
    pub digest: String,
    /// The day the file was released.
    pub released_on: Date,
}

/// One bad row and where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, {column}: {why}")]
pub struct RowError {
    /// As a spreadsheet numbers it: the header is row 1.
    pub row: u64,
    /// The column's name in the file, or "whole row".
    pub column: String,
    /// The text found there, cut to 80 characters.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}
