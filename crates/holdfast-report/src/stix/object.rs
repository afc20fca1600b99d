//! The parts every STIX object has: ids, times, common properties. It knows no case.

use std::collections::BTreeMap;

use holdfast_core::model::Detection;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The namespace of our own objects' ids, chosen once.
const OURS: [u8; 16] =
    [0x2b, 0x9e, 0x64, 0x1d, 0x70, 0x5c, 0x4f, 0x0a, 0x8d, 0x11, 0x6e, 0x93, 0xc4, 0x27, 0xf8, 0x5b];

/// The namespace of observables' ids, `00abedb4-aa42-466c-9c01-fed23315a9b7`. Source: STIX 2.1, 2.9.
const OF_OBSERVABLES: [u8; 16] =
    [0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7];

/// The objects of a bundle, each once, in the order they came.
pub(super) struct Objects {
    created: String,
    modified: String,
    /// The identity everything is by.
    pub(super) author: String,
    seen: BTreeMap<String, usize>,
    all: Vec<Value>,
}

impl Objects {
    pub(super) fn new(created: String, modified: String, author: String) -> Self {
        Self { created, modified, author, seen: BTreeMap::new(), all: Vec::new() }
    }

    /// Adds a domain or relationship object with what is common to all; one that is there already stays.
    pub(super) fn add(&mut self, kind: &str, id: &str, mut value: Value) {
        value["type"] = json!(kind);
        value["spec_version"] = json!("2.1");
        value["id"] = json!(id);
        value["created"] = json!(self.created);
        value["modified"] = json!(self.modified);
        value["created_by_ref"] = json!(self.author);
        self.keep(id, value);
    }

    /// Adds an observable, and returns its id.
    pub(super) fn add_sco(&mut self, id: &str, mut value: Value) -> String {
        value["spec_version"] = json!("2.1");
        value["id"] = json!(id);
        self.keep(id, value);
        id.to_owned()
    }

    fn keep(&mut self, id: &str, value: Value) {
        if !self.seen.contains_key(id) {
            self.seen.insert(id.to_owned(), self.all.len());
            self.all.push(value);
        }
    }

    /// All ids, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = String> {
        self.all.iter().filter_map(|o| o["id"].as_str().map(str::to_owned))
    }

    pub(super) fn into_values(self) -> Vec<Value> {
        self.all
    }
}

/// The observables of a finding's example: the account, the command, or at least the log it was read from.
pub(super) fn scos(d: &Detection) -> Vec<(String, Value)> {
    let field = |names: &[&str]| {
        let found = names.iter().find_map(|n| d.example.fields.get(*n));
        found.map(|v| line(v)).filter(|v| v != "-")
    };
    let mut all = Vec::new();
    if let Some(account) = field(&["TargetUserName", "SubjectUserName", "User", "AccountName"]) {
        let id = observable("user-account", &json!({ "account_login": account }));
        all.push((id, json!({ "type": "user-account", "account_login": account })));
    }
    if let Some(command) = field(&["CommandLine", "ProcessCommandLine", "ScriptBlockText"]) {
        // A process has no properties that make its id, so it must be of version 4; ours hangs on the finding all the same, so that
        // the same case is the same bundle. Source: STIX 2.1, 2.9.
        let id = format!("process--{}", as_version_4(&uuid_of(&format!("process\n{}", d.digest()))));
        all.push((id, json!({ "type": "process", "command_line": command })));
    }
    let file = match line(&d.example.file) {
        dash if dash == "-" => format!("{}.evtx", line(&d.example.channel)),
        name => name,
    };
    let id = observable("file", &json!({ "name": file }));
    all.push((id, json!({ "type": "file", "name": file })));
    all
}

/// The id of one of our objects, by what it names.
pub(super) fn id(kind: &str, names: &[&str]) -> String {
    format!("{kind}--{}", uuid_of(&format!("{kind}\n{}", names.join("\n"))))
}

/// The id of an observable, by the properties that make it. Source: STIX 2.1, 2.9; their JSON is in the form of RFC 8785, which plain
/// strings under one name have already.
fn observable(kind: &str, properties: &Value) -> String {
    format!("{kind}--{}", crate::oscal::uuid_in(&OF_OBSERVABLES, &properties.to_string()))
}

/// The same UUID, said to be of version 4.
fn as_version_4(uuid: &str) -> String {
    uuid.chars().enumerate().map(|(i, c)| if i == 14 { '4' } else { c }).collect()
}

pub(super) fn uuid_of(name: &str) -> String {
    crate::oscal::uuid_in(&OURS, name)
}

/// A moment as STIX writes it: UTC, milliseconds, four digits for the year. What lies before or after such years is the nearest that
/// can be written.
pub(super) fn stamp(at: Timestamp) -> String {
    let at = at.max(Timestamp::UNIX_EPOCH);
    let zoned = at.to_zoned(jiff::tz::TimeZone::UTC);
    zoned.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A text on one line; a dash for an empty one, since names may not be empty.
pub(super) fn line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "-".to_owned() } else { text }
}
