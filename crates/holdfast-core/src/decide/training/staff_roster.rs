//! The staff roster as a file has it: which column holds what, and each line as a person or a fault with its place.
//!
//! The file itself is opened by `holdfast-import`; here it is cells. What differs from the roster kept is [`super::compare`]'s work.

mod cells;
mod columns;

pub use columns::{RosterColumn, RosterColumns};

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalog::Pack;
use crate::model::StaffMember;

/// Most people of one roster.
pub const MOST_PEOPLE: usize = 5_000;
/// Largest file of a roster, in bytes.
pub const MOST_ROSTER_BYTES: usize = 2 << 20;

/// What is said of a quotation mark that is not closed.
const OPEN_QUOTE: &str = "a quotation mark begins here and is not closed, so lines below it may be read as part of this cell; close it or take \
                          it out. Until then nobody leaves by this list";

/// A file's cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterTable {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The lines below that hold anything.
    pub lines: Vec<RosterLine>,
    /// Quotation marks that are not closed where their cell ends, in file order.
    pub open_quotes: Vec<OpenQuote>,
}

/// A quotation mark that is not closed where its cell ends, so that lines below it may have been read as part of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenQuote {
    /// The line, as a spreadsheet counts.
    pub line: u64,
    /// The column by its place, counted from 0.
    pub column: usize,
}

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// Its number, as a spreadsheet counts.
    pub line: u64,
    /// Its cells. Fewer than there are columns is read as empty ones.
    pub cells: Vec<String>,
}

/// A roster as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadRoster {
    /// The people, with their lines, in file order. Each number once.
    pub rows: Vec<(u64, StaffMember)>,
    /// What cost its line, in file order.
    pub faults: Vec<RosterFault>,
    /// The keys of numbers on lines that could not be read: these people are in the file, so they have not left.
    pub unread: BTreeSet<String>,
    /// Whether some line that could not be read names no number, so that it may be anybody's.
    pub has_nameless: bool,
    /// Whether lines may have been read as part of a cell above them, so that anybody missing may be in the file.
    pub has_open_quote: bool,
    /// What the file has no column for: of people who are on the roster that stays as it is.
    pub lacks: BTreeSet<RosterColumn>,
    /// What was understood in a way a person should know of.
    pub notes: Vec<String>,
}

/// Why a line was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RosterFault {
    /// The line, as a spreadsheet counts.
    pub line: u64,
    /// The column, as the file calls it; empty where it has no name.
    pub column: String,
    /// What is wrong with it, and what to write.
    pub says: String,
}

/// Why a file as a whole is no staff roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterRefusal {
    /// There is no column of numbers.
    #[error(
        "no column holds the number your hospital gives each person{}; add one called `Employee number`: names cannot stand in for it, because two people may share one{}",
        columns_are(columns), shared.as_ref().map(|name| format!(", as `{name}` does here")).unwrap_or_default()
    )]
    NoNumbers {
        /// The first columns it has.
        columns: Vec<String>,
        /// A name that stands on more than one line, when one does.
        shared: Option<String>,
    },
    /// There is no column of names.
    #[error(
        "no column holds people's names{}; add one called `Name`, or `First name` and `Last name`",
        columns_are(columns)
    )]
    NoNames {
        /// The first columns it has.
        columns: Vec<String>,
    },
    /// More lines than a roster has.
    #[error(
        "the file has {n} lines of people, and a roster holds at most {MOST_PEOPLE}; nothing was read, so that nobody is cut off"
    )]
    TooMany {
        /// How many.
        n: usize,
    },
    /// No line could be read.
    #[error("no line of the file names a person that can be read{}", first.as_ref().map(|f| format!("; the first fault: line {}, {}: {}", f.line, f.column, f.says)).unwrap_or_default())]
    NoRows {
        /// The first fault, when there is any.
        first: Option<RosterFault>,
    },
}

fn columns_are(columns: &[String]) -> String {
    let shown: Vec<String> =
        columns.iter().filter(|c| !c.is_empty()).take(8).map(|c| format!("`{c}`")).collect();
    if shown.is_empty() { String::new() } else { format!(" (its columns are {})", shown.join(", ")) }
}

/// The people of a file. A bad line costs that line alone; a file whose columns cannot be told, or that holds too many, is refused whole.
pub fn read_roster(table: &RosterTable, packs: &[Pack]) -> Result<ReadRoster, RosterRefusal> {
    let columns = RosterColumns::find(&table.columns);
    if !columns.has_number() {
        let shared = columns.has_name().then(|| shared_name(table, &columns)).flatten();
        return Err(RosterRefusal::NoNumbers { columns: table.columns.clone(), shared });
    }
    if !columns.has_name() {
        return Err(RosterRefusal::NoNames { columns: table.columns.clone() });
    }
    if table.lines.len() > MOST_PEOPLE {
        return Err(RosterRefusal::TooMany { n: table.lines.len() });
    }
    let mut read = ReadRoster { lacks: columns.lacking(), ..ReadRoster::default() };
    for quote in &table.open_quotes {
        let column = table.columns.get(quote.column).cloned().unwrap_or_default();
        read.faults.push(RosterFault { line: quote.line, column, says: OPEN_QUOTE.to_owned() });
        read.has_open_quote = true;
    }
    let is_open = |line: u64| table.open_quotes.iter().any(|quote| quote.line == line);
    let mut other_languages: BTreeMap<String, usize> = BTreeMap::new();
    let mut good: Vec<(u64, StaffMember)> = Vec::new();
    for line in &table.lines {
        let unread = |read: &mut ReadRoster| match cells::number_of(&columns, line) {
            Some(number) => _ = read.unread.insert(number_key(&number)),
            None => read.has_nameless = true,
        };
        if is_open(line.line) {
            unread(&mut read);
            continue;
        }
        match cells::person(&columns, line, packs) {
            Ok(found) => {
                if let Some(other) = found.other_language {
                    *other_languages.entry(other).or_default() += 1;
                }
                good.push((line.line, found.person));
            }
            Err(fault) => {
                unread(&mut read);
                let column = table.columns.get(fault.column).cloned().unwrap_or_default();
                read.faults.push(RosterFault { line: line.line, column, says: fault.says });
            }
        }
    }
    let column = columns.name_of(RosterColumn::Number, &table.columns);
    keep_each_number_once(good, &column, &mut read);
    read.faults.sort_by_key(|f| f.line);
    if read.rows.is_empty() {
        return Err(RosterRefusal::NoRows { first: read.faults.into_iter().next() });
    }
    read.notes = notes(&table.columns, other_languages);
    Ok(read)
}

/// What two numbers have in common when they are one: case does not count, and neither do the zeros a spreadsheet drops.
pub fn number_key(number: &str) -> String {
    let upper = number.to_uppercase();
    let is_digits = upper.bytes().all(|b| b.is_ascii_digit());
    let bare = if is_digits { upper.trim_start_matches('0') } else { upper.as_str() };
    if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
}

/// Two lines of one number that differ are both left out, because nobody can tell which is right; of lines that say the same the first is
/// kept. So the order of lines decides nothing.
fn keep_each_number_once(good: Vec<(u64, StaffMember)>, column: &str, read: &mut ReadRoster) {
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, (_, person)) in good.iter().enumerate() {
        lines.entry(number_key(&person.number)).or_default().push(i);
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (key, places) in &lines {
        let [first, others @ ..] = places.as_slice() else { continue };
        let is_same = others.iter().all(|i| good[*i].1 == good[*first].1);
        // A line of this number that could not be read leaves the one that could: the person is told of the other.
        if is_same {
            taken.insert(*first);
        } else {
            read.unread.insert(key.clone());
        }
        for i in if is_same { others } else { places.as_slice() } {
            let (line, person) = &good[*i];
            let rest: Vec<String> =
                places.iter().filter(|p| *p != i).map(|p| good[*p].0.to_string()).take(5).collect();
            let rest = rest.join(", ");
            let says = if is_same {
                format!("`{}` stands on line {rest} in the same words; that one was kept", person.number)
            } else {
                format!(
                    "`{}` stands on line {rest} too, in other words; keep one line for each number",
                    person.number
                )
            };
            read.faults.push(RosterFault { line: *line, column: column.to_owned(), says });
        }
    }
    let kept = good.into_iter().enumerate().filter(|(i, _)| taken.contains(i));
    read.rows = kept.map(|(_, row)| row).collect();
}

/// A name that stands on more than one line.
fn shared_name(table: &RosterTable, columns: &RosterColumns) -> Option<String> {
    let mut seen = BTreeSet::new();
    let names = table.lines.iter().take(MOST_PEOPLE).filter_map(|line| cells::name_of(columns, line));
    names
        .map(|name| (name.to_lowercase(), name))
        .find(|(key, _)| !seen.insert(key.clone()))
        .map(|(_, name)| name)
}

fn notes(columns: &[String], other_languages: BTreeMap<String, usize>) -> Vec<String> {
    let tells_leavers = |c: &&String| columns::tells_leavers(c);
    let leavers = columns.iter().find(tells_leavers).map(|c| {
        format!("The column `{c}` is not read. If people who have left are in the file, take their lines out")
    });
    let language = |(word, n): (String, usize)| {
        let people = if n == 1 { "person gets" } else { "people get" };
        format!("Lessons come in English and Spanish. With `{word}` as their language, {n} {people} English")
    };
    leavers.into_iter().chain(other_languages.into_iter().take(10).map(language)).collect()
}
