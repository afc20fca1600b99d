//! The agent's commands: one room each. Words come in, text and an exit code go out.

mod enrolling;
mod goodbye;
mod once;
mod places;
mod rules;
#[cfg(windows)]
mod service;
mod show;
mod words;
mod working;

use std::error::Error;
use std::process::ExitCode;

pub use words::{Words, WordsError, parse};

/// It was done.
pub const DONE: u8 = 0;
/// It could not be done; the message says why.
pub const FAILED: u8 = 1;
/// The words on the command line are wrong.
pub const USAGE: u8 = 2;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Print what would be sent.
    Show,
    /// Write a file to be carried to the portal.
    Once,
    /// Ask to belong to a hospital.
    Enrol,
    /// Work until stopped.
    Run,
    /// Work as a Windows service.
    Service,
    /// Say that the agent is taken off, and forget everything.
    Goodbye,
    /// Print every place that is read.
    Places,
    /// Print how many rules event logs are held against.
    Rules,
    /// Print the words there are.
    Help,
    /// Print the version.
    Version,
}

/// Runs the command that these words name.
pub fn main(words: impl IntoIterator<Item = String>) -> ExitCode {
    let words = match parse(words) {
        Ok(words) => words,
        Err(error) => {
            eprintln!("holdfast-agent: {error}\n\n{}", words::HELP);
            return ExitCode::from(USAGE);
        }
    };
    match run(&words) {
        Ok(()) => ExitCode::from(DONE),
        Err(error) => {
            eprintln!("holdfast-agent: {}", chain(error.as_ref()));
            ExitCode::from(FAILED)
        }
    }
}

fn run(words: &Words) -> Result<(), Box<dyn Error>> {
    match words.command {
        Command::Show => show::run(words),
        Command::Once => once::run(words),
        Command::Enrol => enrolling::run(words),
        Command::Run => working::run(words),
        #[cfg(windows)]
        Command::Service => service::run(words),
        #[cfg(not(windows))]
        Command::Service => {
            Err("`service` is what Windows starts; here use `run`, or the systemd unit".into())
        }
        Command::Goodbye => goodbye::run(words),
        Command::Places => places::run(),
        Command::Rules => rules::run(),
        Command::Help => print(words::HELP),
        Command::Version => print(crate::talk::AGENT),
    }
}

/// Prints a text. A reader that went away is no trouble.
fn print(text: &str) -> Result<(), Box<dyn Error>> {
    use std::io::{ErrorKind, Write};
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// An error with what caused it, on one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(": ");
        text.push_str(&source.to_string());
        cause = source.source();
    }
    text
}
