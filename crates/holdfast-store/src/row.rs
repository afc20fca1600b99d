//! Reads one column of one row into a typed value, and says exactly which one could not be read. It runs no statement.

use std::error::Error;

use holdfast_core::Date;
use holdfast_core::model::Ccn;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use crate::error::StoreError;

/// A row, the table it is of, and the column that names it.
pub(crate) struct At<'r> {
    row: &'r SqliteRow,
    table: &'static str,
    key_column: &'static str,
}

impl<'r> At<'r> {
    pub(crate) fn new(row: &'r SqliteRow, table: &'static str, key_column: &'static str) -> Self {
        Self { row, table, key_column }
    }

    fn key(&self) -> String {
        self.row
            .try_get::<i64, _>(self.key_column)
            .map(|n| n.to_string())
            .or_else(|_| self.row.try_get::<String, _>(self.key_column))
            .unwrap_or_else(|_| "unknown".to_owned())
    }

    /// The error for a column of this row.
    pub(crate) fn unreadable(
        &self,
        column: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::UnreadableRow { table: self.table, column, key: self.key(), source: source.into() }
    }

    /// A plain value.
    pub(crate) fn get<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite>,
    {
        self.row.try_get(column).map_err(|source| self.unreadable(column, source))
    }

    /// A text that `read` knows, such as a key of a fixed set.
    pub(crate) fn known<T>(
        &self,
        column: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let text: String = self.get(column)?;
        read(&text)
            .ok_or_else(|| self.unreadable(column, format!("`{text}` is not a value this release knows")))
    }

    /// A text of a checked type.
    pub(crate) fn parse<T, E>(
        &self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, StoreError>
    where
        E: Error + Send + Sync + 'static,
    {
        read(&self.get::<String>(column)?).map_err(|source| self.unreadable(column, source))
    }

    /// A hospital's number, absent where the column is NULL or empty.
    pub(crate) fn ccn(&self, column: &'static str) -> Result<Option<Ccn>, StoreError> {
        match self.get::<Option<String>>(column)? {
            Some(text) if !text.is_empty() => {
                Ccn::parse(&text).map(Some).map_err(|source| self.unreadable(column, source))
            }
            _ => Ok(None),
        }
    }

    /// A hospital's number that must be there.
    pub(crate) fn must_ccn(&self, column: &'static str) -> Result<Ccn, StoreError> {
        self.parse(column, Ccn::parse)
    }

    /// A civil date.
    pub(crate) fn date(&self, column: &'static str) -> Result<Date, StoreError> {
        self.parse(column, str::parse::<Date>)
    }

    /// A moment kept as milliseconds since 1970.
    pub(crate) fn moment_ms(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.get(column)?).map_err(|source| self.unreadable(column, source))
    }

    /// A civil date, absent where the column is NULL.
    pub(crate) fn maybe_date(&self, column: &'static str) -> Result<Option<Date>, StoreError> {
        self.get::<Option<String>>(column)?.map(|_| self.date(column)).transpose()
    }

    /// A moment kept as milliseconds since 1970, absent where the column is NULL.
    pub(crate) fn maybe_moment_ms(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.get::<Option<i64>>(column)?.map(|_| self.moment_ms(column)).transpose()
    }

    /// A JSON body.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        self.parse(column, |text| serde_json::from_str(text))
    }
}
