//! Files of colleges, of who sits in a class, and of grades, line by line: what fits is told, and what does not with its line and column.
//!
//! Reading keeps nothing, so that a file can be looked at first. What a cell says is checked as if it had been typed in a form.

use std::collections::{BTreeMap, BTreeSet};

use super::form::read_college;
use super::seat::{NewSeat, plain};
use crate::catalog::Lessons;
use crate::decide::registration::Fields;
use crate::model::{College, Grade, ListedCollege, Seat, person_name};

/// A line of a file: its number, as a spreadsheet counts, and its cells by the names of their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// The head is line 1.
    pub line: u64,
    /// Its cells.
    pub cells: Fields,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Which line.
    pub line: u64,
    /// Which column.
    pub column: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub says: String,
}

/// A file of colleges as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadColleges {
    /// Colleges to keep: each with the one it takes the place of, if it is on the list already.
    pub colleges: Vec<(Option<usize>, College)>,
    /// Lines that say what is on the list already.
    pub n_same: usize,
    /// Lines that do not fit.
    pub faults: Vec<FileFault>,
}

/// Reads a file of colleges. One is known again by its unit id, else by its name and ZIP code. The number beside each is its place in
/// `kept`. Colleges that the file leaves out stay.
pub fn read_colleges(kept: &[ListedCollege], lines: &[FileLine], lessons: &Lessons) -> ReadColleges {
    let mut out = ReadColleges::default();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for FileLine { line, cells } in lines {
        let college = match read_college(cells, lessons) {
            Ok(college) => college,
            Err(errors) => {
                let fault = |e: crate::decide::registration::FieldError| FileFault {
                    line: *line,
                    column: e.field,
                    says: e.message,
                };
                out.faults.extend(errors.into_iter().map(fault));
                continue;
            }
        };
        if let Some(first) = seen.insert(key(&college), *line) {
            let says = format!("{} stands on line {first} already.", college.name);
            out.faults.push(FileFault { line: *line, column: "name", says });
            continue;
        }
        match kept.iter().position(|k| is_same_college(&k.college, &college)) {
            Some(at) if kept[at].college == college => out.n_same += 1,
            at => out.colleges.push((at, college)),
        }
    }
    out
}

fn key(college: &College) -> String {
    match &college.unit_id {
        Some(id) => id.to_string(),
        None => format!("{} {}", plain(&college.name), college.zip),
    }
}

fn is_same_college(a: &College, b: &College) -> bool {
    let by_name = plain(&a.name) == plain(&b.name) && a.zip == b.zip;
    match (&a.unit_id, &b.unit_id) {
        (Some(a), Some(b)) => a == b,
        _ => by_name,
    }
}

/// A college's own list of who sits in a class, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadRoster {
    /// Those who are new, each with their line.
    pub joins: Vec<Joins>,
    /// Lines of those who have a seat.
    pub n_same: usize,
    /// Lines that do not fit.
    pub faults: Vec<FileFault>,
}

/// Somebody new in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joins {
    /// The line.
    pub line: u64,
    /// Who.
    pub seat: NewSeat,
}

/// Reads a college's own list. A line with the number of a seat is somebody known; one without is new, and gets a seat while there are
/// any. Nobody is taken out: whoever does not come withdraws, by a grade.
pub fn read_roster(seats: &[Seat], n_seats: u32, lines: &[FileLine]) -> ReadRoster {
    let mut out = ReadRoster::default();
    let taken = u32::try_from(seats.len()).unwrap_or(u32::MAX);
    let mut left = n_seats.saturating_sub(taken);
    let mut of_college: BTreeSet<String> =
        seats.iter().filter(|s| s.ccn.is_none()).map(|s| plain(&s.name)).collect();
    for FileLine { line, cells } in lines {
        let line = *line;
        let mut fault = |column, says: String| out.faults.push(FileFault { line, column, says });
        if !cells.get("seat").is_empty() {
            match known(seats, cells) {
                Ok(_) => out.n_same += 1,
                Err((column, says)) => fault(column, says),
            }
            continue;
        }
        match person_name(cells.get("name")) {
            Err(_) => fault("name", "Write one name, of up to 100 characters.".to_owned()),
            Ok(name) if of_college.contains(&plain(&name)) => out.n_same += 1,
            Ok(_) if left == 0 => fault("seat", format!("The class is full: it has {n_seats} seats.")),
            Ok(name) => {
                left -= 1;
                of_college.insert(plain(&name));
                out.joins.push(Joins { line, seat: NewSeat { learner: None, name } });
            }
        }
    }
    out
}

/// Grades as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadGrades {
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
pub fn read_grades(seats: &[Seat], lines: &[FileLine]) -> ReadGrades {
    let mut out = ReadGrades::default();
    let mut seen: BTreeMap<u32, u64> = BTreeMap::new();
    for FileLine { line, cells } in lines {
        let line = *line;
        let mut fault = |column, says: String| out.faults.push(FileFault { line, column, says });
        let seat = match known(seats, cells) {
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
                let said: String = said.chars().filter(|c| !c.is_control()).take(40).collect();
                fault("grade", format!("`{said}` is no grade. Write passed, did not pass or withdrew."));
            }
            Some(grade) if seat.grade == Some(grade) => out.n_same += 1,
            Some(grade) => {
                out.graded.push(Graded {
                    seat: seat.number,
                    name: seat.name.clone(),
                    was: seat.grade,
                    grade,
                });
            }
        }
    }
    out
}

/// The seat a line names, or the column at fault and why.
fn known<'s>(seats: &'s [Seat], cells: &Fields) -> Result<&'s Seat, (&'static str, String)> {
    let said = cells.get("seat");
    let number: Option<u32> = said.parse().ok();
    let seat = number.and_then(|n| seats.iter().find(|seat| seat.number == n));
    let Some(seat) = seat else {
        let said: String = said.chars().filter(|c| !c.is_control()).take(40).collect();
        let says = match said.as_str() {
            "" => "Write the number of the seat, as the class list has it.".to_owned(),
            said => format!("The class has no seat {said}. Take the number from the class list."),
        };
        return Err(("seat", says));
    };
    let name = cells.get("name");
    if !name.is_empty() && plain(name) != plain(&seat.name) {
        let says = format!("Seat {} is {}. See whether lines have slipped.", seat.number, seat.name);
        return Err(("name", says));
    }
    Ok(seat)
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
