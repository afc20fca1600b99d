//! Why a file of a feed as a whole cannot be read. A single bad entry is a [`crate::RowError`], never one of these.

/// Why a feed's file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Another file, or a web page saved in its place.
    #[error("`{file}` has no column `{missing}`; it is another file, or the download failed")]
    Columns {
        /// Which file.
        file: String,
        /// Columns that are not there.
        missing: String,
    },
    /// Not the shape it should have.
    #[error("`{file}` is not {wanted}: {why}; look whether it is the right file, or download it again")]
    Shape {
        /// Which file.
        file: String,
        /// What was expected.
        wanted: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Larger than any of these files is.
    #[error(
        "`{file}` has more than {limit_mb} MB, which no file of this feed has; look whether it is the right one"
    )]
    TooLarge {
        /// Which file.
        file: String,
        /// The bound, in megabytes.
        limit_mb: usize,
    },
}
