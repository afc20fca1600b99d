//! A file of colleges, line by line: who is new, what changes about those on the list, and which lines do not fit.
//!
//! A column that the file lacks keeps what is on the list; a cell that is there and empty clears it.

use std::collections::BTreeMap;

use super::file::{FileFault, FileLine, cut, plain};
use super::form::{college_fields, read_college};
use crate::catalog::Lessons;
use crate::decide::registration::{FieldError, Fields};
use crate::model::{College, CollegeId, ListedCollege, UnitId, Zip};

/// Columns of a file of colleges, in the order we write them. The last is the id here: empty for a new college.
pub const COLLEGE_COLUMNS: [&str; 15] = [
    "name",
    "unit_id",
    "address",
    "city",
    "state",
    "zip",
    "lat",
    "lon",
    "contact_name",
    "contact_email",
    "contact_phone",
    "packs",
    "lessons",
    "seats",
    "college",
];

/// A file of colleges as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CollegeFile {
    /// Colleges to keep.
    pub colleges: Vec<FileCollege>,
    /// Lines that say what is on the list already.
    pub n_same: usize,
    /// Lines that do not fit.
    pub faults: Vec<FileFault>,
}

/// A college of a file that is new or says something new.
#[derive(Clone, Debug, PartialEq)]
pub struct FileCollege {
    /// The one it takes the place of, by its place in the list; `None` for a new one.
    pub at: Option<usize>,
    /// What it is.
    pub college: College,
    /// Columns in which it differs from the one on the list; none for a new one.
    pub changed: Vec<&'static str>,
}

/// Reads a file of colleges. One is known again by its id here, else by its unit id, else by its name and ZIP code. Colleges that the
/// file leaves out stay.
pub fn read_college_file(kept: &[ListedCollege], lines: &[FileLine], lessons: &Lessons) -> CollegeFile {
    let mut out = CollegeFile::default();
    let mut list = Known::default();
    for (at, listed) in kept.iter().enumerate() {
        list.add(&listed.college, at);
    }
    let by_id: BTreeMap<CollegeId, usize> = kept.iter().enumerate().map(|(at, k)| (k.id, at)).collect();
    let mut seen_at: BTreeMap<usize, u64> = BTreeMap::new();
    let mut seen: Known<u64> = Known::default();
    for FileLine { line, cells } in lines {
        let line = *line;
        let at = match on_the_list(&by_id, &list, cells) {
            Ok(at) => at,
            Err((column, says)) => {
                out.faults.push(FileFault { line, column, says });
                continue;
            }
        };
        let old = at.and_then(|at| kept.get(at)).map(|listed| &listed.college);
        let college = match read_college(&upon(old, cells), lessons) {
            Ok(college) => college,
            Err(errors) => {
                let fault = |e: FieldError| FileFault { line, column: e.field, says: e.message };
                out.faults.extend(errors.into_iter().map(fault));
                continue;
            }
        };
        let mut fault = |column, says| out.faults.push(FileFault { line, column, says });
        if let Some(other) = college.unit_id.as_ref().and_then(|id| list.by_unit.get(id))
            && Some(*other) != at
        {
            let name = kept.get(*other).map_or("", |listed| &listed.college.name);
            fault("unit_id", format!("{name} has this unit id already."));
            continue;
        }
        let earlier = match at {
            Some(at) => seen_at.get(&at).copied(),
            None => seen.find(college.unit_id.as_ref(), &college.name, &college.zip).first().copied(),
        };
        if let Some(first) = earlier {
            fault("name", format!("{} stands on line {first} already.", college.name));
            continue;
        }
        seen.add(&college, line);
        if let Some(at) = at {
            seen_at.insert(at, line);
        }
        if old == Some(&college) {
            out.n_same += 1;
            continue;
        }
        let changed = old.map(|old| differences(old, &college)).unwrap_or_default();
        out.colleges.push(FileCollege { at, college, changed });
    }
    out
}

/// Where the college of a line stands on the list, or the column at fault and why.
fn on_the_list(
    by_id: &BTreeMap<CollegeId, usize>,
    list: &Known<usize>,
    cells: &Fields,
) -> Result<Option<usize>, (&'static str, String)> {
    let said = cells.get("college");
    if !said.is_empty() {
        let found = said.parse::<CollegeId>().ok().and_then(|id| by_id.get(&id));
        return found.map(|at| Some(*at)).ok_or_else(|| {
            let says =
                format!("No college on the list has the id {}. Leave it empty for a new one.", cut(said));
            ("college", says)
        });
    }
    let Ok(zip) = Zip::parse(cells.get("zip")) else { return Ok(None) };
    let unit = UnitId::parse(cells.get("unit_id")).ok();
    match list.find(unit.as_ref(), cells.get("name"), &zip).as_slice() {
        [] => Ok(None),
        [at] => Ok(Some(*at)),
        _ => {
            let says = "More than one college on the list has this name and ZIP code. Say which one by its \
                        unit id, or by `college` as in the saved list.";
            Err(("unit_id", says.to_owned()))
        }
    }
}

/// A line's cells upon what is kept: a column that the file lacks says nothing.
fn upon(old: Option<&College>, cells: &Fields) -> Fields {
    let mut fields = old.map(college_fields).unwrap_or_default();
    for (name, value) in cells.iter() {
        fields.set(name, value);
    }
    fields
}

fn differences(old: &College, new: &College) -> Vec<&'static str> {
    let (old, new) = (college_fields(old), college_fields(new));
    COLLEGE_COLUMNS.into_iter().filter(|column| old.get(column) != new.get(column)).collect()
}

/// Colleges by what they are known again by, each with its place.
struct Known<P> {
    by_unit: BTreeMap<UnitId, P>,
    by_name: BTreeMap<String, Vec<(Option<UnitId>, P)>>,
}

impl<P> Default for Known<P> {
    fn default() -> Self {
        Self { by_unit: BTreeMap::new(), by_name: BTreeMap::new() }
    }
}

impl<P: Copy> Known<P> {
    fn add(&mut self, college: &College, place: P) {
        if let Some(id) = &college.unit_id {
            self.by_unit.entry(id.clone()).or_insert(place);
        }
        let of_name = self.by_name.entry(name_key(&college.name, &college.zip)).or_default();
        of_name.push((college.unit_id.clone(), place));
    }

    /// Places of those it may be: the one of this unit id, else those of this name and ZIP code whose own does not say otherwise.
    fn find(&self, unit: Option<&UnitId>, name: &str, zip: &Zip) -> Vec<P> {
        if let Some(place) = unit.and_then(|id| self.by_unit.get(id)) {
            return vec![*place];
        }
        let of_name = self.by_name.get(&name_key(name, zip)).map(Vec::as_slice).unwrap_or_default();
        let may_be = of_name.iter().filter(|(theirs, _)| unit.is_none() || theirs.is_none());
        may_be.map(|(_, place)| *place).collect()
    }
}

fn name_key(name: &str, zip: &Zip) -> String {
    format!("{} {zip}", plain(name))
}
