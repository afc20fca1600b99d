//! Whose paper it is, and what stands at its foot so that anyone can make it again.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::model::{Ccn, StateCode, day_in_words};

/// The hospital a paper is about, as far as it was named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its certification number.
    #[serde(default)]
    pub ccn: Option<Ccn>,
    /// Its city.
    #[serde(default)]
    pub city: Option<String>,
    /// Its state.
    #[serde(default)]
    pub state: Option<StateCode>,
}

impl Subject {
    /// The name, or that it was not given.
    pub fn title(&self) -> &str {
        self.name.as_deref().filter(|n| !n.trim().is_empty()).unwrap_or("A hospital whose name was not given")
    }

    /// Place and certification number in one line; empty when neither is known.
    pub fn place(&self) -> String {
        let state = self.state.map(|s| s.to_string());
        let town: Vec<&str> = [self.city.as_deref(), state.as_deref()]
            .into_iter()
            .flatten()
            .filter(|s| !s.trim().is_empty())
            .collect();
        let ccn = self.ccn.map(|c| format!("CCN {c}"));
        [Some(town.join(", ")).filter(|t| !t.is_empty()), ccn]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" \u{b7} ")
    }
}

/// What a paper was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foot {
    /// Whose it is.
    pub hospital: Subject,
    /// The day it speaks of, to its end.
    pub as_of: Date,
    /// The version of the catalog.
    pub catalog: String,
    /// SHA-256 of the record, in hex.
    pub record: String,
}

impl Foot {
    /// "As of August 10, 2026".
    pub fn as_of_in_words(&self) -> String {
        format!("As of {}", day_in_words(self.as_of))
    }

    /// Catalog and record, for whoever wants to make the paper again.
    pub fn made_from(&self) -> String {
        format!("Catalog {} \u{b7} record {}", self.catalog, self.record)
    }
}
