//! Which versions of which program have a weakness, by public records.
//!
//! Facts only, as the records write them. Whether a version is within a range is [`crate::decide::device`]'s work.

use serde::{Deserialize, Serialize};

use super::CveId;

/// One weakness of one product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SoftwareRow {
    /// The product, like `google:chrome`; see [`crate::catalog::KnownAs::Cpe`].
    pub product: String,
    /// The weakness.
    pub cve: CveId,
    /// Versions that have it. Empty when the record does not say so that it can be compared.
    pub ranges: Vec<VersionRange>,
    /// Whether it names others beside these, in a way that cannot be compared.
    pub has_unread: bool,
}

/// Versions from one to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VersionRange {
    /// The first version; `None` is every version up to the end.
    pub from: Option<String>,
    /// Where it ends.
    pub to: RangeEnd,
}

/// Where a range of versions ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeEnd {
    /// Before this one, which is mended.
    Before(String),
    /// With this one; which later one is mended, the record does not say.
    With(String),
}

impl RangeEnd {
    /// The version that stands at the end.
    pub fn version(&self) -> &str {
        match self {
            Self::Before(version) | Self::With(version) => version,
        }
    }
}
