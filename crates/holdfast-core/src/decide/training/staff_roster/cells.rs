//! One line of a staff roster, cell by cell. Each fault says what is wrong and what to write.

use std::collections::BTreeSet;

use super::RosterLine;
use super::columns::{RosterColumn, RosterColumns};
use crate::Date;
use crate::catalog::{Language, Pack, PackId};
use crate::decide::training::EVERYONE;
use crate::did_you_mean;
use crate::model::{EmailAddress, MOST_DEPARTMENT, MOST_LEARNER_NAME, MOST_NUMBER, StaffMember};

/// Years in which somebody may have begun to work.
const YEARS: std::ops::RangeInclusive<i16> = 1930..=2100;

/// A person, and the language the file names when lessons do not come in it.
pub(super) struct Found {
    pub(super) person: StaffMember,
    pub(super) other_language: Option<String>,
}

/// What is wrong with a line: the column by its place, and why.
#[derive(Debug)]
pub(super) struct CellFault {
    pub(super) column: usize,
    pub(super) says: String,
}

/// The person of a line.
pub(super) fn person(columns: &RosterColumns, line: &RosterLine, packs: &[Pack]) -> Result<Found, CellFault> {
    let cell = |column| cell(columns, line, column);
    let fault = |column: RosterColumn, says: String| {
        let at = columns.at(column).or_else(|| columns.at(RosterColumn::Last)).unwrap_or_default();
        CellFault { column: at, says }
    };
    let number = text(unwrapped(cell(RosterColumn::Number)), MOST_NUMBER)
        .map_err(|says| fault(RosterColumn::Number, says))?;
    if number.is_empty() {
        return Err(fault(
            RosterColumn::Number,
            "no number; write the one your hospital gives this person".to_owned(),
        ));
    }
    let name = name(columns, line).map_err(|says| fault(RosterColumn::Name, says))?;
    if name.is_empty() {
        return Err(fault(RosterColumn::Name, "no name; write the person's name".to_owned()));
    }
    let email = email(cell(RosterColumn::Email)).map_err(|says| fault(RosterColumn::Email, says))?;
    let department = text(cell(RosterColumn::Department), MOST_DEPARTMENT)
        .map_err(|says| fault(RosterColumn::Department, says))?;
    let packs =
        packs_of(cell(RosterColumn::Packs), packs).map_err(|says| fault(RosterColumn::Packs, says))?;
    let (language, other_language) = language(cell(RosterColumn::Language));
    let started_on =
        day(cell(RosterColumn::StartedOn)).map_err(|says| fault(RosterColumn::StartedOn, says))?;
    Ok(Found {
        person: StaffMember { number, name, email, department, packs, language, started_on },
        other_language,
    })
}

/// The number of a line, when it can be read.
pub(super) fn number_of(columns: &RosterColumns, line: &RosterLine) -> Option<String> {
    text(unwrapped(cell(columns, line, RosterColumn::Number)), MOST_NUMBER).ok().filter(|n| !n.is_empty())
}

/// The name of a line, when it can be read.
pub(super) fn name_of(columns: &RosterColumns, line: &RosterLine) -> Option<String> {
    name(columns, line).ok().filter(|n| !n.is_empty())
}

fn cell<'l>(columns: &RosterColumns, line: &'l RosterLine, column: RosterColumn) -> &'l str {
    columns.at(column).and_then(|i| line.cells.get(i)).map_or("", |c| unguarded(c.trim()))
}

/// A cell without the `'` that our own files put before what a spreadsheet would run.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|c| c.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// The code in `'0071` and `="0071"`, as people write one so that a spreadsheet leaves its zeros alone.
fn unwrapped(cell: &str) -> &str {
    let quoted = cell.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    quoted.or_else(|| cell.strip_prefix('\'')).unwrap_or(cell)
}

/// One line of text within a bound.
fn text(cell: &str, most: usize) -> Result<String, String> {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() {
        n if n > most => Err(format!("`{}…` has {n} characters; write at most {most}", shown(&line))),
        _ if line.chars().any(char::is_control) => {
            Err("it holds characters that cannot be shown; type it again".to_owned())
        }
        _ => Ok(line),
    }
}

fn name(columns: &RosterColumns, line: &RosterLine) -> Result<String, String> {
    let whole = cell(columns, line, RosterColumn::Name);
    let parts = [cell(columns, line, RosterColumn::First), cell(columns, line, RosterColumn::Last)];
    let name = if whole.is_empty() { parts.join(" ") } else { whole.to_owned() };
    text(&name, MOST_LEARNER_NAME)
}

fn email(cell: &str) -> Result<Option<EmailAddress>, String> {
    if says_nothing(cell) {
        return Ok(None);
    }
    let bad = |_| {
        format!("`{}` is not a mail address; write it like name@hospital.org, or leave it empty", shown(cell))
    };
    EmailAddress::parse(cell).map(Some).map_err(bad)
}

/// Whether a cell is filled in to say that there is nothing.
fn says_nothing(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "" | "-" | "--" | "n/a" | "na" | "none" | "null" | "no email"
    )
}

/// Packs by id or by name in either language, with `;` or `|` between them.
fn packs_of(cell: &str, packs: &[Pack]) -> Result<BTreeSet<PackId>, String> {
    let mut found = BTreeSet::new();
    for word in cell.split([';', '|']).map(str::trim).filter(|word| !says_nothing(word)) {
        let wanted = plain(word);
        let names = |pack: &Pack| [plain(pack.id.as_str()), plain(&pack.name.en), plain(&pack.name.es)];
        let Some(pack) = packs.iter().find(|pack| names(pack).contains(&wanted)) else {
            let known = packs.iter().flat_map(|p| [p.id.as_str(), p.name.en.as_str(), p.name.es.as_str()]);
            let ids: Vec<&str> = packs.iter().map(|p| p.id.as_str()).collect();
            let hint = match did_you_mean::nearest(word, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}, with `;` between them", ids.join(", ")),
            };
            return Err(format!("`{}` is no role pack; {hint}", shown(word)));
        };
        found.insert(pack.id.clone());
    }
    if found.is_empty() {
        found.insert(PackId::new(EVERYONE));
    }
    Ok(found)
}

/// Letters and digits in small letters.
fn plain(word: &str) -> String {
    word.chars().take(120).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The language, and the word for it when lessons do not come in it. Nobody is left out for their language.
fn language(cell: &str) -> (Language, Option<String>) {
    let word: String = cell.to_lowercase().chars().take(40).filter(|c| !c.is_control()).collect();
    let first = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    match first {
        "es" | "spa" | "sp" | "spanish" | "español" | "espanol" | "castellano" => (Language::Spanish, None),
        "" | "en" | "eng" | "english" | "inglés" | "ingles" => (Language::English, None),
        _ => (Language::English, Some(shown(cell))),
    }
}

/// A day as ISO 8601 or as people in the United States write it; a time of day behind it does not count.
fn day(cell: &str) -> Result<Option<Date>, String> {
    if says_nothing(cell) {
        return Ok(None);
    }
    let bad = || format!("`{}` is not a day; write it like 2026-09-01 or 9/1/2026", shown(cell));
    let date = cell.split([' ', 'T']).next().unwrap_or_default();
    let mark = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(mark).collect();
    let [a, b, c] = parts[..] else { return Err(bad()) };
    let (year, month, day) = if mark == '/' { (c, a, b) } else { (a, b, c) };
    let is_digits =
        |t: &str, most: usize| (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !is_digits(year, 4) || !is_digits(month, 2) || !is_digits(day, 2) {
        return Err(bad());
    }
    let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    read().filter(|d| YEARS.contains(&d.year())).map(Some).ok_or_else(bad)
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
