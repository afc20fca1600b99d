//! When a file was released: said by the caller, or read from its name. The day it was fetched is not asked of any clock.

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

/// The release date: the caller's, else the one in the file's name, else an error that asks for it.
pub(crate) fn released_on(file: &NamedFile, said: Option<Date>) -> Result<Date, ImportError> {
    said.or_else(|| from_name(&file.name))
        .ok_or_else(|| ImportError::NoReleaseDate { file: file.name.clone() })
}

/// "February 2026".
pub(crate) fn month_and_year(on: Date) -> String {
    format!("{} {}", NAMES[(on.month() as usize - 1) % 12], on.year())
}

/// The date a file's name tells: `2026-02-18`, `20260218`, `2026-02`, `02_2026`, `Jul_2023`. A month alone is its first day;
/// a year alone is an edition and no date (`RUCA2010`).
pub(crate) fn from_name(name: &str) -> Option<Date> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    let words: Vec<&str> =
        base.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for (i, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(i + n).copied().unwrap_or("");
        let found = match word.len() {
            8 => day(word.get(..4)?, word.get(4..6)?, word.get(6..)?),
            4 if word.bytes().all(|b| b.is_ascii_digit()) => {
                day(word, next(1), next(2)).or_else(|| day(word, next(1), "1"))
            }
            _ => day(next(1), word, "1"),
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
    fn the_caller_wins_and_silence_is_an_error_that_asks() {
        let named = |name: &str| NamedFile { name: name.to_owned(), bytes: Vec::new() };
        assert_eq!(released_on(&named("a_2026-02.csv"), Some(date(2026, 2, 4))), Ok(date(2026, 2, 4)));
        assert_eq!(
            released_on(&named("a.csv"), None).unwrap_err().to_string(),
            "`a.csv` does not say when it was released; add `--released YYYY-MM-DD`, the date on the page it came from"
        );
        assert_eq!(month_and_year(date(2026, 2, 1)), "February 2026");
    }
}
