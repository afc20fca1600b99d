//! Whom a hospital puts forward for a class: learners by their numbers on its roster, or names. All that fit, and each that does not with why.

use std::collections::BTreeSet;

use super::file::{FileFault, cut, plain};
use crate::decide::training::number_key;
use crate::model::{Learner, LearnerId, MOST_SEATS, Seat, person_name};

/// Somebody to be given a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeat {
    /// Who they are on the hospital's roster; `None` for a name alone.
    pub learner: Option<LearnerId>,
    /// The name.
    pub name: String,
}

/// Whom a hospital put forward, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutForward {
    /// Those who fit, in the order written.
    pub seats: Vec<NewSeat>,
    /// Lines that do not.
    pub faults: Vec<FileFault>,
}

/// Reads whom a hospital puts forward: `numbers` and `names`, one a line. `own`: the seats it has in this class; `left`: seats left. More
/// than [`MOST_SEATS`] people are no class, so that nobody of such a list gets a seat and the first line too many is named.
pub fn put_forward(numbers: &str, names: &str, roster: &[Learner], own: &[Seat], left: u32) -> PutForward {
    let mut out = PutForward::default();
    if let Some(fault) = one_too_many(numbers, names) {
        out.faults.push(fault);
        return out;
    }
    let mut left = usize::try_from(left).unwrap_or(usize::MAX);
    let mut seated: BTreeSet<LearnerId> = own.iter().filter_map(|seat| seat.learner).collect();
    let mut named: BTreeSet<String> =
        own.iter().filter(|s| s.learner.is_none()).map(|s| plain(&s.name)).collect();
    for (line, number) in lines(numbers) {
        let fault = |says: String| FileFault { line, column: "numbers", says };
        let found =
            roster.iter().find(|l| l.is_listed() && number_key(&l.person.number) == number_key(number));
        match found {
            None => out.faults.push(fault(format!("Nobody on your roster has the number {}.", cut(number)))),
            Some(learner) if !seated.insert(learner.id) => {
                out.faults.push(fault(format!("{} has a seat already.", learner.person.name)));
            }
            Some(_) if left == 0 => out.faults.push(fault(NO_SEAT.to_owned())),
            Some(learner) => {
                left -= 1;
                out.seats.push(NewSeat { learner: Some(learner.id), name: learner.person.name.clone() });
            }
        }
    }
    for (line, name) in lines(names) {
        let fault = |says: String| FileFault { line, column: "names", says };
        match person_name(name) {
            Err(_) => out.faults.push(fault("Write one name, of up to 100 characters.".to_owned())),
            Ok(name) if !named.insert(plain(&name)) => {
                out.faults.push(fault(format!("{name} has a seat already.")));
            }
            Ok(_) if left == 0 => out.faults.push(fault(NO_SEAT.to_owned())),
            Ok(name) => {
                left -= 1;
                out.seats.push(NewSeat { learner: None, name });
            }
        }
    }
    out
}

const NO_SEAT: &str = "No seat is left. Look for another class.";

/// The first line beyond the largest class.
fn one_too_many(numbers: &str, names: &str) -> Option<FileFault> {
    let numbers = lines(numbers).map(|(line, _)| (line, "numbers"));
    let mut all = numbers.chain(lines(names).map(|(line, _)| (line, "names")));
    let (line, column) = all.nth(MOST_SEATS as usize)?;
    let says = format!(
        "This is one too many. At most {MOST_SEATS} people are put forward at a time, and nobody was."
    );
    Some(FileFault { line, column, says })
}

/// Lines that are not empty, numbered from 1.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let all = (1..).zip(text.lines()).map(|(n, line)| (n, line.trim()));
    all.filter(|(_, line)| !line.is_empty())
}
