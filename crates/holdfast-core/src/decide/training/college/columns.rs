//! What the columns of a list are called: colleges by the names of our own file, people by those a staff roster knows too.

use crate::decide::registration::Fields;
use crate::decide::training::{RosterColumn, RosterColumns};

/// A column that a list needs and lacks, by our name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoColumn(pub &'static str);

/// Names our columns of a class go by, without blanks and marks, the likeliest first.
const OF_CLASS: [(&str, &[&str]); 2] = [
    ("seat", &["seat", "seatnumber", "seatno", "asiento"]),
    ("grade", &["grade", "finalgrade", "result", "calificacion"]),
];
/// Columns of people, as a staff roster finds them.
const OF_PEOPLE: [(&str, RosterColumn); 3] =
    [("name", RosterColumn::Name), ("first_name", RosterColumn::First), ("last_name", RosterColumn::Last)];

/// Our names of the columns of a file of colleges, in its order; a column that nobody asks for keeps its own.
pub fn college_columns(heads: &[String]) -> Result<Vec<String>, NoColumn> {
    let names: Vec<String> = heads.iter().map(|head| underscored(head)).collect();
    needing(names, &["name", "zip"])
}

/// The same of a list of who sits in a class: whole names, or first and last ones.
pub fn class_list_columns(heads: &[String]) -> Result<Vec<String>, NoColumn> {
    let names = class_columns(heads);
    let has = |name: &str| names.iter().any(|other| other == name);
    if has("first_name") && has("last_name") { Ok(names) } else { needing(names, &["name"]) }
}

/// The same of a list of grades.
pub fn grade_columns(heads: &[String]) -> Result<Vec<String>, NoColumn> {
    needing(class_columns(heads), &["seat", "grade"])
}

fn needing(names: Vec<String>, needs: &[&'static str]) -> Result<Vec<String>, NoColumn> {
    match needs.iter().find(|need| !names.iter().any(|name| name == *need)) {
        Some(missing) => Err(NoColumn(missing)),
        None => Ok(names),
    }
}

fn class_columns(heads: &[String]) -> Vec<String> {
    let roster = RosterColumns::find(heads);
    let plain: Vec<String> = heads.iter().map(|head| bare(head)).collect();
    let of_people = OF_PEOPLE.map(|(ours, column)| (ours, roster.at(column)));
    let of_class = OF_CLASS.map(|(ours, names)| {
        (ours, names.iter().find_map(|name| plain.iter().position(|head| head == name)))
    });
    let mut names: Vec<String> = heads.iter().map(|head| underscored(head)).collect();
    for (ours, at) in of_people.into_iter().chain(of_class) {
        if let Some(name) = at.and_then(|at| names.get_mut(at)) {
            *name = ours.to_owned();
        }
    }
    names
}

/// The name on a line, whole or in two parts.
pub(super) fn name_in(cells: &Fields) -> String {
    match cells.get("name") {
        "" => format!("{} {}", cells.get("first_name"), cells.get("last_name")).trim().to_owned(),
        name => name.to_owned(),
    }
}

fn underscored(head: &str) -> String {
    head.trim().to_lowercase().replace([' ', '-'], "_")
}

fn bare(head: &str) -> String {
    head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
