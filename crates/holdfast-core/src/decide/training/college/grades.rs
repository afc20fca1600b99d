//! How a class came out, for those who see how many and never who.

use super::close::n_ungraded;
use crate::decide::training::MIN_GROUP;
use crate::model::{Grade, Seat};

/// How many came through a class how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeCounts {
    /// How many passed.
    pub n_passed: u32,
    /// How many did not.
    pub n_did_not_pass: u32,
    /// How many withdrew.
    pub n_withdrew: u32,
    /// How many have no grade.
    pub n_ungraded: u32,
}

impl GradeCounts {
    /// As one line: "Passed: 6, Did not pass: 1, Withdrew: 0, No grade: 1".
    pub fn in_words(&self) -> String {
        let of = |grade: Grade| match grade {
            Grade::Passed => self.n_passed,
            Grade::DidNotPass => self.n_did_not_pass,
            Grade::Withdrew => self.n_withdrew,
        };
        let graded = Grade::ALL.iter().map(|(grade, _, label)| format!("{label}: {}", of(*grade)));
        graded.chain([format!("No grade: {}", self.n_ungraded)]).collect::<Vec<_>>().join(", ")
    }
}

/// How many of a class came through how. `None` for fewer people than [`MIN_GROUP`], as in the table of progress: in a small class
/// such a count is as good as a name.
pub fn grade_counts(seats: &[Seat]) -> Option<GradeCounts> {
    let n = |grade: Grade| {
        let all = seats.iter().filter(|seat| seat.grade == Some(grade));
        u32::try_from(all.count()).unwrap_or(u32::MAX)
    };
    (seats.len() >= MIN_GROUP).then(|| GradeCounts {
        n_passed: n(Grade::Passed),
        n_did_not_pass: n(Grade::DidNotPass),
        n_withdrew: n(Grade::Withdrew),
        n_ungraded: n_ungraded(seats),
    })
}
