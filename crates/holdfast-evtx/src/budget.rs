//! What one chunk may still make us build: a bound on work and memory that no length field can talk its way around.
//!
//! It counts units: four bytes of tokens are one, and so is a letter of a new name.

use crate::error::RecordFault;

/// What the templates of one chunk may cost. Real chunks stay under 20,000.
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
