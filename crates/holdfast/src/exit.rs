//! Exit codes, and how a failure reads. Scripts rely on both; a code is never given a second meaning.

use std::io::Write;
use std::process::ExitCode;

/// Done.
pub(crate) const DONE: u8 = 0;
/// It failed for a reason outside the input: disk, port, store.
pub(crate) const FAILED: u8 = 1;
/// The words on the command line do not fit. The parser of the command line ends with it too.
pub(crate) const USAGE: u8 = 2;
/// A file was refused.
pub(crate) const REFUSED: u8 = 3;
/// What was asked for is not in the directory.
pub(crate) const NOT_FOUND: u8 = 4;
/// The catalog has errors.
pub(crate) const CATALOG: u8 = 5;
/// Doctor found a problem.
pub(crate) const UNWELL: u8 = 6;
/// Done, but some rows were refused.
pub(crate) const SOME_REFUSED: u8 = 7;
/// A hunt found something as severe as was asked to be told by an exit code.
pub(crate) const ALARM: u8 = 8;

/// A failure with its exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// A failure with a code of its own.
    pub(crate) fn new(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self { code, error: error.into() }
    }

    /// The failure and its causes on one line.
    pub(crate) fn one_line(&self) -> String {
        self.error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
    }

    /// Prints the failure and its causes, each once, and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let mut text = format!("holdfast: {}\n", self.error);
        for cause in self.error.chain().skip(1) {
            text += &format!("  because: {cause}\n");
        }
        // Where standard error cannot be written, the exit code is all there is to say.
        let _ = std::io::stderr().write_all(text.as_bytes());
        ExitCode::from(self.code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { code: FAILED, error }
    }
}
