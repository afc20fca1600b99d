//! What is wrong with a catalog: every error with file, line and column, printed one a line.
//!
//! It formats and sorts; the words of an error are written where it is found.

use std::fmt;

/// One error and its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct CatalogError {
    /// The file, as a path a person can open.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Every error of a catalog, in order of place. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogErrors(Vec<CatalogError>);

impl CatalogErrors {
    /// `None` when there is no error.
    pub(crate) fn of(mut errors: Vec<CatalogError>) -> Option<Self> {
        errors.sort();
        errors.dedup();
        (!errors.is_empty()).then_some(Self(errors))
    }

    /// The same errors with their files below a folder.
    pub(crate) fn below(mut self, folder: &str) -> Self {
        for error in &mut self.0 {
            let folder = folder.trim_end_matches(['/', '\\']);
            error.file =
                if error.file.is_empty() { folder.to_owned() } else { format!("{folder}/{}", error.file) };
        }
        self
    }

    /// The errors.
    pub fn iter(&self) -> std::slice::Iter<'_, CatalogError> {
        self.0.iter()
    }

    /// How many.
    pub fn n_errors(&self) -> usize {
        self.0.len()
    }

    /// How many files have one.
    pub fn n_files(&self) -> usize {
        self.0.chunk_by(|a, b| a.file == b.file).count()
    }
}

impl<'e> IntoIterator for &'e CatalogErrors {
    type Item = &'e CatalogError;
    type IntoIter = std::slice::Iter<'e, CatalogError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for CatalogErrors {
    /// One error a line, then how many there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in self {
            writeln!(f, "{error}")?;
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let (errors, files) = (self.n_errors(), self.n_files());
        write!(f, "{errors} error{} in {files} file{}", plural(errors), plural(files))
    }
}

impl std::error::Error for CatalogErrors {}
