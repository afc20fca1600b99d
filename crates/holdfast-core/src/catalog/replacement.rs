//! What a machine costs that takes the place of another.

use serde::{Deserialize, Serialize};

use super::Provenance;
use crate::model::UsdRange;

/// A machine that can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Never reused.
    pub id: String,
    /// What it is.
    pub name: String,
    /// What one costs.
    pub usd: UsdRange,
    /// What is in that price, and what is not.
    pub says: String,
    /// Where that comes from.
    pub provenance: Provenance,
}
