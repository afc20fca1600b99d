//! A college's own list of who sits in a class: who is new gets a seat while there are any, and nobody is taken out.

use std::collections::BTreeSet;

use super::columns::name_in;
use super::file::{FileFault, FileLine, cut, plain};
use super::seat::NewSeat;
use crate::decide::registration::Fields;
use crate::model::{Seat, person_name};

/// A college's own list of who sits in a class, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassList {
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
/// any. Whoever does not come withdraws, by a grade.
pub fn read_class_list(seats: &[Seat], n_seats: u32, lines: &[FileLine]) -> ClassList {
    let mut out = ClassList::default();
    let taken = u32::try_from(seats.len()).unwrap_or(u32::MAX);
    let mut left = n_seats.saturating_sub(taken);
    let mut of_college: BTreeSet<String> =
        seats.iter().filter(|s| s.ccn.is_none()).map(|s| plain(&s.name)).collect();
    for FileLine { line, cells } in lines {
        let line = *line;
        let mut fault = |column, says: String| out.faults.push(FileFault { line, column, says });
        if !cells.get("seat").is_empty() {
            match seat_of(seats, cells) {
                Ok(_) => out.n_same += 1,
                Err((column, says)) => fault(column, says),
            }
            continue;
        }
        match person_name(&name_in(cells)) {
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

/// The seat a line names, or the column at fault and why.
pub(super) fn seat_of<'s>(seats: &'s [Seat], cells: &Fields) -> Result<&'s Seat, (&'static str, String)> {
    let said = cells.get("seat");
    let number: Option<u32> = said.parse().ok();
    let seat = number.and_then(|n| seats.iter().find(|seat| seat.number == n));
    let Some(seat) = seat else {
        let says = match cut(said).as_str() {
            "" => "Write the number of the seat, as the class list has it.".to_owned(),
            said => format!("The class has no seat {said}. Take the number from the class list."),
        };
        return Err(("seat", says));
    };
    let name = name_in(cells);
    if !name.is_empty() && plain(&name) != plain(&seat.name) {
        let says = format!("Seat {} is {}. See whether lines have slipped.", seat.number, seat.name);
        return Err(("name", says));
    }
    Ok(seat)
}
