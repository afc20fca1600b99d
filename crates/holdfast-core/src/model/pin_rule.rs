//! A rule by which machines are marked as pinned, and what it asks of a machine.
//!
//! Which machines it fits is decided in [`crate::decide::device`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Pin;
use crate::catalog::SoftwareId;

/// What a machine has to be. All that is filled in has to fit; each is a pattern of the whole text, `*` for any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PinWhen {
    /// Its name on the network.
    pub name: String,
    /// Who made it.
    pub maker: String,
    /// The model.
    pub model: String,
    /// A program on it that the catalog knows, as its list or the catalog names it.
    pub program: String,
    /// Which program of the catalog that is, where it is named as the catalog names it. It counts whatever the catalog calls it later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software: Option<SoftwareId>,
    /// The domain or workgroup.
    pub domain: String,
}

impl PinWhen {
    /// What is filled in, by its key.
    pub fn asked(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("name", self.name.as_str()),
            ("maker", self.maker.as_str()),
            ("model", self.model.as_str()),
            ("program", self.program.as_str()),
            ("domain", self.domain.as_str()),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty())
    }

    /// In words, like `name is CT-* and maker is Siemens*`.
    pub fn in_words(&self) -> String {
        let says = |(key, text): (&str, &str)| match key {
            "program" => format!("it runs {text}"),
            key => format!("its {key} is {text}"),
        };
        self.asked().map(says).collect::<Vec<_>>().join(" and ")
    }
}

/// A rule as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinRule {
    /// Its number, by which people speak of it.
    pub id: i64,
    /// What a machine has to be.
    pub when: PinWhen,
    /// What such a machine is marked as, with what is done instead of updating it.
    pub pin: Pin,
    /// Who made it, by name and role.
    pub by: String,
    /// When.
    pub made_at: Timestamp,
}
