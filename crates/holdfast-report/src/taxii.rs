//! The answers of a TAXII 2.1 server that only gives: which collections there are, and their objects page by page.
//!
//! It knows no web: a question goes in, JSON comes out. Source: OASIS, TAXII Version 2.1 (10 June 2021), sections 3 to 5.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::stix::Added;

/// The media type of every answer, and of every question's `Accept`.
pub const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";

/// The most objects of one page.
pub const MOST_OBJECTS: usize = 1_000;

/// The one collection there is. The id was chosen once.
pub const COLLECTION: &str = "6f3a2c1e-8d47-4b90-a5e2-91c07d3be864";

/// What a reader asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only what came in after this.
    pub added_after: Option<Timestamp>,
    /// The most objects wanted.
    pub limit: Option<usize>,
    /// Where the page before ended.
    pub next: Option<String>,
    /// Only objects with one of these ids; all when empty.
    pub ids: Vec<String>,
    /// Only objects of one of these types; all when empty.
    pub types: Vec<String>,
}

/// A page of objects.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The answer.
    pub body: Value,
    /// When the first and the last object of it came in, for the two headers; `None` for an empty page.
    pub dates: Option<(String, String)>,
}

/// A question that cannot be answered as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskedError {
    /// Not a moment.
    #[error("`added_after` is not a time; write it like 2026-11-28T17:00:00.000Z")]
    AddedAfter,
    /// Not a number, or none.
    #[error("`limit` is not a number from 1 on")]
    Limit,
    /// Not what an answer said.
    #[error("`next` is not what the last answer gave")]
    Next,
    /// A field that is not served.
    #[error("`{0}` is not a filter of this server")]
    Filter(String),
}

impl Asked {
    /// Reads the fields of a query. One that is not known is refused, so that nobody takes a whole collection for a part.
    pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, AskedError> {
        let mut asked = Self::default();
        for (name, value) in fields {
            let list = || value.split(',').map(|one| one.trim().to_owned()).take(100);
            match name {
                "added_after" => asked.added_after = Some(value.parse().map_err(|_| AskedError::AddedAfter)?),
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| *limit > 0);
                    asked.limit = Some(limit.ok_or(AskedError::Limit)?);
                }
                "next" => asked.next = Some(value.to_owned()),
                "match[id]" => asked.ids.extend(list()),
                "match[type]" => asked.types.extend(list()),
                // There is one version of each object, and one of the specification.
                "match[version]" | "match[spec_version]" => {}
                other => return Err(AskedError::Filter(other.chars().take(40).collect())),
            }
        }
        Ok(asked)
    }

    fn wants(&self, added: &Added) -> bool {
        let is_new = self.added_after.is_none_or(|after| added.added_at > after);
        let is_named = self.ids.is_empty() || self.ids.contains(&added.id);
        let kind = added.id.split_once("--").map_or("", |(kind, _)| kind);
        is_new && is_named && (self.types.is_empty() || self.types.iter().any(|wanted| wanted == kind))
    }
}

/// What the server is and where its root lies.
pub fn discovery(title: &str, root: &str) -> Value {
    json!({ "title": title, "default": root, "api_roots": [root] })
}

/// What the root takes.
pub fn api_root(title: &str) -> Value {
    // Nothing is taken in, so the longest body is none worth the name.
    json!({ "title": title, "versions": [MEDIA_TYPE], "max_content_length": 1 })
}

/// The collection.
pub fn collection() -> Value {
    json!({
        "id": COLLECTION,
        "title": "Lures found bad at hospitals",
        "description": "Domains and files of mails that hospital staff reported and a person found bad: the newest 10,000 sightings, each \
            from the end of its hour on. It names no hospital.",
        "can_read": true,
        "can_write": false,
        "media_types": ["application/stix+json;version=2.1"],
    })
}

/// All collections.
pub fn collections() -> Value {
    json!({ "collections": [collection()] })
}

/// An error, as the specification shapes it.
pub fn error(status: u16, title: &str) -> Value {
    json!({ "title": title, "http_status": status.to_string() })
}

/// A page of objects. `all`: in the order they came in.
pub fn objects(all: &[Added], asked: &Asked) -> Result<Page, AskedError> {
    page(all, asked, |added| added.value.clone())
}

/// A page of what there is, without the objects themselves.
pub fn manifest(all: &[Added], asked: &Asked) -> Result<Page, AskedError> {
    page(all, asked, |added| {
        json!({
            "id": added.id,
            "date_added": moment(added.added_at),
            "version": added.version,
            "media_type": "application/stix+json;version=2.1",
        })
    })
}

/// The versions of one object; `None` when there is no such object.
pub fn versions(all: &[Added], id: &str) -> Option<Value> {
    let found = all.iter().find(|added| added.id == id)?;
    Some(json!({ "versions": [found.version] }))
}

fn page(all: &[Added], asked: &Asked, show: impl Fn(&Added) -> Value) -> Result<Page, AskedError> {
    let after = asked.next.as_deref().map(|next| place(all, next).ok_or(AskedError::Next)).transpose()?;
    let wanted: Vec<&Added> =
        all.iter().skip(after.map_or(0, |place| place + 1)).filter(|added| asked.wants(added)).collect();
    let most = asked.limit.unwrap_or(MOST_OBJECTS).min(MOST_OBJECTS);
    let shown = wanted.get(..most.min(wanted.len())).unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Ok(Page { body: json!({}), dates: None });
    };
    let mut body = json!({ "more": shown.len() < wanted.len(), "objects": shown.iter().map(|a| show(a)).collect::<Vec<_>>() });
    if shown.len() < wanted.len() {
        body["next"] = json!(last.id);
    }
    Ok(Page { body, dates: Some((moment(first.added_at), moment(last.added_at))) })
}

/// Where an object stands. An id is the mark between pages: it stays, whatever comes in behind it.
fn place(all: &[Added], id: &str) -> Option<usize> {
    all.iter().position(|added| added.id == id)
}

/// A moment with six digits behind the second, as the specification asks.
fn moment(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Added> {
        (0..5_u32)
            .map(|n| {
                let kind = if n == 0 { "identity" } else { "indicator" };
                let id = format!("{kind}--{n}");
                let added_at = format!("2026-11-28T1{n}:00:00Z").parse().expect("a moment");
                let value = json!({ "id": id, "type": kind });
                Added { id, added_at, version: format!("v{n}"), value }
            })
            .collect()
    }

    #[track_caller]
    fn check(query: &[(&str, &str)], ids: &[&str], more: bool) -> Page {
        let asked = Asked::read(query.iter().copied()).expect("a question");
        let page = objects(&all(), &asked).expect("a page");
        let found = page.body["objects"].as_array().cloned().unwrap_or_default();
        let found: Vec<_> =
            found.iter().map(|object| object["id"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(found, ids, "{query:?}");
        assert_eq!(page.body["more"].as_bool().unwrap_or(false), more, "{query:?}");
        page
    }

    #[test]
    fn pages_follow_each_other_until_nothing_is_left() {
        let first = check(&[("limit", "2")], &["identity--0", "indicator--1"], true);
        let next = first.body["next"].as_str().expect("a mark").to_owned();
        check(&[("limit", "2"), ("next", &next)], &["indicator--2", "indicator--3"], true);
        check(&[("limit", "2"), ("next", "indicator--3")], &["indicator--4"], false);
        let last = check(&[("next", "indicator--4")], &[], false);
        assert_eq!((last.body, last.dates), (json!({}), None));
    }

    #[test]
    fn only_what_is_asked_for_is_given() {
        check(&[("added_after", "2026-11-28T12:00:00.000Z")], &["indicator--3", "indicator--4"], false);
        check(&[("match[type]", "identity,report")], &["identity--0"], false);
        check(&[("match[id]", "indicator--2")], &["indicator--2"], false);
        let page = check(&[("added_after", "2026-11-28T13:00:00Z")], &["indicator--4"], false);
        let at = "2026-11-28T14:00:00.000000Z".to_owned();
        assert_eq!(page.dates, Some((at.clone(), at)));
        let asked = Asked::read([("match[id]", "indicator--2")]).expect("a question");
        let listed = manifest(&all(), &asked).expect("a page").body;
        assert_eq!(listed["objects"][0]["date_added"], "2026-11-28T12:00:00.000000Z");
        assert_eq!(versions(&all(), "indicator--2"), Some(json!({ "versions": ["v2"] })));
        assert_eq!(versions(&all(), "indicator--9"), None);
    }

    #[test]
    fn a_question_that_makes_no_sense_says_so() {
        for (name, value, error) in [
            ("added_after", "yesterday", AskedError::AddedAfter),
            ("limit", "0", AskedError::Limit),
            ("limit", "-1", AskedError::Limit),
            ("match[severity]", "high", AskedError::Filter("match[severity]".to_owned())),
        ] {
            assert_eq!(Asked::read([(name, value)]), Err(error));
        }
        let asked = Asked::read([("next", "nothing--1")]).expect("a question");
        assert_eq!(objects(&all(), &asked), Err(AskedError::Next));
    }
}
