//! The day a product stops getting security updates, which machines it touches, and what going on costs.
//!
//! It says nothing about one hospital; see [`crate::decide::cliff`].

use serde::{Deserialize, Serialize};

use super::{LifecycleId, PerUnit, Provenance};
use crate::Date;
use crate::facts::FactKind;

/// One dated end of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifecycleDate {
    /// Never reused.
    pub id: LifecycleId,
    /// The product, with edition and version where they decide the date.
    pub product: String,
    /// The last day.
    pub ends_on: Date,
    /// What ends, like "Security updates".
    pub what_ends: String,
    /// What is so from the next day, in one or two sentences.
    pub then: String,
    /// What to do before it, a verb first.
    pub action: String,
    /// The count of machines it touches; a hospital with none is not told.
    pub affects: FactKind,
    /// Whether every counted machine is touched, or only those of this version among them.
    pub touches_all: bool,
    /// What going on costs from the next day, where there is a price.
    pub price: Option<PerUnit>,
    /// Where the date comes from.
    pub provenance: Provenance,
}
