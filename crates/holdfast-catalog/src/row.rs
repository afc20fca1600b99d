//! Reading one TOML table: each key by the type it should have, with an error at its place when it has another.
//!
//! It knows no program. A key nobody asked for is an error too, so a typo shows instead of being passed over.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use holdfast_core::catalog::{Estimate, Provenance};
use holdfast_core::{Date, did_you_mean};
use toml::de::{DeTable, DeValue};

use crate::CatalogError;
use crate::page::Page;
use crate::place;

type Spanned<'p> = toml::Spanned<DeValue<'p>>;

/// A table being read.
pub(crate) struct Row<'r> {
    page: &'r Page<'r>,
    table: &'r DeTable<'r>,
    at: usize,
    what: String,
    /// " of offer `x`" for a table inside another; empty for one that stands alone.
    of: String,
    is_whole_file: bool,
    asked: RefCell<Vec<&'static str>>,
}

/// A text with its place.
pub(crate) struct Text<'r> {
    pub(crate) value: &'r str,
    pub(crate) at: usize,
    raw: &'r str,
}

impl Text<'_> {
    /// Where a byte of the value stands in the file.
    pub(crate) fn inside(&self, byte: usize) -> usize {
        place::in_string(self.raw, self.at, byte)
    }
}

impl<'r> Row<'r> {
    /// The table of a whole file.
    pub(crate) fn whole(page: &'r Page<'r>, table: &'r DeTable<'r>) -> Self {
        Row {
            page,
            table,
            at: 0,
            what: "the file".to_owned(),
            of: String::new(),
            is_whole_file: true,
            asked: RefCell::default(),
        }
    }

    // Errors.

    /// Reports an error at a byte of the file.
    pub(crate) fn fault(&self, byte: usize, message: impl Into<String>) {
        self.page.fault(byte, message.into());
    }

    /// Reports an error about a key: at its value, or at the table when the key is absent.
    pub(crate) fn fault_at(&self, key: &str, message: impl Into<String>) {
        self.fault(self.table.get(key).map_or(self.at, |v| v.span().start), message);
    }

    /// An error kept for later, when the whole catalog has been read.
    pub(crate) fn error(&self, byte: usize, message: String) -> CatalogError {
        self.page.error(byte, message)
    }

    /// The path of the file the table is in.
    pub(crate) fn path(&self) -> &'r str {
        self.page.path()
    }

    /// Where the table stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What the row is, for messages: clause `y` of offer `x`.
    pub(crate) fn what(&self) -> String {
        format!("{}{}", self.what, self.of)
    }

    /// Adds the row's id to what it is called.
    pub(crate) fn named(&mut self, id: &str) {
        self.what = format!("{} `{id}`", self.what);
    }

    /// Reports every key that was never asked for.
    pub(crate) fn done(&self) {
        if self.is_whole_file && self.page.is_broken() {
            return; // A broken heading leaves its keys here; the heading has been reported.
        }
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let hint = did_you_mean::hint(name, asked.iter().copied());
                self.fault(key.span().start, format!("{} has no key `{}`{hint}", self.what(), shown(name)));
            }
        }
    }

    /// A key that must be there is not. Where the file is no TOML it may be, so nothing is said.
    fn missing(&self, key: &str, like: &str) {
        if !self.page.is_broken() {
            self.fault(self.at, format!("{} lacks `{key}`; add `{key} = {like}`", self.what()));
        }
    }

    /// Reports what must be there and is not, unless the file is broken and it may have been.
    pub(crate) fn lacks(&self, key: &str, message: impl Into<String>) {
        if !self.page.is_broken() {
            self.fault_at(key, message);
        }
    }

    // Values.

    fn value(&self, key: &'static str) -> Option<&'r Spanned<'r>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<'_>, wanted: &str) {
        let found = kind_of(value.get_ref());
        self.fault(value.span().start, format!("`{key}` of {} is {found}; write {wanted}", self.what()));
    }

    fn as_text(&self, key: &str, value: &'r Spanned<'r>) -> Option<Text<'r>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "a text in quotes");
            return None;
        };
        let raw = self.page.written(value.span());
        Some(Text { value: text, at: value.span().start, raw })
    }

    /// A text that may be absent and, when there, is not empty.
    pub(crate) fn maybe_text(&self, key: &'static str) -> Option<Text<'r>> {
        let text = self.as_text(key, self.value(key)?)?;
        if text.value.trim().is_empty() {
            self.fault(
                text.at,
                format!("`{key}` of {} is empty; fill it in or leave the key out", self.what()),
            );
            return None;
        }
        Some(text)
    }

    /// A text that must be there.
    pub(crate) fn text(&self, key: &'static str) -> Option<Text<'r>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key, "\"...\"");
            return None;
        }
        self.maybe_text(key)
    }

    /// A text that must be there, as an owned value.
    pub(crate) fn string(&self, key: &'static str) -> Option<String> {
        self.text(key).map(|t| t.value.trim().to_owned())
    }

    /// A text that may be absent, as an owned value.
    pub(crate) fn maybe_string(&self, key: &'static str) -> Option<String> {
        self.maybe_text(key).map(|t| t.value.trim().to_owned())
    }

    /// An id: lower-case letters, digits and single hyphens, beginning with a letter.
    pub(crate) fn id(&self, key: &'static str) -> Option<Text<'r>> {
        self.kebab(self.text(key)?)
    }

    pub(crate) fn kebab(&self, text: Text<'r>) -> Option<Text<'r>> {
        if is_kebab(text.value) {
            return Some(text);
        }
        let message =
            format!("`{}` is not an id; use lower-case letters, digits and hyphens", shown(text.value));
        self.fault(text.at, message);
        None
    }

    /// One of a list of words, each standing for a value.
    pub(crate) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let hint = match did_you_mean::hint(text.value, words.iter().map(|(word, _)| *word)) {
                hint if hint.is_empty() => format!("; write one of {}", known.join(", ")),
                hint => hint,
            };
            self.fault(text.at, format!("`{}` is no `{key}`{hint}", shown(text.value)));
        }
        found
    }

    /// A whole number of the range of `T` that may be absent.
    pub(crate) fn maybe_number<T>(&self, key: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<u64> + std::fmt::Display + PartialOrd,
    {
        let value = self.value(key)?;
        let Some(n) = value.get_ref().as_integer() else {
            self.wrong(key, value, "a whole number without quotes");
            return None;
        };
        let digits = n.as_str().replace('_', "");
        let number = u64::from_str_radix(digits.trim_start_matches('+'), n.radix()).ok();
        let fits = number.and_then(|n| T::try_from(n).ok()).filter(|n| range.contains(n));
        if fits.is_none() {
            let message = format!(
                "`{key}` of {} is out of range; write {} to {}",
                self.what(),
                range.start(),
                range.end()
            );
            self.fault(value.span().start, message);
        }
        fits
    }

    /// A whole number that must be there.
    pub(crate) fn number<T>(&self, key: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<u64> + std::fmt::Display + PartialOrd,
    {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key, "25");
            return None;
        }
        self.maybe_number(key, range)
    }

    /// Three whole numbers that must be there, low, likely and high, none over `most`.
    pub(crate) fn estimate(&self, key: &'static str, most: u32) -> Option<Estimate> {
        const LIKE: &str = "three whole numbers from low to high, like `[10, 20, 40]`";
        let Some(value) = self.value(key) else {
            self.missing(key, "[10, 20, 40]");
            return None;
        };
        let items: Option<Vec<u32>> = value.get_ref().as_array().map(|items| {
            let number = |n: &Spanned<'_>| {
                n.get_ref().as_integer().and_then(|n| n.as_str().replace('_', "").parse().ok())
            };
            items.iter().filter_map(number).collect()
        });
        let is_whole = value.get_ref().as_array().is_some_and(|items| items.len() == 3);
        match items.as_deref() {
            Some([low, likely, high]) if is_whole && low <= likely && likely <= high && *high <= most => {
                Some(Estimate { low: *low, likely: *likely, high: *high })
            }
            Some(_) => {
                let message =
                    format!("`{key}` of {} is no estimate; write {LIKE}, at most {most}", self.what());
                self.fault(value.span().start, message);
                None
            }
            None => {
                self.wrong(key, value, LIKE);
                None
            }
        }
    }

    /// Yes or no; must be there.
    pub(crate) fn bool(&self, key: &'static str) -> Option<bool> {
        let Some(value) = self.value(key) else {
            self.missing(key, "true");
            return None;
        };
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong(key, value, "true or false without quotes");
        }
        found
    }

    /// A day in quotes, like "2026-10-13", that may be absent.
    pub(crate) fn maybe_date(&self, key: &'static str) -> Option<Date> {
        let text = self.as_text(key, self.value(key)?)?;
        self.day(key, &text)
    }

    /// A day in quotes that must be there.
    pub(crate) fn date(&self, key: &'static str) -> Option<Date> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key, "\"2026-10-13\"");
            return None;
        }
        self.maybe_date(key)
    }

    fn day(&self, key: &str, text: &Text<'_>) -> Option<Date> {
        let shaped = text.value.len() == 10 && text.value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = text.value.parse::<Date>().ok().filter(|_| shaped);
        if date.is_none() {
            let message =
                format!("`{}` is no day; write `{key} = \"2026-10-13\"`, year first", shown(text.value));
            self.fault(text.at, message);
        }
        date
    }

    /// A list of texts; empty when absent.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Text<'r>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list, like `[\"one\", \"two\"]`");
            return Vec::new();
        };
        let texts: Vec<Text<'r>> = items.iter().filter_map(|item| self.as_text(key, item)).collect();
        for text in texts.iter().filter(|t| t.value.trim().is_empty()) {
            self.fault(
                text.at,
                format!("an entry of `{key}` of {} is empty; fill it in or take it out", self.what()),
            );
        }
        texts
    }

    /// Every key but `known`, each with its list of texts, in order of the file.
    pub(crate) fn lists_beside(&self, known: &[&str]) -> Vec<(Text<'r>, Vec<Text<'r>>)> {
        let mut lists = Vec::new();
        for (key, value) in self.table.iter() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let Some(items) = value.get_ref().as_array() else {
                self.wrong(name, value, "a list, like `[\"one\", \"two\"]`");
                continue;
            };
            let texts = items.iter().filter_map(|item| self.as_text(name, item)).collect();
            let raw = self.page.written(key.span());
            lists.push((Text { value: name, at: key.span().start, raw }, texts));
        }
        lists
    }

    /// A list of pairs of texts; empty when absent.
    pub(crate) fn pairs(&self, key: &'static str) -> Vec<(Text<'r>, Text<'r>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of pairs, like `[[\"key\", \"Words\"]]`");
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_array().map(|pair| pair.iter().collect::<Vec<_>>()).as_deref() {
                Some([a, b]) => pairs.extend(self.as_text(key, a).zip(self.as_text(key, b))),
                _ => self.wrong(key, item, "a pair, like `[\"key\", \"Words\"]`"),
            }
        }
        pairs
    }

    /// A table that may be absent. `what` is what it is called in messages.
    pub(crate) fn row(&self, key: &'static str, what: &str) -> Option<Row<'r>> {
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, &format!("a table, like `[{key}]` on a line of its own"));
            return None;
        };
        Some(self.child(table, value.span().start, what))
    }

    /// A table that must be there.
    pub(crate) fn must_row(&self, key: &'static str, what: &str) -> Option<Row<'r>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            if !self.page.is_broken() {
                self.fault(self.at, format!("{} lacks the table `{key}`; add it", self.what()));
            }
            return None;
        }
        self.row(key, what)
    }

    /// A list of tables; empty when absent.
    pub(crate) fn rows(&self, key: &'static str, what: &str) -> Vec<Row<'r>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, &format!("tables, each under its own `[[{key}]]`"));
            return Vec::new();
        };
        let mut rows = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => rows.push(self.child(table, item.span().start, what)),
                None => self.wrong(key, item, &format!("a table under `[[{key}]]`")),
            }
        }
        rows
    }

    fn child(&self, table: &'r DeTable<'r>, at: usize, what: &str) -> Row<'r> {
        let of = if self.is_whole_file { String::new() } else { format!(" of {}", self.what()) };
        Row {
            page: self.page,
            table,
            at,
            what: what.to_owned(),
            of,
            is_whole_file: false,
            asked: RefCell::default(),
        }
    }

    /// `source` and `verified_on`; an empty day means nobody has checked the row. A row that leaves it out is refused:
    /// whoever writes one says whether they looked.
    pub(crate) fn provenance(&self) -> Option<Provenance> {
        let source = self.string("source");
        let verified_on = self.date_or_unknown("verified_on");
        Some(Provenance { source: source?, verified_on })
    }

    /// A day in quotes that must be there, or `""` where it is not known.
    pub(crate) fn date_or_unknown(&self, key: &'static str) -> Option<Date> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            if !self.page.is_broken() {
                let add = format!("add `{key} = \"2026-10-13\"`, or `{key} = \"\"` when nobody knows");
                self.fault(self.at, format!("{} lacks `{key}`; {add}", self.what()));
            }
            return None;
        }
        let text = self.as_text(key, self.value(key)?)?;
        if text.value.is_empty() { None } else { self.day(key, &text) }
    }
}

/// Lower-case letters, digits and single hyphens, beginning with a letter; at most 60.
pub(crate) fn is_kebab(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// At most 60 characters of a text, on one line, for a message.
pub(crate) fn shown(text: &str) -> String {
    let line: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(60).is_some() { format!("{line}...") } else { line }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
