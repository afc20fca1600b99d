//! Why a paper could not be made.

/// A paper that could not be made. None of these hangs on what stands in the paper: each means a broken build.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The embedded typeface cannot be read.
    #[error("the embedded typeface cannot be read")]
    Typeface,
    /// The PDF was refused by its own checks.
    #[error("the PDF was refused: {0}")]
    Pdf(String),
    /// A lesson's package could not be written.
    #[error("the package was refused: {0}")]
    Package(String),
}
