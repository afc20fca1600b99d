//! Says what a long step is doing, on standard error, so that nobody waits in the dark.

/// Prints one line about what is happening now.
pub(crate) fn say(what: &str) {
    eprintln!("holdfast: {what}");
}
