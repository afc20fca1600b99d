//! A reported mail to what can be said of it: who it says it is from, where its links go, what is attached.
//!
//! Takes `.eml` and Outlook's `.msg`, alone or carried by another mail, from bytes nobody vouches for. Every bound is a constant in
//! [`bounds`]; what passes one is told as a [`Fault`] and the rest is still read.
//!
//! ```
//! use holdfast_mail::{Came, read};
//!
//! let mail = b"From: Payroll <pay@evil.example>\nSubject: Your pay stub\n\nOpen https://login.evil.example/";
//! let reported = read(mail, Came::Uploaded, &|domain| domain == "fixturememorial.example").expect("a mail");
//! assert_eq!(reported.links[0].domain, None); // .example is nobody's suffix
//! assert_eq!(reported.links[0].host, "login.evil.example");
//! ```
//!
//! It opens no attachment beyond its first bytes, fetches nothing, runs nothing, and gives no verdict: what a mail is, others decide.
//! It knows no hospital and no clock.
#![deny(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]
#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        reason = "a test may stop at once"
    )
)]

mod authentication;
pub mod bounds;
mod compound;
mod eml;
mod envelope;
mod field;
mod kind;
mod link;
mod msg;
mod one_line;
mod page;
mod pasted;
mod plain;
mod reported;
mod rtf;
mod say;
mod transfer;
mod walk;
mod wrap;

use crate::eml::Mail;
use crate::walk::Walk;

pub use envelope::{Envelope, Written, envelope};
pub use kind::{Kind, runs_by_name};
pub use reported::{
    Attachment, Authentication, Came, Fault, Filter, Follows, Found, Link, ReadError, Reported, Sender,
    Verdict, Wrapped,
};

/// Reads a reported mail. `came`: whether the file is the mail itself, or a mail that carries it. `is_ours`: whether a domain of a sender
/// is the reporter's own house, whose forwards are opened; a stranger's mail that calls itself a forward is the mail.
pub fn read(bytes: &[u8], came: Came, is_ours: &dyn Fn(&str) -> bool) -> Result<Reported, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.len() > bounds::MAX_BYTES {
        return Err(ReadError::TooLarge { n_bytes: bytes.len(), max: bounds::MAX_BYTES });
    }
    let mut walk = Walk::new();
    let mail = if bytes.starts_with(compound::MARK) {
        msg::read(bytes, 0, &mut walk).map_err(|why| ReadError::Container { why })?
    } else {
        eml::read(bytes, 0, &mut walk).ok_or(ReadError::NotMail)?
    };
    Ok(say::of(mail, came, is_ours, walk))
}

/// Reads a mail of either kind that lies in another. `None` when it is none.
fn read_any(bytes: &[u8], depth: usize, walk: &mut Walk) -> Option<Mail> {
    if depth > bounds::MAX_DEPTH {
        walk.fault(Fault::TooDeep);
        return None;
    }
    if !walk.spend(bytes.len()) {
        return None;
    }
    if bytes.starts_with(compound::MARK) {
        return msg::read(bytes, depth, walk).ok();
    }
    eml::read(bytes, depth, walk)
}
