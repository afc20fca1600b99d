//! Reads a mailbox over IMAP4rev1 (RFC 3501): the eight commands that takes, and no more. Servers of IMAP4rev2 answer them the same way.
//!
//! A library was looked at first. `async-imap` stands on a second library for dates and lets one answer grow to 512 MB; the parser under it
//! follows brackets as deep as an answer says. Here an answer is bounded before it is read, and brackets are counted, not followed.

mod answer;
mod error;
mod session;
mod tls;
mod wire;

pub use error::ImapError;
pub use session::{Door, Given, Opened, Session, Way};
