//! Which case to look at first: those on machines that care depends on, then the gravest, then the oldest.

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::model::Severity;

/// What a case is ordered by; the least stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(bool, Reverse<Severity>, Timestamp, u32);

/// The place of a case among others.
pub fn rank(touches_care: bool, severity: Severity, opened_at: Timestamp, number: u32) -> Rank {
    Rank(!touches_care, Reverse(severity), opened_at, number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::incident::made_up::at;

    #[test]
    fn care_first_then_severity_then_time() {
        use Severity::{Critical, Medium};
        let mut all = [
            ("old and grave", rank(false, Critical, at(0), 1)),
            ("of care", rank(true, Medium, at(9), 2)),
            ("grave", rank(false, Critical, at(5), 3)),
            ("of care and grave", rank(true, Critical, at(9), 4)),
        ];
        all.sort_by_key(|(_, rank)| *rank);
        assert_eq!(all.map(|(name, _)| name), ["of care and grave", "of care", "old and grave", "grave"]);
    }
}
