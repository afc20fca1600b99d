//! What an agent and the portal say to each other, and the file an agent writes where there is no network.
//!
//! A device signs each message with its own key: Ed25519 over [`SIGNED_AS`] and the body as it goes over the line. The portal holds
//! the signature against the key before it unpacks anything. Every message has a number greater than the one before, so one that
//! was recorded cannot be played again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{DeviceFacts, Identity, Os};
use crate::hunt::Finding;

/// Goes before the body when it is signed, so that the signature is good for nothing else.
pub const SIGNED_AS: &[u8] = b"holdfast device message 1\n";
/// The header that names the device.
pub const DEVICE_HEADER: &str = "holdfast-device";
/// The header with the signature, in base64 without padding.
pub const SIGNATURE_HEADER: &str = "holdfast-signature";
/// A body that is larger when packed is refused, in bytes.
pub const MAX_PACKED_BYTES: usize = 1 << 20;
/// A body that is larger when unpacked is refused, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// Findings of one message; more are refused.
pub const MOST_FOUND: usize = 50;

/// A machine asks to belong to a hospital. Signed with the key it brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enrol {
    /// [`super::VERSION`].
    pub version: u32,
    /// The hospital's token as typed in.
    pub token: String,
    /// The public half of the device's key, 32 bytes in base64 without padding.
    pub public_key: String,
    /// Which machine it is, whatever its disk says: see [`CheckIn::hardware`].
    #[serde(default)]
    pub hardware: String,
    /// What it calls itself, and what its maker gave it.
    pub identity: Identity,
    /// What it runs, for the person who lets it in.
    pub os: super::Known<Os>,
    /// The agent, like `holdfast-agent 0.1.0`.
    pub agent: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The device's id from now on.
    pub device: String,
    /// Whether a person let it in.
    pub state: Standing,
}

/// How a device stands with the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A person has to let it in. What it sends is not kept.
    Waiting,
    /// It belongs.
    Approved,
    /// A person put it out. It stops asking.
    Revoked,
}

/// What an agent sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    /// [`super::VERSION`].
    pub version: u32,
    /// The device's id.
    pub device: String,
    /// Greater than that of every message before.
    pub seq: u64,
    /// When it was sent, by the machine's clock.
    pub sent_at: Timestamp,
    /// Which machine sends, whatever its disk says: a copied disk has the same key and other hardware.
    pub hardware: String,
    /// What is new.
    pub news: News,
    /// How the agent is.
    pub health: Health,
}

/// What is new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Everything. Keys are those of [`DeviceFacts`].
    Full {
        /// When it was collected.
        collected_at: Timestamp,
        /// The parts.
        facts: Map<String, Value>,
    },
    /// The parts that changed since the message `base`.
    Changes {
        /// The message whose facts the rest is as in.
        base: u64,
        /// When it was collected.
        collected_at: Timestamp,
        /// The parts.
        facts: Map<String, Value>,
    },
    /// Nothing changed since the message `base`.
    Same {
        /// The message whose facts everything is as in.
        base: u64,
        /// When it was collected.
        collected_at: Timestamp,
    },
    /// Its event logs show something. Facts are as they were.
    Found {
        /// When the logs were looked at.
        looked_at: Timestamp,
        /// What was found, worst first; at most [`MOST_FOUND`].
        findings: Vec<Finding>,
    },
    /// It is being taken off this machine.
    Goodbye,
}

/// How an agent is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    /// Like `holdfast-agent 0.1.0`.
    pub agent: String,
    /// When it was started.
    pub started_at: Option<Timestamp>,
    /// Messages that wait on its disk.
    #[serde(skip_serializing_if = "is_none")]
    pub n_waiting: u32,
    /// Messages it had to throw away, since it was started.
    #[serde(skip_serializing_if = "is_none")]
    pub n_dropped: u32,
    /// Bytes it sent and received today.
    pub bytes_today: u64,
    /// What went wrong last, for a person; empty for nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trouble: String,
}

/// A count of nothing is not sent: most messages have nothing to say, and hours of them go over a thin line.
fn is_none(n: &u32) -> bool {
    *n == 0
}

/// The portal's answer to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// How the device stands.
    pub state: Standing,
    /// The message whose facts the portal holds; changes are to be counted from it.
    pub base: Option<u64>,
    /// The least number the next message may have.
    pub next_seq: u64,
    /// The portal's time.
    pub now: Timestamp,
    /// Seconds until the next message is wanted.
    pub every_s: u32,
    /// Most bytes a day.
    pub bytes_a_day: u64,
}

/// What an agent writes to a file, to be carried to the portal by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactsFile {
    /// Always `device-facts`.
    #[serde(rename = "type")]
    pub kind: String,
    /// [`super::VERSION`].
    pub version: u32,
    /// What collected it, like `holdfast-agent 0.1.0`.
    pub collector: String,
    /// When, by the machine's clock.
    pub collected_at: Timestamp,
    /// What it saw.
    pub facts: DeviceFacts,
}

/// [`FactsFile::kind`].
pub const FACTS_FILE: &str = "device-facts";

/// Facts as the map that messages carry.
pub fn parts(facts: &DeviceFacts) -> Map<String, Value> {
    match serde_json::to_value(facts) {
        Ok(Value::Object(map)) => map,
        // Facts are a struct of plain values, which always makes an object.
        _ => Map::new(),
    }
}

/// The parts of `new` that differ from `old`, and those of `old` that `new` does not have as `null`.
pub fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let changed = new.iter().filter(|(key, value)| old.get(*key) != Some(value));
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    changed
        .map(|(key, value)| (key.clone(), value.clone()))
        .chain(gone.map(|key| (key.clone(), Value::Null)))
        .collect()
}

/// `old` with changes put in.
pub fn apply(mut old: Map<String, Value>, changes: Map<String, Value>) -> Map<String, Value> {
    for (key, value) in changes {
        if value.is_null() {
            old.remove(&key);
        } else {
            old.insert(key, value);
        }
    }
    old
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::device::{Known, Why};

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn changes_put_into_the_old_make_the_new() {
        let old = map(json!({ "a": 1, "b": [1, 2], "c": {} }));
        let new = map(json!({ "a": 1, "b": [2], "d": false }));
        let changed = changes(&old, &new);
        assert_eq!(Value::from(changed.clone()), json!({ "b": [2], "c": null, "d": false }));
        assert_eq!(apply(old, changed), new);
    }

    #[test]
    fn facts_of_an_older_agent_are_read_and_what_it_did_not_know_was_not_asked() {
        let facts: DeviceFacts =
            serde_json::from_value(json!({ "pending_reboot": { "is": true }, "later": 1 })).expect("read");
        assert_eq!(facts.pending_reboot, Known::Is(true));
        assert_eq!(facts.smb1.why().map(|u| u.why), Some(Why::NotAsked));
        let all = parts(&facts);
        assert_eq!(serde_json::from_value::<DeviceFacts>(all.into()).expect("read"), facts);
    }

    #[test]
    fn a_message_with_nothing_new_is_short() {
        let at: Timestamp = "2026-11-27T12:00:00Z".parse().expect("a time");
        let health = Health { agent: "holdfast-agent 0.1.0".to_owned(), ..Health::default() };
        let news = News::Same { base: 41, collected_at: at };
        let message = CheckIn {
            version: 1,
            device: "3f0c9a1d2b4e5f60".to_owned(),
            seq: 42,
            sent_at: at,
            hardware: "9b1c".to_owned(),
            news,
            health,
        };
        let text = serde_json::to_string(&message).expect("written");
        assert!(text.len() < 400, "{} bytes", text.len());
        assert_eq!(serde_json::from_str::<CheckIn>(&text).expect("read"), message);
    }
}
