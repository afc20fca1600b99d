//! One reading of one file: what may still be spent on it, and what was found wrong. No length field talks its way around this.

use std::collections::BTreeSet;

use crate::bounds::{MAX_DEPTH, MAX_PARTS, MAX_TEXT_BYTES, MAX_WORK_BYTES};
use crate::reported::Fault;

#[derive(Debug)]
pub(crate) struct Walk {
    n_parts: usize,
    work_left: usize,
    text_left: usize,
    pub(crate) faults: BTreeSet<Fault>,
}

impl Walk {
    pub(crate) fn new() -> Self {
        Self { n_parts: 0, work_left: MAX_WORK_BYTES, text_left: MAX_TEXT_BYTES, faults: BTreeSet::new() }
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.faults.insert(fault);
    }

    /// Whether one more part, this deep, may be looked at.
    pub(crate) fn enter(&mut self, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            self.fault(Fault::TooDeep);
            return false;
        }
        if self.n_parts >= MAX_PARTS {
            self.fault(Fault::TooManyParts);
            return false;
        }
        self.n_parts += 1;
        true
    }

    /// Whether `n_bytes` may be passed once more. When they may not, nothing else may either.
    pub(crate) fn spend(&mut self, n_bytes: usize) -> bool {
        let left = self.work_left.checked_sub(n_bytes);
        self.work_left = left.unwrap_or(0);
        if left.is_none() {
            self.fault(Fault::TooMuchWork);
        }
        left.is_some()
    }

    /// How many of `n_bytes` of text may be read.
    pub(crate) fn text(&mut self, n_bytes: usize) -> usize {
        let granted = n_bytes.min(self.text_left);
        self.text_left -= granted;
        if granted < n_bytes {
            self.fault(Fault::LongText);
        }
        granted
    }

    /// How many more parts may be looked at.
    pub(crate) fn parts_left(&self) -> usize {
        MAX_PARTS.saturating_sub(self.n_parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_is_told_once_it_is_passed_and_not_before() {
        let mut walk = Walk::new();
        assert!(walk.enter(MAX_DEPTH) && walk.faults.is_empty());
        assert!(!walk.enter(MAX_DEPTH + 1) && walk.faults.contains(&Fault::TooDeep));
        for _ in 1..MAX_PARTS {
            assert!(walk.enter(0));
        }
        assert!(!walk.faults.contains(&Fault::TooManyParts));
        assert!(!walk.enter(0) && walk.faults.contains(&Fault::TooManyParts));
        assert_eq!(walk.text(MAX_TEXT_BYTES), MAX_TEXT_BYTES);
        assert!(!walk.faults.contains(&Fault::LongText));
        assert_eq!(walk.text(1), 0);
        assert!(walk.faults.contains(&Fault::LongText));
        assert!(walk.spend(MAX_WORK_BYTES) && !walk.faults.contains(&Fault::TooMuchWork));
        assert!(!walk.spend(1) && walk.faults.contains(&Fault::TooMuchWork));
    }
}
