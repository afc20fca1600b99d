//! What became of a save when two people edit one thing. It holds no SQL.

/// The outcome of a save that named the version it saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved<T> {
    /// Kept; this is it now.
    Kept(T),
    /// Someone saved before: nothing was changed, and this is what they left.
    Conflict(T),
    /// It is not there, or not this hospital's.
    Unknown,
}

impl<T> Saved<T> {
    /// The outcome when no row had the version named.
    pub(crate) fn not_kept(current: Option<T>) -> Self {
        current.map_or(Self::Unknown, Self::Conflict)
    }
}
