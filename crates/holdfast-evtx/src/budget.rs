//! What one chunk may still make us build: a bound on work and memory that no length field can talk its way around.
//!
//! It counts units, not bytes: an operation of a plan is one, a new name is its length.

use crate::error::RecordFault;

/// Operations and letters of names that the templates of one chunk may compile to. Real chunks stay under 6,000.
const PER_CHUNK: usize = 1 << 18;

/// What is left to spend.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
}

impl Budget {
    /// A full budget for one chunk.
    pub(crate) fn for_chunk() -> Self {
        Self { left: PER_CHUNK }
    }

    /// A budget of `units`.
    pub(crate) fn of(units: usize) -> Self {
        Self { left: units }
    }

    /// Spends `units`. When they are not there, nothing is left for anybody else either.
    #[inline]
    pub(crate) fn spend(&mut self, units: usize) -> Result<(), RecordFault> {
        let left = self.left.checked_sub(units);
        self.left = left.unwrap_or(0);
        left.map(|_| ()).ok_or(RecordFault::TooLarge)
    }
}
