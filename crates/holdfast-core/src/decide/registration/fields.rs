//! What a form sent: names and texts, read with bounds and a plain word for each thing that does not fit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::grouped;

/// The fields of one form, by name. A field that was not sent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

/// One field that cannot stand as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field in the form.
    pub field: &'static str,
    /// What to do about it, as a sentence.
    pub message: String,
}

impl FieldError {
    /// An error on a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

impl Fields {
    /// The text of a field without blanks around it.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |v| v.trim())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.get(name), "yes" | "on" | "true" | "1")
    }

    /// Puts a text in a field.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Every field that was sent, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// One line of at most `max` characters, `Ok("")` when nothing was typed.
    pub(in crate::decide) fn line(
        &self,
        field: &'static str,
        what: &str,
        max: usize,
    ) -> Result<&str, FieldError> {
        let text = self.get(field);
        let n = text.chars().count();
        if n > max {
            let message = format!(
                "{what} can have up to {max} characters; yours has {}. Shorten it.",
                grouped(n as u64)
            );
            return Err(FieldError::new(field, message));
        }
        if text.chars().any(char::is_control) {
            return Err(FieldError::new(field, format!("{what} must be one line of plain text.")));
        }
        Ok(text)
    }

    /// As [`Fields::line`], and something must have been typed.
    pub(in crate::decide) fn required(
        &self,
        field: &'static str,
        what: &str,
        max: usize,
        ask: &str,
    ) -> Result<&str, FieldError> {
        let text = self.line(field, what, max)?;
        if text.is_empty() { Err(FieldError::new(field, ask)) } else { Ok(text) }
    }

    /// A whole number in bounds; `None` when nothing was typed. Commas and blanks between digits are dropped.
    pub(in crate::decide) fn count(
        &self,
        field: &'static str,
        what: &str,
        least: u32,
        most: u32,
    ) -> Result<Option<u32>, FieldError> {
        let text = self.get(field);
        if text.is_empty() {
            return Ok(None);
        }
        let bounds = format!(
            "{what} must be a whole number between {} and {}.",
            grouped(u64::from(least)),
            grouped(u64::from(most))
        );
        let digits: String = text.chars().take(32).filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
        let number = (text.len() <= 32 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse::<u32>().ok())
            .flatten();
        match number {
            Some(n) if (least..=most).contains(&n) => Ok(Some(n)),
            _ => Err(FieldError::new(field, bounds)),
        }
    }
}

impl From<BTreeMap<String, String>> for Fields {
    fn from(map: BTreeMap<String, String>) -> Self {
        Self(map)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}
