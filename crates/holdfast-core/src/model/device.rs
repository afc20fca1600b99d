//! A device of a hospital: how it stands with the portal, where what is known of it comes from, and whether a vendor pins it.
//!
//! What a machine says of itself has the shape of [`holdfast_wire::device`]; what that means is decided in [`crate::decide::device`].

use std::collections::BTreeMap;

use holdfast_wire::device::{DeviceFacts, Health};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DeviceId;

/// How a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStanding {
    /// It is known from a list or a file, and no agent speaks for it.
    Listed,
    /// Its agent enrolled, and a person has to let it in. What it sends is not kept.
    Waiting,
    /// Its agent belongs.
    Approved,
    /// A person put its agent out, or it said goodbye.
    Revoked,
}

impl DeviceStanding {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::Listed, Self::Waiting, Self::Approved, Self::Revoked];

    /// The key kept and used in the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Revoked => "revoked",
        }
    }

    /// The standing with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// Where facts come from. The later ones of this list are believed over the earlier ones of the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactsSource {
    /// A line of a list somebody keeps.
    Inventory,
    /// The text that Windows' `systeminfo` prints.
    SystemInfo,
    /// A file an agent wrote, carried by hand.
    FactsFile,
    /// An agent, over the network, signed.
    Agent,
}

impl FactsSource {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Inventory, Self::SystemInfo, Self::FactsFile, Self::Agent];

    /// The key kept and used in the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Inventory => "inventory",
            Self::SystemInfo => "systeminfo",
            Self::FactsFile => "facts_file",
            Self::Agent => "agent",
        }
    }

    /// The source with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// In words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Inventory => "a list",
            Self::SystemInfo => "a system report",
            Self::FactsFile => "a file from the agent",
            Self::Agent => "the agent",
        }
    }
}

/// That a source told of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What read it, like `holdfast-agent 0.1.0` or the name of a file.
    pub collector: String,
    /// When it was so, by the source.
    pub observed_at: Timestamp,
    /// When it came in, by the portal.
    pub received_at: Timestamp,
}

/// Why a device is left as its vendor delivered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinKind {
    /// It is, or runs, a medical device.
    Medical,
    /// A vendor says what may be changed on it.
    Vendor,
}

impl PinKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Medical, Self::Vendor];

    /// The key kept and used in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Vendor => "vendor",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
}

/// A device that its vendor pins, with what is done instead of updating it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Why.
    pub kind: PinKind,
    /// Which vendor.
    pub vendor: String,
    /// What it is for, in the hospital's words.
    pub what: String,
    /// The part of the network it stands in; empty when nobody said.
    #[serde(default)]
    pub vlan: String,
    /// Whom it may talk to; empty when nobody said.
    #[serde(default)]
    pub peers: String,
    /// How the vendor reaches it; empty when nobody said.
    #[serde(default)]
    pub remote_access: String,
    /// Whom to call; empty when nobody said.
    #[serde(default)]
    pub call: String,
}

impl Pin {
    /// The same without control characters and endless texts.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let line = |text: String| -> String {
            let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            clean.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
        };
        Self {
            kind: self.kind,
            vendor: line(self.vendor),
            what: line(self.what),
            vlan: line(self.vlan),
            peers: line(self.peers),
            remote_access: line(self.remote_access),
            call: line(self.call),
        }
    }
}

/// How far an agent and the portal are with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentState {
    /// How its device stands.
    pub standing: DeviceStanding,
    /// Which machine its key was made on.
    pub hardware: String,
    /// The number of its last message.
    pub seq: u64,
    /// The message whose facts are held.
    pub base: Option<u64>,
    /// Whether two machines use its key.
    pub is_cloned: bool,
}

/// Something that happened to a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum DeviceMove {
    /// Its agent asked to belong, with a token of this name.
    Enrolled {
        /// What the token is called.
        token: String,
    },
    /// It was first told of by a source.
    Listed {
        /// Which.
        source: FactsSource,
    },
    /// A person let its agent in.
    Approved,
    /// A person put its agent out.
    Revoked,
    /// Its agent said goodbye: it was taken off the machine.
    Goodbye,
    /// Messages with its key came from other hardware: its disk was copied, or its key was taken.
    Cloned {
        /// What the other machine calls itself.
        name: String,
    },
    /// A message that came before was sent again.
    Replayed {
        /// Its number.
        seq: u64,
    },
    /// A person said that its vendor pins it.
    Pinned {
        /// Why.
        kind: PinKind,
    },
    /// A person said that its vendor does not pin it after all.
    Unpinned,
    /// A person said that it is gone: sold, scrapped or given back.
    Retired,
}

impl DeviceMove {
    /// The key used in the API and in logs.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Enrolled { .. } => "enrolled",
            Self::Listed { .. } => "listed",
            Self::Approved => "approved",
            Self::Revoked => "revoked",
            Self::Goodbye => "goodbye",
            Self::Cloned { .. } => "cloned",
            Self::Replayed { .. } => "replayed",
            Self::Pinned { .. } => "pinned",
            Self::Unpinned => "unpinned",
            Self::Retired => "retired",
        }
    }
}

/// Something that happened to a device, with when and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEvent {
    /// What.
    pub moved: DeviceMove,
    /// Who, by name and role; empty for the machine itself.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A device as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// How it stands.
    pub standing: DeviceStanding,
    /// What is known of it, joined from its sources, without the long lists: see [`crate::decide::device::brief`].
    pub brief: DeviceFacts,
    /// Which sources told of it.
    pub told: BTreeMap<FactsSource, Told>,
    /// When its agent was last heard, by the portal's clock.
    pub heard_at: Option<Timestamp>,
    /// How its agent is.
    pub health: Option<Health>,
    /// Whether its vendor pins it.
    pub pin: Option<Pin>,
    /// The number of the rule that says so; `None` when a person does, or nobody.
    pub pinned_by: Option<i64>,
    /// Whether a person said that none pins it; no rule marks it then.
    pub is_unpinned: bool,
    /// Whether its key was used by two machines and nobody has settled that yet.
    pub is_cloned: bool,
}

impl Device {
    /// The newest time at which any source saw it.
    pub fn observed_at(&self) -> Option<Timestamp> {
        self.told.values().map(|t| t.observed_at).max()
    }
}
