//! A number that is not known exactly: the least, the likely and the most it may be.

use serde::{Deserialize, Serialize};

/// The least, the likely and the most. `low <= mid <= high` always holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range<T> {
    /// As little as it may be.
    pub low: T,
    /// The best guess.
    pub mid: T,
    /// As much as it may be.
    pub high: T,
}

/// People.
pub type Count = Range<u64>;

/// The least and the most, where nothing published says what is likely between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Span {
    /// As little as it may be.
    pub low: f64,
    /// As much as it may be.
    pub high: f64,
}

impl Count {
    /// Adds the people of one place: whether they surely, likely and possibly count.
    pub(super) fn add(&mut self, people: u32, surely: bool, likely: bool, possibly: bool) {
        let n = u64::from(people);
        self.low += if surely { n } else { 0 };
        self.mid += if likely { n } else { 0 };
        self.high += if possibly { n } else { 0 };
    }

    /// Whether nobody can be meant.
    pub fn is_nobody(&self) -> bool {
        self.high == 0
    }
}
