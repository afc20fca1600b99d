//! When a file was released: read from its name, or said by the caller where the name does not tell. The day it was fetched is not asked of any clock.

use holdfast_core::Date;

use crate::error::ImportError;
use crate::kind::NamedFile;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The release date: the one in the file's name, else the caller's, else an error that asks for it.
///
/// A caller may name the day where the name tells only the month. Two that differ are refused: one of them is wrong, and a
/// wrong release date travels into every verdict.
pub(crate) fn released_on(file: &NamedFile, said: Option<Date>) -> Result<Date, ImportError> {
    match (told(&file.name), said) {
        (None, None) => Err(ImportError::NoReleaseDate { file: file.name.clone() }),
        (None, Some(said)) => Ok(said),
        (Some(named), None) => Ok(named.on),
        (Some(named), Some(said)) if named.allows(said) => Ok(said),
        (Some(named), Some(said)) => {
            let named = if named.has_day { named.on.to_string() } else { month_and_year(named.on) };
            Err(ImportError::OtherReleaseDate { file: file.name.clone(), named, said })
        }
    }
}

/// The date in a file's name.
#[derive(Clone, Copy)]
struct Told {
    on: Date,
    has_day: bool,
}

impl Told {
    fn allows(self, said: Date) -> bool {
        let day_of_month = if self.has_day { said.day() } else { 1 };
        said.year() == self.on.year() && said.month() == self.on.month() && day_of_month == self.on.day()
    }
}

/// "February 2026".
pub(crate) fn month_and_year(on: Date) -> String {
    format!("{} {}", NAMES[(on.month() as usize - 1) % 12], on.year())
}

/// The date a file's name tells: `2026-02-18`, `20260218`, `2026-02`, `02_2026`, `Jul_2023`. A month alone is its first day;
/// a year alone is an edition and no date (`RUCA2010`).
pub fn from_name(name: &str) -> Option<Date> {
    told(name).map(|told| told.on)
}

fn told(name: &str) -> Option<Told> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    let words: Vec<&str> =
        base.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for (i, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(i + n).copied().unwrap_or("");
        let whole = |on: Option<Date>| on.map(|on| Told { on, has_day: true });
        let month = |on: Option<Date>| on.map(|on| Told { on, has_day: false });
        let found = match word.len() {
            8 => whole(day(word.get(..4)?, word.get(4..6)?, word.get(6..)?)),
            4 if word.bytes().all(|b| b.is_ascii_digit()) => {
                whole(day(word, next(1), next(2))).or_else(|| month(day(word, next(1), "1")))
            }
            _ => month(day(next(1), word, "1")),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<i16>().ok()).flatten();
    let year = number(year).filter(|y| (2000..2100).contains(y) && year.len() == 4)?;
    let month = match number(month) {
        Some(m) if month.len() <= 2 => m,
        Some(_) => return None,
        None => MONTHS.iter().position(|m| month.len() >= 3 && is_month(month, m))? as i16 + 1,
    };
    let day = number(day).filter(|_| day.len() <= 2)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_month(word: &str, month: &str) -> bool {
    word.starts_with(month) && NAMES.iter().any(|n| n.to_ascii_lowercase().starts_with(word))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(name: &str, expect: &str) {
        assert_eq!(from_name(name).map(|d| d.to_string()).unwrap_or_default(), expect, "{name}");
    }

    #[test]
    fn names_tell_the_date_in_the_ways_publishers_write_it() {
        check("Hospital_General_Information_2026-02.csv", "2026-02-01");
        check("data/cbsa_delineation_2023-07.csv", "2023-07-01");
        check("hospitals_02_2026.zip", "2026-02-01");
        check("list1_Jul_2023.csv", "2023-07-01");
        check("list1_july_2023.csv", "2023-07-01");
        check("HIFLD_Hospitals_2022-05.csv.gz", "2022-05-01");
        check("hospitals_2026-02-18.csv", "2026-02-18");
        check("hospitals_20260218.csv", "2026-02-18");
    }

    #[test]
    fn a_year_alone_is_an_edition() {
        check("RUCA-codes-2020-zipcode.csv", "");
        check("ruca_2010_zip.csv.gz", "");
        check("rucc_2023_counties.csv", "");
        check("Ruralurbancontinuumcodes2023.csv", "");
        check("Hospital_General_Information.csv", "");
        check("x_13_2026.csv", "");
        check("", "");
    }

    #[test]
    fn the_name_and_the_caller_agree_or_the_file_is_refused() {
        #[track_caller]
        fn check(name: &str, said: Option<Date>, expect: &str) {
            let file = NamedFile { name: name.to_owned(), bytes: Vec::new() };
            let got = released_on(&file, said).map_or_else(|e| e.to_string(), |on| on.to_string());
            assert_eq!(got, expect);
        }
        check("a_2026-02.csv", None, "2026-02-01");
        check("a_2026-02.csv", Some(date(2026, 2, 4)), "2026-02-04");
        check("a_2026-02-18.csv", Some(date(2026, 2, 18)), "2026-02-18");
        check("a.csv", Some(date(2026, 2, 4)), "2026-02-04");
        check(
            "a_2026-02.csv",
            Some(date(2025, 1, 1)),
            "`a_2026-02.csv` is of February 2026 by its name and of 2025-01-01 by what was said; leave the date out, or give the file its right name",
        );
        check(
            "a_2026-02-18.csv",
            Some(date(2026, 2, 4)),
            "`a_2026-02-18.csv` is of 2026-02-18 by its name and of 2026-02-04 by what was said; leave the date out, or give the file its right name",
        );
        check(
            "a.csv",
            None,
            "`a.csv` does not say when it was released; write the date on the page it came from behind its name, like `a.csv@2026-02-18`",
        );
        assert_eq!(month_and_year(date(2026, 2, 1)), "February 2026");
    }
}
