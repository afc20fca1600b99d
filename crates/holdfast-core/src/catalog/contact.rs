//! Somebody who may have to be told of an attack.
//!
//! It says of no law that it applies to a hospital; see [`crate::decide::incident::whom_to_tell`].

use serde::{Deserialize, Serialize};

use super::{ContactId, Provenance};

/// Somebody to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Kept with each case in which they were told. Never reused.
    pub id: ContactId,
    /// Who.
    pub name: String,
    /// Why, and by when.
    pub why: String,
    /// Where that is written.
    pub provenance: Provenance,
}
