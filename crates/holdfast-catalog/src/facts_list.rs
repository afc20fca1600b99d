//! The lists beside the packed tables, written by `cargo xtask catalog`: each table's release, and who published what it was made from.

use holdfast_core::Date;
use serde::Deserialize;

/// Why an embedded list does not read. A test keeps this from happening; it means a broken build.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The list does not parse.
    #[error("the embedded list of releases does not read; run `cargo xtask catalog`")]
    Releases(#[source] toml::de::Error),
    /// The list names a table that is not embedded.
    #[error("the embedded list of releases names `{0}`, which is no table; run `cargo xtask catalog`")]
    Table(String),
}

/// Where an embedded table of kind `K` came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin<K> {
    /// Which table.
    pub kind: K,
    /// Who published the files.
    pub publisher: String,
    /// Under which terms.
    pub licence: String,
    /// The files it was made from.
    pub made_from: Vec<String>,
}

#[derive(Deserialize)]
struct List {
    #[serde(alias = "feed")]
    release: Vec<Row>,
}

/// One table on a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    kind: String,
    pub(crate) title: String,
    released_on: String,
    pub(crate) digest: String,
    pub(crate) n_rows: u32,
    pub(crate) n_rejected: u32,
    publisher: String,
    licence: String,
    made_from: Vec<String>,
}

impl Row {
    pub(crate) fn released_on(&self) -> Result<Date, FactsError> {
        let no_day = |_| FactsError::Table(format!("{} of {}", self.kind, self.released_on));
        self.released_on.parse().map_err(no_day)
    }

    fn origin<K>(self, kind: K) -> Origin<K> {
        let Self { publisher, licence, made_from, .. } = self;
        Origin { kind, publisher, licence, made_from }
    }
}

/// The tables of a list, in the order of their kinds.
pub(crate) fn rows<K: Copy + Ord>(
    list: &str,
    from_key: fn(&str) -> Option<K>,
) -> Result<Vec<(K, Row)>, FactsError> {
    let list: List = toml::from_str(list).map_err(FactsError::Releases)?;
    let kinded = |row: Row| match from_key(&row.kind) {
        Some(kind) => Ok((kind, row)),
        None => Err(FactsError::Table(row.kind)),
    };
    let mut rows = list.release.into_iter().map(kinded).collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|(kind, _)| *kind);
    Ok(rows)
}

/// Where the tables of a list came from, in the same order.
pub(crate) fn origins<K: Copy + Ord>(
    list: &str,
    from_key: fn(&str) -> Option<K>,
) -> Result<Vec<Origin<K>>, FactsError> {
    Ok(rows(list, from_key)?.into_iter().map(|(kind, row)| row.origin(kind)).collect())
}
