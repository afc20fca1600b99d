//! The file an allow-list is read from.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{AllowList, Entry, Glob};
use crate::engine::Engine;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    allow: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    #[serde(default)]
    host: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    reason: String,
    until: String,
}

/// An allow-list that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AllowError(String);

impl AllowList {
    /// Reads a list, as of a day. `name` is what the file is called in messages.
    pub fn read(name: &str, text: &str, engine: &Engine, today: Date) -> Result<Self, AllowError> {
        let file: File = toml::from_str(text).map_err(|e| AllowError(format!("{name}: {}", e.message())))?;
        let rules = &engine.rules().rules;
        let mut list = Self { by_rule: vec![Vec::new(); rules.len()], ..Self::default() };
        for (n, row) in (1..).zip(file.allow) {
            let wrong = |what: &str| AllowError(format!("{name}: entry {n}, `{}`: {what}", row.rule));
            if row.reason.trim().is_empty() {
                return Err(wrong("write the reason: who looked, and why it is harmless"));
            }
            if row.host.is_none() && row.fields.is_empty() {
                return Err(wrong(
                    "name a `host`, or `fields` with their values; a rule is not turned off everywhere",
                ));
            }
            let until: Date =
                row.until.parse().map_err(|_| wrong("`until` is no day; write it like 2027-01-31"))?;
            if until < today {
                list.notes.push(format!(
                    "{name}: entry {n} for `{}` ended on {until} and does nothing now.",
                    row.rule
                ));
                continue;
            }
            let named: Vec<usize> = (0..rules.len())
                .filter(|at| {
                    let about = &rules[*at].about;
                    about.id.as_deref() == Some(row.rule.as_str()) || about.title == row.rule
                })
                .collect();
            if named.is_empty() {
                list.notes.push(format!(
                    "{name}: entry {n} names `{}`, and no rule here has that id or title.",
                    row.rule
                ));
                continue;
            }
            for at in named {
                list.by_rule[at].push(list.entries.len());
            }
            let fields = row.fields.into_iter().map(|(field, value)| (field, Glob::new(&value))).collect();
            list.entries.push(Entry { host: row.host.map(|host| host.to_lowercase()), fields });
        }
        Ok(list)
    }
}

impl Glob {
    fn new(text: &str) -> Self {
        Self(text.to_lowercase().split('*').map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Rules, Text};

    const RULE: &str = "title: A rule\nid: 11111111-1111-4111-8111-111111111111\nlogsource: {product: windows, service: security}\ndetection: {s: {EventID: 1}, condition: s}\n";

    fn read(text: &str) -> Result<AllowList, String> {
        let rules = Rules::read(vec![Text { name: "r.yml".into(), bytes: RULE.into() }], Default::default());
        let today = "2026-11-27".parse().expect("a day");
        AllowList::read("allow.toml", text, &Engine::new(rules), today).map_err(|e| e.to_string())
    }

    #[test]
    fn a_star_stands_for_anything() {
        let holds = |glob: &str, value: &str| Glob::new(glob).matches(value);
        assert!(holds("C:\\Apps\\*\\backup.exe", "c:\\apps\\v2\\Backup.exe"));
        assert!(holds("abc", "ABC") && !holds("abc", "abcd") && !holds("abc", "xabc"));
        assert!(holds("*", "") && holds("a*a", "aa") && !holds("a*a", "a") && holds("*b*", "abc"));
    }

    #[test]
    fn an_entry_without_a_reason_a_day_or_a_limit_is_refused_with_its_place() {
        let row = |rest: &str| format!("[[allow]]\nrule = 'A rule'\n{rest}");
        let whole = "host = 'FS01'\nreason = 'backup'\nuntil = '2027-01-31'\n";
        let list = read(&row(whole)).expect("read");
        assert_eq!((list.entries.len(), list.notes.len()), (1, 0));
        for (without, says) in [
            ("host = 'FS01'\n", "a rule is not turned off everywhere"),
            ("'backup'", "write the reason"),
            ("'2027-01-31'", "no day"),
        ] {
            let replacement = if without.starts_with("host") { "" } else { "''" };
            let error = read(&row(&whole.replace(without, replacement))).expect_err("refused");
            assert!(error.contains("entry 1") && error.contains(says), "{error}");
        }
        assert!(read(&row("hosts = 'FS01'")).expect_err("refused").contains("unknown field"));
    }

    #[test]
    fn what_is_over_and_what_names_nothing_is_said() {
        let text = "[[allow]]\nrule = 'A rule'\nhost = 'a'\nreason = 'x'\nuntil = '2026-11-26'\n[[allow]]\nrule = 'No'\nhost = 'a'\nreason = 'x'\nuntil = '2026-11-27'\n";
        let list = read(text).expect("read");
        assert!(list.entries.is_empty());
        assert!(
            list.notes[0].contains("ended on 2026-11-26") && list.notes[1].contains("no rule here"),
            "{:?}",
            list.notes
        );
    }
}
