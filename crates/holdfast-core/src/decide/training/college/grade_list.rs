//! A list of grades: each by the number of its seat, with a name beside it that has to be that seat's.

use std::collections::BTreeMap;

use super::class_list::seat_of;
use super::file::{FileFault, FileLine, cut};
use crate::model::{Grade, Seat};

/// Grades as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradeList {
    /// Grades to keep, in the file's order.
    pub graded: Vec<Graded>,
    /// Lines that say what is kept already.
    pub n_same: usize,
    /// Lines without a grade.
    pub n_empty: usize,
    /// Lines that do not fit.
    pub faults: Vec<FileFault>,
}

/// A grade to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// Whose: the number of the seat.
    pub seat: u32,
    /// The name on that seat.
    pub name: String,
    /// The grade kept so far.
    pub was: Option<Grade>,
    /// The new one.
    pub grade: Grade,
}

/// Reads grades. A line is known by the number of its seat; a name beside it has to be that seat's, so that a column that slipped by a
/// line grades nobody for somebody else. A line without a grade leaves what is kept.
pub fn read_grade_list(seats: &[Seat], lines: &[FileLine]) -> GradeList {
    let mut out = GradeList::default();
    let mut seen: BTreeMap<u32, u64> = BTreeMap::new();
    for FileLine { line, cells } in lines {
        let line = *line;
        let mut fault = |column, says: String| out.faults.push(FileFault { line, column, says });
        let seat = match seat_of(seats, cells) {
            Ok(seat) => seat,
            Err((column, says)) => {
                fault(column, says);
                continue;
            }
        };
        if let Some(first) = seen.insert(seat.number, line) {
            fault("seat", format!("Seat {} stands on line {first} already.", seat.number));
            continue;
        }
        let said = cells.get("grade");
        if said.is_empty() {
            out.n_empty += 1;
            continue;
        }
        match grade(said) {
            None => {
                let said = cut(said);
                fault("grade", format!("`{said}` is no grade. Write passed, did not pass or withdrew."));
            }
            Some(grade) if seat.grade == Some(grade) => out.n_same += 1,
            Some(grade) => {
                let (name, was) = (seat.name.clone(), seat.grade);
                out.graded.push(Graded { seat: seat.number, name, was, grade });
            }
        }
    }
    out
}

/// A grade as people write it.
fn grade(said: &str) -> Option<Grade> {
    let plain = said.trim().to_lowercase().replace(['_', '-'], " ");
    match plain.as_str() {
        "passed" | "pass" | "p" => Some(Grade::Passed),
        "did not pass" | "not passed" | "failed" | "fail" | "f" => Some(Grade::DidNotPass),
        "withdrew" | "withdrawn" | "w" => Some(Grade::Withdrew),
        _ => None,
    }
}
