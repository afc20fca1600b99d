//! One catalog file and the errors found in it so far, each at its line and column.
//!
//! It reads nothing; `row` does.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;

use crate::CatalogError;
use crate::place::Lines;

/// One file and the errors found in it so far.
pub(crate) struct Page<'p> {
    path: &'p str,
    text: &'p str,
    errors: RefCell<Vec<CatalogError>>,
    broken_lines: RefCell<HashSet<usize>>,
    is_broken: Cell<bool>,
    /// Where its lines begin. References are noted with their place, so it is asked for at nearly every row.
    lines: OnceCell<Lines>,
}

impl<'p> Page<'p> {
    /// A file: its path for messages, and its text.
    pub(crate) fn new(path: &'p str, text: &'p str) -> Self {
        let (errors, broken_lines) = (RefCell::default(), RefCell::default());
        Self { path, text, errors, broken_lines, is_broken: Cell::new(false), lines: OnceCell::new() }
    }

    /// The path, as it is named in messages.
    pub(crate) fn path(&self) -> &'p str {
        self.path
    }

    /// The errors, in the order they were found.
    pub(crate) fn into_errors(self) -> Vec<CatalogError> {
        self.errors.into_inner()
    }

    /// The text is no TOML here. The first such error of a line counts; what follows from it would only confuse.
    pub(crate) fn broken(&self, byte: usize, message: &str) {
        self.is_broken.set(true);
        let (line, _) = self.line_and_column(byte);
        if self.broken_lines.borrow_mut().insert(line) {
            self.push(byte, format!("this is not TOML: {message}"));
        }
    }

    /// Whether the text is no TOML somewhere, so that a key may only seem to be absent.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken.get()
    }

    /// What stands at a range of bytes.
    pub(crate) fn written(&self, at: std::ops::Range<usize>) -> &str {
        self.text.get(at).unwrap_or_default()
    }

    fn line_and_column(&self, byte: usize) -> (usize, usize) {
        self.lines.get_or_init(|| Lines::of(self.text)).line_and_column(self.text, byte)
    }

    fn push(&self, byte: usize, message: String) {
        let error = self.error(byte, message);
        self.errors.borrow_mut().push(error);
    }

    /// An error at a byte of the file.
    pub(crate) fn error(&self, byte: usize, message: String) -> CatalogError {
        let (line, column) = self.line_and_column(byte);
        CatalogError { file: self.path.to_owned(), line, column, message }
    }

    /// Reports an error at a byte of the file, unless its line is no TOML anyway.
    pub(crate) fn fault(&self, byte: usize, message: String) {
        let (line, _) = self.line_and_column(byte);
        if !self.broken_lines.borrow().contains(&line) {
            self.push(byte, message);
        }
    }
}
