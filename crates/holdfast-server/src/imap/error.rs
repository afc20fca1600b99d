//! Why a mailbox could not be read. What a server says may hold an address, so these words are for the operator and not for the log.

use std::time::Duration;

/// Letters kept of what a server says.
const MOST_SAID: usize = 200;

/// Why a mailbox could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection, or one that broke.
    #[error("the connection to the mail server failed")]
    Io(#[from] std::io::Error),
    /// No answer in time.
    #[error("the mail server did not answer within {} seconds", within.as_secs())]
    Slow {
        /// How long it was given.
        within: Duration,
    },
    /// A certificate, or the file of those that are believed.
    #[error("the connection cannot be made private: {why}")]
    Tls {
        /// What is wrong.
        why: String,
    },
    /// The server turned us away before the sign-in, or in the middle.
    #[error("the mail server turned us away: `{said}`")]
    Bye {
        /// Its words.
        said: String,
    },
    /// The server cannot encrypt the way the settings ask.
    #[error("the mail server has no STARTTLS; set encryption to tls")]
    NoStarttls,
    /// The server takes no password.
    #[error("the mail server takes no password here; it may ask for OAuth, which is not supported")]
    NoPassword,
    /// A password that cannot be sent.
    #[error("the password has letters this mail server does not take; use letters and digits")]
    OddPassword,
    /// User or password is wrong.
    #[error("the mail server did not sign us in; check username and password: `{said}`")]
    SignIn {
        /// Its words.
        said: String,
    },
    /// There is no such folder.
    #[error("the mail server has no such folder: `{said}`")]
    Folder {
        /// Its words.
        said: String,
    },
    /// It refused something else.
    #[error("the mail server refused to {what}: `{said}`")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// Its words.
        said: String,
    },
    /// An answer of a size no answer has.
    #[error("the mail server sent more than it should")]
    TooMuch,
    /// A mail larger than was asked for.
    #[error("the mail server sent a larger mail than it had said")]
    LargerMail,
    /// An answer that is none.
    #[error("the mail server's answer makes no sense")]
    Garbled,
}

/// What a server said, fit to show.
pub(super) fn said(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_SAID).collect()
}
