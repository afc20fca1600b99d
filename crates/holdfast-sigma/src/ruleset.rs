//! A set of rules, read from any number of files: the good ones, and each bad one with its place and reason.
//!
//! It reads text it is given and opens no file.

use std::collections::HashMap;
use std::sync::Arc;

use crate::correlation::{self, Correlation, Draft};
use crate::document::{self, Document};
use crate::filter::Filter;
use crate::logsource::LogSources;
use crate::modifier::Placeholders;
use crate::rule::{Place, Rule};
use crate::yaml;

/// Bytes of one file.
const MAX_FILE: usize = 16 << 20;

/// A file of rules: one or more YAML documents.
#[derive(Clone, Copy, Debug)]
pub struct RuleFile<'a> {
    /// What it is called in messages, mostly its path.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// A document that is not among the rules, or a part of one that does nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct RuleError {
    /// File, and the line at fault.
    pub place: Place,
    /// The rule's title, when it could be read.
    pub title: Option<String>,
    /// The rule's id, when it could be read.
    pub id: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// What rules are read with.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the events of each log source are found.
    pub sources: LogSources,
    /// Values of placeholders.
    pub placeholders: Placeholders,
}

/// Rules that can be matched, and what was wrong with the others.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// Detection rules; a rule's number is its place here.
    pub rules: Vec<Rule>,
    /// Correlations, each after those it builds on.
    pub correlations: Vec<Correlation>,
    /// Documents refused, and references that lead nowhere, in the order of the files.
    pub rejected: Vec<RuleError>,
    /// What they were read with.
    pub settings: Settings,
}

/// What some of the files hold. Parts can be read on threads of their own and are then joined.
#[derive(Debug, Default)]
pub struct Part {
    rules: Vec<Rule>,
    drafts: Vec<Draft>,
    filters: Vec<Filter>,
    rejected: Vec<RuleError>,
}

impl RuleSet {
    /// Reads files. The order of files and documents never changes what matches.
    pub fn read<'a>(files: impl IntoIterator<Item = RuleFile<'a>>, settings: Settings) -> Self {
        let part = Part::read(files, &settings);
        Self::join([part], settings)
    }

    /// Joins parts that were read with these settings, in the order of their files.
    pub fn join(parts: impl IntoIterator<Item = Part>, settings: Settings) -> Self {
        let mut set = Self { settings, ..Self::default() };
        let (mut drafts, mut filters) = (Vec::new(), Vec::new());
        for part in parts {
            set.rules.extend(part.rules);
            set.rejected.extend(part.rejected);
            drafts.extend(part.drafts);
            filters.extend(part.filters);
        }
        set.refuse_doubles();
        for filter in &filters {
            set.put(filter);
        }
        let (correlations, faults) = correlation::resolve(drafts, &set.rules);
        set.correlations = correlations;
        set.rejected.extend(faults);
        set
    }

    /// Rules that can never match as things are, and why: no log source known, or a placeholder without values.
    pub fn waiting(&self) -> impl Iterator<Item = (&Rule, String)> {
        self.rules.iter().filter_map(|rule| {
            if let Some(name) = rule.missing.first() {
                return Some((rule, format!("the placeholder `%{name}%` has no values")));
            }
            let unknown = self.settings.sources.routes(&rule.source).is_empty();
            unknown.then(|| (rule, "no log is known for its log source".to_owned()))
        })
    }

    /// An id names one rule; whichever comes later in the files is refused.
    fn refuse_doubles(&mut self) {
        let mut first: HashMap<String, Place> = HashMap::new();
        let rejected = &mut self.rejected;
        self.rules.retain(|rule| {
            let Some(id) = &rule.about.id else { return true };
            match first.get(id) {
                None => {
                    first.insert(id.clone(), rule.place.clone());
                    true
                }
                Some(at) => {
                    rejected.push(RuleError {
                        place: rule.place.clone(),
                        title: Some(rule.about.title.clone()),
                        id: Some(id.clone()),
                        what: format!("the id `{id}` is that of the rule at {at}"),
                    });
                    false
                }
            }
        });
    }

    fn put(&mut self, filter: &Filter) {
        let faults = match filter.missing.first() {
            Some(name) => {
                vec![format!("the placeholder `%{name}%` has no values, so the filter does nothing")]
            }
            None => filter.apply(&mut self.rules),
        };
        for what in faults {
            let (place, title) = (filter.place.clone(), Some(filter.title.clone()));
            self.rejected.push(RuleError { place, title, id: None, what });
        }
    }
}

impl Part {
    /// Reads files; `settings` must be those the parts are joined with.
    pub fn read<'a>(files: impl IntoIterator<Item = RuleFile<'a>>, settings: &Settings) -> Self {
        let mut part = Self::default();
        for file in files {
            part.file(file, settings);
        }
        part
    }

    fn file(&mut self, file: RuleFile<'_>, settings: &Settings) {
        let name: Arc<str> = file.name.into();
        let place = |line: u32| Place { file: Arc::clone(&name), line };
        let mut refuse = |line: u32, what: String, (title, id): (Option<String>, Option<String>)| {
            self.rejected.push(RuleError { place: place(line), title, id, what });
        };
        if file.bytes.len() > MAX_FILE {
            return refuse(1, "the file is too large for rules".to_owned(), (None, None));
        }
        let text = match std::str::from_utf8(file.bytes) {
            Ok(text) => text,
            Err(error) => {
                let before = &file.bytes[..error.valid_up_to()];
                let line = before.iter().filter(|b| **b == b'\n').count() as u32 + 1;
                return refuse(line, "the file is not UTF-8".to_owned(), (None, None));
            }
        };
        for (line_before, text) in yaml::documents(text) {
            let node = match yaml::read(text, line_before) {
                Ok(node) => node,
                Err(error) => {
                    refuse(error.line, error.what, document::names_in(text));
                    continue;
                }
            };
            match document::read(&node, &place(node.line), &settings.placeholders) {
                Ok(Document::Rule(rule)) => self.rules.push(rule),
                Ok(Document::Correlation(draft)) => self.drafts.push(draft),
                Ok(Document::Filter(filter)) => self.filters.push(filter),
                Err((line, what)) => refuse(line, what, document::names(&node)),
            }
        }
    }
}
