//! Says what a long step is doing, on standard error, so that nobody waits in the dark.

use std::io::Write;

/// Prints one line about what is happening now. Where standard error cannot be written, nobody reads it.
pub(crate) fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "holdfast: {what}");
}
