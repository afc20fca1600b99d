//! Prints an answer on standard output. A reader that went away is no failure; a disk that is full is one, with an exit code.

use std::io::{ErrorKind, Write};

use anyhow::anyhow;

use crate::exit::Failure;

/// Prints a text as it is.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints a line.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}

/// What a write to standard output came to.
pub(crate) fn written(result: std::io::Result<()>) -> Result<(), Failure> {
    match result {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(e) => Err(anyhow!(e)
            .context("the answer could not be written to standard output; free some space or write elsewhere")
            .into()),
    }
}
