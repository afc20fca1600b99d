//! The allow-list: hits that a hospital knows and has looked into, each with a reason and a last day.
//!
//! It is a TOML file. An entry names a rule, and at least one of a computer and fields, so that nobody turns a whole rule off
//! without saying where. After its last day an entry does nothing, and the report says so.

#[cfg(feature = "files")]
mod file;

use holdfast_sigma::RuleId;

use crate::card::Source;

#[cfg(feature = "files")]
pub use file::AllowError;

/// Hits that are left out.
#[derive(Debug, Default)]
pub struct AllowList {
    entries: Vec<Entry>,
    /// For each rule the entries that name it.
    by_rule: Vec<Vec<usize>>,
    /// Entries whose last day is over, and entries that name no rule there is, as sentences.
    pub notes: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    host: Option<String>,
    fields: Vec<(String, Glob)>,
}

impl AllowList {
    /// Whether a hit is left out.
    pub(crate) fn leaves_out(&self, rule: RuleId, host: &str, event: &dyn Source) -> bool {
        let Some(entries) = self.by_rule.get(rule.index()) else { return false };
        entries.iter().filter_map(|at| self.entries.get(*at)).any(|entry| {
            let is_host = entry.host.as_ref().is_none_or(|wanted| is_same_host(wanted, host));
            is_host
                && entry.fields.iter().all(|(wanted, glob)| {
                    let mut found = false;
                    event.each_field(&mut |name, value| found |= name == wanted && glob.matches(value));
                    found
                })
        })
    }
}

/// Whether a name in lower case is a computer, by its whole name or its first label.
fn is_same_host(wanted: &str, host: &str) -> bool {
    let host = host.to_lowercase();
    wanted == host || host.split('.').next() == Some(wanted)
}

/// Text in which `*` stands for anything; letter case does not count.
#[derive(Debug)]
struct Glob(Vec<String>);

impl Glob {
    fn matches(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        let [first, between @ ..] = self.0.as_slice() else { return false };
        let Some(mut rest) = value.strip_prefix(first.as_str()) else { return false };
        let Some((last, between)) = between.split_last() else { return rest.is_empty() };
        for part in between {
            let Some(at) = rest.find(part.as_str()) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last.as_str())
    }
}
