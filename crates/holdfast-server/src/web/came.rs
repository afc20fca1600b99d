//! What a page is told by the address that led back to it: which of the things it offers was just done.

use serde::Deserialize;

/// The key of what was done, empty when somebody came by another way. It is matched against words of the page's own and never
/// shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Came {
    pub(crate) done: String,
}
