//! The errors of one compilation: all of them, in order of place, up to a sensible number.
//!
//! It keeps and sorts; the words of each error are written where the error is seen.

use super::CelError;

/// A text with more errors than this is not a clause; the rest of the list would help nobody.
const MOST: usize = 20;

/// Errors found so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<CelError>);

impl Faults {
    /// Keeps an error, unless one is already known at the same place.
    pub(super) fn add(&mut self, error: CelError) {
        if self.0.len() < MOST && self.0.iter().all(|e| e.at != error.at) {
            self.0.push(error);
        }
    }

    /// The errors in order of place; `None` when there is none.
    pub(super) fn sorted(mut self) -> Option<Vec<CelError>> {
        self.0.sort_by_key(|e| (e.at.start, e.at.end));
        (!self.0.is_empty()).then_some(self.0)
    }
}
