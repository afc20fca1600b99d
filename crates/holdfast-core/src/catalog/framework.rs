//! Lists others keep of what to protect: ids and titles, and what a list's own publisher says it equals elsewhere.

use serde::{Deserialize, Serialize};

use super::{FrameworkId, Mapping, Provenance};

/// Whether a rule demands an entry, or lets one give reasons for another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// It must be done.
    Required,
    /// It must be done, or another way that is reasonable must be, with the reason written down. Source: 45 CFR 164.306(d).
    Addressable,
}

/// One list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framework {
    /// Its id, like `hipaa`.
    pub id: FrameworkId,
    /// What people call it.
    pub name: String,
    /// Who keeps it.
    pub publisher: String,
    /// Its entries, in its own order.
    pub requirements: Vec<Requirement>,
    /// The edition these were read from.
    pub provenance: Provenance,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// As the list numbers it, like `164.312(d)`.
    pub id: String,
    /// Its title, where the list has one and lets it be copied.
    pub title: Option<String>,
    /// Whether it is demanded, where the list says.
    pub demand: Option<Demand>,
    /// What the publisher itself says it equals elsewhere. Never our own reading.
    pub official: Vec<Mapping>,
}

impl Framework {
    /// An entry by its id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }
}
