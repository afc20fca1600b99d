//! The file that says which column of a list holds what: printed as guessed, changed by a person, and read again.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use holdfast_import::device::{Column, ColumnMap, Header};
use serde::Deserialize;

use crate::exit::{self, Failure};

/// Columns as a person settled them.
#[derive(Debug)]
pub(super) struct Settled(BTreeMap<Column, Place>);

/// A column by its name, or by its number from 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Place {
    Name(String),
    Number(usize),
}

/// Reads a file of columns.
pub(super) fn read(path: &Path) -> Result<Settled, Failure> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`; check the name and that it is text", path.display()))
        .map_err(|e| Failure::new(exit::REFUSED, e))?;
    parse(&text).map_err(|e| {
        let wrong = e.context(format!("`{}` does not say which column holds what", path.display()));
        Failure::new(exit::REFUSED, wrong)
    })
}

fn parse(text: &str) -> anyhow::Result<Settled> {
    let said: BTreeMap<String, Place> = toml::from_str(text)?;
    let mut settled = BTreeMap::new();
    for (key, place) in said {
        let column = Column::ALL.into_iter().find(|c| c.key() == key).ok_or_else(|| {
            let keys: Vec<&str> = Column::ALL.into_iter().map(Column::key).collect();
            anyhow!("nothing is called `{key}`; there are {}", keys.join(", "))
        })?;
        settled.insert(column, place);
    }
    Ok(Settled(settled))
}

impl Settled {
    /// Where the columns stand in a list; the error names the one that is not there.
    pub(super) fn of(&self, header: &Header) -> Result<ColumnMap, String> {
        let at = |(column, place): (&Column, &Place)| {
            let found = match place {
                Place::Name(name) => header.columns.iter().position(|c| c == name.trim()),
                Place::Number(n) => n.checked_sub(1).filter(|at| *at < header.columns.len()),
            };
            let shown = match place {
                Place::Name(name) => format!("`{name}`"),
                Place::Number(n) => n.to_string(),
            };
            found.map(|at| (*column, at)).ok_or_else(|| {
                let has = header.columns.join("`, `");
                format!("it has no column {shown}; it has `{has}`")
            })
        };
        self.0.iter().map(at).collect::<Result<Vec<_>, _>>().map(ColumnMap::of)
    }
}

/// A guess as a file of columns, with what stands in each column first.
pub(super) fn print(file: &str, header: &Header, guess: &ColumnMap) -> String {
    let name_of = |at: usize| header.columns.get(at).map_or("", String::as_str);
    let sample = |at: usize| {
        let first = header.first.iter().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty());
        first.map(|cell| format!(", like: {}", cell.chars().take(40).collect::<String>())).unwrap_or_default()
    };
    let mut text =
        format!("# Which column of {file} holds what, as guessed from the names of its columns.\n");
    for column in Column::ALL {
        text += &match guess.at(column) {
            Some(at) => {
                let line = format!("{} = {}", column.key(), in_quotes(name_of(at)));
                format!("{line}  # {}{}\n", column.in_words(), sample(at))
            }
            None => format!("# {} =   # {}: in no column\n", column.key(), column.in_words()),
        };
    }
    let is_taken = |at: usize| Column::ALL.into_iter().any(|c| guess.at(c) == Some(at));
    let left: Vec<String> = header
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_taken(*at))
        .map(|(_, c)| in_quotes(c))
        .collect();
    if !left.is_empty() {
        text += &format!("# Columns that nothing is read from: {}\n", left.join(", "));
    }
    text
}

/// A text as TOML and JSON both write it. The head of a list has no control characters, in whose escapes they differ.
fn in_quotes(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use holdfast_import::device::guess_columns;

    use super::*;

    fn header(columns: &[&str], first: &[&str]) -> Header {
        let owned = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        Header { columns: owned(columns), first: vec![owned(first)] }
    }

    #[test]
    fn what_is_printed_is_read_as_the_same_columns() {
        let list = header(
            &["Device name", "OS", "a \"quoted\" \\ name", "Serial number"],
            &["PC-7", "Windows", "", "S1 # 2"],
        );
        let guess = guess_columns(&list.columns);
        let text = print("list.csv", &list, &guess);
        assert!(text.contains("name = \"Device name\"  # Name of the machine, like: PC-7"), "{text}");
        assert!(text.contains(r#"nothing is read from: "a \"quoted\" \\ name""#), "{text}");
        assert_eq!(parse(&text).expect("read").of(&list).expect("all there"), guess);
    }

    #[test]
    fn a_column_is_named_or_numbered_and_one_that_is_not_there_is_said() {
        let list = header(&["Host", "Host", "Made by"], &[]);
        let check = |text: &str, expected: Result<&[(Column, usize)], &str>| {
            let said = parse(text).map_err(|e| format!("{e:#}")).and_then(|s| s.of(&list));
            match (said, expected) {
                (Ok(map), Ok(expected)) => assert_eq!(map, ColumnMap::of(expected.iter().copied()), "{text}"),
                (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
                (said, _) => panic!("{text}: {said:?}"),
            }
        };
        check("name = 2\nmaker = \"Made by\"", Ok(&[(Column::Name, 1), (Column::Maker, 2)]));
        check("name = \"Hots\"", Err("no column `Hots`; it has `Host`, `Host`, `Made by`"));
        check("name = 0", Err("no column 0"));
        check("name = 4", Err("no column 4"));
        check("nmae = 1", Err("nothing is called `nmae`; there are name, domain"));
        check("name = [1]", Err(""));
        check("name", Err(""));
    }
}
